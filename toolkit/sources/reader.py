"""From a file to its documents, whatever the format; a fault of one never ends the others."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from toolkit.record import Origin
from toolkit.sources.document import Document, Fault
from toolkit.sources.folder import Entry
from toolkit.sources.kinds import Kind, kind_of

_CHUNK = 1 << 20


def documents(entry: Entry, limit: int) -> Iterator[Document]:
    """The documents of one file; `limit` is the largest one in bytes. Never raises for what a file holds."""
    kind = kind_of(entry.shown) or Kind("file")
    where = Origin(path=entry.shown, source=entry.source)
    try:
        with Path(entry.path).open("rb") as raw:
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if kind.packing == "gz" else raw
            yield whole(stream, where, kind.media_type, limit)
    except (OSError, EOFError, zlib.error) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        yield Document(b"", where, fault=Fault("input.unreadable", reason))


def whole(stream: BinaryIO, where: Origin, media_type: str | None, limit: int) -> Document:
    """All of a stream as one document; one that is larger than `limit` is only hashed."""
    data = stream.read(limit + 1)
    if len(data) <= limit:
        return Document(data, where, media_type=media_type)
    digest, size = hashlib.sha256(data), len(data)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Document(b"", where, fault=Fault("input.too-large", f"{size} bytes, the limit is {limit}"), sha256=digest.hexdigest(), size=size)
