"""Which encoding a drop is in: the evidence in order, and the text it gives.

Byte order mark; UTF-16 and UTF-32 without one; strict UTF-8; the seven-bit encodings HZ and ISO-2022; then, for what has
bytes above 0x7F, the statistics of Chinese, Japanese and Korean characters over a sample, with what was declared as a
tie-breaker; then what was declared; then charset-normalizer. Only the sample's size tells what detection costs.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from toolkit.decode.binary import binary_kind, holds_controls
from toolkit.decode.decoded import Decoded
from toolkit.decode.labels import codec_of
from toolkit.decode.letters import single_byte
from toolkit.decode.path import LOST_BYTE, Path, best_path
from toolkit.decode.read import DOUBLE_BYTE, RUN, read_careful
from toolkit.decode.statistics import STRANGE, cost

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BOM_FIRST = frozenset(bom[:1] for bom, _ in _BOMS)
_HEAD = 1 << 16  # bytes looked at for declarations and by charset-normalizer
_SAMPLE = 700  # bytes above 0x7F and their neighbours, looked at by the statistics
_READS_WELL = 13.0  # bits a character; text costs 7 to 11, a wrong reading 14 and more
_WIDE_HIGH = bytes((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)))  # high bytes of UTF-16 Chinese
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")
_HIGH = re.compile(rb"[\x80-\xff]")
_TAG = re.compile(rb"<[^<>]{0,500}>")
_UTF8_AS_GBK = ("锛", "銆", "鐨")  # what "，", "。", "的" in UTF-8 start with when read as GBK


class Guess(NamedTuple):
    """An encoding with what speaks for it."""

    codec: str
    confidence: float
    evidence: tuple[str, ...]
    also: str = ""  # a second encoding some lines are in


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
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if wide := _wide(data):
            return _read(data, wide)
        if holds_controls(data):
            return _binary(data, "control bytes", "binary data")
        return _read(data, _eight_bit(data, declared, media_type))
    return _from_utf8(data, text)


def _bom(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark and its encoding. FF FE 00 00 is UTF-32 only if the length fits."""
    for bom, name in _BOMS:
        if data.startswith(bom) and not (name == "utf-32-le" and len(data) % 4):
            return bom, name
    return None


def _from_utf8(data: bytes, text: str) -> Decoded:
    """The bytes are valid UTF-8; still they may be UTF-16, seven-bit shifts, or a little GBK that looks like UTF-8."""
    guess = None
    if "\0" in text:
        guess = _wide(data)
        if not guess and holds_controls(data):
            return _binary(data, "control bytes", "binary data")
    if not guess and text.isascii():
        guess = _seven_bit(data)
        if not guess:
            return Decoded(text, "utf-8", 1.0, ("ascii: every byte below 0x80",), raw=data)
    if not guess and len(data) < _SAMPLE:
        guess = _tiny(data, text)
    if guess:
        return _read(data, guess)
    return Decoded(text, "utf-8", 0.99, ("utf-8: every byte fits",), raw=data)


def _binary(data: bytes, evidence: str, kind: str) -> Decoded:
    return Decoded(data.decode("latin-1"), "latin-1", 0.0, (f"binary: {evidence}",), binary=kind, raw=data)


def _read(data: bytes, guess: Guess, bom: int = 0) -> Decoded:
    """The text under a guess: strictly if that goes, else with the damage on record."""
    cut = 1 if guess.codec in DOUBLE_BYTE and not bom and _cut(data, guess.codec) else 0
    if not guess.also and not cut:
        try:
            text = (data[bom:] if bom else data).decode(guess.codec)
            if guess.codec != "gb18030" or not any(mark in text for mark in _UTF8_AS_GBK) or not _UTF8_RUN.search(data):
                return Decoded(text, guess.codec, guess.confidence, guess.evidence, bom=data[:bom], raw=data)
        except UnicodeDecodeError:
            pass
    also = guess.also or _second(data, guess.codec)
    reading = read_careful(data, bom, guess.codec, also, cut)
    evidence = guess.evidence
    if any(p.codec == also for p in reading.pieces) and also:
        evidence += (f"mixed: some lines read as {also}",)
    if reading.damage:
        evidence += (f"damage: {sum(len(d.raw) for d in reading.damage)} bytes in {len(reading.damage)} places can't be decoded",)
    return Decoded(reading.text, guess.codec, guess.confidence, evidence, tuple(reading.damage), data[:bom], tuple(reading.pieces), raw=data)


def _cut(data: bytes, codec: str) -> bool:
    """Say whether the drop starts in the middle of a character: the first run reads better without its first byte."""
    match = RUN.match(data)
    if not match:
        return False
    run = match.group()[:401]
    whole, rest = (cost(part.decode(codec, "replace")) for part in (run, run[1:]))
    return rest + _CUT < whole


