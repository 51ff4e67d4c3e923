"""`jiaokan package`: finished runs and their raw drops into one archive package."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from toolkit.archive import Description, DescriptionError, PlaceTakenError, RawMissingError, RunError, package, package_date, spdx_id
from toolkit.archive.raw import RawForm
from toolkit.cli.common import GIVEN_PATH, Unusable
from toolkit.cli.config import settings_of


@click.command("package")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...", type=GIVEN_PATH)
@click.argument("out", type=GIVEN_PATH)
@click.option("--raw", "roots", multiple=True, type=click.Path(exists=True, path_type=Path), help="Folder the run read; may be given several times.")
@click.option("--title", help="Title of the data set; made of the deliveries' names unless given.")
@click.option("--license", help="SPDX id of the licence, such as CC-BY-4.0; it is never guessed.")
@click.option("--creator", help="Organisation or person who answers for the data set.")
@click.option("--description", help="A sentence or two on the data set.")
@click.option("--data-version", "version", help="Version of the data set.  [default: 1.0.0]")
@click.option("--date", help="Date of the package, YYYY-MM-DD.  [default: SOURCE_DATE_EPOCH, else today]")
@click.option("--config", metavar="FILE", help="A configuration file; its [package] table holds what is not said here.")
@click.option("--raw-as", type=click.Choice(get_args(RawForm)), default="files", show_default=True, help="Drops as files, or as records of one WARC.")
@click.option("--parquet", is_flag=True, help="Typed copies of the records as well, for readers of columns (needs pyarrow).")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
def command(
    runs: tuple[Path, ...], out: Path, roots: tuple[Path, ...], raw_as: RawForm, config: str | None, parquet: bool, quiet: bool, **given: str | None
) -> None:
    """Make the archive package OUT (a folder, or .tar or .zip by its name) of finished runs.

    RUN is the folder of a run; --raw names where its drops lie. The package is a BagIt bag that is a Data Package, an
    RO-Crate and a data set with a card all at once. The same runs, options and date give the same bytes.

    Exit status: 0 made, 2 not made (the reason is told, and nothing is left behind).
    """
    stated = {**settings_of(config)["package"], **{key: value for key, value in given.items() if value is not None}}
    try:
        about = Description(
            title=stated.get("title", ""),
            license=spdx_id(stated.get("license")),
            date=package_date(stated.get("date")),
            description=stated.get("description", ""),
            creator=stated.get("creator", ""),
            version=stated.get("version", "1.0.0"),
        )
        package(runs, out, about, roots, raw_as, parquet=parquet)
    except ImportError as fault:
        raise click.UsageError(f"--parquet needs {fault.name}: pip install 'jiaokan[parquet]'") from fault
    except DescriptionError as fault:
        hint = "" if stated.get("license") else " (--license, or license in the [package] table of the configuration)"
        raise click.UsageError(f"{fault}{hint}") from fault
    except PlaceTakenError as fault:
        raise Unusable(str(fault)) from fault
    except (RunError, RawMissingError) as fault:
        raise Unusable(f"{out}: not made: {fault}") from fault
    if not quiet:
        click.echo(f"{out}: made, dated {about.date.isoformat()}")
