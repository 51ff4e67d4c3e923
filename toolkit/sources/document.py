"""One drop on its way in: its bytes and where they came from, or why it could not be read."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from toolkit.record import Origin

CHUNK = 1 << 16  # bytes read at a time


class Fault(NamedTuple):
    """Why a drop could not be read: a reason code (toolkit.sources.RULES) and what shows it."""

    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Document:
    """The raw bytes of one drop. Where `fault` is set the drop is turned away unread, and `data` is what was got of it.

    media_type: "text/html", "text/plain", or None where only the content can tell. charset: what a transport said of
    the encoding. fetched: when the page was fetched, as its container states it (ISO 8601), or "". sha256, size: of the
    raw bytes, where they are known without `data` (a drop too large to hold).
    """

    data: bytes
    origin: Origin
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fetched: str = ""
    fault: Fault | None = None
    sha256: str = ""
    size: int = -1


class Readable(Protocol):
    """A stream of bytes that is read forward."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes; b"" at the end."""


class Names(NamedTuple):
    """Which members of a JSONL row hold what; the first that is there counts."""

    text: tuple[str, ...] = ("text", "content", "body")
    html: tuple[str, ...] = ("html", "raw_html")
    url: tuple[str, ...] = ("url", "link")
    id: tuple[str, ...] = ("id", "uuid")


@dataclass(slots=True)
class Reading:
    """What readers are asked for: the largest document in bytes, JSONL names. `aside` counts what is no document, by kind."""

    limit: int
    names: Names = field(default_factory=Names)
    aside: Counter[str] = field(default_factory=Counter)


def whole(stream: Readable, where: Origin, media_type: str | None, limit: int) -> Document:
    """All of a stream as one document. One that is larger than `limit` is hashed as far as 64 times the limit, and not kept."""
    data = read_fully(stream, limit + 1)
    if len(data) <= limit:
        return Document(data, where, media_type=media_type)
    digest, size = hashlib.sha256(data), len(data)
    while size < 64 * limit and (chunk := stream.read(CHUNK)):
        digest.update(chunk)
        size += len(chunk)
    return too_large(where, limit, digest.hexdigest(), size)


def too_large(where: Origin, limit: int, sha256: str, size: int, url: str | None = None) -> Document:
    """The document that stands for one larger than `limit`; sha256 and size are of the bytes that were looked at."""
    return Document(b"", where, url=url, fault=Fault("input.too-large", f"{size} bytes or more, the limit is {limit}"), sha256=sha256, size=size)


def read_fully(stream: Readable, size: int) -> bytes:
    """`size` bytes, or all there are: a stream may give fewer at a time."""
    data = stream.read(size)
    if len(data) == size or not data:
        return data
    parts, got = [data], len(data)
    while got < size and (data := stream.read(size - got)):
        parts.append(data)
        got += len(data)
    return b"".join(parts)
