"""Writing a BagIt 1.0 bag (RFC 8493): files that know their digests as they are written, and the tag files at the end.

The bagit library writes BagIt 0.97, changes the working folder and lists tag files in the order of the file system, so
the writing is done here; the tests let the library judge the result.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from toolkit.archive.trees import BLOCK, path_key

ALGORITHMS = ("sha256", "sha512")
_MANY = 100  # files: a disk takes several milliseconds for each that is asked for by itself
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Written(NamedTuple):
    """A file of the bag: bytes and digests (hex, by algorithm)."""

    size: int
    digests: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """Of the digests, the one that metadata files state."""
        return self.digests["sha256"]


class _Hashing:
    """A file open for writing that hashes what goes through it; those who write to it only write and flush."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hashes = {name: hashlib.new(name) for name in ALGORITHMS}
        self.size = 0

    def write(self, data: bytes) -> int:
        for h in self._hashes.values():
            h.update(data)
        self.size += len(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()

    def digests(self) -> dict[str, str]:
        return {name: h.hexdigest() for name, h in self._hashes.items()}


class BagWriter:
    """Writes the files of one bag below `root`, each once; `files` holds what was written, by path from the bag's root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, Written] = {}

    @contextmanager
    def writing(self, path: str) -> Iterator[BinaryIO]:
        """A stream to write the file at `path` to; `files` holds it once the stream is left. Raises FileExistsError where it stands already."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            hashing = _Hashing(out)
            yield cast(BinaryIO, hashing)
        self.files[path] = Written(hashing.size, hashing.digests())

    def put(self, path: str, data: bytes) -> None:
        """Write `data` as the file at `path`."""
        with self.writing(path) as out:
            out.write(data)

    def copy(self, path: str, source: BinaryIO) -> None:
        """Write what `source` still holds as the file at `path`."""
        with self.writing(path) as out:
            shutil.copyfileobj(source, out, BLOCK)

    def payload(self) -> list[str]:
        """The payload files, sorted by the UTF-8 bytes of their path."""
        return sorted((p for p in self.files if p.startswith("data/")), key=path_key)

    def close(self, info: Mapping[str, str]) -> None:
        """Write the tag files: bagit.txt, bag-info.txt (with Payload-Oxum), the manifests and their manifests.

        All of the bag is on the disk when this returns.
        """
        payload = self.payload()
        oxum = f"{sum(self.files[p].size for p in payload)}.{len(payload)}"
        self.put("bagit.txt", DECLARATION.encode())
        self.put("bag-info.txt", bag_info({**info, "Payload-Oxum": oxum}))
        for name in ALGORITHMS:
            self.put(f"manifest-{name}.txt", manifest((p, self.files[p].digests[name]) for p in payload))
        tags = [p for p in self.files if not p.startswith("data/")]
        for name in ALGORITHMS:
            self.put(f"tagmanifest-{name}.txt", manifest((p, self.files[p].digests[name]) for p in tags))
        sync_tree(self.root)


def bag_info(labels: Mapping[str, str]) -> bytes:
    """The bytes of bag-info.txt: a line a label, white space in values made single blanks; empty values are left out."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in labels.items() if value.strip()).encode()


def manifest(entries: Iterable[tuple[str, str]]) -> bytes:
    """The bytes of a manifest of (path, digest), sorted by the UTF-8 bytes of the path."""
    return "".join(f"{digest}  {encoded(path)}\n" for path, digest in sorted(entries, key=lambda e: path_key(e[0]))).encode("utf-8", "surrogateescape")


def encoded(path: str) -> str:
    """A path as a manifest writes it (RFC 8493, 2.1.3): %, CR and LF as percent escapes."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def sync_tree(root: Path) -> None:
    """Put all files and folders below `root` on the disk: one by one, or, where they are many, with all the system has to write."""
    found = list(os.walk(root))
    if hasattr(os, "sync") and sum(len(names) for _, _, names in found) > _MANY:
        os.sync()
        return
    for folder, _, names in found:
        for name in names:
            with open(os.path.join(folder, name), "rb+") as file:
                os.fsync(file.fileno())
        sync_folder(Path(folder))


def sync_folder(folder: Path) -> None:
    """Ask the system to put one folder on the disk; systems that can't open folders do it of themselves."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
