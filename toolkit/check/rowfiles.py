"""Files of rows: found under a path, read whatever their compression, validated row by row, joined with their edits."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson
import zstandard

from toolkit.check import coherence
from toolkit.validation import Fault, Validator, shown, validator

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_FOLDERS = {"records": "article", "edits": "edits", "rejected": "rejected"}
Row = dict[str, Any]


class RowFault(NamedTuple):
    """A fault and where it stands: the file, its line from 1 on (0: the file as a whole)."""

    file: str
    line: int
    fault: Fault

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.fault.path}: {self.fault.message}"


class Run(NamedTuple):
    """A folder that a run wrote: its row files by kind (a name of `toolkit.schemas.NAMES`), and run.json where there is one."""

    root: str
    files: dict[str, list[str]]
    run_json: str | None


def is_rows(path: str) -> bool:
    """Whether a file's name says that it holds rows."""
    return path.endswith(ENDINGS)


def find(path: str) -> tuple[list[Run], list[str]]:
    """The runs and the loose row files under a path; a file stands for itself. Inside a run only its own folders are looked at."""
    if not os.path.isdir(path):
        return [], [path]
    runs: list[Run] = []
    loose: list[str] = []
    for folder, folders, names in os.walk(path):
        folders.sort()
        if "records" in folders or "run.json" in names:
            runs.append(_run(folder, names))
            folders.clear()
        else:
            loose += (os.path.join(folder, n) for n in sorted(names) if is_rows(n))
    return runs, loose


def _run(root: str, names: Iterable[str]) -> Run:
    files: dict[str, list[str]] = {}
    for folder, kind in _FOLDERS.items():
        inside = os.path.join(root, folder)
        found = sorted(os.listdir(inside)) if os.path.isdir(inside) else []
        files[kind] = [os.path.join(inside, n) for n in found if is_rows(n)]
    return Run(root, files, os.path.join(root, "run.json") if "run.json" in names else None)


def _opened(path: str) -> BinaryIO:
    if path.endswith(".gz"):
        return io.BufferedReader(gzip.open(path, "rb"))
    if path.endswith(".zst"):
        return io.BufferedReader(_Frames(path), 1 << 17)
    return open(path, "rb")


class _Frames(io.RawIOBase):
    """The bytes of a zstandard file, all its frames; EOFError where the last one breaks off (the library's reader is silent on both)."""

    def __init__(self, path: str) -> None:
        self.stream = open(path, "rb")  # noqa: SIM115  # closed by close()
        self.frame = zstandard.ZstdDecompressor().decompressobj()
        self.begun = False
        self.out = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.out:
            packed = self.frame.unused_data if self.frame.eof else b""
            packed = packed or self.stream.read(1 << 16)
            if not packed:
                if self.begun and not self.frame.eof:
                    raise EOFError("the last frame breaks off")
                return 0
            if self.frame.eof:
                self.frame = zstandard.ZstdDecompressor().decompressobj()
            self.begun = True
            self.out = self.frame.decompress(packed)
        n = min(len(buffer), len(self.out))
        buffer[:n], self.out = self.out[:n], self.out[n:]
        return n

    def close(self) -> None:
        self.stream.close()
        super().close()


class Line(NamedTuple):
    """A line of a row file: its number from 1 on, the row, or the fault that kept it from being read."""

    number: int
    row: Any
    fault: Fault | None


def lines(path: str, digest: Any = None) -> Iterator[Line]:
    """The rows of a file. Raises OSError where it can't be opened; what is broken inside is a Line with a fault.

    digest: a hash that is fed the uncompressed bytes.
    """
    number = 0
    with _opened(path) as stream:
        try:
            for number, raw in enumerate(stream, 1):
                if digest is not None:
                    digest.update(raw)
                yield _line(number, raw)
        except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as fault:
            yield Line(number + 1, None, Fault("$", f"broken compression ({fault})", "a file that can be read to its end"))


def _line(number: int, raw: bytes) -> Line:
    try:
        row = orjson.loads(raw)
    except orjson.JSONDecodeError as fault:
        found = "an empty line" if not raw.strip() else f"no JSON: {fault.msg} (column {fault.colno})"
        return Line(number, None, Fault("$", found, "one JSON object a line, in UTF-8"))
    # A line of our own writing comes out of the writer again as it was; only others can name a key twice.
    if orjson.dumps(row) != raw.rstrip() and (key := _twice(raw)) is not None:
        return Line(number, None, Fault("$", f"the key {shown(key)} twice in one object", "each key once"))
    return Line(number, row, None)


def _twice(raw: bytes) -> str | None:
    """A key that stands twice in one object: readers disagree on which value holds."""
    twice: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> None:
        keys = [k for k, _ in pairs]
        if len(set(keys)) < len(keys):
            twice.extend(k for k in keys if keys.count(k) > 1)

    json.loads(raw, object_pairs_hook=look)
    return twice[0] if twice else None


