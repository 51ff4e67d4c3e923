"""What the commands share: reading a drop from a path or stdin, and saying what went wrong in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from toolkit.sources.kinds import kind_of

SCRIPTS = ("hans", "hant", "hant-tw", "hant-hk", "keep")


class Unreadable(click.ClickException):
    """A path that can't be read: exit status 2."""

    exit_code = 2

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


def read_drop(path: str) -> bytes:
    """The bytes of a file, or of stdin for "-". Raises Unreadable with path and reason."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        raise Unreadable(path, fault.strerror or str(fault)) from fault


def media_type_of(path: str) -> str | None:
    """The media type a file name speaks for; None where it says nothing."""
    kind = kind_of(os.path.basename(path))
    return kind.media_type if kind and not kind.packing else None


def files_under(paths: Iterable[str]) -> Iterator[str]:
    """The files that `paths` name, folders walked in order of their names; "-" stands for itself; links are not followed."""
    for given in paths:
        if given == "-" or not os.path.isdir(given):
            yield given
            continue
        for folder, folders, names in os.walk(given):
            folders.sort()
            yield from (os.path.join(folder, name) for name in sorted(names))
