"""What the commands share: reading a drop from a path or stdin, and saying what they can't work with."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import click

from toolkit.config import Script
from toolkit.report.visible import visible
from toolkit.sources.kinds import kind_of
from toolkit.stdin import stdin
from toolkit.walk import walk

SCRIPTS = get_args(Script)
# A path as it is given: what can't be read or is not there is told in the one line that every command has for it, and not as wrong usage.
GIVEN = click.Path(readable=False)
GIVEN_PATH = click.Path(readable=False, path_type=Path)


class Unusable(click.ClickException):
    """What a command can't read, use or write: exit status 2. The message names it and says why; escapes stand for what a terminal would obey."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(visible(message))


def read_drop(path: str) -> bytes:
    """The bytes of a file, or of stdin for "-"."""
    return stdin().read() if path == "-" else Path(path).read_bytes()


def media_type_of(path: str, html: bool | None = None) -> str | None:
    """The media type that --html or --text asks for, else the one a file name speaks for; None where it says nothing."""
    if html is not None:
        return "text/html" if html else "text/plain"
    kind = kind_of(os.path.basename(path))
    return kind.media_type if kind and not kind.packing else None


def files_under(paths: Iterable[str]) -> Iterator[str]:
    """The files that `paths` name, and the regular files of folders (a pipe in a folder would never end), in order of their names.

    "-" stands for itself; links to folders are not followed.
    """
    for given in paths:
        if given == "-" or not os.path.isdir(given):
            yield given
            continue
        for folder in walk(given):
            if folder.fault is not None:
                yield folder.path  # opening it tells the reason
            yield from filter(_is_regular, (os.path.join(folder.path, name) for name in folder.names))


def _is_regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True  # opening it tells the reason
