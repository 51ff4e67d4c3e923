"""Characters that nobody sees: zero-width marks, bidi controls, soft hyphens, stray variation selectors, icons of fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.edits import Edit
from toolkit.hanzi import is_hanzi

# Each class of characters with the rule that takes it; the reasons stand in the rule table.
_CLASSES: tuple[tuple[str, str], ...] = (
    ("repair.zero-width", "\u200b\u2060\ufeff\u180e\u034f\u115f\u1160\u3164\u2800\uffa0\ufff9\ufffa\ufffb\u2061\u2062\u2063\u2064"),
    ("repair.joiner", "\u200c\u200d"),
    ("repair.bidi", "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    ("repair.soft-hyphen", "\u00ad"),
    ("repair.control", "".join(map(chr, (*range(9), *range(14, 28), 127, *range(0xD800, 0xE000))))),
    ("repair.line-separator", "\u2028\u2029\x0b\x0c\x85"),
)
_RULE_OF = {char: rule for rule, chars in _CLASSES for char in chars}
HIDDEN = re.compile(
    "[" + re.escape("".join(_RULE_OF)) + "\ufe00-\ufe0f\U000e0001-\U000e01ef\ue000-\uf8ff\U000f0000-\U0010fffd]",
)
_CONTROLS = re.escape(dict(_CLASSES)["repair.control"])
_RUN = re.compile(f"{HIDDEN.pattern}(?:(?<=[{_CONTROLS}])[{_CONTROLS}]+)?")  # holes in files are full of controls
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af]")
_PICTURE = re.compile("[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\ufe0f\u20e30-9#*]")


def invisible(text: str) -> Iterator[Edit]:
    """Edits that take what nobody sees; what a script needs stays (joiners in emoji, ideographic variation sequences)."""
    found = HIDDEN.search(text)
    if not found:
        return
    turning = _RIGHT_TO_LEFT.search(text) is not None
    for m in _RUN.finditer(text, found.start()):
        rule = _rule(text, m.start(), turning)
        if rule:
            yield Edit(m.start(), m.end(), "\n" if rule == "repair.line-separator" else "", rule)


def _rule(text: str, at: int, turning: bool) -> str:
    """The rule that takes the hidden character at `at`, "" where it stays."""
    char, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    rule = _RULE_OF.get(char)
    if rule is None:
        return _selector_or_private(char, before, after)
    if rule == "repair.bidi":
        return "" if turning else rule
    if rule == "repair.joiner":
        joins = any(c and (_JOINING.match(c) or (char == "\u200d" and _PICTURE.match(c))) for c in (before, after))
        return "" if joins else rule
    return rule


def _selector_or_private(char: str, before: str, after: str) -> str:
    if "\ufe00" <= char <= "\ufe0f":
        return "" if before and (_PICTURE.match(before) or is_hanzi(before)) else "repair.selector"
    if "\U000e0100" <= char <= "\U000e01ef":
        return "" if before and is_hanzi(before) else "repair.selector"
    if "\U000e0001" <= char <= "\U000e007f":
        return "" if before and (before == "\U0001f3f4" or "\U000e0020" <= before <= "\U000e007e") else "repair.selector"
    # Private use: an icon font's sign stands by itself; between hanzi it may stand for a character that was lost.
    beside = [c for c in (before, after) if c.strip() and not "\ue000" <= c <= "\uf8ff"]
    return "" if any(is_hanzi(c) or c.isalnum() for c in beside) else "repair.private-use"
