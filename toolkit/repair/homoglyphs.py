"""Letters of other alphabets inside Latin words: how spam hides its words from filters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.edits import Edit

# Cyrillic and Greek letters that look like Latin ones (Unicode's confusables.txt, the exact look-alikes only).
_CYRILLIC = dict(zip("аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhqwABEKMHOPCTYXIJS", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_WIDE = {chr(0xFF21 + i): chr(0x41 + i) for i in range(26)} | {chr(0xFF41 + i): chr(0x61 + i) for i in range(26)}
_LIKE = _CYRILLIC | _GREEK | _WIDE
_ALIKE = "[" + "".join(_CYRILLIC) + "".join(_GREEK) + "Ａ-Ｚａ-ｚ]"
FOREIGN = re.compile(_ALIKE)
_MIXED = re.compile(f"{_ALIKE}(?:(?=[A-Za-z])|(?<=[A-Za-z]{_ALIKE}))")
_WORD = re.compile("[A-Za-z\u0370-\u04ff\u0500-\u052fＡ-Ｚａ-ｚ]{3,}")


def homoglyphs(text: str) -> Iterator[Edit]:
    """Edits that put Latin letters in the place of their look-alikes, in words that are Latin otherwise."""
    if not _MIXED.search(text):
        return
    for m in _WORD.finditer(text):
        word = m.group()
        latin = sum(c.isascii() for c in word)
        alike = sum(c in _LIKE for c in word)
        if alike and latin >= max(2, alike) and latin + alike == len(word):
            for i, c in enumerate(word, m.start()):
                if c in _LIKE:
                    yield Edit(i, i + 1, _LIKE[c], "repair.homoglyph")
