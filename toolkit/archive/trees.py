"""A package as a tree of files, whether it lies as a folder, a .tar or a .zip; reading never writes.

`serialise` writes a folder as .tar or .zip so that the same files and date give the same bytes: entries sorted by the
UTF-8 bytes of their path, one owner, one mode, one time, and no compression (the rows are compressed already), so that
the bytes don't hang on a version of zlib.
"""

from __future__ import annotations

import os
import stat
import struct
import tarfile
import zipfile
import zlib
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, NamedTuple, Protocol, cast

from toolkit.archive.finding import Finding
from toolkit.packing import words_of

BLOCK = 1 << 20  # bytes read at a time
UNREADABLE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError)  # what opening and reading a file of a tree can raise
_DAMAGE = (OSError, EOFError, ValueError, OverflowError, struct.error, zlib.error)  # what opening a damaged archive can raise beside its own error


class TreeError(Exception):
    """A package that can't be looked at: not there, or not to be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


class BrokenArchiveError(TreeError):
    """What is there is no .tar or .zip, or one whose own structure is damaged."""

    def __init__(self, path: Path, fault: Exception) -> None:
        self.found = words_of(fault).partition("\n")[0].rstrip(":")  # tarfile lists below what it tried
        super().__init__(path, f"expected a folder, or a .tar or .zip archive, found {self.found}")


class Tree(Protocol):
    """The files of a package: `files` maps a path (with /, from the package's root) to a size in bytes.

    `findings`: what kept a part of it from being a file or a folder.
    """

    name: str
    files: dict[str, int]
    folders: set[str]
    findings: list[Finding]

    def open(self, path: str) -> IO[bytes]:
        """The file at `path`, to be read. Opening and reading raise UNREADABLE."""


def path_key(path: str) -> bytes:
    """What paths are sorted by: their UTF-8 bytes."""
    return path.encode("utf-8", "surrogateescape")


class FolderTree:
    """A package that lies as a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = root.name
        self.files: dict[str, int] = {}
        self.folders: set[str] = set()
        self.findings: list[Finding] = []
        self._real = os.path.realpath(root)
        waiting = [""]
        while waiting:  # no recursion: folders may lie in each other deeper than Python calls functions
            waiting += reversed(self._read(waiting.pop()))

    def _read(self, under: str) -> list[str]:
        """Take in what one folder holds; gives the folders in it."""
        below: list[str] = []
        try:
            entries = sorted(os.scandir(self.root / under), key=lambda e: path_key(e.name))
        except OSError as fault:
            if not under:
                raise TreeError(self.root, words_of(fault)) from fault
            self.findings.append(Finding("tree.folder", under, "a folder that can be read", words_of(fault)))
            return below
        for entry in entries:
            path = f"{under}/{entry.name}" if under else entry.name
            if entry.is_symlink() and not self._inside(path):
                self.findings.append(Finding("tree.link", path, "a file of the package", "a link that leads out of it"))
            elif entry.is_dir(follow_symlinks=False):
                self.folders.add(path)
                below.append(path)
            elif entry.is_file():
                self.files[path] = entry.stat().st_size
            else:
                self.findings.append(Finding("tree.kind", path, "a file or a folder", "something else (a device, a socket, a link to a folder)"))
        return below

    def _inside(self, path: str) -> bool:
        return os.path.realpath(self.root / path).startswith(self._real + os.sep)

    def open(self, path: str) -> IO[bytes]:
        """The file at `path`."""
        return open(self.root / path, "rb")


class TarTree:
    """A package in a .tar file (compressed or not), one top folder in it."""

    def __init__(self, archive: Path) -> None:
        self.files: dict[str, int] = {}
        self.folders: set[str] = set()
        self.findings: list[Finding] = []
        stream = _stream(archive)
        try:
            self._tar = tarfile.open(fileobj=stream, mode="r:*")  # noqa: SIM115 # stays open as long as the tree
            members = self._tar.getmembers()
        except (tarfile.TarError, *_DAMAGE) as fault:
            raise BrokenArchiveError(archive, fault) from fault
        self.name, inside = _below_top([m.name for m in members], self.findings)
        self._members: dict[str, tarfile.TarInfo] = {}
        for member, path in zip(members, inside, strict=True):
            if member.isdir():
                self.folders.add(path)
            elif not member.isreg():
                self.findings.append(Finding("tree.kind", path, "a file or a folder", "a link or a device"))
            else:
                _enter(self, path, member.size)
                self._members[path] = member

    def open(self, path: str) -> IO[bytes]:
        """The file at `path`."""
        try:
            stream = self._tar.extractfile(self._members[path])
        except (tarfile.TarError, *_DAMAGE) as fault:
            raise OSError(words_of(fault)) from fault
        if stream is None:
            raise OSError("not a regular file")
        return stream


class ZipTree:
    """A package in a .zip file, one top folder in it."""

    def __init__(self, archive: Path) -> None:
        self.files: dict[str, int] = {}
        self.folders: set[str] = set()
        self.findings: list[Finding] = []
        stream = _stream(archive)
        try:
            self._zip = zipfile.ZipFile(stream)
            members = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, *_DAMAGE) as fault:
            raise BrokenArchiveError(archive, fault) from fault
        self.name, inside = _below_top([m.filename for m in members], self.findings)
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member, path in zip(members, inside, strict=True):
            if member.is_dir():
                self.folders.add(path)
            elif stat.S_ISLNK(member.external_attr >> 16):
                self.findings.append(Finding("tree.kind", path, "a file or a folder", "a link"))
            else:
                _enter(self, path, member.file_size)
                self._members[path] = member

    def open(self, path: str) -> IO[bytes]:
        """The file at `path`."""
        try:
            return self._zip.open(self._members[path])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, *_DAMAGE) as fault:  # RuntimeError: an encrypted member
            raise OSError(words_of(fault)) from fault


