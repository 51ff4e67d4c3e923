"""Misaligned GBK: stretches that were cut between the two bytes of a character and read on one byte out of step.

The kit that annotates characters works on raw GBK bytes without minding where a character begins. It splits texts at the
bytes of ？！； and it finds its characters across the border of two others. Either way one byte stands alone, shows as `?`
(and takes the bracket behind it along), and every pair after it is made of the second half of one character and the
first half of the next, until a first half meets ASCII. Only that one byte is lost, and the characters round it tell it.
Some pairs out of step are no character at all and vanish; nothing shows such a gap, but two characters become one that
seldom fits between its neighbours. What may hold a gap is left as it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from toolkit.decode.statistics import cost
from toolkit.decode.strict import strict
from toolkit.fold import fold, traditional_only
from toolkit.hanzi import is_hanzi
from toolkit.repair.pairs import ends_word, follows, in_words
from toolkit.repair.pinyin import SYLLABLE, normal
from toolkit.repair.readings import default_reading, readings
from toolkit.script.detection import marks

_SIGN = re.compile(r"\?|\((?<=[\u00b7-\uffee][@-~]\()")  # the sign first, then what stands before it: so it is searched for fast
_SPLIT = re.compile(r"\?(?=[？！；])")
_HOST = re.compile(rf"(?<=[\u00b7-\uffee])\?({SYLLABLE})\)")
_ANNOTATION = re.compile(rf"\(({SYLLABLE})\)")
_TAG_LEFT = re.compile(r"/?(?:p|br|span|div|strong|font|td|li|b|h[1-6]|a)\s?/?>")
# What a wrong pair often is and a text seldom holds; the semicolon is a comma run together with the character behind it.
_NO_TEXT = re.compile("[＃-＇＊＋＝＠［-｀｛-～〒-〟\uff10-\uff19；＜-＞\uff21-\uff5a\u3041-\u30ff\u0370-\u04ff\u2460-\u25ff]")
_ENDS = re.compile("[。，”」』】]{1,3}")
_MORE = re.compile(r"(?<=[\u3400-\u9fff])\?(?=[\u3400-\u9fff？！；]|\s*$)")  # a lost half further on in the line
_DEBRIS = re.compile(r"[？！；]([\u3400-\u9fff]{4,12})")
_BLANK = re.compile("[\u3400-\u9fff]\u3000[\u3400-\u9fff]")  # a blank that no sentence has
_PAIRED = (("“", "”"), ("「", "」"), ("『", "』"), ("【", "】"))  # those whose second one begins with the byte A1
# What ends no sentence, as what follows it shows what it does.
_NEVER_LAST = frozenset("，、：；（《“在和与及把被将从对向于都不也就很太最更已还正而但或每各第是")
_MAX_RUN = 400  # code points; the pages split at every ？！； and line end
_READS = 11.5  # bits a character: dearer text does not read as Chinese
_RARE = 16.0  # bits; characters dearer than that stand in words
_WORD = 0.004  # share of a character's places in words that its neighbour must take to be put back
_LOOSE = 0.001  # the same for a character that may stand before one that begins no word
_QUOTED = 8  # so many times likelier than elsewhere is a full stop beside a quotation mark
_ENDING = 0.05  # the same for the last character of a sentence
_SURE = 0.8  # probability that the byte that was put back is the one that was lost
_GAP = 0.9  # probability of a gap somewhere in a stretch from which it is left alone
# The first halves of a second character whose pair out of step has no character: the user-defined areas of GBK.
_VANISHING = bytes((*range(0xAA, 0xB0), *range(0xF8, 0xFF)))


class Run(NamedTuple):
    """[start, end) of a text reads `text` once it is put back in step."""

    start: int
    end: int
    text: str


class Doubt(NamedTuple):
    """Something out of step at `at` that can't be put right."""

    at: int
    seen: str


class _Stretch(NamedTuple):
    """The bytes of a stretch out of step, and where it ends in the text."""

    raw: bytes
    end: int


