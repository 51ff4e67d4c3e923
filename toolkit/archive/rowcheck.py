"""The rows of a package: each valid and coherent, each led back to its raw bytes, each ledger to its source text, all counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import zip_longest
from typing import Any

import jsonschema_rs
import orjson

from toolkit import coherence
from toolkit.archive.bagcheck import Bag
from toolkit.archive.drops import PointerError, RawReader, shard_files, shard_rows, source_text
from toolkit.archive.trees import UNREADABLE
from toolkit.jsonlines import Row, RowError
from toolkit.ledgers import LedgerError, has_removed, replay
from toolkit.packing import words_of
from toolkit.schemas import load_schema
from toolkit.validation import compiled, validator

_SCHEMAS = {"records": "article", "edits": "edits", "rejected": "rejected", "duplicates": "duplicates"}
DUPLICATES = "data/duplicates.jsonl.gz"


class RowCheck:
    """Goes through all rows of a package once; what it finds goes into the bag's findings."""

    def __init__(self, bag: Bag) -> None:
        self.bag = bag
        self.raw = RawReader(bag.tree)
        self.rows = dict.fromkeys(_SCHEMAS, 0)
        self.shards: dict[str, tuple[int, str]] = {}  # file -> rows, sha256 of them uncompressed
        self._ids: set[str] = set()
        self._given = {kind: _given_schema(bag, name) for kind, name in _SCHEMAS.items()}

    def run(self) -> None:
        """Check every row."""
        with closing(self.raw):
            self._run()

    def _run(self) -> None:
        records, edits = (shard_files(self.bag.tree, kind) for kind in ("records", "edits"))
        paired = {file: f"data/edits/{file.rpartition('/')[2]}" for file in records}
        for file in records:
            self._pair(file, paired[file] if paired[file] in edits else None)
        for file in sorted(set(edits) - set(paired.values())):
            self.bag.find("row.ledger", file, "a file of records of the same name", "none")
        for file in shard_files(self.bag.tree, "rejected"):
            for line in self._read("rejected", file):
                self._laid("rejected", f"{file}:{line.number}", line.row)
        if DUPLICATES in self.bag.tree.files:
            for line in self._read("duplicates", DUPLICATES):
                self._duplicate(f"{DUPLICATES}:{line.number}", line.row)

    def _duplicate(self, place: str, row: dict[str, Any]) -> None:
        for fault in coherence.of_row(row, "duplicates"):
            self.bag.find("row.coherence", f"{place} {fault.path}", fault.expected, fault.found)
        for key in ("id", "duplicate_of"):
            if row[key] not in self._ids:
                self.bag.find("row.duplicate", f"{place} $.{key}", "the id of a record", row[key])

    def _pair(self, records: str, edits: str | None) -> None:
        """Records and their ledgers side by side: row N of the one belongs to row N of the other."""
        if edits is None:
            self.bag.find("row.ledger", records, "a file of edits of the same name", "none")
        ledgers = self._read("edits", edits) if edits else iter(())
        for record, ledger in zip_longest(self._read("records", records), ledgers):
            if record is not None:
                self._laid("records", f"{records}:{record.number}", record.row)
            if record is None or ledger is None:
                if edits is not None:
                    lone, place = (f"{edits}:{ledger.number}", "record") if ledger else (f"{records}:{record.number if record else 0}", "edits row")
                    self.bag.find("row.ledger", lone, f"a {place} of the same line", "none")
                continue
            self._ledger(f"{edits}:{ledger.number}", record.row, ledger.row)

    def _read(self, kind: str, file: str) -> Iterator[Row]:
        """The valid rows of a file; what is wrong with the others is put on record, and so is a file that breaks off."""
        digest, count = hashlib.sha256(), 0
        try:
            for line in shard_rows(self.bag.tree, file):
                digest.update(line.raw)
                count += 1
                self.rows[kind] += 1
                if self._valid(kind, f"{file}:{line.number}", line.row):
                    yield line
        except RowError as fault:
            self.bag.find("row.json", f"{file}:{fault.line}", fault.expected, fault.found)
        except UNREADABLE as fault:
            self.bag.find("row.json", file, "a readable file", words_of(fault))
        self.shards[file] = (count, digest.hexdigest())

    def _valid(self, kind: str, place: str, row: dict[str, Any]) -> bool:
        """Whether a row fits this version's schema, by which it is read on, and the one that lies in the package."""
        own, given = validator(_SCHEMAS[kind]), self._given[kind]
        if own.is_valid(row) and (given is None or given.is_valid(row)):
            return True
        told = [(fault.path, fault.expected, fault.found) for fault in own.faults(row)]
        if not told and given is not None:
            # In the compiled validator's words: the other one would run patterns of a stranger's without a bound.
            asked = f"what schema/{_SCHEMAS[kind]}.schema.json asks for"
            told = [(_json_path(e.instance_path), asked, e.message[:200]) for e in given.iter_errors(row)]
        for path, expected, found in told:
            self.bag.find("row.schema", f"{place} {path}", expected, found)
        return False

    def _laid(self, kind: str, place: str, row: dict[str, Any]) -> None:
        """The row of a drop fits itself, its id is new, and its pointer leads to the raw bytes it states."""
        for fault in coherence.of_row(row, _SCHEMAS[kind]):
            self.bag.find("row.coherence", f"{place} {fault.path}", fault.expected, fault.found)
        if row["id"] in self._ids:
            self.bag.find("row.id", f"{place} $.id", "an id of its own", f"{row['id']}, which another row has")
        self._ids.add(row["id"])
        raw = row["raw"]
        there = self._digest(place, raw)
        if there is not None and there != (raw["sha256"], raw["bytes"]):
            self.bag.find("raw.digest", f"{place} $.raw", f"sha256 {raw['sha256']}, {raw['bytes']} bytes at {_spot(raw)}", f"{there[0]}, {there[1]} bytes")

    def _digest(self, place: str, raw: dict[str, Any]) -> tuple[str, int] | None:
        """sha256 and length of the bytes a pointer leads to; the bag's own digest where it is a whole file."""
        whole = raw["offset"] == 0 and raw["length"] == self.bag.tree.files.get(raw["path"]) and not raw["path"].endswith((".warc", ".gz"))
        known = self.bag.digests.get(raw["path"], {}).get("sha256") if whole else None
        if known is not None:
            return known, raw["length"]
        try:
            data = self.raw.read(raw)
        except PointerError as fault:
            self.bag.find("raw.missing", f"{place} $.raw", f"bytes at {_spot(raw)}", str(fault))
            return None
        return hashlib.sha256(data).hexdigest(), len(data)

    def _ledger(self, place: str, record: dict[str, Any], ledger: dict[str, Any]) -> None:
        """The edits lead from the text back to the source text that the record states, and from there to the text."""
        if ledger["id"] != record["id"]:
            self.bag.find("row.ledger", f"{place} $.id", record["id"], ledger["id"])
            return
        faults = list(coherence.of_row(ledger, "edits")) or list(coherence.of_pair(record, ledger))
        for fault in faults:
            self.bag.find("row.ledger", f"{place} {fault.path}", fault.expected, fault.found)
        if not faults and not has_removed(ledger):
            self._carried_out(place, record, ledger)

    def _carried_out(self, place: str, record: dict[str, Any], ledger: dict[str, Any]) -> None:
        """A ledger that leaves out what was removed leads from the source text, decoded from the raw bytes, to the text."""
        try:
            source = source_text(self.raw.read(record["raw"]), record, self.raw.charset(record["raw"]))
        except PointerError:
            return  # on record already
        try:
            if source is None:
                self.bag.find("row.ledger", f"{place} $.input_sha256", "the source text, by decoding the raw bytes", "bytes that decode to another text")
            elif replay(source, ledger) != record["text"]:
                self.bag.find("row.ledger", f"{place} $.edits", "the record's text, when carried out", "another text")
        except LedgerError as fault:
            self.bag.find("row.ledger", f"{place} {fault.place}", fault.expected, fault.found)


def _json_path(parts: Iterable[str | int]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


def _spot(raw: dict[str, Any]) -> str:
    return f"{raw['path']}+{raw['offset']}"


def _given_schema(bag: Bag, name: str) -> jsonschema_rs.Validator | None:
    """The compiled validator of the schema that lies in the package; None where that is this version's, or none that can be used."""
    path = f"data/schema/{name}.schema.json"
    try:
        with bag.tree.open(path) as stream:
            schema = orjson.loads(stream.read())
        return None if schema == load_schema(name) else compiled(schema)
    except (KeyError, ValueError, *UNREADABLE) as fault:
        bag.find("row.schema", path, "a JSON Schema", words_of(fault))
        return None
