"""One document out of a package: its raw bytes, its source text or its text, proved against the digests its rows state."""

from __future__ import annotations

import hashlib
from typing import Any, Literal, NamedTuple

from toolkit.archive.drops import PointerError, RawReader, shard_files, shard_rows, source_text
from toolkit.archive.trees import UNREADABLE, Tree
from toolkit.jsonlines import RowError
from toolkit.ledgers import LedgerError, has_removed, take_back
from toolkit.packing import words_of
from toolkit.record import sha256_text
from toolkit.validation import is_valid

What = Literal["raw", "source", "text"]


class RestoreError(Exception):
    """A document that can't be given back; the message says why."""


class Found(NamedTuple):
    """A row, the kind of rows it is of, and the file it stands in."""

    row: dict[str, Any]
    kind: str
    file: str


def find(tree: Tree, wanted: str) -> Found:
    """The row whose id is or begins with `wanted` ("sha256:" may be left out). Raises RestoreError where there is none, or several."""
    start = wanted if wanted.startswith("sha256:") else f"sha256:{wanted}"
    hits: list[Found] = []
    try:
        for kind in ("records", "rejected"):
            for file in shard_files(tree, kind):
                hits += (Found(line.row, kind, file) for line in shard_rows(tree, file) if str(line.row.get("id", "")).startswith(start))
    except (RowError, *UNREADABLE) as fault:
        raise RestoreError(f"the rows can't be read: {words_of(fault)}") from fault
    if not hits:
        raise RestoreError(f"no document has the id {wanted}")
    if len(hits) > 1:
        raise RestoreError(f"{len(hits)} documents have ids that begin with {wanted}: {', '.join(h.row['id'] for h in hits[:3])}")
    if not is_valid(hits[0].row, "article" if hits[0].kind == "records" else "rejected"):
        raise RestoreError(f"the row of {hits[0].row['id']} in {hits[0].file} does not fit its schema")
    return hits[0]


def restore(tree: Tree, wanted: str, what: What = "raw") -> bytes:
    """The raw bytes of a document, or its source text or text as UTF-8. Raises RestoreError where that can't be had or is not what the rows state."""
    found = find(tree, wanted)
    if what == "text":
        if found.kind == "rejected":
            raise RestoreError(f"{found.row['id']} was rejected ({found.row['reasons']}): it has no text, only raw bytes and source text")
        return _proved(str(found.row["text"]).encode("utf-8", "surrogatepass"), found.row["text_sha256"], "text")
    reader = RawReader(tree)
    try:
        data = _proved(reader.read(found.row["raw"]), found.row["raw"]["sha256"], "raw bytes")
        return data if what == "raw" else _source(tree, reader, found, data).encode("utf-8", "surrogatepass")
    except PointerError as fault:
        raise RestoreError(f"{found.row['id']}: {found.row['raw']['path']}: {fault}") from fault
    finally:
        reader.close()


def _proved(data: bytes, sha256: str, what: str) -> bytes:
    there = hashlib.sha256(data).hexdigest()
    if there != sha256:
        raise RestoreError(f"the {what} have sha256 {there}, the row states {sha256}")
    return data


def _source(tree: Tree, reader: RawReader, found: Found, data: bytes) -> str:
    """The source text: from the ledger where it is whole, else by decoding the raw bytes."""
    if found.kind == "records":
        ledger = _ledger(tree, found)
        if ledger is not None and has_removed(ledger):
            try:
                text = take_back(found.row["text"], ledger)
            except LedgerError as fault:
                raise RestoreError(f"{found.row['id']}: {fault}") from fault
            if sha256_text(text) == found.row["provenance"]["source_sha256"]:
                return text
    text_or_none = source_text(data, found.row, reader.charset(found.row["raw"]))
    if text_or_none is None:
        raise RestoreError(f"{found.row['id']}: the raw bytes do not decode to the source text the row states")
    return text_or_none


def _ledger(tree: Tree, found: Found) -> dict[str, Any] | None:
    file = f"data/edits/{found.file.rpartition('/')[2]}"
    if file not in tree.files:
        return None
    try:
        row = next((line.row for line in shard_rows(tree, file) if line.row.get("id") == found.row["id"]), None)
    except (RowError, *UNREADABLE):
        return None  # the raw bytes may still tell
    return row if row is not None and is_valid(row, "edits") else None
