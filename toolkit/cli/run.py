"""`jiaokan run`: the whole ladder over many drops."""

from __future__ import annotations

from typing import Any, get_args

import click
import orjson

from toolkit.batch import Engine, Options, Summary, run
from toolkit.batch.options import Compression, Ledger
from toolkit.cli.common import SCRIPTS, Unusable
from toolkit.cli.config import settings_of
from toolkit.cli.progress import watcher
from toolkit.cli.streams import Stopped
from toolkit.config import ConfigError
from toolkit.readers import Reader
from toolkit.settings import FILES
from toolkit.sources import InputError, Names
from toolkit.sources.remote import MissingExtraError, place

_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Size(click.ParamType[int]):
    """A number of bytes: 500, 64K, 16M, 2G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bytes; fails with a sentence on anything else."""
        text = str(value).upper().removesuffix("B").removesuffix("I")
        number, unit = (text[:-1], text[-1]) if text[-1:] in "KMG" and text else (text, "")
        if not number.isascii() or not number.isdigit():
            self.fail(f"{value!r} is no number of bytes such as 500, 64K, 16M or 2G", param, ctx)
        return int(number) * _SIZES[unit]


@click.command("run")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.argument("out")
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes; one a core unless given.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="This machine, or a Ray cluster (extra: ray).")
@click.option("--address", default="auto", show_default=True, help="Of the Ray cluster: auto, HOST:PORT, ray://HOST:PORT; local starts one here.")
@click.option("--resume", is_flag=True, help="Go on with a run that was broken off; do again what its input or files changed.")
@click.option("--overwrite", is_flag=True, help="Make a run anew that OUT holds already.")
@click.option("--script", type=click.Choice(SCRIPTS), help="Script of the output.  [default: hans]")
@click.option("--reader", type=click.Choice(get_args(Reader)), help="HTML reader; auto: turbo where it is installed.  [default: auto]")
@click.option("--config", "config_file", metavar="FILE", help=f"A configuration file; {' or '.join(FILES)} here or above unless given.")
@click.option("--source", default="", help="Name of the delivery, for the records.  [default: the input's name]")
@click.option("--ledger", type=click.Choice(get_args(Ledger)), default="full", show_default=True, help="Edits with the removed text, or places only.")
@click.option("--compression", type=click.Choice(get_args(Compression)), default="none", show_default=True, help="Of the part files.")
@click.option("--parquet", is_flag=True, help="Write typed copies of the records, too (needs the extra: parquet).")
@click.option("--shard-size", type=Size(), default="0", help="Input that goes into one part, such as 16M.  [default: chosen by the input]")
@click.option("--limit-bytes", type=Size(), help="Largest document; larger ones are rejected.  [default: 16M]")
@click.option("--limit-memory", type=Size(), default="4G", show_default=True, help="Memory of a worker; 0: no limit.")
@click.option("--timeout", type=click.FloatRange(0.0), default=60.0, show_default=True, help="Seconds of processor time a document may take; 0: no limit.")
@click.option("--text-field", multiple=True, help="Member of a JSONL row that holds the text (several may be given).  [default: text, content, body]")
@click.option("--html-field", multiple=True, help="Member that holds HTML.  [default: html, raw_html]")
@click.option("--url-field", multiple=True, help="Member that holds the address.  [default: url, link]")
@click.option("--id-field", multiple=True, help="Member that holds the row's own id.  [default: id, uuid]")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
def command(inputs: tuple[str, ...], out: str, as_json: bool, quiet: bool, **given: Any) -> None:
    """Clean every drop of INPUT... into the folder OUT: records/, edits/, rejected/ and run.json.

    INPUT is a folder of drops, a file, or - for stdin; INPUT and OUT may be URLs such as s3://bucket/drops (extra: remote).
    Text, HTML and MHT files, WARC, WACZ, JSONL, ZIP and tar files are read, packed with gzip or Zstandard or not. Every
    document ends in records/ or in rejected/, with a reason.

    Exit status: 0 all kept, 1 some rejected, 2 nothing to read, OUT can't be used, or a part could not be written.
    """
    options = _options(given)
    watch = watcher(quiet or as_json)
    try:
        summary = run(
            list(inputs),
            place(out),
            options,
            watcher=watch,
            engine=_engine(given["engine"], given["address"], given["workers"]),
            source=given["source"],
            workers=given["workers"],
            resume=given["resume"],
            overwrite=given["overwrite"],
        )
    except MissingExtraError as fault:
        raise click.UsageError(str(fault)) from fault
    except InputError as fault:
        raise Unusable(str(fault)) from fault
    except (KeyboardInterrupt, Stopped):
        watch.close()
        click.echo("stopped; the same command with --resume goes on", err=True)
        raise
    finally:
        watch.close()
    if as_json:
        click.echo(orjson.dumps(_stated(summary)).decode())
    elif not quiet:
        _tell(summary, out)
    for shard, error in summary.failed.items():
        click.echo(f"{shard}: could not be written: {error}; --resume tries again", err=True)
    raise SystemExit(2 if summary.failed else 1 if summary.rejected else 0)