def kind_of(path: str, row: Any) -> str:
    """Which schema a row of a loose file is meant for: told by the folder, else by the keys it has."""
    named = _FOLDERS.get(Path(path).parent.name)
    if named:
        return named
    keys = row if isinstance(row, dict) else {}
    return "edits" if "edits" in keys else "rejected" if "reasons" in keys else "article"


@dataclass(slots=True)
class Check:
    """One validation over many files: what has been read, and the ids seen so far with the place of each."""

    schema: Validator | str | None = None
    files: list[str] = field(default_factory=list)
    rows: int = 0
    ids: dict[str, dict[bytes, tuple[int, int]]] = field(default_factory=lambda: {"document": {}, "edits": {}})

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
            if kind is None:
                kind = kind_of(path, line.row)
            sound = True
            for fault in [line.fault] if line.fault else self._of_row(line, kind, here):
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
        ids = self.ids["edits" if kind == "edits" else "document"]
        # A digest, so that a million ids take 150 MB and not 300.
        key = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        first = ids.setdefault(key, (here, line.number))
        if first != (here, line.number):
            yield Fault("$.id", shown(name, 90), f"an id that no other row has; {self.files[first[0]]}:{first[1]} has it")

    def of_run(self, run: Run) -> Iterator[RowFault]:
        """The faults of a run's folder: its rows, its edits held against their records, run.json held against both."""
        read: dict[str, Read] = {}
        for files in _shards(run).values():
            join = _Join(told=bool(run.files["edits"]) and self.schema is None)
            streams = [self._of_shard(path, kind, join, read) for kind, path in files]
            for faults in zip_longest(*streams, fillvalue=()):  # in step, so that little waits for its other half
                for found in faults:
                    yield from found
            yield from join.left()
        if run.run_json is not None:
            yield from of_run_json(run, read)

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


class Read(NamedTuple):
    """What was read of a row file: rows, and the sha256 of its uncompressed bytes."""

    rows: int
    sha256: str


def _shards(run: Run) -> dict[str, list[tuple[str, str]]]:
    """The files of a run by shard (their name without endings): kind and path of each."""
    out: dict[str, list[tuple[str, str]]] = {}
    for kind, paths in run.files.items():
        for path in paths:
            out.setdefault(os.path.basename(path).split(".")[0], []).append((kind, path))
    return dict(sorted(out.items()))


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
        return [RowFault(*at, fault) for fault in coherence.replay(record, edits)]

    def left(self) -> Iterator[RowFault]:
        """The rows whose other half never came."""
        for name, (file, line, _) in self.waiting["article"].items():
            yield RowFault(file, line, Fault("$.id", shown(name, 90), "a row of edits/ in the same shard with this id"))
        for name, (file, line, _) in self.waiting["edits"].items():
            if name not in self.rejected:
                yield RowFault(file, line, Fault("$.id", shown(name, 90), "a row of records/ or rejected/ in the same shard with this id"))


def of_run_json(run: Run, read: Mapping[str, Read]) -> Iterator[RowFault]:
    """The faults of run.json: its schema, its sums, and each file it names against what was read of it."""
    path = str(run.run_json)
    try:
        row = orjson.loads(Path(path).read_bytes())
    except orjson.JSONDecodeError as fault:
        yield RowFault(path, 0, Fault("$", f"no JSON: {fault.msg} (line {fault.lineno})", "one JSON object"))
        return
    faults = list(validator("run").faults(row))
    if not faults:
        faults = [*_sums(row, run, read), *_files(row, run, read)]
    yield from (RowFault(path, 0, fault) for fault in faults)


def _sums(row: Row, run: Run, read: Mapping[str, Read]) -> Iterator[Fault]:
    counts = row["counts"]
    if counts["input"] != counts["kept"] + counts["rejected"]:
        yield Fault("$.counts", f"input {counts['input']}, kept {counts['kept']}, rejected {counts['rejected']}", "input = kept + rejected")
    for key, kind in (("kept", "article"), ("rejected", "rejected")):
        rows = sum(read[p].rows for p in run.files[kind] if p in read)
        if counts[key] != rows:
            yield Fault(f"$.counts.{key}", str(counts[key]), f"the rows that stand there, {rows}")


def _files(row: Row, run: Run, read: Mapping[str, Read]) -> Iterator[Fault]:
    named: set[str] = set()
    for s, shard in enumerate(row["shards"]):
        for f, entry in enumerate(shard["files"]):
            at = f"$.shards[{s}].files[{f}]"
            path = os.path.join(run.root, *entry["path"].split("/"))
            named.add(path)
            found = read.get(path)
            if found is None:
                yield Fault(f"{at}.path", shown(entry["path"], 90), "a file of rows in this run's folder")
                continue
            if entry["rows"] != found.rows:
                yield Fault(f"{at}.rows", str(entry["rows"]), f"the rows that stand in {entry['path']}, {found.rows}")
            if entry["sha256"] != found.sha256:
                yield Fault(f"{at}.sha256", entry["sha256"], f"the sha256 of the rows in {entry['path']}, {found.sha256}")
    for path in sorted(set(read) - named):
        yield Fault("$.shards", "nothing", f"an entry for {os.path.relpath(path, run.root)}, which lies in the run's folder")
