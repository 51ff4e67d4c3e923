"""`jiaokan config`: what is in force, and where each value came from."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from toolkit.check.rules import refuse_unknown
from toolkit.cli.common import Unusable
from toolkit.config import ConfigError
from toolkit.settings import FILES, Settings, load


def settings_of(given: str | None) -> Settings:
    """The settings of the file that --config names, or of the nearest one. Raises Unusable with every fault of it."""
    try:
        settings = load(given)
        refuse_unknown(settings)
        return settings
    except ConfigError as fault:
        raise Unusable(str(fault)) from fault


@click.command("config")
@click.option("--config", "given", metavar="FILE", help=f"A configuration file; {' or '.join(FILES)} here or above unless given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the value and origin of each key.")
def command(given: str | None, as_json: bool) -> None:
    """Print the configuration in force: each key, its value and where it came from.

    Exit status 2 where a configuration file holds something wrong; every fault is told with its line.
    """
    settings = settings_of(given)
    if as_json:
        click.echo(orjson.dumps({k: {"value": v, "from": settings.origins[k]} for k, v in settings.values.items()}, option=orjson.OPT_INDENT_2).decode())
        return
    click.echo(f"# {settings.file}" if settings.file else f"# no {' or '.join(FILES)} in {Path.cwd()} or above")
    for key, value in settings.values.items():
        click.echo(f"{f'{key} = {orjson.dumps(value).decode()}':40}  # {settings.origins[key]}")
