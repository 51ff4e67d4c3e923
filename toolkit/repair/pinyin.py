"""Pinyin garbage: `實(shí)驗`, one toned syllable in brackets put behind Traditional characters by a page-hijacking kit.

The kit annotates only characters that Simplified text lacks (著 is its one exception) and gives each of them one fixed
reading. Annotations that people write behave otherwise: they explain rare characters, place names and the uncommon
reading of a character with several, and a primer annotates whatever is in the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from toolkit.fold import fold, simplified_only, traditional_only
from toolkit.hanzi import is_hanzi, level_one
from toolkit.repair.readings import default_reading, readings

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# ɑ and ɡ stand for a and g at times; a combining tone mark for a letter that holds it.
SYLLABLE = rf"[a-zɑɡü{_TONED}][a-zɑɡü{_TONED}\u0300-\u036f]{{0,7}}"
TONE = re.compile(f"[{_TONED}\u0300-\u036f]")  # what every toned syllable holds one of
_ANNOTATION = re.compile(rf"[(（] ?({SYLLABLE}) ?[)）]")
_LESSON = re.compile(r"[读念唸]|[拼注发字同谐]音|音[节调标]|声调|声母|韵母|多音")
_MIN_HOSTS, _MIN_HITS, _MIN_DEFAULT = 3, 4, 0.6


class Hit(NamedTuple):
    """An annotation at [start, end) behind `host`; `default`: it is the reading the host has most often."""

    start: int
    end: int
    host: str
    syllable: str
    default: bool


def normal(syllable: str) -> str:
    """A syllable with plain a and g and composed tone marks."""
    return unicodedata.normalize("NFC", syllable.replace("ɑ", "a").replace("ɡ", "g"))


def annotated(text: str, hosts: Mapping[int, str] | None = None) -> Iterator[Hit]:
    """Every single toned syllable in brackets behind a hanzi. `hosts`: characters that other repairs put before a place."""
    for m in _ANNOTATION.finditer(text):
        at = m.start()
        host = (hosts or {}).get(at) or text[at - 1 : at]
        syllable = normal(m[1])
        if host and is_hanzi(host) and sum(c in _TONED for c in syllable) == 1:
            yield Hit(at, m.end(), host, syllable, default_reading(host) == syllable)


def garbage(text: str, hosts: Mapping[int, str] | None = None) -> tuple[list[Hit], list[Hit]]:
    """The annotations of `text` that the kit put there, and those that look like it on too thin evidence."""
    found = list(annotated(text, hosts))
    suspects = [h for h in found if h.syllable in readings(h.host)]
    if not suspects:
        return [], []
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for h in suspects:
        spoken[h.host].add(h.syllable)
    fixed = [h for h in suspects if len(spoken[h.host]) == 1]  # the kit has one reading a character; a lesson has several
    if not fixed or _is_primer(found, fixed):
        return [], suspects
    n_default = sum(h.default for h in fixed)
    if (len({h.host for h in fixed}) >= _MIN_HOSTS or len(fixed) >= _MIN_HITS) and n_default >= _MIN_DEFAULT * len(fixed):
        return fixed, []
    if n_default < len(fixed):
        return [], suspects
    sure = [h for h in fixed if _ordinary(text, h)]
    return sure, [h for h in fixed if h not in sure]


def _is_primer(found: list[Hit], fixed: list[Hit]) -> bool:
    """Whether characters that both scripts share are annotated as often: then a person wrote the annotations."""
    shared = Counter(h.host for h in found if h.host not in traditional_only() and h.host not in simplified_only() and h.host != "著")
    return sum(shared.values()) >= 4 and 2 * sum(shared.values()) >= len(fixed)


def _ordinary(text: str, hit: Hit) -> bool:
    """Whether a lone annotation explains nothing: an everyday character of Traditional prose, in its usual reading."""
    before, after = text[max(0, hit.start - 16) : hit.start - 1], text[hit.end : hit.end + 15]
    around = before + after
    return (
        fold(hit.host) in level_one()
        and sum(c in traditional_only() for c in around) >= max(1, sum(c in simplified_only() for c in around))
        and not _LESSON.search(fold(around))
        and sum(map(is_hanzi, around)) >= 8
    )


def without(value: str) -> str:
    """A value of a field of a page that is known to hold the kit's annotations, without them."""
    out, at = [], 0
    for h in annotated(value):
        if h.syllable in readings(h.host):
            out.append(value[at : h.start])
            at = h.end
    return "".join(out) + value[at:]
