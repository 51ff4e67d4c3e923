"""What a report reads: the documents of a run's folder, each row joined with its edits and turned back into its source text."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from toolkit.edits import LedgerEdit, OverlapError, apply, invert
from toolkit.jsonlines import RowError, read_rows
from toolkit.record import sha256_text
from toolkit.validation import faults, is_valid

Row = dict[str, Any]


class RunError(ValueError):
    """A folder that can't be read as a run; the message names path and reason."""


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
    """run.json, or {} where there is none. Raises RunError where it can't be read."""
    path = folder / "run.json"
    try:
        told = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, orjson.JSONDecodeError) as fault:
        raise RunError(f"{path}: {fault}") from fault
    return told if isinstance(told, dict) else {}


def read_run(folder: Path) -> Iterator[Reviewed]:
    """The documents of a run, shard by shard: records first, then what was rejected. Raises RunError."""
    shards = {kind: _shards(folder / kind) for kind in ("records", "edits", "rejected")}
    if not shards["records"] and not shards["rejected"]:
        raise RunError(f"{folder}: no run: neither records/*.jsonl nor rejected/*.jsonl")
    for name in sorted({*shards["records"], *shards["rejected"]}):
        edits = {row["id"]: row for row in _rows(shards["edits"].get(name), "edits")}
        for row in _rows(shards["records"].get(name), "article"):
            yield _joined(row, edits.get(row["id"]), kept=True)
        for row in _rows(shards["rejected"].get(name), "rejected"):
            yield _joined(row, edits.get(row["id"]), kept=False)


def _shards(folder: Path) -> dict[str, Path]:
    found = sorted(folder.glob("*.jsonl*")) if folder.is_dir() else []
    return {p.name.split(".")[0]: p for p in found}


def _rows(path: Path | None, schema: str) -> Iterator[Row]:
    if path is None:
        return
    try:
        with path.open("rb") as stream:
            for number, _, row in read_rows(stream, path.name):
                yield _valid(row, schema, f"{path}:{number}")
    except (OSError, RowError) as fault:
        raise RunError(f"{path}: {fault}") from fault


def _valid(row: Row, schema: str, place: str) -> Row:
    if not is_valid(row, schema):
        first = next(iter(faults(row, schema)))
        raise RunError(f"{place}: {first.path}: {first.message} (`jiaokan validate` tells every fault)")
    return row


def _joined(row: Row, ledger: Row | None, *, kept: bool) -> Reviewed:
    if ledger is None:
        return Reviewed(row, kept, None, [], "the run holds no edits of this document")
    try:
        edits = [LedgerEdit(e["start"], e["end"], e["removed"], e["inserted"], tuple(e["rule"].split("+"))) for e in ledger["edits"]]
        source = apply(row.get("text", ""), invert(edits))
    except KeyError:
        return Reviewed(row, kept, None, [], "the ledger holds spans only, not what was removed")
    except OverlapError as fault:
        return Reviewed(row, kept, None, [], f"the ledger does not fit the text: {fault}")
    if sha256_text(source) != ledger.get("input_sha256"):
        return Reviewed(row, kept, None, [], "the ledger does not fit the text: taking it back gives another source text")
    return Reviewed(row, kept, source, edits)
