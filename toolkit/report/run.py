"""What a report reads: the documents of a run's folder, each row joined with its edits and turned back into its source text."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from toolkit.edits import LedgerEdit
from toolkit.ledgers import LedgerError, has_removed, ledger_of, take_back
from toolkit.packing import words_of
from toolkit.record import sha256_text
from toolkit.rows.folders import run_folder
from toolkit.rows.valid import RowsError, valid_rows
from toolkit.validation import faults

Row = dict[str, Any]


class Reviewed(NamedTuple):
    """One document of a run.

    row: of records/ or of rejected/. source_text and edits: None and [] where the run does not hold them (a rejected
    drop, or a ledger of spans without the raw drops beside it); `missing` then says why.
    """

    row: Row
    kept: bool
    source_text: str | None
    edits: list[LedgerEdit]
    missing: str = ""

    @property
    def id(self) -> str:
        """The document's id."""
        return str(self.row["id"])


def rows_folder(given: Path) -> Path:
    """The folder that holds the rows: the run's own, or data/ of a package."""
    inside = given / "data"
    return inside if (inside / "records").is_dir() and not (given / "records").is_dir() else given


def sample(documents: Iterable[Reviewed], size: int) -> list[Reviewed]:
    """`size` of the documents, drawn by their ids, which are hashes: the same run gives the same sample."""
    return heapq.nsmallest(size, documents, key=lambda doc: doc.id)


def read_run_json(folder: Path) -> Row:
    """run.json, or {} where there is none. Raises RowsError where it can't be read or is none."""
    path = folder / "run.json"
    try:
        told: Row = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, orjson.JSONDecodeError) as fault:
        raise RowsError(f"{path}: {words_of(fault)}") from fault
    if wrong := next(faults(told, "run"), None):
        raise RowsError(f"{path}: {wrong.path}: {wrong.message}")
    return told


def read_run(folder: Path) -> Iterator[Reviewed]:
    """The documents of a run, shard by shard: records first, then what was rejected. Raises RowsError."""
    run = run_folder(str(folder))
    if not run.files["article"] and not run.files["rejected"]:
        raise RowsError(f"{folder}: no run: neither records/*.jsonl nor rejected/*.jsonl")
    for files in run.shards():
        edits = {row["id"]: row for row in _rows(files, "edits")}
        for kind in ("article", "rejected"):
            for row in _rows(files, kind):
                yield _joined(row, edits.get(row["id"]), kept=kind == "article")


def _rows(files: list[tuple[str, str]], wanted: str) -> Iterator[Row]:
    for kind, path in files:
        if kind == wanted:
            yield from valid_rows(Path(path), kind)


def _joined(row: Row, ledger: Row | None, *, kept: bool) -> Reviewed:
    unknown = Reviewed(row, kept, None, [])
    if ledger is None:
        return unknown._replace(missing="the run holds no edits of this document")
    if not has_removed(ledger):
        return unknown._replace(missing="the ledger holds spans only, not what was removed")
    try:
        source = take_back(row.get("text", ""), ledger)
    except LedgerError as fault:
        return unknown._replace(missing=f"the ledger does not fit the text: {fault}")
    if sha256_text(source) != ledger["input_sha256"]:
        return unknown._replace(missing="the ledger does not fit the text: taking it back gives another source text")
    return Reviewed(row, kept, source, ledger_of(ledger))
