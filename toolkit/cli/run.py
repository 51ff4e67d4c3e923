"""`jiaokan run`: the whole ladder over many drops."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click
import orjson

from toolkit.batch import Options, Summary, run
from toolkit.batch.options import Compression, Ledger
from toolkit.cli.common import SCRIPTS, Unreadable
from toolkit.config import Config, Reader
from toolkit.sources import InputError


@click.command("run")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--script", type=click.Choice(SCRIPTS), default="hans", show_default=True, help="Script of the output.")
@click.option("--reader", type=click.Choice(get_args(Reader)), default="turbo", show_default=True, help="HTML reader.")
@click.option("--source", default="", help="Name of the delivery, for the records; the input's own name unless given.")
@click.option("--ledger", type=click.Choice(get_args(Ledger)), default="full", show_default=True, help="Removed text in the edits, or places only.")
@click.option("--compression", type=click.Choice(get_args(Compression)), default="none", show_default=True, help="Of the part files.")
@click.option("--shard-size", type=click.IntRange(0), default=0, help="Bytes of input in a part; chosen by the input unless given.")
@click.option("--limit-bytes", type=click.IntRange(1), default=16 << 20, show_default=True, help="Largest document.")
@click.option("--overwrite", is_flag=True, help="Make a run anew that OUT holds already.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
def command(
    inputs: tuple[str, ...],
    out: Path,
    script: str,
    reader: str,
    source: str,
    ledger: Ledger,
    compression: Compression,
    shard_size: int,
    limit_bytes: int,
    overwrite: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Clean every drop of INPUT... into the folder OUT: records/, edits/, rejected/ and run.json.

    INPUT is a folder of drops or a file. Exit status: 0 all kept, 1 some were rejected, 2 nothing to read or OUT can't be used.
    """
    config = Config.load({"script": script, "reader": reader})
    options = Options(config, ledger, compression, limit_bytes, shard_size)
    try:
        summary = run(list(inputs), out, options, source=source, overwrite=overwrite)
    except InputError as fault:
        path, _, reason = str(fault).partition(": ")
        raise Unreadable(path, reason) from fault
    if as_json:
        click.echo(orjson.dumps(_stated(summary)).decode())
    elif not quiet:
        _tell(summary, out)
    raise SystemExit(1 if summary.rejected else 0)


def _stated(summary: Summary) -> dict[str, object]:
    counts = {"input": summary.documents, "kept": summary.kept, "rejected": summary.rejected}
    return counts | {"reasons": summary.reasons, "removed_chars": summary.removed, "left_aside": summary.aside}


def _tell(summary: Summary, out: Path) -> None:
    click.echo(f"{summary.documents} documents: {summary.kept} kept, {summary.rejected} rejected -> {out}")
    for reason, n in sorted(summary.reasons.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"  rejected {n:>8}  {reason}")
    for rule, n in sorted(summary.removed.items(), key=lambda item: (-item[1], item[0]))[:10]:
        click.echo(f"  removed  {n:>8} characters  {rule}")
    for suffix, n in summary.aside.items():
        click.echo(f"  left aside {n:>6}  {suffix} (no drop by its name)")
