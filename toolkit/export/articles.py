"""The articles of a run or a package, one at a time: the record, its ledger, and on demand the source text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.archive.drops import PointerError, RawReader, shard_files, shard_rows, source_text
from toolkit.archive.runs import Run
from toolkit.archive.trees import UNREADABLE, Tree, open_tree
from toolkit.jsonlines import RowError
from toolkit.ledgers import has_removed
from toolkit.packing import words_of
from toolkit.validation import is_valid


class ExportError(Exception):
    """Articles that can't be exported; the message says why."""


class Exported(NamedTuple):
    """One article. `shard` and `number` (from 1) say where its row stands; `source` is the source text, or None where the ledger is whole and needs none."""

    shard: str
    number: int
    record: dict[str, Any]
    edits: dict[str, Any]
    source: str | None


def articles(path: Path) -> Iterator[Exported]:
    """The articles of the run or package at `path`, in order. Raises ExportError, RunError and TreeError."""
    if (path / "run.json").is_file():
        yield from _of_run(Run(path))
    else:
        yield from _of_package(path)


def _of_run(run: Run) -> Iterator[Exported]:
    for shard in run.shards():
        yield from _paired(shard, run.rows("records", shard), run.rows("edits", shard), None)


def _of_package(path: Path) -> Iterator[Exported]:
    tree = open_tree(path).tree
    files = shard_files(tree, "records")
    if not files:
        raise ExportError(f"{path}: neither a run (no run.json) nor a package with records")
    with closing(RawReader(tree)) as raw:
        for file in files:
            name = file.rpartition("/")[2]
            yield from _paired(name.partition(".")[0], _rows(tree, file), _rows(tree, f"data/edits/{name}"), partial(_decoded, raw))


def _decoded(raw: RawReader, row: dict[str, Any]) -> str | None:
    try:
        return source_text(raw.read(row["raw"]), row, raw.charset(row["raw"]))
    except PointerError as fault:
        raise ExportError(f"{row['id']}: {fault}") from fault


def _rows(tree: Tree, file: str) -> Iterator[dict[str, Any]]:
    if file not in tree.files:
        raise ExportError(f"{file}: no such file in the package")
    try:
        for line in shard_rows(tree, file):
            yield line.row
    except (RowError, *UNREADABLE) as fault:
        raise ExportError(f"{file}: {words_of(fault)}") from fault


def _paired(
    shard: str, records: Iterator[dict[str, Any]], edits: Iterator[dict[str, Any]], decoded: Callable[[dict[str, Any]], str | None] | None
) -> Iterator[Exported]:
    for number, (record, ledger) in enumerate(zip_longest(records, edits), 1):
        if record is None or ledger is None or record.get("id") != ledger.get("id"):
            raise ExportError(f"{shard}, row {number}: the record and the edits row are not of one article")
        if not is_valid(record) or not is_valid(ledger, "edits"):
            raise ExportError(f"{shard}, row {number}: not a valid row (`jiaokan validate` or `verify` tells what is wrong)")
        source = decoded(record) if decoded is not None and not has_removed(ledger) else None
        yield Exported(shard, number, record, ledger, source)
