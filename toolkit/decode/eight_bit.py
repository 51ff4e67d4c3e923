"""Which encoding bytes above 0x7F are in that are no UTF-8: statistics, then declarations, then charset-normalizer.

All of it looks at a sample; what it costs does not grow with the drop.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from toolkit.decode.guess import READS_WELL, Guess
from toolkit.decode.labels import codec_of
from toolkit.decode.letters import single_byte
from toolkit.decode.path import best_path
from toolkit.decode.read import RUN
from toolkit.decode.statistics import STRANGE, beyond_ascii, cost

_SAMPLE = 420  # bytes of runs looked at by the statistics
_HEAD = 1 << 16  # bytes looked at for declarations and by charset-normalizer
_REACH = 1 << 16  # bytes in which a part of the sample is collected
_CHINESE = ("gb18030", "big5hkscs")
_NEIGHBOURS = ("euc_jp", "cp932", "cp949")
_SURE = 10.5  # bits a character: nothing but Chinese reads as well as that in a Chinese encoding
_TRUST = 12.0  # bits a declaration is worth
_WEAK_LABELS = frozenset({"cp1252", "utf-8"})  # what servers and editors put in unasked
_UTF8_SURE, _UTF8_SOME = 0.8, 0.6  # shares of bytes in UTF-8 sequences; by chance they make up to half of other encodings
_KANA = (0xA4, 0xA5)  # lead bytes of kana in GB 2312 and in EUC-JP alike
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_TAG = re.compile(rb"<[^<>]{0,500}>")


def eight_bit(data: bytes, declared: str | None, media_type: str | None) -> Guess:
    """The encoding of a drop that is no valid UTF-8 and holds bytes above 0x7F."""
    labels = declarations(data, declared, media_type)
    match = _HIGH.search(data)
    first = match.start() if match else 0
    sample = sample_of(data, first)
    share = utf8_share(sample)
    if share > _UTF8_SURE:
        return Guess("utf-8", 0.95, (f"utf-8: {share:.0%} of the bytes above 0x7F in a sample fit",))
    return (share < _UTF8_SOME and _by_statistics(sample, labels)) or _by_path(sample) or _fallback(data, first, labels)


def sample_of(data: bytes, first: int = 0) -> bytes:
    """Runs of bytes above 0x7F from `first` on, from the middle and the last fifth, a line each."""
    places = [first]
    if len(data) - first > 4 * _SAMPLE:
        places += [_next_blank(data, first + (len(data) - first) * part // 10) for part in (5, 8)]
    runs: list[bytes] = []
    for place in places:
        left = _SAMPLE // len(places)
        for match in RUN.finditer(data, place, min(len(data), place + _REACH)):
            runs.append(match.group()[:left])
            left -= len(runs[-1])
            if left <= 0:
                break
    return b"\n".join(runs)


def _next_blank(data: bytes, place: int) -> int:
    """The next byte from `place` on that is no part of a character of two bytes, within reach."""
    return next((i for i in range(place, min(place + 4096, len(data))) if data[i] < 0x30), place)


def utf8_share(sample: bytes) -> float:
    """The share of the bytes above 0x7F that make UTF-8 sequences (of text in GBK about a third)."""
    high = len(sample) - len(sample.translate(None, _HIGH_BYTES))
    kept = sample.decode("utf-8", "ignore").encode("utf-8")
    return 1 - (len(sample) - len(kept)) / high if high else 0.0


class _Score(NamedTuple):
    """How a sample reads in a codec: the bits it costs, and bits a character where it can be read at all."""

    bits: float
    mean: float


def _score(sample: bytes, codec: str) -> _Score:
    text = sample.decode(codec, "replace")
    bits = cost(text)
    lost = text.count("\ufffd")
    seen = beyond_ascii(text) - lost
    return _Score(bits, (bits - lost * STRANGE) / seen if seen > 2 * lost or (seen and not lost) else STRANGE)


def _by_statistics(sample: bytes, labels: list[tuple[str, str]]) -> Guess | None:
    """The East Asian encoding the sample costs least in, if it reads as text there; a declaration weighs some bits."""
    scores = {codec: _score(sample, codec) for codec in _CHINESE}
    if min(score.mean for score in scores.values()) > _SURE or sum(map(sample.count, _KANA)) * 8 > len(sample):
        scores.update((codec, _score(sample, codec)) for codec in _NEIGHBOURS)
    named = {codec for codec, _ in labels}
    first, second, *_ = sorted(scores, key=lambda codec: scores[codec].bits - (_TRUST if codec in named else 0))
    best, other = scores[first], scores[second]
    if best.mean >= READS_WELL:
        return None
    reads = f"statistics: reads as {first}, {best.mean:.1f} bits a character; as {second} {other.mean:.1f}"
    said = (f"{why}, {'agrees' if codec == first else 'overruled'}" for codec, why in labels)
    confidence = 1 - 2 ** -max(0.5, min(7.0, 1 + (other.bits - best.bits) / 8))
    return Guess(first, round(confidence, 2), (reads, *said))


class _Tally(NamedTuple):
    """What the cheapest paths through the runs of a sample make of it."""

    double: str
    bits: float  # of the characters read
    points: int  # characters read in `double`
    points_utf8: int
    lost: int  # bytes

    @property
    def mean(self) -> float:
        return self.bits / max(1, self.points + self.points_utf8)


def _tally(runs: list[bytes], double: str) -> _Tally:
    bits, points, lost = 0.0, {"utf-8": 0, double: 0}, 0
    for run in runs:
        for step in best_path(run, double, utf8=True).steps:
            if not step.codec:
                lost += step.end - step.start
                continue
            text = run[step.start : step.end].decode(step.codec)
            bits += cost(text)
            points[step.codec] += beyond_ascii(text)
    return _Tally(double, bits, points[double], points["utf-8"], lost)


def _by_path(sample: bytes) -> Guess | None:
    """Damaged or mixed Chinese: the encoding in which the cheapest path through the runs of the sample reads as Chinese."""
    runs = sample.split(b"\n")
    best = min((_tally(runs, double) for double in _CHINESE), key=lambda t: t.bits + t.lost * STRANGE)
    if best.lost > best.points + best.points_utf8 or best.mean > READS_WELL:
        return None
    main, other = (best.double, "utf-8") if best.points >= best.points_utf8 else ("utf-8", best.double)
    less = min(best.points, best.points_utf8)
    reads = f"statistics: reads as {main}, {best.mean:.1f} bits a character, {best.lost} bytes of a sample lost"
    return Guess(main, 0.8, (reads, *([f"{less} characters of a sample read as {other}"] if less > 2 else [])), also=other if less > 2 else "")


def declarations(data: bytes, declared: str | None, media_type: str | None) -> list[tuple[str, str]]:
    """What was declared by the transport or in the page, as (codec, what to say of it)."""
    head = data[:_HEAD]
    found = None
    if media_type == "text/html" or b"charset" in head or b"encoding" in head:
        found = EncodingDetector.find_declared_encoding(head, is_html=True, search_entire_document=True)
    out: list[tuple[str, str]] = []
    for label, why in ((declared, "declared by the transport"), (found, "declared in the page")):
        if label and (codec := codec_of(label)):
            out.append((codec, f"{why}: {label[:40]}"))
    return out


def _fallback(data: bytes, first: int, labels: list[tuple[str, str]]) -> Guess:
    """No Chinese, Japanese or Korean: what was declared, if it fits, else letters, else what charset-normalizer says."""
    for codec, why in labels:
        if codec not in _WEAK_LABELS and _fits(data, codec):
            return Guess(codec, 0.8, (why,))
    if best := single_byte(_TAG.sub(b" ", data[max(0, first - 2000) : first + 10000])):
        return Guess(best.codec, 0.6, (f"letters: reads as {best.language}, {best.mean:.1f} bits a letter",))
    match = from_bytes(data[:_HEAD]).best()
    found = codec_of(match.encoding) if match else None
    if match and found:
        return Guess(found, 0.4, (f"charset-normalizer: {match.encoding}",))
    return Guess("cp1252", 0.1, ("nothing fits: read as windows-1252",))


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
