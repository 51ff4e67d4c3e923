"""MHT files (RFC 2557): a page and what belongs to it in one MIME message; the page is its first HTML or text part."""

from __future__ import annotations

from datetime import UTC
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from toolkit.record import Origin
from toolkit.sources.document import Document, Fault


def page_of_mht(data: bytes, where: Origin) -> Document:
    """The page of an MHT file; `where` is the file's. The raw bytes are the page's, without the transfer encoding."""
    place = where._replace(container=where.path, path="")
    message = BytesParser().parsebytes(data)
    parts = [p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml", "text/plain")]
    page = next((p for p in parts if p.get_content_type() != "text/plain"), parts[0] if parts else None)
    body = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(body, bytes) or not body.strip():
        return Document(data, place, fault=Fault("input.no-page", "no HTML or text part with anything in it"))
    media_type = "text/plain" if page.get_content_type() == "text/plain" else "text/html"
    url = _header(page, "Content-Location") or _header(message, "Snapshot-Content-Location")
    charset = page.get_param("charset")
    return Document(body, place, url=url, media_type=media_type, charset=charset if isinstance(charset, str) else None, fetched=_saved(message))


def _saved(message: Message) -> str:
    """When the browser saved the page, as the Date header says, in UTC; "" where it can't be read."""
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def _header(part: Message, name: str) -> str | None:
    value = part.get(name)
    return " ".join(str(value).split()) if value else None