def _engine(name: str, address: str, workers: int) -> Engine | None:
    """The engine asked for; None for the processes of this machine."""
    if name == "local":
        return None
    try:
        from toolkit.batch.cluster import RayEngine
    except ImportError as fault:
        raise click.UsageError("--engine ray needs Ray: pip install 'jiaokan[ray]'") from fault
    try:
        return RayEngine(address, workers)
    except (ConnectionError, RuntimeError, ValueError) as fault:
        raise Unusable(f"{address}: {' '.join(str(fault).split())[:300]}") from fault


def _options(given: dict[str, Any]) -> Options:
    if given["parquet"]:
        try:
            import pyarrow  # noqa: F401  # only whether it is there
        except ImportError as fault:
            raise click.UsageError("--parquet needs pyarrow: pip install 'jiaokan[parquet]'") from fault
    names = {key: tuple(given[f"{key}_field"]) for key in Names._fields if given[f"{key}_field"]}
    try:
        settings = settings_of(given["config_file"]).over("the command line", script=given["script"], reader=given["reader"], limit_bytes=given["limit_bytes"])
    except ConfigError as fault:
        raise Unusable(str(fault)) from fault
    return Options(
        config=settings.ladder,
        ledger=given["ledger"],
        compression=given["compression"],
        limit_bytes=settings["limit_bytes"],
        shard_size=given["shard_size"],
        timeout=given["timeout"],
        memory=given["limit_memory"],
        parquet=given["parquet"],
        names=Names(**names),
    )


def _stated(summary: Summary) -> dict[str, object]:
    counts = {"input": summary.documents, "kept": summary.kept, "rejected": summary.rejected, "duplicates": summary.duplicates}
    return counts | {"reasons": summary.reasons, "removed_chars": summary.removed, "aside": summary.aside, "failed": summary.failed}


def _tell(summary: Summary, out: str) -> None:
    """The summary: what was kept, what was rejected and why, what was taken out, what took longest."""
    click.echo(f"{summary.documents:,} documents: {summary.kept:,} kept, {summary.rejected:,} rejected -> {out}")
    if summary.resumed:
        click.echo(f"  {summary.resumed} of {summary.shards} parts were done already")
    if summary.duplicates:
        click.echo(f"  {summary.duplicates:,} repeat an earlier record (duplicates.jsonl)")
    _table("rejected", summary.reasons, "")
    _table("removed", summary.removed, " characters")
    _table("no document", summary.aside, "")
    for seconds, where in summary.slowest:
        if seconds >= 1:
            click.echo(f"  slow         {seconds:8.1f} s  {where}")


def _table(what: str, counts: dict[str, int], unit: str) -> None:
    ranked = sorted(((n, name) for name, n in counts.items() if n), key=lambda item: (-item[0], item[1]))
    for n, name in ranked[:12]:
        click.echo(f"  {what:12} {n:>10,}{unit}  {name}")
    if len(ranked) > 12:
        click.echo(f"  {what:12} {sum(n for n, _ in ranked[12:]):>10,}{unit}  by {len(ranked) - 12} others")
