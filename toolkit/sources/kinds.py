"""What a file is, by its name or its first bytes: which reader takes it, and the media type it speaks for."""

from __future__ import annotations

import zlib
from typing import NamedTuple


class Kind(NamedTuple):
    """A source's name (in SOURCES), the compression round the file, and the media type or None."""

    reader: str
    packing: str = ""  # "", "gz" or "zst"; tar looks for itself
    media_type: str | None = None


class Source(NamedTuple):
    """A format that drops come in. A new one is a module of its own and a line in SOURCES.

    suffixes: the endings of file names it takes. read: "module:function" that gives the documents of a file, called with the
    open stream, its Kind, the Origin of the file, the part to read and what is asked for (toolkit.sources.reader.Read).
    many: whether one file holds many documents, so that a plan may cut it. packed: whether it may lie in .gz or .zst.
    """

    name: str
    suffixes: tuple[str, ...]
    read: str
    many: bool = False
    packed: bool = True


SOURCES: tuple[Source, ...] = (
    Source("file", (".txt", ".html", ".htm", ".xhtml", ".shtml"), "toolkit.sources.reader:read_file"),
    Source("mht", (".mht", ".mhtml"), "toolkit.sources.reader:read_mht"),
    Source("warc", (".warc",), "toolkit.sources.reader:read_warc_file", many=True),
    Source("jsonl", (".jsonl", ".ndjson"), "toolkit.sources.reader:read_jsonl_file", many=True),
    Source("wacz", (".wacz",), "toolkit.sources.reader:read_wacz", many=True, packed=False),
    Source("zip", (".zip",), "toolkit.sources.reader:read_zip_file", many=True, packed=False),
    Source("tar", (".tar", ".tgz"), "toolkit.sources.reader:read_tar_file", many=True),
)

_MEDIA_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".shtml": "text/html"}
_PACKINGS = {".gz": "gz", ".zst": "zst"}


def suffixes() -> dict[str, Source]:
    """The source that takes each file-name ending."""
    return {suffix: source for source in SOURCES for suffix in source.suffixes}


def source_named(name: str) -> Source:
    """The source of that name. Raises KeyError where there is none."""
    return {source.name: source for source in SOURCES}[name]


def kind_of(name: str) -> Kind | None:
    """The kind a file name speaks for; None where it is no drop."""
    stem, dot, last = name.lower().rpartition(".")
    if not stem:
        return None
    packing = _PACKINGS.get(dot + last, "")
    if packing:
        stem, dot, last = stem.rpartition(".")
    found = suffixes().get(dot + last)
    if found is None or (packing and not found.packed):
        return None
    return Kind(found.name, packing or ("gz" if last == "tgz" else ""), _MEDIA_TYPES.get(dot + last))


def kind_by_content(head: bytes) -> Kind:
    """The kind of a stream without a name, by its first bytes (packed or not)."""
    if head.startswith(b"WARC/"):
        return Kind("warc")
    if head.startswith(b"\x1f\x8b\x08"):
        try:
            inner = zlib.decompressobj(31).decompress(head, 512)
        except zlib.error:
            inner = b""
        return kind_by_content(inner)._replace(packing="gz")
    if head.startswith(b"PK\x03\x04"):
        return Kind("zip")
    if head[257:262] == b"ustar":
        return Kind("tar")
    return Kind("jsonl") if head.startswith(b'{"') else Kind("file")
