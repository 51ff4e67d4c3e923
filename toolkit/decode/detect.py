"""Which encoding a drop is in: the evidence in order, and the text it gives.

Byte order mark; signature of a binary format; strict UTF-8, and the seven-bit encodings that are valid UTF-8 as well;
UTF-16 and UTF-32 without a mark; then what toolkit.decode.eight_bit finds.
"""

from __future__ import annotations

import codecs
import re

from toolkit.decode.binary import binary_kind, holds_controls
from toolkit.decode.decoded import Decoded, bytes_lost
from toolkit.decode.eight_bit import eight_bit, sample_of
from toolkit.decode.guess import Guess
from toolkit.decode.read import DOUBLE_BYTE, RUN, RUN_HEAD, read_careful, runs_of
from toolkit.decode.statistics import cost, costs, non_ascii
from toolkit.decode.strict import strict
from toolkit.decode.utf8 import spots
from toolkit.decode.utf16 import is_shifted
from toolkit.decode.wide import damaged_utf16, seven_bit, wide

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BOM_FIRST = frozenset(bom[:1] for bom, _ in _BOMS)
_TINY = 64  # bytes: so little valid UTF-8 may be something else by chance
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")
_UTF8_AS_GBK = ("锛", "銆", "鐨")  # what "，", "。", "的" in UTF-8 start with when read as GBK
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CUT = 12.0  # bits by which a first run must read better without its first byte
_OTHER = 48.0  # bits by which a run that is no UTF-8 must read better in another encoding; one damaged character gains up to 40
_SHORT = 1 << 14  # bytes
_LIKELY = 16.0  # bits a character; rare words read no worse
_CUT_LOOK = 64  # bytes
_HIGH_BYTES = bytes(range(0x80, 0x100))
_BAD_HEAD, _BAD_ENOUGH = 1 << 20, 1 << 12  # bytes looked through for what is no UTF-8, and bytes of that


def decode(data: bytes, *, declared: str | None = None, media_type: str | None = None) -> Decoded:
    """Decode a drop of raw bytes. `declared` is what a transport said (an HTTP charset); nothing raises.

    The text is that of the drop to the last character, line ends included; a byte order mark at its head is not part of
    it. Bytes that can't be decoded stand in the text as U+FFFD and in `damage` as what they were.
    """
    if data[:1] in _BOM_FIRST and (found := _bom(data)):
        bom, name = found
        return _read(data, Guess(name, 1.0, (f"byte order mark: {name}",)), len(bom))
    if kind := binary_kind(data):
        return _binary(data, f"signature: {kind}", kind)
    if (text := strict(data, "utf-8")) is not None:
        return _from_utf8(data, text)
    if guess := wide(data) or (damaged_utf16(data) if holds_controls(data, 1, 40) else None):
        return _read(data, guess)
    if holds_controls(data):
        return _binary(data, "control bytes", "binary data")
    return _read(data, eight_bit(data, declared, media_type))


