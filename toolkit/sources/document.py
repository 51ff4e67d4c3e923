"""One drop on its way in: its bytes and where they came from, or why it could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from toolkit.record import Origin


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
