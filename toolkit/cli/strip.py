"""`jiaokan strip`: chrome and spam out, the article's text on stdout."""

from __future__ import annotations

import click

from toolkit.cli.common import SCRIPTS, media_type_of, read_drop
from toolkit.pipeline import clean


@click.command("strip")
@click.argument("path", default="-")
@click.option("--script", type=click.Choice(SCRIPTS), default="keep", show_default=True, help="Script of the output.")
@click.option("--html/--text", "html", default=None, help="Read the drop as HTML or as text (told from name and content otherwise).")
@click.option("--title", is_flag=True, help="Put the title on a line before the text.")
def command(path: str, script: str, html: bool | None, title: bool) -> None:
    """Write the article's text, without site chrome and spam, to stdout.

    PATH is a drop, or - for stdin. The script stays as it is unless --script says otherwise. Exit status 1 where the
    drop holds no article.
    """
    article = clean(read_drop(path), media_type=media_type_of(path, html), config={"script": script})
    if article.verdict == "rejected":
        reasons = "; ".join(f"{r}: {e}" for r, e in zip(article.reasons, article.evidence, strict=True))
        click.echo(f"{path}: rejected: {reasons}", err=True)
        raise SystemExit(1)
    if title and article.title:
        click.echo(article.title)
    click.echo(article.text)
