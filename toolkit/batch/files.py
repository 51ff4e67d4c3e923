"""The part files of a run: rows written to a temporary name, hashed on the way, given their name once they are safe on disk."""

from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path
from typing import IO, NamedTuple, cast

import zstandard

from toolkit.batch.options import Compression

FOLDERS = ("records", "edits", "rejected")
SUFFIX: dict[Compression, str] = {"none": ".jsonl", "gzip": ".jsonl.gz", "zstd": ".jsonl.zst"}
TEMPORARY = ".tmp-"  # beginning of the names of files that are being written


class Written(NamedTuple):
    """A part file: its path from the run's folder, its rows, sha256 (hex) of the uncompressed rows."""

    path: str
    rows: int
    sha256: str


class PartWriter:
    """One part file in the making. Nothing stands under its name until `commit`."""

    def __init__(self, out: Path, folder: str, name: str, compression: Compression) -> None:
        self.path = f"{folder}/{name}{SUFFIX[compression]}"
        self._final = out / self.path
        self._temporary = self._final.with_name(f"{TEMPORARY}{os.getpid()}-{self._final.name}")
        self._file = self._temporary.open("wb")
        self._sink = _packed(self._file, compression)
        self._digest = hashlib.sha256()
        self._rows = 0

    def write(self, line: bytes) -> None:
        """Add one row, which ends with a newline."""
        self._digest.update(line)
        self._rows += 1
        self._sink.write(line)

    def commit(self) -> Written:
        """Put the file on disk under its name, in one step."""
        if self._sink is not self._file:
            self._sink.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._temporary.replace(self._final)
        return Written(self.path, self._rows, self._digest.hexdigest())

    def discard(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        self._temporary.unlink(missing_ok=True)


def _packed(file: IO[bytes], compression: Compression) -> IO[bytes]:
    """The stream that compresses into `file`: no name and no time in it, so that the same rows give the same bytes."""
    if compression == "gzip":
        return cast("IO[bytes]", gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0))
    if compression == "zstd":
        return cast("IO[bytes]", zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False))
    return file


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: a reader sees the old file or the new one."""
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