def _bom(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark and its encoding. FF FE 00 00 is UTF-32 only if the length fits."""
    for bom, name in _BOMS:
        if data.startswith(bom) and not (name == "utf-32-le" and len(data) % 4):
            return bom, name
    return None


def _from_utf8(data: bytes, text: str) -> Decoded:
    """The bytes are valid UTF-8; still they may be UTF-16, seven-bit shifts, or a little GBK that looks like UTF-8."""
    nul = b"\0" in data  # of the bytes, since the search for U+0000 in a wide string stops at every ASCII character
    guess = wide(data) if nul or (len(data) <= _TINY and holds_controls(data, 0)) else None
    if not guess and nul and holds_controls(data):
        return _binary(data, "control bytes", "binary data")
    ascii_only = text.isascii()
    if not guess:
        guess = seven_bit(data) if ascii_only else _tiny(data, text) if len(data) <= _TINY else None
    if guess:
        return _read(data, guess)
    return Decoded(text, "utf-8", *((1.0, ("ascii: every byte below 0x80",)) if ascii_only else (0.99, ("utf-8: every byte fits",))), raw=data)


def _tiny(data: bytes, text: str) -> Guess | None:
    """A few two-byte sequences that are valid UTF-8, yet read as Chinese in GBK and as no word in UTF-8."""
    seen = non_ascii(text)
    if max(seen) > "\u07ff" or seen.isalpha():
        return None
    other = non_ascii(strict(data, "gb18030") or "")
    if len(other) != len(seen) or len(other) < 2 or cost(other) > 11.5 * len(other):
        return None
    return Guess("gb18030", 0.6, ("statistics: few bytes, valid as UTF-8, but only GB18030 reads as text",))


def _binary(data: bytes, evidence: str, kind: str) -> Decoded:
    """No text: every byte stands as the code point of its number, so that nothing is lost."""
    return Decoded(data.decode("latin-1"), "latin-1", 0.0, (f"binary: {evidence}",), binary=kind, raw=data)


def _read(data: bytes, guess: Guess, bom: int = 0) -> Decoded:
    """The text under a guess: strictly if that goes, else with the damage on record."""
    codec = guess.codec
    cut = guess.cut or int(codec in DOUBLE_BYTE and not bom and _is_cut(data, codec))
    if not guess.also and not cut and (text := _read_strictly(data, codec, bom)) is not None:
        return Decoded(text, codec, guess.confidence, guess.evidence, bom=data[:bom], raw=data)
    also = guess.also if guess.also and codec == "utf-8" else tuple(dict.fromkeys((*_second(data, codec), *guess.also)))
    reading = read_careful(data, bom, codec, also, cut)
    evidence = guess.evidence
    if used := {piece.codec for piece in reading.pieces}.intersection(also):
        evidence += (f"mixed: some lines read as {' and '.join(sorted(used))}",)
    damage = reading.damage
    if damage:
        evidence += (f"damage: {bytes_lost(damage)} bytes in {len(damage)} places can't be decoded",)
    return Decoded(reading.text, codec, guess.confidence, evidence, damage, data[:bom], tuple(reading.pieces), raw=data)


def _read_strictly(data: bytes, codec: str, bom: int) -> str | None:
    """The text where every byte fits, no UTF-8 hides in GB18030 (which takes nearly any pair of bytes), and UTF-16 is in step."""
    body = data[bom:] if bom else data
    if codec == "gb18030":
        return _read_gb(body)
    text = strict(body, codec)
    return None if text is None or (codec.startswith("utf-16") and is_shifted(data, bom, codec)) else text


def _read_gb(data: bytes) -> str | None:
    """GB 18030 without private-use characters, which text read out of step is full of, and without UTF-8 in it.

    Python's gbk codec has no private use; what it reads, it reads as gb18030 does.
    """
    text = strict(data, "gbk")
    if text is None:
        text = strict(data, "gb18030")
        if text is None or _PRIVATE.search(text):
            return None
    return None if any(mark in text for mark in _UTF8_AS_GBK) and _UTF8_RUN.search(data) else text


def _is_cut(data: bytes, codec: str) -> bool:
    """Say whether the drop starts in the middle of a character: the first run reads better without its first byte."""
    match = RUN_HEAD.match(data)
    if not match:
        return False
    run = match.group()[:_CUT_LOOK]
    text = run.decode(codec, "replace")
    # Bytes above 0x7F that pair off to their end are hardly cut; in Big5 a byte below may be the second of a pair.
    high = run[: len(run) - len(run.lstrip(_HIGH_BYTES))] if codec == "gb18030" else run
    whole = len(high) < _CUT_LOOK and min(high) >= 0x80 and len(high) % 2 == 0 and "\ufffd" not in text
    rest = cost(run[1:].decode(codec, "replace")) + (3 * _CUT if whole else _CUT)
    return rest < cost(text) and rest < cost(run.decode("utf-8", "replace"))


def _second(data: bytes, codec: str) -> tuple[str, ...]:
    """The encodings that lines may be in which `codec` does not read."""
    if codec in DOUBLE_BYTE:
        return ("utf-8",) if _holds_utf8(data) else ()
    if codec != "utf-8":
        return ()
    head = data[:_BAD_HEAD]
    bad = b""
    for start, end in spots(head):
        bad += head[start:end] + b"\n"
        if len(bad) > _BAD_ENOUGH:
            break
    runs = sample_of(bad).split(b"\n")
    costs_utf8 = [cost(run.decode("utf-8", "replace")) for run in runs]
    read = {name: [costs(run.decode(name, "replace")) for run in runs] for name in sorted(DOUBLE_BYTE)}
    found = min(read, key=lambda name: sum(bits for bits, _ in read[name]))
    return (found,) if any(bits + _OTHER < usual and mean < _LIKELY for (bits, mean), usual in zip(read[found], costs_utf8, strict=True)) else ()


def _holds_utf8(data: bytes) -> bool:
    """Say whether two Chinese characters in UTF-8 stand side by side; in a long drop only its runs are searched, not the ASCII between."""
    if len(data) < _SHORT:
        return _UTF8_RUN.search(data) is not None
    return any(_UTF8_RUN.search(run.group()) for run in runs_of(data, RUN))
