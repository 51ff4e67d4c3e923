"""The files of an input, in the order of a run: by the code points of their path, folders walked, links to folders not."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.sources.document import Fault
from toolkit.sources.kinds import Kind, kind_by_content, kind_of
from toolkit.sources.remote import files_below, is_url


class Entry(NamedTuple):
    """A file to read.

    path: where it lies; shown: its path from the input's root, as records state it; source: the delivery's name; size:
    bytes. start, end: the part of it to read, in the units of its reader (bytes, or members of a ZIP file); -1: to its
    end. sha256: of the whole file, where a survey has told it. fault: why it is not to be read.
    """

    path: str
    shown: str
    source: str
    size: int
    kind: Kind
    start: int = 0
    end: int = -1
    sha256: str = ""
    fault: Fault | None = None


class _Below(NamedTuple):
    """A folder on the way: where it lies, and what stands before the paths of what it holds."""

    path: str
    shown: str


class InputError(Exception):
    """An input that can't be used at all; the message is one line for the user."""


class Walk(NamedTuple):
    """An input on its way to entries: its root, the delivery's name, what stands before its paths, the real path of a folder not to enter."""

    root: str
    source: str
    prefix: str = ""
    skip: str = ""

    def entries(self, aside: Counter[str]) -> Iterator[Entry]:
        """The drops under the root (a file or a folder), in order; `aside` counts files that are no drops, by suffix.

        A file that is named itself is a drop whatever its name. Raises InputError where there is nothing at the root.
        """
        if is_url(self.root):
            yield from self._remote(aside)
            return
        if not os.path.lexists(self.root):
            raise InputError(f"{self.root}: no such file or folder")
        if os.path.isdir(self.root):
            yield from self._below(aside)
        else:
            yield entry_of(self.root, self.prefix + printable(os.path.basename(self.root)), self.source)

    def _remote(self, aside: Counter[str]) -> Iterator[Entry]:
        try:
            for file in files_below(self.root):
                name = (file.shown or file.url).rsplit("/", 1)[-1]
                kind = kind_of(name)
                if any(part.startswith(".") for part in file.shown.split("/")):
                    continue
                if kind is None and file.shown:
                    aside[printable(os.path.splitext(name)[1].lower() or name)] += 1
                    continue
                yield Entry(file.url, self.prefix + (file.shown or name), self.source, file.size, kind or Kind("file"))
        except (OSError, ValueError) as fault:
            raise InputError(f"{self.root}: {fault}") from fault

    def _below(self, aside: Counter[str]) -> Iterator[Entry]:
        """The drops below the root. No recursion: folders may lie in each other deeper than Python calls functions."""
        skip = _seen_from(self.root, self.skip) if self.skip else ""
        levels = [self._folder(_Below(self.root, self.prefix), skip, aside)]
        while levels:
            found = next(levels[-1], None)
            if found is None:
                levels.pop()
            elif isinstance(found, Entry):
                yield found
            else:
                levels.append(self._folder(found, skip, aside))

    def _folder(self, at: _Below, skip: str, aside: Counter[str]) -> Iterator[Entry | _Below]:
        """What a folder holds, in order."""
        folder, shown = at
        try:
            with os.scandir(folder) as listing:
                found = sorted((e.name + "/" * e.is_dir(follow_symlinks=False), e.is_symlink()) for e in listing if not e.name.startswith("."))
        except OSError as fault:
            closed = Fault("input.unreadable", f"folder: {fault.strerror or fault}")
            yield Entry(folder, shown.rstrip("/") or ".", self.source, 0, Kind("file"), fault=closed)
            return
        for name, is_link in found:
            path = os.path.join(folder, name.rstrip("/"))
            if name.endswith("/"):
                if path != skip:
                    yield _Below(path, shown + printable(name))
            elif (kind := kind_of(name)) is None or (is_link and os.path.isdir(path)):
                aside[_suffix(path, name)] += 1
            else:
                size, refused = _looked_at(path)
                if is_link:
                    refused = _outside(path, self.root) or refused
                yield Entry(path, shown + printable(name), self.source, 0 if refused else size, kind, fault=refused)


def entry_of(path: str, shown: str, source: str) -> Entry:
    """The entry of one file, whatever its name; `shown` is the path that records state."""
    size, refused = _looked_at(path)
    return Entry(path, shown, source, size, kind_of(shown) or (_by_content(path) if refused is None else Kind("file")), fault=refused)


def _suffix(path: str, name: str) -> str:
    if os.path.islink(path) and os.path.isdir(path):
        return "link to a folder"
    return printable(os.path.splitext(name)[1].lower() or name)


def _outside(path: str, root: str) -> Fault | None:
    """The fault of a link whose target lies outside the input: what a delivery holds must not read other files of this machine."""
    target, inside = os.path.realpath(path), os.path.realpath(root)
    return None if target.startswith(inside + os.sep) else Fault("input.link-outside", "the link leads out of the input's folder")


def _by_content(path: str) -> Kind:
    try:
        with open(path, "rb") as file:
            return kind_by_content(file.read(512))
    except OSError:
        return Kind("file")  # reading it tells the reason


def _looked_at(path: str) -> tuple[int, Fault | None]:
    """The size of a file in bytes, and why it is not to be read: a pipe that nobody writes to would hold up the run for good."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, None  # reading it tells the reason
    if stat.S_ISREG(found.st_mode):
        return found.st_size, None
    return 0, Fault("input.unreadable", "a pipe, a socket or a device; a run reads files, and stdin (-)")


def _seen_from(root: str, folder: str) -> str:
    """The path that a walk from `root` has for a folder (its real path); links to folders are not followed on the way."""
    return os.path.join(root, os.path.relpath(folder, os.path.realpath(root)))


def name_of(path: str) -> str:
    """The name of a file or folder, as a delivery is called by it; also of "." and of a link that leads nowhere."""
    return printable(os.path.basename(os.path.realpath(path)))


def printable(name: str) -> str:
    """A file name as JSON can hold it: bytes that are no UTF-8 stand as backslash escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace(os.sep, "/")
