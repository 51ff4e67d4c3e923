"""What a text is compared by: the 5-grams of its letters and digits, in one script, without what damage adds."""

from __future__ import annotations

import re

from toolkit.script import convert

SIZE = 5  # characters; of Chinese text 5 characters say as much as 2 or 3 words
_NOTE = re.compile(r"[(（][a-zɑɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ]{1,6}[)）]")  # pinyin in brackets behind a character
_OTHER = re.compile(r"[\W_]+")


def shingles(text: str) -> set[str]:
    """The distinct 5-grams of a text (of a shorter text, the text itself): code points, lower case, Simplified script."""
    letters = _OTHER.sub("", convert(_NOTE.sub("", text.lower()), "t2s"))
    if len(letters) <= SIZE:
        return {letters} if letters else set()
    return {letters[i : i + SIZE] for i in range(len(letters) - SIZE + 1)}
