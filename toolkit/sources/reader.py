"""From a file to its documents, whatever the format; a fault of one never ends the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import zstandard

from toolkit.packing import unpacked
from toolkit.record import Origin
from toolkit.sources.archives import BROKEN, read_tar, read_zip
from toolkit.sources.document import Document, Fault, Reading, whole
from toolkit.sources.folder import Entry
from toolkit.sources.jsonl import read_jsonl
from toolkit.sources.kinds import Kind, source_named
from toolkit.sources.mht import page_of_mht
from toolkit.sources.remote import is_url, open_url
from toolkit.sources.warc import read_warc

_BUFFER = 1 << 18  # bytes
Part = tuple[int, int]  # start and end of what to read, in the units of the reader
# How every source is read: the open file, what it is, where it lies, the part of it, what is asked for. Raises nothing but BROKEN.
Read = Callable[[BinaryIO, Kind, Origin, Part, Reading], Iterator[Document]]


def documents(entry: Entry, reading: Reading) -> Iterator[Document]:
    """The documents of one file, or of the part of it that the entry names. Never raises for what a file holds."""
    where = Origin(path=entry.shown, source=entry.source)
    if entry.fault:
        yield Document(b"", where, fault=entry.fault)
        return
    try:
        with open_file(entry.path) as stream:
            yield from reader(source_named(entry.kind.reader).read)(stream, entry.kind, where, (entry.start, entry.end), reading)
    except (*BROKEN, zstandard.ZstdError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault) or type(fault).__name__
        yield Document(b"", where, fault=Fault("input.unreadable", " ".join(reason.split())[:200]))


def open_file(path: str) -> BinaryIO:
    """The bytes of a file, or of what lies behind a URL."""
    if is_url(path):
        return open_url(path)
    return Path(path).open("rb", buffering=_BUFFER)


def read_file(stream: BinaryIO, kind: Kind, where: Origin, part: Part, reading: Reading) -> Iterator[Document]:
    """A file that is one drop."""
    yield whole(unpacked(stream, kind.packing), where, kind.media_type, reading.limit)


def read_mht(stream: BinaryIO, kind: Kind, where: Origin, part: Part, reading: Reading) -> Iterator[Document]:
    """An MHT file: its page."""
    found = whole(unpacked(stream, kind.packing), where, None, reading.limit)
    yield found if found.fault else page_of_mht(found.data, where)


def read_warc_file(stream: BinaryIO, kind: Kind, where: Origin, part: Part, reading: Reading) -> Iterator[Document]:
    """The pages of a WARC file."""
    place = where if where.container else where._replace(container=where.path, path="")
    if part[0]:
        stream.seek(part[0])
    yield from read_warc(stream, place, kind.packing, *part, reading)


def read_jsonl_file(stream: BinaryIO, kind: Kind, where: Origin, part: Part, reading: Reading) -> Iterator[Document]:
    """The rows of a JSONL file."""
    place = where if where.container else where._replace(container=where.path, path="")
    if part[0]:
        stream.seek(part[0])
    yield from read_jsonl(unpacked(stream, kind.packing), place, kind.packing, *part, reading)


def read_zip_file(stream: BinaryIO, kind: Kind, where: Origin, part: Part, reading: Reading) -> Iterator[Document]:
    """The drops in a ZIP file."""
    yield from read_zip(stream, where, *part, reading, _member)


def read_wacz(stream: BinaryIO, kind: Kind, where: Origin, part: Part, reading: Reading) -> Iterator[Document]:
    """The pages of a WACZ package."""
    yield from read_zip(stream, where, *part, reading, _member, wacz=True)


def read_tar_file(stream: BinaryIO, kind: Kind, where: Origin, part: Part, reading: Reading) -> Iterator[Document]:
    """The drops in a tar file."""
    if part[0]:
        stream.seek(part[0])
    packed = unpacked(stream, kind.packing) if kind.packing == "zst" else stream  # tarfile knows the other packings itself
    yield from read_tar(packed, where, *part, reading, _member)


def _member(stream: BinaryIO, kind: Kind, where: Origin, reading: Reading) -> Iterator[Document]:
    yield from reader(source_named(kind.reader).read)(stream, kind, where, (0, -1), reading)


@cache
def reader(read: str) -> Read:
    """The function that "module:function" names (Source.read)."""
    module, _, name = read.partition(":")
    found: Read = getattr(import_module(module), name)
    return found
