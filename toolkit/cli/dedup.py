"""`jiaokan dedup`: reposts among records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from toolkit.atomic import write_atomically
from toolkit.batch.duplicates import Duplicate
from toolkit.batch.files import NEAR_DUPLICATES, RUN_FILE, packed_as
from toolkit.cli.common import GIVEN_PATH, Unusable
from toolkit.jsonlines import SUFFIXES
from toolkit.rows.valid import RowsError, valid_rows


@click.command("dedup")
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...", type=GIVEN_PATH)
@click.option("--threshold", type=click.FloatRange(0.05, 1.0), default=0.5, show_default=True, help="Share of common 5-grams from which two texts are one.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=f"File for the duplicates.  [default: {NEAR_DUPLICATES} in the run's folder]"
)
@click.option(
    "--unique",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the records that repeat no earlier one to this file (.jsonl, .jsonl.gz, .jsonl.zst).",
)
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
def command(records: tuple[Path, ...], threshold: float, output: Path | None, unique: Path | None, as_json: bool) -> None:
    """List the records that nearly repeat an earlier one: reposts, with other chrome, other damage, a few words changed.

    RECORDS are folders of runs, or part files of records. A row names a record, the first record of its group and what
    they share: raw (the bytes), text, or near (nearly the text). Nothing is dropped from the run. Needs the extra: dedup.
    """
    parts = [part for given in records for part in part_files(given)]
    sidecar = output or next((given / NEAR_DUPLICATES for given in records if (given / RUN_FILE).exists()), None)
    if sidecar is None:
        raise click.UsageError("no run's folder among RECORDS to put the list into: say --output FILE")
    try:
        from toolkit.dedup import NearDuplicates
    except ImportError as fault:
        raise click.UsageError("dedup needs rensa: pip install 'jiaokan[dedup]'") from fault
    near = NearDuplicates(threshold)
    seen: list[tuple[str, str, str]] = []
    for row in _rows(parts):
        near.add(row["text"])
        seen.append((row["id"], row["raw"]["sha256"], row["text_sha256"]))
    leaders = [near.leader(n) for n in range(len(seen))]
    found = [_duplicate(seen[n], seen[leader]) for n, leader in enumerate(leaders) if leader != n]
    write_atomically(sidecar, (d.line() for d in found))
    if unique is not None:
        kept = (orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for n, row in enumerate(_rows(parts)) if leaders[n] == n)
        write_atomically(unique, packed_as(unique.suffix, kept))
    groups = len({leader for n, leader in enumerate(leaders) if leader != n})
    if as_json:
        click.echo(orjson.dumps({"records": len(seen), "duplicates": len(found), "groups": groups, "file": str(sidecar)}).decode())
    else:
        click.echo(f"{len(seen):,} records, {len(found):,} repeat an earlier one, in {groups:,} groups -> {sidecar}")


def part_files(given: Path) -> Iterator[Path]:
    """The part files of records that a path names: a run's folder, a folder of parts, or a file. Exit status 2 where there are none."""
    folder = given / "records" if (given / "records").is_dir() else given
    if folder.is_dir():
        parts = sorted(p for p in folder.iterdir() if p.name.endswith(SUFFIXES))
        if not parts:
            raise Unusable(f"{given}: no part files of records there")
        yield from parts
    elif folder.exists():
        yield folder
    else:
        raise Unusable(f"{given}: no such file or folder")


def _rows(parts: list[Path]) -> Iterator[dict[str, Any]]:
    try:
        for part in parts:
            yield from valid_rows(part, "article")
    except RowsError as fault:
        raise Unusable(str(fault)) from fault


def _duplicate(one: tuple[str, str, str], first: tuple[str, str, str]) -> Duplicate:
    kind = "raw" if one[1] == first[1] else "text" if one[2] == first[2] else "near"
    return Duplicate(one[0], first[0], kind)
