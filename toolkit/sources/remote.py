"""Inputs and outputs that are no files of this machine: s3://…, gs://…, https://… and whatever else fsspec knows (an extra)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

_BUFFER = 1 << 18  # bytes


class MissingExtraError(Exception):
    """A URL was given, and what reads it is not installed; the message says what to install."""


class RemoteFile(NamedTuple):
    """A file below a URL: its own URL, its path from there, its length in bytes."""

    url: str
    shown: str
    size: int


def is_url(path: str) -> bool:
    """Whether a path is a URL."""
    return "://" in path


def open_url(url: str) -> BinaryIO:
    """The bytes behind a URL, read as they are asked for. Raises OSError where there are none."""
    fsspec = _fsspec()
    # fsspec's files know no readline(size) and no peek().
    return io.BufferedReader(fsspec.open(url, "rb").open(), _BUFFER)


def files_below(url: str) -> Iterator[RemoteFile]:
    """The files below a URL, by path; the one it names has the empty path. Raises OSError where there is nothing."""
    system, root = _fsspec().core.url_to_fs(url)
    if system.isfile(root):
        yield RemoteFile(url, "", system.size(root) or 0)
        return
    found = system.find(root, detail=True)
    for path, info in sorted(found.items()):
        yield RemoteFile(system.unstrip_protocol(path), path[len(root) :].lstrip("/"), info.get("size") or 0)


def place(path: str) -> Path:
    """A folder of this machine, or one behind a URL, which serves as a Path."""
    if not is_url(path):
        return Path(path)
    try:
        from upath import UPath
    except ImportError as fault:
        raise MissingExtraError(f"{path}: URLs need an extra: pip install 'jiaokan[remote]'") from fault
    # Other processes write there: what a folder held a moment ago says nothing.
    return cast(Path, UPath(path, use_listings_cache=False))


def is_local(folder: Path) -> bool:
    """Whether a place is a folder of this machine, where files can be renamed and locked."""
    return isinstance(folder, Path) and not hasattr(folder, "protocol")


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError as fault:
        raise MissingExtraError("URLs need an extra: pip install 'jiaokan[remote]'") from fault
    return fsspec
