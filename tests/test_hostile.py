"""No pattern costs more than in proportion to its text, and no drop costs much more than its neighbours or ends a run."""

from __future__ import annotations

import random
import re
import time
from typing import Any

import pytest

from tests.patterns import ENDS, Used, collect, pumps, use
from toolkit.chrome.table import LINE_RULES

# Lengths (code points) a pattern is tried at, each some times the one before: an exponential one shows before it takes for ever.
LENGTHS = (12, 20, 32, 48, 72, 108, 160, 480, 1920)
FLOOR = 0.002  # seconds of CPU below which nothing is said against a pattern
# Patterns that only ever see strings of bounded length, by the start of their name.
BOUNDED = {
    "toolkit.chrome.bylines.": 200,
    "toolkit.chrome.bylines:": 200,
    "toolkit.chrome.captions.": 140,
    "toolkit.chrome.captions:": 140,
    "toolkit.chrome.credits._BY_LINE": 48,
    "toolkit.chrome.credits._EDITOR_IN": 60,
    "toolkit.chrome.credits._AUTHOR_IN": 60,
    "toolkit.chrome.names._ROLE": 60,
    "toolkit.chrome.noise._FRAGMENT": 400,
    "toolkit.chrome.noise._TEASER": 240,
    "toolkit.chrome.foot._DISCLAIM": 500,
    "toolkit.chrome.trails.": 160,
} | {r.rule.id: r.limit for r in LINE_RULES}


def cost(used: Used, way: str, text: Any) -> float:
    """Seconds of CPU: the best of three where it is worth a look."""
    best = 1e9
    for _ in range(3):
        start = time.process_time()
        use(used.pattern, way, text)
        best = min(best, time.process_time() - start)
        if best < FLOOR / 4 or best > 25 * FLOOR:
            break
    return best


def hostile(pump: tuple[str, str], length: int, end: str) -> str:
    start, unit = pump
    return (start + unit * (length // len(unit) + 1))[: length - len(end)] + end


def limit(name: str) -> int:
    return next((size for start, size in BOUNDED.items() if name.startswith(start)), LENGTHS[-1])


def too_slow(used: Used, way: str, pump: tuple[str, str], end: str) -> str:
    """What is wrong with the cost of a pattern on one kind of string; "" where nothing is."""
    longest = limit(used.name)
    before = 0.0
    for length in [*(n for n in LENGTHS if n < longest), longest]:
        text = hostile(pump, length, end)
        spent = cost(used, way, text.encode("latin-1", "replace") if isinstance(used.pattern.pattern, bytes) else text)
        if spent > FLOOR and (length <= 160 or length == longest < LENGTHS[-1] or spent > 8 * before):
            return f"{used.name} {way}: {before * 1e3:.2f} ms, at {length} characters {spent * 1e3:.2f} ms: {pump} {end!r}"
        before = spent
    return ""


def first_fault(used: Used, rng: random.Random) -> str:
    tried = (too_slow(used, way, pump, rng.choice(ENDS)) for pump in pumps(used.pattern, rng, samples=3, words=12) for way in sorted(used.uses))
    return next(filter(None, tried), "")


def test_no_pattern_backtracks_more_than_in_proportion() -> None:
    rng = random.Random(11)
    patterns = collect()
    assert len(patterns) > 150
    found = [fault for used in patterns if (fault := first_fault(used, rng))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("pattern", "way"),
    [(r"(?:a|aa)+$", "fullmatch"), (r"(?:首页|[一-龥]{2,6}(?=\|)|[|]+)+", "fullmatch"), (r"\s*\n\s*x", "search"), (r"\d+[a-z]", "all")],
)
def test_the_strings_find_patterns_that_backtrack(pattern: str, way: str) -> None:
    used = Used("bad", re.compile(pattern), frozenset((way,)))
    rng = random.Random(3)
    assert any(too_slow(used, way, pump, end) for pump in pumps(used.pattern, rng, samples=6, words=12) for end in ENDS)
