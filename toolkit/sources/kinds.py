"""What a file is, by its name or its first bytes: which reader takes it, and the media type it speaks for."""

from __future__ import annotations

import zlib
from typing import NamedTuple


class Kind(NamedTuple):
    """A reader's name (a key of toolkit.sources.reader.READERS), the compression round the file, and the media type or None."""

    reader: str
    packing: str = ""  # "", "gz" or "zst"; tar looks for itself
    media_type: str | None = None


_PACKINGS = {".gz": "gz", ".zst": "zst"}
_KINDS = {
    ".txt": Kind("file", "", "text/plain"),
    ".html": Kind("file", "", "text/html"),
    ".htm": Kind("file", "", "text/html"),
    ".xhtml": Kind("file", "", "text/html"),
    ".shtml": Kind("file", "", "text/html"),
    ".mht": Kind("mht"),
    ".mhtml": Kind("mht"),
    ".warc": Kind("warc"),
    ".jsonl": Kind("jsonl"),
    ".ndjson": Kind("jsonl"),
    ".wacz": Kind("wacz"),
    ".zip": Kind("zip"),
    ".tar": Kind("tar"),
    ".tgz": Kind("tar", "gz"),
}
CONTAINERS = frozenset({"warc", "jsonl", "wacz", "zip", "tar"})  # readers of files that hold many documents

SUFFIXES: tuple[str, ...] = tuple(_KINDS)


def kind_of(name: str) -> Kind | None:
    """The kind a file name speaks for; None where it is no drop."""
    stem, dot, last = name.lower().rpartition(".")
    if not stem:
        return None
    packing = _PACKINGS.get(dot + last, "")
    if packing:
        stem, dot, last = stem.rpartition(".")
    found = _KINDS.get(dot + last)
    if found is None or (packing and found.reader in ("wacz", "zip")):
        return None
    return found._replace(packing=packing or found.packing)


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
