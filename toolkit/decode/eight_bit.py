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
from toolkit.decode.read import RUN_HEAD, runs_of
from toolkit.decode.statistics import beyond_ascii, cost, costs
from toolkit.decode.strict import strict
from toolkit.decode.utf8 import fit, has_lone, utf8_share

_SAMPLE = 420  # bytes of runs looked at by the statistics
_HEAD = 1 << 16  # bytes looked at for declarations and by charset-normalizer
_REACH = 1 << 16  # bytes in which a part of the sample is collected
_CHINESE = ("gb18030", "big5hkscs")
_NEIGHBOURS = ("euc_jp", "cp932", "cp949")
_SURE = 10.5  # bits a character: nothing but Chinese reads as well as that in a Chinese encoding
_TRUST = 12.0  # bits a declaration is worth
_FOREIGN = 8.0  # bits by which Japanese or Korean must read better: the drops of this toolkit are Chinese
_CUT = 12.0  # bits by which a sample must read better without its first byte
_OTHER = 24.0  # bits by which a run must read better in another encoding for the drop to be mixed
_READS_FAIRLY = 14.0  # bits a character, if every byte of the sample fits; alphabets read as Chinese cost 15 and more
_WELL_ALONE = 11.5  # bits a character, for a run on its own
_LIKELY = 16.0  # bits a character; rare words read no worse
_WEAK_LABELS = frozenset({"cp1252", "utf-8"})  # what servers and editors put in unasked
_UTF8_SURE, _UTF8_SOME = 0.8, 0.6  # shares of bytes in UTF-8 sequences; by chance they make up to half of other encodings
_KANA = (0xA4, 0xA5)  # lead bytes of kana in GB 2312 and in EUC-JP alike
_HIGH = re.compile(rb"[\x80-\xff]")
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
    if share < _UTF8_SOME and (guess := _by_statistics(sample, first, labels)):
        return guess
    if has_lone(sample) and (found := fit(data, first)).damaged:
        return Guess("utf-8", 0.9, (f"utf-8: {found.good} bytes above 0x7F fit, {found.bad} don't, and {found.lone} stand alone between ASCII",))
    return _by_path(sample) or _in_part(sample) or _fallback(data, first, labels)


