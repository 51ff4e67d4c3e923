"""Files that are there whole or not at all: made beside their place and given their name in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from toolkit.sources.remote import is_local

_NAME = 40  # characters of a name that the file in the making bears: with 4 bytes each and a number before them, every file system takes it


class NewFile:
    """A file in the making, written to `stream`: readers see the old file, or none, until `commit`.

    made_at: where it is made, on the same disk; hidden beside its place unless given. What is there already keeps its mode, and a link to it
    stays a link. A pipe or a device can't be replaced, and an object store shows a key only when it is whole: they are written to straight.
    """

    def __init__(self, path: Path, made_at: Path | None = None) -> None:
        self._beside = is_local(path) and (path.is_file() or not path.exists())
        self._path = Path(os.path.realpath(path)) if self._beside else path
        self._made = (made_at or self._path.with_name(f".{os.getpid()}-{path.name[-_NAME:]}")) if self._beside else self._path
        try:
            self.stream: IO[bytes] = self._made.open("wb")
        except OSError as fault:
            raise self._named(fault) from None

    def commit(self) -> None:
        """Put the file on the disk under its name."""
        if not self._beside:
            self.stream.close()
            return
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        if self._path.exists():
            shutil.copymode(self._path, self._made)
        self._made.replace(self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):  # a full disk refuses once more what is still to be written
            self.stream.close()
        if self._beside or not is_local(self._path):
            self._made.unlink(missing_ok=True)

    def _named(self, fault: OSError) -> OSError:
        """The fault with the file's own name, not that of the one in the making, nor none (a full disk)."""
        if fault.filename is None or os.fspath(fault.filename) == str(self._made):
            fault.filename, fault.filename2 = str(self._path), None
        return fault

    def __enter__(self) -> IO[bytes]:
        return self.stream

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        try:
            if fault is None:
                self.commit()
        except OSError as refused:
            self.discard()
            raise self._named(refused) from None
        if fault is not None:
            self.discard()
            if isinstance(fault, OSError):
                self._named(fault)


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Put the chunks at `path` in one step. Raises OSError, and leaves what was there, where that can't be done."""
    with NewFile(path) as stream:
        stream.writelines(chunks)
