"""The files of an input, in the order of a run: by the UTF-8 bytes of their path, folders walked, links to folders not."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.sources.kinds import kind_of


class Entry(NamedTuple):
    """A file to read. path: where it lies; shown: its path from the input's root, as records state it; size: bytes."""

    path: str
    shown: str
    source: str
    size: int


class InputError(Exception):
    """An input that can't be used at all; the message is one line for the user."""


def entries(root: str, source: str, prefix: str, skip: str, aside: Counter[str]) -> Iterator[Entry]:
    """The drops under `root` (a file or a folder), in order. `skip` is a folder not to enter; `aside` counts what is no drop.

    A file that is named itself is a drop whatever its name. Raises InputError where there is nothing at `root`.
    """
    if not os.path.lexists(root):
        raise InputError(f"{root}: no such file or folder")
    if os.path.isdir(root):
        yield from _walk(root, prefix, source, os.path.realpath(skip), aside)
    else:
        yield Entry(root, prefix + printable(os.path.basename(root)), source, _size(root))


def _walk(folder: str, shown: str, source: str, skip: str, aside: Counter[str]) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as listing:
            found = sorted((_key(e), e.name) for e in listing if not e.name.startswith("."))
    except OSError:
        yield Entry(folder, shown.rstrip("/"), source, 0)  # reading it tells the reason
        return
    for key, name in found:
        path = os.path.join(folder, name)
        if key.endswith(b"/"):
            if os.path.realpath(path) != skip:
                yield from _walk(path, f"{shown}{printable(name)}/", source, skip, aside)
        elif kind_of(name) is None:
            aside[os.path.splitext(name)[1].lower() or name] += 1
        else:
            yield Entry(path, shown + printable(name), source, _size(path))


def _key(entry: os.DirEntry[str]) -> bytes:
    return os.fsencode(entry.name) + (b"/" if entry.is_dir(follow_symlinks=False) else b"")


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def printable(name: str) -> str:
    """A file name as JSON can hold it: bytes that are no UTF-8 stand as backslash escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace(os.sep, "/")