def stretches(text: str) -> Iterator[Run | Doubt]:
    """The misaligned stretches of a text in order: restored where nothing seems to be missing, else as doubts."""
    at = _next(text, 0)
    while at >= 0:
        found: Run | Doubt | None = None
        if text[at] == "(":
            found = _across_ascii(text, at)
        elif m := _HOST.match(text, at):
            found = _after_host(text, m)
        elif _SPLIT.match(text, at):
            found = _after_split(text, at)
        if isinstance(found, Run) and _MORE.search(text, found.end, _line_end(text, found.end, 40)):
            found = Doubt(at, text[max(0, at - 6) : at + 12])  # more of the sentence is damaged than this
        if found is not None:
            yield found
        at = _next(text, found.end if isinstance(found, Run) else at + 1)


def _next(text: str, at: int) -> int:
    """Where the next sign of a cut stands; -1 where there is none."""
    found = _SIGN.search(text, at)
    return found.start() if found else -1


def _across_ascii(text: str, at: int) -> Run | None:
    """An annotation behind a letter that is the second half of one of the kit's characters: nothing is out of step, the annotation goes."""
    m = _ANNOTATION.match(text, at)
    before = _gbk(text[at - 2])
    if m is None or len(before) != 2:
        return None
    host = _decode(before[1:] + text[at - 1].encode("ascii"))
    return Run(at, m.end(), "") if host in traditional_only() and default_reading(host) == normal(m[1]) else None


def _after_split(text: str, at: int) -> Run | Doubt | None:
    """A stretch that begins where the kit split at ？！；: the byte before it begins a character that ends in A3, A1 or BB."""
    stretch = _read_stretch(text, at + 1)
    if stretch is None:
        return _doubt(text, at)
    second = _decode(stretch.raw[1:5]) or _decode(stretch.raw[1:3]) or _last_mark(text, at, "")
    first = _first_character(text[at - 1 : at], second)
    if first:
        run = _restore(text, at, first.encode("gbk")[:1] + stretch.raw, stretch.end)
        if run and (_ends_word(text, run) or _gains(run, text[at + 1 : stretch.end]) or _closes_quotes(text, run)):
            return run
    return _doubt(text, at)


@lru_cache(maxsize=4096)
def _first_character(before: str, behind: str) -> str:
    """The character that ends in A3 and stood between two others; "" where none of them is likely enough."""
    a, b = fold(before or "，"), fold(behind[:1])
    scores = {c: follows(a, f) * follows(f, b) for c, f in _in_a3().items()}
    if behind[:1] in "，。、；：？！）·" or before in _NEVER_LAST or a in _NEVER_LAST:
        del scores["。"]
    else:
        scores["。"] *= ends_word(a) * (_QUOTED if b in "“”「」" else 1)
    best = max(scores, key=scores.__getitem__)
    if scores[best] < _SURE * sum(scores.values()):
        return ""
    if best != "。":
        return best if max(in_words(a, fold(best)), in_words(fold(best), b)) >= _WORD else ""
    begins = not is_hanzi(b) or in_words(b, fold(behind[1:2])) >= _WORD  # a sentence seldom begins with a loose character
    return best if begins or max(in_words(f, b) for f in _in_a3().values()) < _LOOSE else ""


@lru_cache(maxsize=1)
def _in_a3() -> dict[str, str]:
    """The characters of GBK that end in A3, with their Simplified forms."""
    found = (_decode(bytes((lead, 0xA3))) for lead in (0xA1, *range(0x81, 0xA1), *range(0xAA, 0xFE)))
    return {c: fold(c) for c in found if c and not marks().simplified.match(c)}


def _ends_word(text: str, run: Run) -> bool:
    """Whether a restored stretch is one character that ends a word, and the mark behind it."""
    return len(run.text) == 2 and is_hanzi(run.text[0]) and in_words(fold(text[run.start - 1]), fold(run.text[0])) >= _ENDING


def _gains(run: Run, seen: str) -> bool:
    """Whether a restored stretch reads clearly better than what stands there; a short one must do so more."""
    return _bits("", run.text) + 0.3 + 2 / len(run.text) <= cost(seen) / max(1, len(seen))


def _closes_quotes(text: str, run: Run) -> bool:
    """Whether a restored stretch brings the quotation mark that its paragraph lacks."""
    without = text[_line_start(text, run.start, 600) : run.start] + text[run.end : _line_end(text, run.end, 600)]
    missing = {right: without.count(left) - without.count(right) - run.text.count(right) + run.text.count(left) for left, right in _PAIRED}
    return any(right in run.text for right in missing) and not any(missing.values())


