"""Long alternations of words, compiled so that they are searched for fast."""

from __future__ import annotations

import re

_GROUPS = 6  # the tests before the alternatives are tried one by one; of 4 to 12 groups the best on lines of web pages


def by_first_letter(pattern: str) -> re.Pattern[str]:
    """`pattern`, an alternation whose alternatives each begin with a literal character, with the same matches.

    Python's re tries the alternatives one after the other wherever the first character of any of them stands. So those
    with the same first character become one, and these are tried in groups. Raises ValueError on an alternative that
    begins with anything else.
    """
    by_letter: dict[str, list[str]] = {}
    for one in _alternatives(pattern):
        letter = one[:2] if one.startswith("\\") else one[:1]
        if not letter or letter in "([.^$*+?{" or (letter[-1:].isalnum() and len(letter) == 2):
            raise ValueError(f"{one!r} begins with no literal character")
        by_letter.setdefault(letter, []).append(one[len(letter) :])
    letters = list(by_letter)
    size = -(-len(letters) // _GROUPS)
    groups = []
    for i in range(0, len(letters), size):
        some = letters[i : i + size]
        groups.append(f"(?=[{''.join(some)}])(?:" + "|".join(f"{c}(?:{'|'.join(by_letter[c])})" for c in some) + ")")
    return re.compile(f"(?=[{''.join(letters)}])(?:{'|'.join(groups)})")


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of the outermost level."""
    found, depth, in_class, at = [], 0, False, 0
    for m in re.finditer(r"\\.|[][()|]", pattern):
        c = m[0]
        if in_class:
            in_class = c != "]"
        elif c == "[":
            in_class = True
        elif c in "()":
            depth += 1 if c == "(" else -1
        elif c == "|" and not depth:
            found.append(pattern[at : m.start()])
            at = m.end()
    return [*found, pattern[at:]]
