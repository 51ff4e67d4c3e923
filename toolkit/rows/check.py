"""Files of rows, validated row by row, joined with their edits, and held against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from toolkit import coherence
from toolkit.rows.folders import FOLDERS, Read, RowFault, RunFolder, find, of_run_json
from toolkit.rows.lines import Line, lines
from toolkit.validation import Fault, Validator, shown, validator

_TOLD_BY = {"edits": "edits", "reasons": "rejected", "duplicate_of": "duplicates", "shards": "run"}  # kinds by a key that no other kind has
Row = dict[str, Any]


def _schema_of(path: str, row: Any) -> str:
    """Which schema a row of a loose file is meant for: told by the folder, else by the keys it has."""
    named = FOLDERS.get(Path(path).parent.name)
    if named:
        return named
    keys = row if isinstance(row, dict) else {}
    return next((kind for key, kind in _TOLD_BY.items() if key in keys), "article")


@dataclass(slots=True)
class Check:
    """One validation over many files: what has been read, and the ids seen so far with the place of each."""

    schema: Validator | str | None = None
    files: list[str] = field(default_factory=list)
    rows: int = 0
    ids: dict[str, dict[bytes, tuple[int, int]]] = field(default_factory=lambda: {"document": {}, "edits": {}, "duplicates": {}})

    def of_path(self, path: str) -> Iterator[RowFault]:
        """The faults of everything under a path. Raises OSError on what can't be opened."""
        runs, loose = find(path)
        for run in runs:
            yield from self.of_run(run)
        for file in loose:
            for line, fault in self.of_file(file):
                if fault is not None:
                    yield RowFault(file, line.number, fault)

    def of_file(self, path: str, kind: str | None = None, digest: Any = None) -> Iterator[tuple[Line, Fault | None]]:
        """Each line of a file, with each fault of it (once with None where there is none)."""
        self.files.append(path)
        here = len(self.files) - 1
        for line in lines(path, digest):
            self.rows += 1
            if kind is None and line.fault is None:
                kind = _schema_of(path, line.row)
            sound = True
            for fault in [line.fault] if line.fault else self._of_row(line, kind or "article", here):
                sound = False
                yield line, fault
            if sound:
                yield line, None

    def _of_row(self, line: Line, kind: str, here: int) -> Iterator[Fault]:
        schema = self.schema or kind
        judge = schema if isinstance(schema, Validator) else validator(schema)
        if not judge.is_valid(line.row):
            yield from judge.faults(line.row)
        elif isinstance(schema, str):
            yield from coherence.of_row(line.row, schema)
        yield from self._of_id(line, kind, here)

    def _of_id(self, line: Line, kind: str, here: int) -> Iterator[Fault]:
        name = line.row.get("id") if isinstance(line.row, dict) else None
        if not isinstance(name, str) or not name:
            return
        ids = self.ids[kind if kind in self.ids else "document"]
        first = ids.setdefault(_digest(name), (here, line.number))
        if first != (here, line.number):
            yield Fault("$.id", shown(name, 90), f"an id that no other row has; {self.files[first[0]]}:{first[1]} has it")

    def of_run(self, run: RunFolder) -> Iterator[RowFault]:
        """The faults of a run's folder: its rows, its edits held against their records, run.json held against both."""
        read: dict[str, Read] = {}
        for files in run.shards():
            join = _Join(told=bool(run.files["edits"]) and self.schema is None)
            streams = [self._of_shard(path, kind, join, read) for kind, path in files]
            for faults in zip_longest(*streams, fillvalue=()):  # in step, so that little waits for its other half
                for found in faults:
                    yield from found
            yield from join.left()
        if run.duplicates is not None:
            yield from self._of_duplicates(run.duplicates)
        if run.run_json is not None:
            yield from of_run_json(run, read)

    def _of_duplicates(self, path: str) -> Iterator[RowFault]:
        """The faults of duplicates.jsonl: its rows, and that they speak of documents that were read before it."""
        for line, fault in self.of_file(path, "duplicates"):
            if fault is not None:
                yield RowFault(path, line.number, fault)
            elif self.schema is None:
                for key in ("id", "duplicate_of"):
                    if _digest(line.row[key]) not in self.ids["document"]:
                        yield RowFault(path, line.number, Fault(f"$.{key}", shown(line.row[key], 90), "the id of a row of records/"))

    def _of_shard(self, path: str, kind: str, join: _Join, read: dict[str, Read]) -> Iterator[list[RowFault]]:
        digest = hashlib.sha256()
        rows = 0
        for line, fault in self.of_file(path, kind, digest):
            found = [RowFault(path, line.number, fault)] if fault else []
            if line.number > rows:  # a line with several faults comes several times
                found += join.take(kind, path, line, sound=fault is None)
            rows = line.number
            yield found
        read[path] = Read(rows, digest.hexdigest())


def _digest(name: str) -> bytes:
    """An id in 12 bytes, so that a million of them take 150 MB and not 300."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()


class _Join:
    """Records and edits rows of one shard waiting for each other."""

    def __init__(self, told: bool) -> None:
        self.told = told  # whether a missing half is a fault
        self.waiting: dict[str, dict[str, tuple[str, int, Row | None]]] = {"article": {}, "edits": {}}
        self.rejected: set[str] = set()

    def take(self, kind: str, path: str, line: Line, *, sound: bool) -> list[RowFault]:
        """Note a row; where its other half has come by, the faults between the two. A faulty row is known, but not compared."""
        name = line.row.get("id") if isinstance(line.row, dict) else None
        if not self.told or not isinstance(name, str):
            return []
        if kind == "rejected":
            self.rejected.add(name)
            return []
        other = self.waiting["edits" if kind == "article" else "article"]
        if name not in other:
            self.waiting[kind].setdefault(name, (path, line.number, line.row if sound else None))
            return []
        file, number, row = other.pop(name)
        if row is None or not sound:
            return []
        record, edits = (line.row, row) if kind == "article" else (row, line.row)
        at = (path, line.number) if kind == "edits" else (file, number)
        return [RowFault(*at, fault) for fault in coherence.of_pair(record, edits)]

    def left(self) -> Iterator[RowFault]:
        """The rows whose other half never came."""
        for name, (file, line, _) in self.waiting["article"].items():
            yield RowFault(file, line, Fault("$.id", shown(name, 90), "a row of edits/ in the same shard with this id"))
        for name, (file, line, _) in self.waiting["edits"].items():
            if name not in self.rejected:
                yield RowFault(file, line, Fault("$.id", shown(name, 90), "a row of records/ or rejected/ in the same shard with this id"))
