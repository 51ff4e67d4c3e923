"""The files of a run: rows written to a temporary name, hashed on the way, given their name once they are safe on disk."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import zstandard

from toolkit.atomic import NewFile
from toolkit.batch.options import Compression
from toolkit.jsonlines import read_rows
from toolkit.packing import BROKEN, packing_of, unpacked
from toolkit.sources.remote import is_local

FOLDERS = ("records", "edits", "rejected")
PARQUET = "parquet"
RUN_FILE = "run.json"
DUPLICATES = "duplicates.jsonl"
NEAR_DUPLICATES = "near-duplicates.jsonl"  # of `jiaokan dedup`; a run that changes takes it away
STATE = ".run"  # what a run in progress knows of itself; gone when it is done
SUFFIX: dict[Compression, str] = {"none": ".jsonl", "gzip": ".jsonl.gz", "zstd": ".jsonl.zst"}
LOCK = "lock"  # in STATE
SHARD = re.compile(r"part-[0-9]{5,}")
PART = re.compile(SHARD.pattern + r"\.(jsonl|jsonl\.gz|jsonl\.zst|parquet)")
_BLOCK = 1 << 18  # bytes of rows gathered before they are written


class Written(NamedTuple):
    """A part file: its path from the run's folder, its rows, sha256 (hex) of the uncompressed rows."""

    path: str
    rows: int
    sha256: str


class PartWriter:
    """One part file in the making. Nothing stands under its name until `commit`."""

    def __init__(self, out: Path, folder: str, name: str, compression: Compression) -> None:
        self.path = f"{folder}/{name}{SUFFIX[compression]}"
        self._new = new_part(out, self.path)
        self._sink = _packed(self._new.stream, compression)
        self._digest = hashlib.sha256()
        self._held = bytearray()
        self._rows = 0

    def write(self, line: bytes) -> None:
        """Add one row, which ends with a newline."""
        self._held += line
        self._rows += 1
        if len(self._held) >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        self._digest.update(self._held)
        self._sink.write(self._held)
        self._held.clear()

    def commit(self) -> Written:
        """Put the file on disk under its name, in one step."""
        self._flush()
        if self._sink is not self._new.stream:
            self._sink.close()
        self._new.commit()
        return Written(self.path, self._rows, self._digest.hexdigest())

    def discard(self) -> None:
        """Leave nothing behind."""
        self._new.discard()


def new_part(out: Path, path: str) -> NewFile:
    """A part file (its path from the run's folder) in the making: among what a run in progress knows, so that nobody takes half of one for a part."""
    return NewFile(out / path, out / STATE / f"{os.getpid()}-{path.replace('/', '-')}")


def _packed(file: IO[bytes], compression: Compression) -> IO[bytes]:
    """The stream that compresses into `file`: no name and no time in it, so that the same rows give the same bytes."""
    if compression == "gzip":
        return cast("IO[bytes]", gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0))
    if compression == "zstd":
        return cast("IO[bytes]", zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False))
    return file


def packed_as(suffix: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines as a file of that suffix holds them (.gz, .zst, or as they are)."""
    into = io.BytesIO()
    sink = _packed(into, {".gz": "gzip", ".zst": "zstd"}.get(suffix, "none"))  # type: ignore[arg-type]  # the values are of Compression
    for line in lines:
        sink.write(line)
        if into.tell() >= _BLOCK:
            yield into.getvalue()
            into.seek(0)
            into.truncate()
    if sink is not into:
        sink.close()
    yield into.getvalue()


def is_whole(out: Path, written: Written) -> bool:
    """Whether a part file lies there with the rows it is said to have."""
    try:
        with (out / written.path).open("rb") as file:
            return hashlib.file_digest(cast(Any, unpacked(file, packing_of(written.path))), "sha256").hexdigest() == written.sha256
    except BROKEN:
        return False


def parquet_of(records: Written) -> str:
    """The path of the typed copy of a part of records."""
    return f"{PARQUET}/{Path(records.path).name.split('.')[0]}.parquet"


def clear(out: Path) -> None:
    """Take a run's files, and nothing else, out of its folder; the lock stays, held by who clears."""
    for left in (out / STATE).glob("*"):
        if left.name != LOCK:
            left.unlink()
    for name in (RUN_FILE, DUPLICATES, NEAR_DUPLICATES, *FOLDERS, PARQUET):
        path = out / name
        if path.is_dir():
            remove_folder(path)
        else:
            path.unlink(missing_ok=True)


def remove_folder(path: Path) -> None:
    """Take away a folder with all that is in it."""
    if is_local(path):
        shutil.rmtree(path)
    else:
        path.rmdir(recursive=True)  # type: ignore[call-arg]  # universal_pathlib's own


def sweep(out: Path, wanted: set[str]) -> None:
    """Take away the part files that this run did not write: an earlier one had more of them."""
    for folder in (*FOLDERS, PARQUET):
        for path in sorted((out / folder).glob("part-*")):
            if PART.fullmatch(path.name) and f"{folder}/{path.name}" not in wanted:
                path.unlink()


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a part file. Raises RowError where one is none, or the file breaks off."""
    with path.open("rb") as file:
        for line in read_rows(file, path.name):
            yield line.row