def _bits(before: str, text: str, behind: str = "") -> float:
    """The mean cost of a character of `text` where it stands, whichever script it is in; less where it makes a word (bits)."""
    last = fold(before[-1:])
    flat = fold(text + behind) if is_hanzi(behind or "x") else fold(text)
    bits = 0.0
    for char in flat:
        bits += min(cost(char), -math.log2(follows(last, char)))
        last = char
    return bits / len(flat)


def _after_host(text: str, m: re.Match[str]) -> Run | Doubt | None:
    """A stretch that begins behind a character the kit found across the border of two others."""
    before = _gbk(text[m.start() - 1])
    hosts = _hosts(before[1], normal(m[1])) if len(before) == 2 else ()
    if not hosts:
        return None
    stretch = _read_stretch(text, m.end()) or _Stretch(b"", m.end())
    runs = [run for host in hosts if (run := _restore(text, m.start(), host.encode("gbk")[1:] + stretch.raw, stretch.end))]
    if runs:
        runs.sort(key=lambda run: _bits(text[: m.start()][-1:], run.text) * len(run.text))
        return runs[0]
    return Doubt(m.start(), text[max(0, m.start() - 6) : m.end() + 6])


@lru_cache(maxsize=1)
def _by_lead() -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for c in sorted(traditional_only() | {"著"}):
        pair = _gbk(c)
        if len(pair) == 2 and readings(c):
            out.setdefault(pair[0], []).append(c)
    return out


@lru_cache(maxsize=4096)  # a page says the same few again and again
def _hosts(lead: int, syllable: str) -> tuple[str, ...]:
    """The characters the kit annotates with `syllable` whose first byte is `lead`: in their usual reading first, everyday ones first."""
    found = [c for c in _by_lead().get(lead, ()) if syllable in readings(c)]
    return tuple(sorted(found, key=lambda c: (default_reading(c) != syllable, cost(c))))


def _gbk(char: str) -> bytes:
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return b""


def _decode(raw: bytes) -> str:
    """Bytes read as GBK; "" where they are none."""
    return strict(raw, "gbk") or ""


def _read_stretch(text: str, start: int) -> _Stretch | None:
    """The stretch from `start` up to what puts it in step again or ends it."""
    out: list[bytes] = []
    i = start
    while i < min(len(text), start + _MAX_RUN):
        pair = _gbk(text[i])
        if len(pair) == 2:
            out.append(pair)
            i += 1
            if pair[1] < 0x80:  # no character begins so: an ASCII one, and in step again
                return _Stretch(b"".join(out), i)
        elif text[i] == "(" and out and (m := _ANNOTATION.match(text, i)) and normal(m[1]) in readings(text[i - 1]):
            i = m.end()  # out of step, the kit met one of its characters all the same
        elif "@" <= text[i] <= "~" and (out or text[start - 1] == ")"):
            out.append(pair)  # the second half of a character: in step again
            return _Stretch(b"".join(out), i + 1)
        else:
            break
    return _Stretch(b"".join(out), i) if out else None


def _restore(text: str, at: int, raw: bytes, end: int) -> Run | None:
    """The bytes of a stretch that begins at `at` read in step, where they read as Chinese; its last character may have to be found."""
    whole = len(raw) - 1 if raw[-1] < 0x80 and len(raw) & 1 else len(raw) & ~1
    body = _decode(raw[:whole])
    if not body and whole:
        return None
    if raw[-1] < 0x80 and len(raw) & 1:
        body += chr(raw[-1])
    elif len(raw) & 1:
        closed = _close(text, at, end, raw[-1], body)
        if closed is None:
            return None
        body, end = body + closed[0], closed[1]
    if (
        not (any(map(is_hanzi, body)) or _ENDS.fullmatch(body))
        or _NO_TEXT.search(body)
        or _is_strange(body)
        or _bits(text[at - 1 : at], body, text[end : end + 1]) > _READS + 3 / len(body)
    ):
        return None
    if marks().simplified.search(body) and marks().traditional.search(text, max(0, at - 300), end + 300):
        return None  # the kit works on text a machine converted; what is left of two characters may be of any script
    if _BLANK.search(text[at - 1 : at] + body) or _opens_bracket(text, end, body):
        return None
    before, behind = text[at - 1 : at] or "。", text[end : end + 1] or "。"
    return Run(at, end, body) if _gap_probability(before, body, behind) < _GAP else None