def _second(data: bytes, codec: str) -> str:
    """The encoding that lines may be in which `codec` does not read, or ""."""
    if codec in ("gb18030", "big5hkscs"):
        return "utf-8" if _UTF8_RUN.search(data) else ""
    if codec != "utf-8":
        return ""
    bad = b"\n".join(line for line in data[: _HEAD * 16].split(b"\n") if _faulty(line))[:_HEAD]
    sample = _sample(bad, 0)
    found = min(("gb18030", "big5hkscs"), key=lambda c: _cost(sample, c))
    return found if _cost(sample, found) < _cost(sample, "utf-8") else ""


def _faulty(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _wide(data: bytes) -> Guess | None:
    """UTF-16 or UTF-32 without a byte order mark."""
    head = data[:1024]
    if len(head) < 4:
        return None
    zero = [head[i::4].count(0) for i in range(4)]
    if b"\0" in head and len(data) % 4 == 0:
        if zero[3] == len(head[3::4]) and zero[2] == len([b for b in head[2::4] if b <= 16 and b == 0]) and zero[0] + zero[1] < len(head) // 4:
            return Guess("utf-32-le", 0.95, ("utf-32: the high bytes are all zero",))
        if zero[0] == len(head[0::4]) and zero[1] == len(head[1::4]) and zero[2] + zero[3] < len(head) // 4:
            return Guess("utf-32-be", 0.95, ("utf-32: the high bytes are all zero",))
    for codec, high, low in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        odd = len(high.translate(None, _WIDE_HIGH))
        if odd * 10 > len(high) or (b"\0" not in high and head.isascii() and len(head) > 16):
            continue
        text = head[: len(head) // 2 * 2].decode(codec, "replace")
        seen = [c for c in text if c > "\x7f"]
        zeros = high.count(0)
        if zeros * 10 > len(high) * 8 and low.count(0) * 10 < len(low):
            return Guess(codec, 0.95, (f"{codec}: every second byte is zero",))
        if len(seen) * 2 > len(text) and cost("".join(seen)) < _READS_WELL * len(seen):
            return Guess(codec, 0.95, (f"{codec}: reads as Chinese, {cost(''.join(seen)) / len(seen):.1f} bits a character",))
    return None


def _seven_bit(data: bytes) -> Guess | None:
    """HZ and the ISO-2022 family, all in ASCII bytes."""
    if b"~{" in data:
        try:
            text = data.decode("hz")
        except UnicodeDecodeError:
            text = ""
        seen = "".join(c for c in text[:4096] if c > "\x7f")
        if seen and cost(seen) < _READS_WELL * len(seen):
            return Guess("hz", 0.95, ("hz: ~{ ~} pairs read as Chinese",))
    if b"\x1b$" in data or b"\x1b(" in data:
        for codec in ("iso2022_jp", "iso2022_kr", "iso2022_jp_2", "iso2022_jp_ext"):
            try:
                if data.decode(codec).isascii():
                    continue
            except UnicodeDecodeError:
                continue
            return Guess(codec, 0.95, (f"{codec}: escape sequences",))
    return None


def _tiny(data: bytes, text: str) -> Guess | None:
    """A few two-byte sequences that are valid UTF-8, yet read as Chinese in GBK and as no language in UTF-8."""
    seen = "".join(c for c in text if c > "\x7f")
    if len(seen) > 24 or max(seen) > "\u07ff":
        return None
    try:
        other = "".join(c for c in data.decode("gb18030") if c > "\x7f")
    except UnicodeDecodeError:
        return None
    if len(other) != len(seen) or len(other) < 2 or cost(other) > 11.5 * len(other) or sum(map(str.isalpha, seen)) == len(seen):
        return None
    return Guess("gb18030", 0.6, ("statistics: few bytes, valid as UTF-8, but only GB18030 reads as text",))


def _sample(data: bytes, first: int) -> bytes:
    """Runs of bytes above 0x7F from the start, the middle and the last third, a line each."""
    runs: list[bytes] = []
    places = [first]
    if len(data) - first > 4 * _SAMPLE:
        places += [first + (len(data) - first) // 2, first + (len(data) - first) * 4 // 5]
    for n, place in enumerate(places):
        left = _SAMPLE // len(places)
        if n:  # from the next byte that is no part of a character of two bytes
            place = next((i for i in range(place, min(place + 4096, len(data))) if data[i] < 0x30), place)
        for match in RUN.finditer(data, place, min(len(data), place + _HEAD)):
            runs.append(match.group()[:left])
            left -= len(runs[-1])
            if left <= 0:
                break
    return b"\n".join(runs)


def _cost(sample: bytes, codec: str) -> float:
    return cost(sample.decode(codec, "replace"))


_CANDIDATES = ("gb18030", "big5hkscs", "utf-8")
_NEIGHBOURS = ("euc_jp", "cp932", "cp949")
_SURE = 10.5  # bits a character: nothing but Chinese reads as well as that in a Chinese codec
_WEAK_LABELS = frozenset({"cp1252", "utf-8"})  # what servers and editors put in unasked
_CUT = 12.0  # bits by which a first run must read better without its first byte
_TRUST = 12.0  # bits a declaration is worth


def _eight_bit(data: bytes, declared: str | None, media_type: str | None) -> Guess:
    """Bytes above 0x7F that are no UTF-8: statistics, then declarations, then charset-normalizer."""
    labels = _labels(data, declared, media_type)
    named = {codec for codec, _ in labels}
    match = _HIGH.search(data)
    first = match.start() if match else 0
    sample = _sample(data, first)
    if guess := _damaged_utf8(sample, labels):
        return guess
    scores = {codec: _score(sample, codec) for codec in _CANDIDATES}
    best = min(scores.values())
    if best.mean > _SURE:
        scores.update((codec, _score(sample, codec)) for codec in _NEIGHBOURS)
    ranked = sorted(scores, key=lambda codec: scores[codec].bits - (_TRUST if codec in named else 0))
    best, next_best = scores[ranked[0]], scores[ranked[1]]
    if best.mean < _READS_WELL:
        reads = f"statistics: reads as {ranked[0]}, {best.mean:.1f} bits a character; as {ranked[1]} {next_best.mean:.1f}"
        said = [f"{why}, {'agrees' if codec == ranked[0] else 'overruled'}" for codec, why in labels]
        return Guess(ranked[0], round(1 - 2 ** -min(7.0, 1 + (next_best.bits - best.bits) / 8), 2), (reads, *said))
    return _by_path(sample) or _fallback(data, first, labels)


class _Score(NamedTuple):
    """How a sample reads in a codec: the bits it costs, and bits a character where it can be read at all."""

    bits: float
    mean: float


def _score(sample: bytes, codec: str) -> _Score:
    text = sample.decode(codec, "replace")
    bits = cost(text)
    lost = text.count("\ufffd")
    seen = sum(c > "\x7f" for c in text) - lost
    return _Score(bits, (bits - lost * STRANGE) / seen if seen > 2 * lost or (seen and not lost) else STRANGE)


def _by_path(sample: bytes) -> Guess | None:
    """Damaged or mixed Chinese: the encoding in which the cheapest path through the runs of the sample reads as Chinese."""
    runs = sample.split(b"\n")
    found: dict[str, list[Path]] = {double: [best_path(run, double, utf8=True) for run in runs] for double in ("gb18030", "big5hkscs")}
    double, paths = min(found.items(), key=lambda item: sum(path.bits for path in item[1]))
    points = {"": 0, "utf-8": 0, double: 0}
    for run, path in zip(runs, paths, strict=True):
        for step in path.steps:
            points[step.codec] += sum(c > "\x7f" for c in run[step.start : step.end].decode(step.codec)) if step.codec else step.end - step.start
    good = points["utf-8"] + points[double]
    if points[""] > good or sum(path.bits for path in paths) - points[""] * LOST_BYTE > _READS_WELL * good:
        return None
    codec, other = sorted(("utf-8", double), key=points.__getitem__, reverse=True)
    reads = f"statistics: reads as {codec}, {points[codec]} characters, with {points['']} bytes lost" + (
        f" and {points[other]} in {other}" if points[other] else ""
    )
    return Guess(codec, 0.8, (reads,), also=other if points[other] > 2 else "")


def _damaged_utf8(sample: bytes, labels: list[tuple[str, str]]) -> Guess | None:
    """UTF-8 of any language with some bytes lost: its sequences are too regular to come from another encoding."""
    text = sample.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum(c > "\x7f" for c in text) - lost
    if whole < 4 * lost or whole < 3:
        return None
    return Guess("utf-8", 0.95, (f"utf-8: {whole} sequences of a sample fit, {lost} do not", *(why for codec, why in labels if codec == "utf-8")))


def _labels(data: bytes, declared: str | None, media_type: str | None) -> list[tuple[str, str]]:
    """What was declared, as (codec, what to say of it)."""
    out: list[tuple[str, str]] = []
    head = data[:_HEAD]
    found = None
    if b"charset" in head or b"encoding" in head or media_type == "text/html":
        found = EncodingDetector.find_declared_encoding(head, is_html=media_type != "text/plain" or b"<meta" in head, search_entire_document=True)
    for label, why in ((declared, "declared by the transport"), (found, "declared in the page")):
        if label and (codec := codec_of(label)):
            out.append((codec, f"{why}: {label[:40]}"))
    return out


def _fallback(data: bytes, first: int, labels: list[tuple[str, str]]) -> Guess:
    """No Chinese, Japanese or Korean: what was declared, if it fits, else what charset-normalizer says."""
    for codec, why in labels:
        if codec in _WEAK_LABELS:
            continue
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return Guess(codec, 0.8, (why,))
    if best := single_byte(_words(data, first)):
        return Guess(best.codec, 0.6, (f"letters: reads as {best.language}, {best.mean:.1f} bits a letter",))
    match = from_bytes(data[:_HEAD]).best()
    found = codec_of(match.encoding) if match else None
    if match and found:
        return Guess(found, 0.4, (f"charset-normalizer: {match.encoding}",))
    return Guess("cp1252", 0.1, ("nothing fits: read as windows-1252",))


def _words(data: bytes, first: int) -> bytes:
    """Text from round the first byte above 0x7F on, without tags."""
    return _TAG.sub(b" ", data[max(0, first - 2000) : first + 10000])
