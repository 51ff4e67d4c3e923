"""WARC files: response, resource and conversion records that hold a page, each with its place in the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from functools import partial
from typing import Any, BinaryIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from toolkit.packing import BROKEN
from toolkit.record import Origin
from toolkit.sources.coding import UndecodableError, decoded
from toolkit.sources.document import CHUNK, Document, Fault, Reading, read_fully, too_large
from toolkit.sources.packed import Member, gzip_members, zstd_frames

MARK = b"WARC/1."
_PAGES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
_HOLDING = frozenset({"response", "resource", "conversion", "revisit"})
# What a damaged record makes the library raise; AttributeError: it takes for granted that a record has an address and a length.
_BROKEN = (ArchiveLoadFailed, ValueError, AttributeError)
_LOADER = ArcWarcRecordLoader(verify_http=False)  # HTTP/2 status lines are no fault


def read_warc(stream: BinaryIO, where: Origin, packing: str, start: int, end: int, reading: Reading) -> Iterator[Document]:
    """The pages of the records that begin in [start, end) of the file (end -1: all); `stream` stands at `start`.

    `where` names container and path. Offset and length of a page are those of its record in the file as it lies there;
    of a record that shares its compressed member with others, the offset is the member's, the length is -1, and its
    place in the unpacked member stands in the path, behind an @.
    """
    if not packing:
        yield from _plain(stream, where, end, reading)
        return
    for member in _members(stream, packing, start, end, reading.limit):
        place = where._replace(offset=member.offset)
        if member.fault:
            yield Document(b"", place, fault=member.fault)
        else:
            yield from _of_member(member, place, reading)


def warc_starts(stream: BinaryIO, packing: str, limit: int) -> Iterator[int]:
    """The offsets (bytes of the file) at which records, or compressed members of them, begin."""
    if packing:
        yield from (member.offset for member in _members(stream, packing, 0, -1, limit))
        return
    while (line := _first_line(stream)) is not None:
        yield stream.tell() - len(line)
        try:
            _drain(_LOADER.parse_record_stream(stream, statusline=line, known_format="warc").raw_stream)
        except _BROKEN:
            continue
        except EOFError:
            return


def _members(stream: BinaryIO, packing: str, start: int, end: int, limit: int) -> Iterator[Member]:
    return gzip_members(stream, start, end, MARK, limit) if packing == "gz" else zstd_frames(stream, start, end)


def _of_member(member: Member, where: Origin, reading: Reading) -> Iterator[Document]:
    """The pages of a compressed member, which holds one record as a rule, or a whole file at worst."""
    held: Document | None = None
    shared = False
    for at, document in _records(member.stream, where, -1, reading):
        if held is not None:
            yield held
            held = None
        shared = shared or at > 0
        if document is None:
            continue
        if shared:
            path = f"{where.path}@{at}"
            yield replace(document, origin=where._replace(path=path, record_id=document.origin.record_id))
        else:
            held = document
    if held is not None:
        length = member.end() - member.offset
        yield replace(held, origin=held.origin._replace(length=length)) if length > 0 and not shared else held


def _plain(stream: BinaryIO, where: Origin, end: int, reading: Reading) -> Iterator[Document]:
    for at, document in _records(stream, where, end, reading):
        if document is not None:
            length = stream.tell() - at
            yield replace(document, origin=document.origin._replace(offset=at, length=length))


def _records(stream: Any, where: Origin, end: int, reading: Reading) -> Iterator[tuple[int, Document | None]]:
    """Each record's offset in `stream` and its page, None where it holds none; past damaged records."""
    at, found = 0, False
    try:
        while (line := _first_line(stream)) is not None:
            at, found = stream.tell() - len(line), True
            if 0 <= end <= at:
                return
            try:
                record = _LOADER.parse_record_stream(stream, statusline=line, known_format="warc")
                document = _page(record, where, reading)
                _drain(record.raw_stream)
            except _BROKEN as fault:
                document = _damaged(where, str(fault))
            yield at, document
        if not found and stream.tell():
            yield 0, _damaged(where, "no WARC record in it")
    except BROKEN as fault:  # nothing more comes out of the stream
        yield at, _damaged(where, str(fault))


def _damaged(where: Origin, evidence: str) -> Document:
    return Document(b"", where, fault=Fault("input.damaged", " ".join(evidence.split())))


def _first_line(stream: Any) -> bytes | None:
    """The next line a record begins with, past blank lines and whatever else is in the way; None at the end."""
    while line := stream.readline(CHUNK):
        if line.startswith(MARK):
            return bytes(line)
    return None


def _drain(limited: Any) -> None:
    """Read a record to its end. Raises EOFError where the file ends first."""
    while limited.limit > 0:
        if not limited.read(min(CHUNK, limited.limit)):
            raise EOFError("the file ends in mid-record")


def _page(record: ArcWarcRecord, where: Origin, reading: Reading) -> Document | None:
    """The page a record holds; None where it holds none (pictures, scripts, requests, …), which `reading.aside` counts."""
    kind = record.rec_type
    if kind not in _HOLDING:
        return None
    head = record.rec_headers.get_header
    place = where._replace(record_id=head("WARC-Record-ID") or "")
    url, fetched = head("WARC-Target-URI"), head("WARC-Date") or ""
    turned_away = partial(Document, b"", place, url=url, fetched=fetched)
    stated = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
    media_type, charset = content_type(stated or "")
    if media_type and media_type not in _PAGES:
        reading.aside[media_type] += 1
        return None
    if kind == "revisit":
        return turned_away(fault=Fault("input.revisit", f"refers to {head('WARC-Refers-To') or head('WARC-Refers-To-Target-URI') or '?'}"))
    if record.http_headers and not record.http_headers.statusline.startswith("200"):
        return turned_away(fault=Fault("input.http-status", record.http_headers.statusline[:60]))
    try:
        body = body_of(record, reading.limit)
    except UndecodableError as fault:
        return turned_away(fault=Fault("input.encoded", str(fault)))
    if len(body) > reading.limit:
        return replace(too_large(place, reading.limit, hashlib.sha256(body).hexdigest(), len(body), url), fetched=fetched)
    return Document(body, place, url=url, media_type=_PAGES.get(media_type), charset=charset, fetched=fetched)


def body_of(record: ArcWarcRecord, limit: int) -> bytes:
    """The bytes the server meant: chunks joined, content codings undone, at most limit + 1 of them. Raises UndecodableError."""
    if not record.http_headers:
        return read_fully(record.raw_stream, limit + 1)
    head = record.http_headers.get_header
    chunked = "chunked" in (head("Transfer-Encoding") or "").lower()
    raw = read_fully(ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream, limit + 1)
    return decoded(raw, head("Content-Encoding") or "", limit)


def content_type(value: str) -> tuple[str, str | None]:
    """Media type and charset of a Content-Type header."""
    message = Message()
    message["Content-Type"] = value.replace("\n", " ").replace("\r", " ")
    charset = message.get_param("charset")
    return (message.get_content_type() if value.strip() else ""), charset if isinstance(charset, str) else None
