"""`jiaokan learn`: a site profile proposed from several pages of one host."""

from __future__ import annotations

import click

from toolkit.cli.common import files_under, media_type_of, read_drop
from toolkit.content.learn import FEWEST, as_toml, learn
from toolkit.decode import decode


@click.command("learn")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--host", default="*", show_default=True, help='Host that the pages come from, or a pattern such as "*.example.org".')
def command(folder: str, host: str) -> None:
    """Propose a profile for the pages of one site, as TOML for the configuration file.

    FOLDER holds a few of its pages (*.html). Lines that recur from page to page are taken for chrome, elements that hold
    the articles for their body. A person should read the proposal before keeping it: put it into jiaokan.toml. Exit status 1
    where nothing could be learnt.
    """
    paths = [p for p in files_under([folder]) if media_type_of(p) == "text/html"]
    pages = [decode(read_drop(p), media_type="text/html").text for p in paths]
    profile = learn(pages, host)
    if profile is None:
        click.echo(f"{folder}: {len(pages)} pages; it takes {FEWEST} with an article, and elements of the same name round it", err=True)
        raise SystemExit(1)
    click.echo(as_toml(profile), nl=False)
