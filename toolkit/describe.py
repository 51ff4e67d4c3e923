"""What a drop is, from its head: encoding with the evidence, kind of file, script and language."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.decode.decoded import Decoded, bytes_lost
from toolkit.decode.detect import decode
from toolkit.pipeline import sniff
from toolkit.script.detection import detect

ENOUGH = 1 << 18  # bytes that tell what a drop is
_LETTERS = 3000  # characters the script is told from
_TAG = re.compile(r"<(?:script|style)\b.{0,20000}?</(?:script|style)|<[^<>]{0,2000}>", re.IGNORECASE | re.DOTALL)
_WARC = re.compile(r"WARC/\d")


class Description(NamedTuple):
    """What a drop looks like.

    encoding, confidence, evidence: as in Decoded. kind: "empty", "binary", "html", "xml", "json", "jsonl", "warc" or
    "text". script: "Hans", "Hant", "mixed" or None; language: BCP 47, a guess. lost: bytes that could not be decoded.
    second: an encoding that some lines are in, or "". size: bytes looked at.
    """

    encoding: str
    confidence: float
    evidence: tuple[str, ...]
    kind: str
    script: str | None
    language: str
    lost: int
    second: str
    size: int


def describe(data: bytes, *, whole: bool = True, media_type: str | None = None) -> Description:
    """Say what `data` is. Where `whole` is false it is the head of something longer, and a cut character at its end is no damage."""
    decoded = decode(data if whole else _uncut(data), media_type=media_type)
    text = "" if decoded.binary else decoded.text
    kind = _kind(decoded, media_type)
    found = detect(_letters(text, kind))
    return Description(
        encoding="" if decoded.binary else decoded.encoding,
        confidence=decoded.confidence,
        evidence=decoded.evidence,
        kind=kind,
        script=found.script,
        language=found.language if text.strip() else "und",
        lost=_lost(decoded, whole=whole),
        second=decoded.second.codec if decoded.second else "",
        size=len(data),
    )


def _lost(decoded: Decoded, *, whole: bool) -> int:
    """Bytes that could not be decoded, without those at the end of a head."""
    damage = decoded.damage
    cut = not whole and damage and damage[-1].at == len(decoded.text) - 1
    return bytes_lost(damage[:-1] if cut else damage)


def _uncut(data: bytes) -> bytes:
    """The head up to its last line end, if it has one in its second half; in UTF-16 and UTF-32 up to a whole number of characters."""
    data = data[: len(data) // 4 * 4]
    at = data.rfind(b"\n", len(data) // 2)
    return data if at < 0 or b"\0" in data[:64] or data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[: at + 1]


def _kind(decoded: Decoded, media_type: str | None) -> str:
    """The kind of file the text's first characters tell of."""
    if decoded.binary:
        return "binary"
    head = decoded.text[:4096].lstrip()
    if not head:
        return "empty"
    if _WARC.match(head):
        return "warc"
    if media_type == "text/html" or sniff(head) == "text/html":
        return "html"
    if head.startswith("<?xml"):
        return "xml"
    if head[0] in "{[":
        first, _, rest = head.partition("\n")
        return "jsonl" if first.rstrip().endswith("}") and rest.startswith("{") else "json" if head[1:].lstrip()[:1] in '"{[}]' else "text"
    return "text"


def _letters(text: str, kind: str) -> str:
    """A part of the text that tells the script: of a page without its tags."""
    part = text[: 20 * _LETTERS]
    return (_TAG.sub(" ", part) if kind in ("html", "xml") else part)[:_LETTERS].strip()
