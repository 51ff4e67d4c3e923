"""Which file goes into which shard: decided by the input alone, never by the number of workers."""

from __future__ import annotations

import hashlib
import io
import itertools
import pickle
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple, Self, cast

from toolkit.sources import Entry, Walk
from toolkit.sources.archives import BROKEN
from toolkit.sources.jsonl import line_starts
from toolkit.sources.kinds import source_named
from toolkit.sources.reader import open_file
from toolkit.sources.warc import warc_starts

_SMALLEST, _LARGEST, _SHARDS = 512 << 10, 64 << 20, 64  # bytes, bytes, and how many shards an input of middling size is cut into
_FILE = 1 << 10  # bytes that a file counts for at least: opening it takes time, too
_FILES = 1000  # files of a shard at most, however small: the lists of those under way are what a run holds in memory
_PIECE = 500  # files that the plan writes at a time
_PACKED = 4  # how many times larger a packed page is unpacked, about


class Shard(NamedTuple):
    """A stretch of the input: the name of its part files, the files it reads, and their weight (bytes, about)."""

    name: str
    entries: list[Entry]
    weight: int

    @property
    def number(self) -> int:
        """Its place among the shards, from 0."""
        return int(self.name.removeprefix("part-"))


class Survey(NamedTuple):
    """A container looked through: sha256 (hex) of the file, and where it may be cut, in the units of its reader."""

    sha256: str
    cuts: list[int]


class Spool:
    """A list of files that lies on disk, some hundreds to a piece."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by close()
        self._held: list[Entry] = []

    def put(self, entry: Entry) -> None:
        """Add one at the end."""
        self._held.append(entry)
        if len(self._held) == _PIECE:
            self._file.seek(0, io.SEEK_END)
            pickle.dump(self._held, self._file)
            self._held = []

    def entries(self) -> Iterator[Entry]:
        """All of them, in order."""
        at, end = 0, self._file.seek(0, io.SEEK_END)
        while at < end:
            self._file.seek(at)
            piece: list[Entry] = pickle.load(self._file)
            at = self._file.tell()
            yield from piece
        yield from self._held

    def close(self) -> None:
        """Let the disk have its room back."""
        self._file.close()


class Plan:
    """The files of a run, kept on disk: a run may have more of them than memory has room for."""

    def __init__(self, walks: Iterable[Walk], aside: Counter[str]) -> None:
        self._all, self._containers = Spool(), Spool()
        self.files = self.weight = 0
        for walk in walks:
            for entry in walk.entries(aside):
                self._all.put(entry)
                self.files += 1
                self.weight += weight(entry)
                if source_named(entry.kind.reader).many and not entry.fault:
                    self._containers.put(entry)

    def entries(self) -> Iterator[Entry]:
        """The files, in order."""
        return self._all.entries()

    def containers(self) -> Iterator[Entry]:
        """The files that hold many documents."""
        return self._containers.entries()

    def full(self, shard_size: int) -> int:
        """Bytes at which a shard is full; a `shard_size` of 0 lets the input decide."""
        return shard_size or min(_LARGEST, max(_SMALLEST, self.weight // _SHARDS))

    def shards(self, full: int, surveys: dict[str, Survey]) -> Iterator[Shard]:
        """The shards, in order; `surveys` are those of the containers, by path."""
        part: list[Entry] = []
        taken = number = 0
        for entry in self.entries():
            for piece in _pieces(entry, surveys.get(entry.path)):
                part.append(piece)
                taken += weight(piece)
                if taken >= full or len(part) >= _FILES:
                    yield Shard(f"part-{number:05d}", part, taken)
                    part, taken, number = [], 0, number + 1
        if part:
            yield Shard(f"part-{number:05d}", part, taken)

    def close(self) -> None:
        """Let the disk have its room back."""
        self._all.close()
        self._containers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def weight(entry: Entry) -> int:
    """How much work an entry is, in bytes of unpacked drops, about. A ZIP file cut by members weighs what its share of them does."""
    size = entry.size
    if entry.end >= 0 and entry.kind.reader != "zip":
        size = entry.end - entry.start
    elif entry.start and entry.kind.reader != "zip":
        size = entry.size - entry.start
    return max(_FILE, size * (_PACKED if entry.kind.packing or entry.kind.reader in ("zip", "wacz") else 1))


def _pieces(entry: Entry, survey: Survey | None) -> Iterator[Entry]:
    if survey is None:
        yield entry
        return
    bounds = [0, *survey.cuts, -1]
    for start, end in itertools.pairwise(bounds):
        yield entry._replace(start=start, end=end, sha256=survey.sha256)


def survey(entry: Entry, every: int, limit: int) -> Survey:
    """Look through a container: its sha256, and cuts about `every` bytes (unpacked) apart; `limit` is the largest document."""
    try:
        with open_file(entry.path) as stream:
            sha256 = hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
            stream.seek(0)
            return Survey(sha256, list(_cuts(entry, stream, every, limit)))
    except (OSError, EOFError):
        return Survey(hashlib.sha256().hexdigest(), [])  # reading it tells the reason


def _cuts(entry: Entry, stream: IO[bytes], every: int, limit: int) -> Iterator[int]:
    reader, packing = entry.kind.reader, entry.kind.packing
    if reader == "jsonl" and not packing:
        yield from line_starts(stream, every)  # type: ignore[arg-type]  # IO and BinaryIO, two names for one thing
    elif reader == "warc":
        yield from _spaced(warc_starts(stream, packing, limit), every // (_PACKED if packing else 1))  # type: ignore[arg-type]  # as above
    elif reader == "zip":
        yield from _zip_cuts(stream, every // _PACKED)


def _spaced(offsets: Iterator[int], every: int) -> Iterator[int]:
    due = max(1, every)
    for at in offsets:
        if at >= due:
            yield at
            due = at + max(1, every)


def _zip_cuts(stream: IO[bytes], every: int) -> Iterator[int]:
    try:
        with zipfile.ZipFile(stream) as archive:
            taken = 0
            for i, info in enumerate(archive.infolist()):
                if taken >= every:
                    yield i
                    taken = 0
                taken += info.compress_size
    except BROKEN:
        return
