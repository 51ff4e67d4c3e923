"""`jiaokan export`: articles in the formats of other tools."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.archive import PlaceTakenError, RunError
from toolkit.archive.trees import TreeError
from toolkit.cli.common import GIVEN_PATH, Unusable
from toolkit.export import FORMATS, export
from toolkit.export.articles import ExportError


@click.command("export")
@click.argument("path", metavar="RUN|PACKAGE", type=GIVEN_PATH)
@click.argument("out", type=GIVEN_PATH)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="tei, markdown, txt: a file an article. csv, parquet: one table.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
def command(path: Path, out: Path, form: str, quiet: bool) -> None:
    """Write the articles of a run or a package to OUT: a folder with a file an article, or one table.

    TEI P5 carries every change in the text: <choice> for what was put for what, <surplus> for noise, <gap> for what is
    left out. Parquet needs pyarrow: pip install 'jiaokan[parquet]'.

    Exit status: 0 written, 2 not written (the reason is told, and nothing is left behind).
    """
    try:
        count = export(path, out, form)
    except ImportError as fault:
        raise click.UsageError(f"{form} needs {fault.name}: pip install 'jiaokan[parquet]'") from fault
    except PlaceTakenError as fault:
        raise Unusable(str(fault)) from fault
    except (RunError, TreeError, ExportError) as fault:
        raise Unusable(f"{out}: not written: {fault}") from fault
    if not quiet:
        click.echo(f"{out}: {count} articles")