def _stream(path: Path) -> BinaryIO:
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for who writes to it
            raise OSError("neither a file nor a folder")
        return cast(BinaryIO, path.open("rb"))
    except OSError as fault:
        raise TreeError(path, words_of(fault)) from fault


def _enter(tree: TarTree | ZipTree, path: str, size: int) -> None:
    """Note a member as a file of the tree; its folders with it."""
    if path in tree.files:
        tree.findings.append(Finding("tree.twice", path, "one member of that name", "two"))
    tree.files[path] = size
    tree.folders.update(str(p) for p in PurePosixPath(path).parents if str(p) != ".")


def _below_top(names: list[str], findings: list[Finding]) -> tuple[str, list[str]]:
    """The one top folder of an archive, and the members' paths below it."""
    tops = dict.fromkeys(name.removeprefix("./").split("/", 1)[0] for name in names)
    if len(tops) != 1:
        findings.append(Finding("tree.top", ".", "one top folder", f"{len(tops)}: {', '.join(list(tops)[:3])}" if tops else "an empty archive"))
        return "", [name.removeprefix("./").rstrip("/") for name in names]
    return next(iter(tops), ""), [name.removeprefix("./").partition("/")[2].rstrip("/") for name in names]


class Opened(NamedTuple):
    """A package that was found: its tree, and the archive file it lies in (None for a folder)."""

    tree: Tree
    archive: Path | None


def open_tree(path: Path) -> Opened:
    """The package at `path`. Raises TreeError where nothing can be read there, BrokenArchiveError where it is no archive that can be."""
    if path.is_dir():
        return Opened(FolderTree(path), None)
    return Opened(ZipTree(path) if path.suffix.lower() == ".zip" else TarTree(path), path)


def serialise(tree: Tree, out: BinaryIO, kind: str, day: date) -> None:
    """Write the files of `tree` to `out` as "tar" or "zip", under one folder named `tree.name`."""
    if kind == "tar":
        _write_tar(tree, out, day)
    else:
        _write_zip(tree, out, day)


def _write_tar(tree: Tree, out: BinaryIO, day: date) -> None:
    seconds = (day - date(1970, 1, 1)).days * 86400
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(tree.files, key=path_key):
            entry = tarfile.TarInfo(f"{tree.name}/{path}")
            entry.size, entry.mtime, entry.mode = tree.files[path], seconds, 0o644
            with tree.open(path) as stream:
                tar.addfile(entry, stream)


def _write_zip(tree: Tree, out: BinaryIO, day: date) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(tree.files, key=path_key):
            entry = zipfile.ZipInfo(f"{tree.name}/{path}", (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr, entry.file_size = 3, (stat.S_IFREG | 0o644) << 16, tree.files[path]
            with tree.open(path) as stream, archive.open(entry, "w") as member:
                while block := stream.read(BLOCK):
                    member.write(block)
