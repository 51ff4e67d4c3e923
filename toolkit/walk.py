"""Folders walked, however deep they lie in each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple


class Folder(NamedTuple):
    """A folder: the names in it, in order, folders and all else apart. A link to a folder is neither. fault: why it could not be read."""

    path: str
    folders: list[str]
    names: list[str]
    fault: OSError | None = None


def walk(top: str) -> Iterator[Folder]:
    """The folder `top` and those below it, each before those in it; who takes a name out of `folders` keeps the walk out of that one.

    os.walk passes over a folder that it may not read, and up to Python 3.11 recurses: some hundred folders in each other end it.
    """
    waiting = [top]
    while waiting:
        found = _read(waiting.pop())
        yield found
        waiting += (os.path.join(found.path, name) for name in reversed(found.folders))


def _read(folder: str) -> Folder:
    folders, names = [], []
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif not entry.is_dir():
                    names.append(entry.name)
    except OSError as fault:
        return Folder(folder, [], [], fault)
    return Folder(folder, sorted(folders), sorted(names))
