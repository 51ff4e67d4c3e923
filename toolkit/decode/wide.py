"""Encodings told by the shape of their bytes alone: UTF-16 and UTF-32 without a byte order mark, HZ, ISO-2022."""

from __future__ import annotations

from toolkit.decode.guess import READS_WELL, Guess
from toolkit.decode.statistics import cost

_HEAD = 512  # bytes
_SEVEN_BIT_HEAD = 4096  # characters
_CHINESE_HIGH = bytes((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)))  # high bytes of UTF-16 Chinese and its punctuation
_ISO_2022 = ("iso2022_jp", "iso2022_kr", "iso2022_jp_2", "iso2022_jp_ext")


def wide(data: bytes) -> Guess | None:
    """UTF-16 or UTF-32 without a byte order mark, from zero bytes in step or from Chinese that reads well."""
    head = data[:_HEAD]
    if len(head) < 4:
        return None
    return (_utf32(head) if b"\0" in head and len(data) % 4 == 0 else None) or _utf16(head, "utf-16-le") or _utf16(head, "utf-16-be")


def _utf32(head: bytes) -> Guess | None:
    """Code points below U+10000: the two high bytes of four are zero, the others hardly ever both."""
    quarter = len(head) // 4
    zeros = [head[i::4].count(0) for i in range(4)]
    for codec, high, low in (("utf-32-le", zeros[2] + zeros[3], zeros[0]), ("utf-32-be", zeros[0] + zeros[1], zeros[3])):
        if high >= 2 * quarter - quarter // 8 and low * 2 <= quarter:
            return Guess(codec, 0.95, (f"{codec}: the high bytes are zero",))
    return None


def _utf16(head: bytes, codec: str) -> Guess | None:
    high, low = (head[1::2], head[0::2]) if codec == "utf-16-le" else (head[0::2], head[1::2])
    if len(high.translate(None, _CHINESE_HIGH)) * 10 > len(high):
        return None
    if high.count(0) * 10 > len(high) * 8 and low.count(0) * 10 < len(low):
        return Guess(codec, 0.95, (f"{codec}: every second byte is zero",))
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    seen = "".join(c for c in text if c > "\x7f")
    bits = cost(seen)
    if len(seen) * 2 > len(text) and bits < READS_WELL * len(seen):
        return Guess(codec, 0.95, (f"{codec}: reads as Chinese, {bits / len(seen):.1f} bits a character",))
    return None


def seven_bit(data: bytes) -> Guess | None:
    """HZ and the ISO-2022 family, whose bytes are all ASCII."""
    if b"~{" in data and (text := _reads(data, "hz")):
        head = "".join(c for c in text[:_SEVEN_BIT_HEAD] if c > "\x7f")
        if head and cost(head) < READS_WELL * len(head):
            return Guess("hz", 0.95, ("hz: ~{ ~} pairs read as Chinese",))
    if b"\x1b$" in data or b"\x1b(" in data:
        for codec in _ISO_2022:
            if not _reads(data, codec).isascii():
                return Guess(codec, 0.95, (f"{codec}: escape sequences",))
    return None


def _reads(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""
