"""Which single-byte encoding a text of an alphabet is in: the one in which its letters are those of a language.

The letters of a language by frequency are charset-normalizer's; the letters of each alphabet that those lists leave out
are added here. A histogram of the bytes is all that is looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from charset_normalizer.constant import FREQUENCIES

# Codecs by region, the commoner first, with the languages written in them and the letters beyond the 26 most frequent.
_REGIONS: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (
        ("cp1252", "iso8859-15", "mac-roman"),
        {
            "English": "éèï",
            "French": "àâæçéèêëîïôœùûüÿ",
            "German": "äöüß",
            "Spanish": "áéíñóúü¿¡",
            "Portuguese": "áâãàçéêíóôõúü",
            "Italian": "àèéìíòóùú",
            "Dutch": "éëïóöü",
            "Swedish": "åäöé",
            "Norwegian": "æøåéòô",
            "Danish": "æøåé",
            "Finnish": "äöåšž",
            "Indonesian": "é",
        },
    ),
    (
        ("cp1250", "iso8859-2"),
        {
            "Polish": "ąćęłńóśźż",
            "Czech": "áčďéěíňóřšťúůýž",
            "Slovak": "áäčďéíĺľňóôŕšťúýž",
            "Hungarian": "áéíóöőúüű",
            "Romanian": "ăâîşţ",
            "Croatian": "čćđšž",
            "Slovene": "čšž",
        },
    ),
    (
        ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"),
        {"Russian": "фшщэюёъц", "Ukrainian": "їєіґфшщюцйж", "Bulgarian": "фщюцйжъь", "Serbian": "јљњћђџшжцф", "Kazakh": "әғқңөұүһіюяёцщ"},
    ),
    (("cp1253", "iso8859-7"), {"Greek": "ώβθξζψφϊΐϋΰ"}),
    (("cp1254",), {"Turkish": "çğıöşüâî"}),
    (("cp1255", "iso8859-8"), {"Hebrew": "ץףז"}),
    (("cp1256", "iso8859-6"), {"Arabic": "غضذزثظئؤءآ", "Farsi": "پچژگکیغضذزثظئؤءآ"}),
    (("cp1257", "iso8859-4"), {"Lithuanian": "ąčęėįšųūž", "Estonian": "äöõüšž"}),
    (("cp874",), {"Thai": "ฃฅฆฌฎฏฐฑฒณธฝฟภฤศษฬฮ่้๊๋็์ํ์ิีึืุูัๆๅฯโใไำฉซฌญ"}),
)
_FIRST, _RANK, _BEYOND, _FOREIGN = 3.0, 0.2, 8.5, 13.0  # bits: the commonest letter, each rank, the rest of the alphabet, no letter of it
_SYMBOL, _QUOTE, _CONTROL, _NONE = 11.0, 8.0, 20.0, 26.0
_QUOTES = "“”„‘’‚«»–—…\xa0€°§"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
READS_WELL = 9.0  # bits a letter beyond ASCII


class Reading(NamedTuple):
    """A codec, the language its letters are those of, and bits a character beyond ASCII."""

    codec: str
    language: str
    mean: float


def single_byte(sample: bytes) -> Reading | None:
    """The best single-byte reading of a sample, or None where no language's letters come out."""
    counts = sorted(Counter(sample).items())
    low, high = [(byte, n) for byte, n in counts if byte < 0x80], [(byte, n) for byte, n in counts if byte >= 0x80]
    many = max(1, sum(n for _, n in high))
    best: tuple[float, Reading] | None = None
    for codecs_, languages in _REGIONS:
        for codec in codecs_:
            for language, more in languages.items():
                costs = _byte_costs(codec, language, more)
                beyond = sum([n * costs[byte] for byte, n in high])
                total = beyond + sum([n * costs[byte] for byte, n in low])
                if best is None or total < best[0]:
                    best = (total, Reading(codec, language, beyond / many))
    return best[1] if best and best[1].mean < READS_WELL and _cases_stand_right(sample, best[1].codec) else None


def _cases_stand_right(sample: bytes, codec: str) -> bool:
    """Say whether small letters are hardly ever followed by capitals beyond ASCII: in wrong readings they are all the time."""
    text = sample.decode(codec, "replace")
    wrong = alphabetic = 0
    for found in _BEYOND_ASCII.finditer(text):
        around = text[max(0, found.start() - 1) : found.end() + 1]
        wrong += sum([a.islower() and b.isupper() for a, b in pairwise(around)])
        alphabetic += sum(map(str.isalpha, found[0]))
    return wrong * 20 <= alphabetic


def _cost(char: str, letters: dict[str, float]) -> float:
    """The cost of a character in bits; what is no letter and ASCII tells nothing."""
    if not char:
        return _NONE
    if (bits := letters.get(char.lower())) is not None:
        return bits + (1.0 if char != char.lower() else 0.0)
    if char.isalpha() or (char > "\u02ff" and not char.isprintable()):
        return _FOREIGN
    if char < "\x80":
        return 0.0
    return _QUOTE if char in _QUOTES else _CONTROL if char < "\xa0" else _SYMBOL


@lru_cache(maxsize=64)
def _costs(language: str, more: str) -> dict[str, float]:
    """The cost of each letter of a language."""
    costs = dict.fromkeys(more, _BEYOND)
    for rank, char in enumerate(FREQUENCIES[language]):
        costs[char] = _FIRST + _RANK * rank
    return costs


@lru_cache(maxsize=128)  # all there are
def _byte_costs(codec: str, language: str, more: str) -> tuple[float, ...]:
    """The cost in bits of each of the 256 bytes, read in a codec as text of a language."""
    costs = _costs(language, more)
    return tuple(_cost(bytes([byte]).decode(codec, "ignore"), costs) for byte in range(256))