def _opens_bracket(text: str, end: int, body: str) -> bool:
    """Whether `body` opens a bracket that neither it nor the rest of its line closes: a trace of two characters that became one."""
    rest = body[max(body.rfind("（"), body.rfind("《")) :]
    mark = {"（": "）", "《": "》"}.get(rest[:1])
    return mark is not None and mark not in rest and mark not in text[end : _line_end(text, end, len(text))]


def _is_strange(body: str) -> bool:
    """Whether a character stands in `body` that is rare and makes no word with its neighbours."""
    flat = fold(body)
    rare = (i for i, c in enumerate(flat) if is_hanzi(c) and cost(c) > _RARE)
    return any(not in_words(flat[i - 1 : i], flat[i]) and not in_words(flat[i], flat[i + 1 : i + 2]) for i in rare)


def _last_mark(text: str, at: int, body: str) -> str:
    """The mark that ends a paragraph: the one that closes its last quotation or bracket that is still open."""
    said = text[_line_start(text, at, 600) : at] + body
    open_ = [(said.rfind(left), right) for left, right in _PAIRED if said.count(left) > said.count(right)]
    return max(open_)[1] if open_ else "。"


def _close(text: str, at: int, end: int, lead: int, body: str) -> tuple[str, int] | None:
    """The last character of a stretch whose second half was lost, and where the stretch ends; None where it can't be known.

    A character that the kit annotated is known by its reading; at the end of a paragraph it is the mark that ends it.
    """
    if not text.startswith("?", end):
        return None
    if m := _HOST.match(text, end):
        hosts = _hosts(lead, normal(m[1]))
        return (hosts[0], m.end()) if hosts else None
    tag = _TAG_LEFT.match(text, end + 1)
    behind = tag.end() if tag else end + 1
    if lead == 0xA1 and (tag or behind == len(text) or text[behind] in "\r\n"):
        return _last_mark(text, at, body), behind
    return None


def _gap_probability(before: str, body: str, behind: str) -> float:
    """The probability that somewhere in `body` two characters became one because the pair between them vanished."""
    raw = before + body + behind
    flat = fold(raw)
    none = 1.0
    for i in range(1, len(raw) - 1):
        pair = _gbk(raw[i])
        if len(pair) == 2:
            one = follows(flat[i - 1], flat[i]) * follows(flat[i], flat[i + 1])
            none *= one / (one + _two(pair, flat[i - 1], flat[i + 1]))
    return 1 - none


def _two(pair: bytes, before: str, behind: str) -> float:
    """How likely two characters stood there of which the first one's first half and the second one's second half are left."""
    seconds = [c for c in (_folded(lead, pair[1]) for lead in range(0xA1, 0xFF)) if c]
    total = 0.0
    for trail in _VANISHING:
        first = _folded(pair[0], trail)
        if first and (reach := follows(before, first)) > 1e-7:
            total += reach * sum(follows(first, c) * follows(c, behind) for c in seconds)
    return total


@lru_cache(maxsize=24000)
def _folded(lead: int, trail: int) -> str:
    return fold(_decode(bytes((lead, trail))))


def _doubt(text: str, at: int) -> Doubt | None:
    """A doubt where what follows a `?` reads as nothing."""
    seen = _DEBRIS.match(text, at + 1)
    return Doubt(at, text[max(0, at - 6) : at + 12]) if seen and cost(seen[1]) > 12.5 * len(seen[1]) else None


def _line_start(text: str, at: int, most: int) -> int:
    """Where the line that `at` lies in starts, at most `most` code points back."""
    return max(text.rfind("\n", 0, at) + 1, at - most)


def _line_end(text: str, at: int, most: int) -> int:
    """Where the line that `at` lies in ends, at most `most` code points on."""
    end = text.find("\n", at, at + most)
    return end if end >= 0 else min(len(text), at + most)
