"""Encodings told by the shape of their bytes alone: UTF-16 and UTF-32 without a byte order mark, HZ, ISO-2022."""

from __future__ import annotations

from toolkit.decode.guess import READS_WELL, Guess
from toolkit.decode.statistics import STRANGE, cost, non_ascii
from toolkit.decode.strict import strict
from toolkit.decode.utf16 import reads_with_losses

_HEAD, _SHORT = 512, 96  # bytes
_HZ_READS = 16.0  # bits a character; the marks themselves say much already
_SEVEN_BIT_HEAD = 4096  # characters
_CHINESE_HIGH = bytes((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)))  # high bytes of UTF-16 Chinese and its punctuation
_ASCII_TEXT = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
_UPPER_HALF = bytes(range(0x80, 0x100))
_ENOUGH = 16  # code units whose shape alone says much
_READS_AT_ALL = 17.0  # bits a character
_ISO_2022 = ("iso2022_jp", "iso2022_kr", "iso2022_jp_2", "iso2022_jp_ext")


def wide(data: bytes) -> Guess | None:
    """UTF-16 or UTF-32 without a byte order mark, from zero bytes in step or from Chinese that reads well.

    Where the head is in no step, a shorter one is tried (bytes may be lost further on), and one without the first byte.
    """
    if len(data) < 4:
        return None
    head = data[:_HEAD]
    if b"\0" in head and len(data) % 4 == 0 and (guess := _utf32(head)):
        return guess
    for size in (_HEAD, _SHORT):
        for cut in (0, 1):
            found = [guess for codec in ("utf-16-le", "utf-16-be") if (guess := _utf16(data[cut:size], codec))]
            if found:
                best = max(found, key=lambda guess: guess.confidence)
                return best._replace(cut=cut, confidence=round(best.confidence, 2))
    return None


def _utf32(head: bytes) -> Guess | None:
    """Code points below U+10000: the two high bytes of four are zero, the others hardly ever both."""
    quarter = len(head) // 4
    zeros = [head[i::4].count(0) for i in range(4)]
    for codec, high, low in (("utf-32-le", zeros[2] + zeros[3], zeros[0]), ("utf-32-be", zeros[0] + zeros[1], zeros[3])):
        if high >= 2 * quarter - quarter // 8 and low * 2 <= quarter:
            return Guess(codec, 0.95, (f"{codec}: the high bytes are zero",))
    return None


def _utf16(head: bytes, codec: str) -> Guess | None:
    """The head read as UTF-16, if its units are ASCII (high byte zero) and Chinese that reads well."""
    high, low = (head[1::2], head[0::2]) if codec == "utf-16-le" else (head[0::2], head[1::2])
    if len(head) < 4 or len(high.translate(None, _CHINESE_HIGH)) * 10 > len(high):
        return None
    if len(head) >= 2 * _ENOUGH and len(head.translate(None, _ASCII_TEXT)) * 10 < len(head):
        return None  # blanks in pairs are daggers, letters in pairs ideographs; of Chinese half the bytes are ASCII
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    seen = non_ascii(text)
    plain = sum(" " <= c < "\x7f" or c in "\t\r\n" for c in text)
    if plain * 10 >= len(text) * 8 and low.count(0) * 10 < len(low):
        return Guess(codec, 0.95, (f"{codec}: every second byte is zero",))
    mean = cost(seen) / len(seen) if seen else STRANGE
    # Low bytes of Chinese are as often above 0x7F as not; of letters in pairs, which look like Chinese otherwise, they are not.
    spread = len(low) - len(low.translate(None, _UPPER_HALF)) if len(text) >= _ENOUGH else 0
    if (plain + len(seen)) * 10 < len(text) * 9 or mean > (_READS_AT_ALL if spread * 10 > 3 * len(seen) else READS_WELL):
        return None
    return Guess(codec, 0.98 - mean / 200, (f"{codec}: reads as Chinese, {mean:.1f} bits a character",))


def damaged_utf16(data: bytes) -> Guess | None:
    """UTF-16 that lost bytes already in its head. Costly: only for what would else be no text at all."""
    head = data[:_HEAD]
    bits, codec = min((reads_with_losses(head, codec), codec) for codec in ("utf-16-le", "utf-16-be"))
    return Guess(codec, 0.8, (f"{codec}: reads as Chinese with bytes lost, {bits:.1f} bits a character",)) if bits < READS_WELL else None


def seven_bit(data: bytes) -> Guess | None:
    """HZ and the ISO-2022 family, whose bytes are all ASCII."""
    if b"~" in data and b"~{" in data and (text := strict(data, "hz")):
        head = non_ascii(text[:_SEVEN_BIT_HEAD])
        if head and cost(head) < _HZ_READS * len(head):
            return Guess("hz", 0.95, ("hz: ~{ ~} pairs read as Chinese",))
    if b"\x1b" in data and (b"\x1b$" in data or b"\x1b(" in data):
        for codec in _ISO_2022:
            if not (strict(data, codec) or "").isascii():
                return Guess(codec, 0.95, (f"{codec}: escape sequences",))
    return None
