"""What a file is, by its name: which reader takes it, and the media type it speaks for."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A reader's name ("text", "warc", …), the compression round it ("", "gz", "zst", …), and the media type or None."""

    reader: str
    packing: str = ""
    media_type: str | None = None


_PACKINGS = {".gz": "gz"}
_PLAIN = {
    ".txt": Kind("file", "", "text/plain"),
    ".html": Kind("file", "", "text/html"),
    ".htm": Kind("file", "", "text/html"),
    ".xhtml": Kind("file", "", "text/html"),
    ".shtml": Kind("file", "", "text/html"),
}

SUFFIXES: tuple[str, ...] = tuple(_PLAIN)


def kind_of(name: str) -> Kind | None:
    """The kind a file name speaks for; None where it is no drop."""
    stem, dot, last = name.lower().rpartition(".")
    if not stem:
        return None
    packing = _PACKINGS.get(dot + last, "")
    if packing:
        stem, dot, last = stem.rpartition(".")
    found = _PLAIN.get(dot + last)
    return found._replace(packing=packing) if found else None
