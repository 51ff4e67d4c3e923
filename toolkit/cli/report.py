"""`jiaokan report`: a run as one self-contained page."""

from __future__ import annotations

import os
from pathlib import Path

import click

from toolkit.cli.common import Unreadable
from toolkit.config import ConfigError
from toolkit.report.html import Options, page
from toolkit.report.raw import with_raw
from toolkit.report.run import RunError, read_run, read_run_json
from toolkit.sources import InputError


@click.command("report")
@click.argument("run", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=Path("report.html"), show_default=True, help="The page to write.")
@click.option("--raw", multiple=True, type=click.Path(exists=True), help="The run's input: shows what was rejected, too. Once for each input of the run.")
@click.option("--name", help="Name of the run in the page (the folder's otherwise).")
@click.option(
    "--cut", type=click.IntRange(min=0), default=400, show_default=True, help="Characters of one removed stretch that the page holds; 0: all of them."
)
def command(run: Path, output: Path, raw: tuple[str, ...], name: str | None, cut: int) -> None:
    """Write a page to review a run in: overview, documents to filter and search, each with its edits beside the clean text.

    RUN is a folder that `jiaokan run` wrote. The page is one file, fetches nothing and runs nothing that a drop holds.
    """
    options = Options(name or run.resolve().name, cut)
    partial = output.with_name(output.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8") as stream:
            stated, found = read_run_json(run), read_run(run)
            stream.writelines(page(stated, with_raw(found, raw, run, stated.get("config", {})) if raw else found, options))
        os.replace(partial, output)
    except (RunError, InputError, ConfigError) as fault:
        raise Unreadable(*str(fault).split(": ", 1)) from fault
    except OSError as fault:
        raise Unreadable(str(output), fault.strerror or str(fault)) from fault
    finally:
        partial.unlink(missing_ok=True)
    click.echo(f"{output}: {output.stat().st_size:,} bytes", err=True)