def sample_of(data: bytes, first: int = 0) -> bytes:
    """Runs of bytes above 0x7F from `first` on, from the middle and the last fifth, a line each."""
    places = [first]
    if len(data) - first > 4 * _SAMPLE:
        places += [_next_blank(data, first + (len(data) - first) * part // 10) for part in (5, 8)]
    runs: list[bytes] = []
    for place in places:
        left = _SAMPLE // len(places)
        for match in runs_of(data, RUN_HEAD, place, min(len(data), place + _REACH)):
            runs.append(match.group()[:left])
            left -= len(runs[-1])
            if left <= 0:
                break
    return b"\n".join(runs)


def _next_blank(data: bytes, place: int) -> int:
    """The next byte from `place` on that is no part of a character of two bytes, within reach."""
    return next((i for i in range(place, min(place + 4096, len(data))) if data[i] < 0x30), place)


class _Score(NamedTuple):
    """How a sample reads in a codec: the bits it costs, bits a character above ASCII, and whether its first byte is left out."""

    bits: float
    mean: float
    codec: str
    cut: bool = False


def _score(sample: bytes, codec: str, handicap: float = 0.0, *, cut: bool = False) -> _Score:
    bits, mean = costs(sample[cut:].decode(codec, "replace"))
    return _Score(bits + handicap, mean, codec, cut)


def _by_statistics(sample: bytes, first: int, labels: list[tuple[str, str]]) -> Guess | None:
    """The East Asian encoding the sample costs least in, if it reads as text there; a declaration weighs some bits.

    Where Chinese does not read at its best, the sample may be Japanese or Korean, or start in the middle of a character.
    """
    named = {codec for codec, _ in labels}
    scores = [_score(sample, codec, -_TRUST * (codec in named)) for codec in _CHINESE]
    if min(score.mean for score in scores) > _SURE or sum(map(sample.count, _KANA)) * 8 > len(sample):
        scores += [_score(sample, codec, _FOREIGN - _TRUST * (codec in named)) for codec in _NEIGHBOURS]
        if first == 0:
            scores += [_score(sample, codec, _CUT, cut=True) for codec in _CHINESE]
    best = min(scores)
    other = min(score for score in scores if score.codec != best.codec)
    if best.mean >= READS_WELL and not (best.codec in _CHINESE and best.mean < _READS_FAIRLY and strict(sample, best.codec) is not None):
        return None
    reads = f"statistics: reads as {best.codec}, {best.mean:.1f} bits a character; as {other.codec} {other.mean:.1f}"
    said = (f"{why}, {'agrees' if codec == best.codec else 'overruled'}" for codec, why in labels)
    confidence = 1 - 2 ** -min(7.0, 1 + (other.bits - best.bits) / 8)
    return Guess(best.codec, round(confidence, 2), (reads, *said), also=_other_chinese(sample, best))


def _other_chinese(sample: bytes, best: _Score) -> tuple[str, ...]:
    """The other Chinese double-byte encoding, if runs of the sample clearly read better in it."""
    if best.mean <= _SURE or best.codec not in _CHINESE:
        return ()
    other = next(codec for codec in _CHINESE if codec != best.codec)
    runs = sample.split(b"\n")
    gained = (cost(run.decode(best.codec, "replace")) - cost(run.decode(other, "replace")) for run in runs if len(run) >= 8)
    return (other,) if max(gained, default=0.0) > _OTHER else ()


class _Tally(NamedTuple):
    """What the cheapest paths through the runs of a sample make of it."""

    bits: float
    double: str
    text: str  # what was read
    points: int  # characters read in `double`
    points_utf8: int
    lost: int  # bytes


def _tally(runs: list[bytes], double: str) -> _Tally:
    texts: dict[str, list[str]] = {"utf-8": [], double: []}
    bits, lost = 0.0, 0
    for run in runs:
        path = best_path(run, double, utf8=True)
        bits += path.bits
        for step in path.steps:
            if step.codec:
                texts[step.codec].append(run[step.start : step.end].decode(step.codec))
            else:
                lost += step.end - step.start
    mine, utf8 = "".join(texts[double]), "".join(texts["utf-8"])
    return _Tally(bits, double, mine + utf8, beyond_ascii(mine), beyond_ascii(utf8), lost)


def _by_path(sample: bytes) -> Guess | None:
    """Damaged or mixed Chinese: the encoding in which the cheapest path through the runs of the sample reads as Chinese."""
    runs = sample.split(b"\n")
    best = min(_tally(runs, double) for double in _CHINESE)
    _, mean = costs(best.text)
    if best.lost > best.points + best.points_utf8 or mean > READS_WELL:
        return None
    main, other = (best.double, "utf-8") if best.points >= best.points_utf8 else ("utf-8", best.double)
    less = min(best.points, best.points_utf8)
    reads = f"statistics: reads as {main}, {mean:.1f} bits a character, {best.lost} bytes of a sample lost"
    if less <= 2:
        return Guess(main, 0.8, (reads,))
    return Guess(main, 0.8, (reads, f"{less} characters of a sample read as {other}"), also=(other,))


def _in_part(sample: bytes) -> Guess | None:
    """Chinese in a part of the sample, where the rest is no text at all (a hole in the file)."""
    runs = [run for run in sample.split(b"\n") if len(run) >= 16]
    read = {codec: [text for run in runs if (text := strict(run, codec)) is not None] for codec in _CHINESE}
    good = {codec: sum(len(text) for text in texts if costs(text)[1] < _WELL_ALONE) for codec, texts in read.items()}
    codec = max(good, key=good.__getitem__)
    return Guess(codec, 0.5, (f"statistics: {good[codec]} characters of a sample read as {codec}, the rest as nothing",)) if good[codec] >= 16 else None


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
        if codec not in _WEAK_LABELS and strict(data, codec) is not None:
            return Guess(codec, 0.8, (why,))
    if best := single_byte(_TAG.sub(b" ", data[max(0, first - 2000) : first + 10000])):
        return Guess(best.codec, 0.6, (f"letters: reads as {best.language}, {best.mean:.1f} bits a letter",))
    rare = min((_score(sample_of(data, first), codec) for codec in _CHINESE if strict(data, codec) is not None), default=None)
    if rare and rare.mean < _LIKELY:
        return Guess(rare.codec, 0.3, (f"statistics: reads as rare Chinese, {rare.mean:.1f} bits a character",))
    match = from_bytes(data[:_HEAD]).best()
    found = codec_of(match.encoding) if match else None
    if match and found:
        return Guess(found, 0.4, (f"charset-normalizer: {match.encoding}",))
    return Guess("cp1252", 0.1, ("nothing fits: read as windows-1252",))
