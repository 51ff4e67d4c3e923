"""Build toolkit/repair/readings.txt: the readings of Traditional-only characters (and 著), the most common one first.

Source: the dictionary of single characters of pypinyin (MIT licence; `pip install pypinyin`), which is pinyin-data (MIT
licence): facts of Unihan's kMandarin, kHanyuPinyin and kXHC1983. Readings without a tone mark are left out, since no
annotation carries them, and what has no other reading is left out, too.

    python benchmarks/readings_table.py > toolkit/repair/readings.txt
"""

from __future__ import annotations

import collections
import unicodedata

from pypinyin.pinyin_dict import pinyin_dict  # type: ignore[import-untyped, unused-ignore]  # no part of the type stubs; installed for this script only

from toolkit.fold import traditional_only

# The annotations of pages carry another first reading than the dictionary, and never the third.
AS_SEEN = {"處": ["chǔ", "chù"]}
HEAD = """\
# Readings of Traditional-only characters (and 著), the most common one first. Facts of Unihan's kMandarin, kHanyuPinyin and
# kXHC1983 as pinyin-data 0.15 lists them; 處 is the one character whose annotations carry another first reading.
# One syllable a line: the reading, then the characters that have it first, then after a slash those that have it as a further one."""


def toned(char: str) -> list[str]:
    """The readings of a character that have a tone mark and no other sign, one code point a letter, in the dictionary's order."""
    found = [unicodedata.normalize("NFC", reading) for reading in pinyin_dict.get(ord(char), "").split(",")]
    plain = [r for r in found if not r.isascii() and not any(map(unicodedata.combining, r)) and "\u0302" not in unicodedata.normalize("NFD", r)]
    return AS_SEEN.get(char, plain)


def main() -> None:
    """Print the table, in the order of the syllables' code points without their tones."""
    first: dict[str, list[str]] = collections.defaultdict(list)
    more: dict[str, list[str]] = collections.defaultdict(list)
    for char in sorted(traditional_only() | {"著"}):
        for i, reading in enumerate(dict.fromkeys(toned(char))):
            (more if i else first)[reading].append(char)
    print(HEAD)
    for reading in sorted(first.keys() | more.keys()):
        print(f"{reading} {''.join(first[reading])}/{''.join(more[reading])}")


if __name__ == "__main__":
    main()
