"""Which script a text is in, told by the characters that only one of the two scripts has.

The characters come from OpenCC's dictionaries: Traditional-only are those that t2s changes and that Simplified does not
know; Simplified-only those that have a Traditional form and are no form of it themselves. Characters that the standards of
Taiwan and Hong Kong share with Simplified (群, 床, 峰, 秘) tell nothing. Such characters as 后, 里, 几 stand in Traditional
texts, too, but rarely: they count only where nothing else does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from toolkit.script.dictionaries import forms, read_default

Script = Literal["Hans", "Hant", "mixed"]
Origin = Literal["machine", "native"]

# Share of Traditional-only among one-sided characters: at most _LOW is Simplified, at least _HIGH Traditional.
_LOW, _HIGH = 0.12, 0.86
_SENTENCE = 4  # one-sided characters from which a sentence says which script it is in
_SOME = 0.08  # share of one-sided characters from which sentences in the other script make a text mixed
_FOREIGN = 0.3  # share of kana or Hangul among letters from which a text is Japanese or Korean
_KANA_LETTERS = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d"
_HANGUL_LETTERS = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
# Of one character each: a search for such a class is twice as fast as one for a run of it.
_KANA, _HANGUL = re.compile(f"[{_KANA_LETTERS}]"), re.compile(f"[{_HANGUL_LETTERS}]")
_FOREIGN_LETTERS = re.compile(f"[{_KANA_LETTERS}{_HANGUL_LETTERS}]")
_CANTONESE = "晒吓响"  # words of Cantonese in Hong Kong, the Simplified forms of others elsewhere
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_HAN_PAGES = bytes((*range(0x34, 0x4D), *range(0x4E, 0xA0), 0xF9, 0xFA))  # high bytes of UTF-16 that only Chinese characters have
_PARTLY_HAN = re.compile(b"[\x4d\xd8-\xdb]")  # those that other characters have, too (but for that of U+3007)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_ENGLISH = frozenset(("the", "of", "and", "to", "in", "is", "that", "for", "was", "with"))
_LOOK = 1 << 14  # code points that show the language of a text of Latin letters
_SENTENCES = re.compile(r"[^。！？!?；\n]+")
_WORD = re.compile(r"[A-Za-z]+")
# Marks of Traditional text that was made from Simplified, and of text that was written in Traditional: forms that OpenCC's
# own standard has and no region writes, what conversion character by character gets wrong, and the words of the regions.
_MACHINE_CHARACTERS, _NATIVE_CHARACTERS = frozenset("爲衆羣啓喫牀竈"), frozenset("「」『』嘅唔咗喺佢哋啲冇")
_MACHINE_WORDS = frozenset(
    re.findall(
        r"\S+",
        "視頻 網絡 信息 軟件 硬件 互聯網 數碼相機 人工智能 短信 博客 打印 默認 服務器 程序員 公交車 出租車 "
        "隻有 隻是 麵對 裏麵 方麵 皇後 太後 鬆樹 週圍 製度 製定 係統 聯係",
    )
)
_NATIVE_WORDS = frozenset(re.findall(r"\S+", "網路 軟體 硬體 資訊 網際網路 影片 部落格 簡訊 伺服器 程式 計程車 公車 捷運 品質 滑鼠 數位 巴士 的士 手提電話"))
_CHARACTERS = re.compile(f"[{''.join(sorted(_MACHINE_CHARACTERS | _NATIVE_CHARACTERS))}]")
_WORDS = re.compile("|".join(sorted(_MACHINE_WORDS | _NATIVE_WORDS)))  # none begins with another


class Detection(NamedTuple):
    """What a text looks like.

    script: "Hans", "Hant", "mixed", or None where nothing tells (also for Japanese and Korean). language: BCP 47.
    traditional, simplified: how many characters only one script has. origin: whether Traditional text seems to have been
    made by a machine from Simplified, or written so; None where the text does not say. evidence: what was seen.
    """

    script: Script | None
    language: str
    traditional: int
    simplified: int
    origin: Origin | None
    evidence: tuple[str, ...]


class Marks(NamedTuple):
    """Regular expressions for one character each: in one script only, or mostly in Simplified."""

    traditional: re.Pattern[str]
    simplified: re.Pattern[str]
    weak: re.Pattern[str]


@lru_cache(maxsize=1)
def marks() -> Marks:
    """The one-sided characters of the Basic Multilingual Plane."""
    back, forth = read_default("TSCharacters"), forms("STCharacters")
    regional = {*_CANTONESE} | set(read_default("TWVariants").values()) | set(read_default("HKVariants").values())
    kept = set("".join(read_default("TSPhrases").values()))  # 乾 of 乾坤, 徵 of 角徵: Simplified knows them, too
    traditional = {k for k, v in back.items() if v != k and k not in forth} - kept
    simplified = {k for k, v in forth.items() if k not in v} - regional
    weak = {k for k, v in forth.items() if v[0] != k} - simplified - regional
    return Marks(*map(_one_of, (traditional, simplified, weak)))


def _one_of(characters: set[str]) -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted(c for c in characters if c <= "\uffff")) + "]")


def detect(text: str) -> Detection:
    """The script of `text`, with the evidence."""
    if text.isascii():
        return Detection(None, _of_latin_letters(text), 0, 0, None, ())
    m = marks()
    traditional, simplified = len(m.traditional.findall(text)), len(m.simplified.findall(text))
    language = other_language(text)
    if language in ("ja", "ko"):
        return Detection(None, language, traditional, simplified, None, (f"letters of {language}",))
    script, evidence = judge(text, traditional, simplified)
    origin, more = _origin(text) if script in ("Hant", "mixed") else (None, [])
    return Detection(script, language or tag(script), traditional, simplified, origin, (*evidence, *more))


def tag(script: Script | None) -> str:
    """The BCP 47 tag of Chinese in `script`."""
    return "zh" if script in (None, "mixed") else f"zh-{script}"


def judge(text: str, traditional: int, simplified: int) -> tuple[Script | None, list[str]]:
    """The script of a Chinese text whose one-sided characters are counted, and what shows it."""
    counts = [f"{traditional} Traditional-only characters", f"{simplified} Simplified-only characters"]
    if not traditional + simplified:
        return _faint(text)
    share = traditional / (traditional + simplified)
    if _LOW < share < _HIGH and traditional > 1 and simplified > 1:
        return "mixed", counts
    if traditional >= _SENTENCE and simplified >= _SENTENCE and _SOME < share < 1 - _SOME and _both_kinds_of_sentences(text):
        return "mixed", [*counts, "whole sentences in either script"]
    return "Hant" if share > 0.5 else "Hans", counts


def _faint(text: str) -> tuple[Script | None, list[str]]:
    """What speaks where no character is one-sided."""
    if found := marks().weak.findall(text):
        return "Hans", [f"{len(found)} characters rare in Traditional: {''.join(found[:5])}"]
    corner, curly = sum(map(text.count, "「」")), sum(map(text.count, "“”"))
    if bool(corner) != bool(curly):
        return "Hant" if corner else "Hans", ["quotation marks 「」" if corner else "quotation marks “”"]
    return None, []


def _both_kinds_of_sentences(text: str) -> bool:
    """Whether there are sentences wholly in either script, none of the two a small remainder."""
    kinds = [0, 0]
    m = marks()
    for sentence in _SENTENCES.findall(text):
        t, s = len(m.traditional.findall(sentence)), len(m.simplified.findall(sentence))
        if t >= _SENTENCE and not s:
            kinds[0] += t
        elif s >= _SENTENCE and not t:
            kinds[1] += s
    return min(kinds) > _SOME * sum(kinds)


def other_language(text: str) -> str | None:
    """The language of a text that is not Chinese: "ja", "ko", "en" or "und"; None for Chinese."""
    han = count_han(text)
    if foreign := foreign_letters(text):
        kana, hangul = foreign
        if kana + hangul > _FOREIGN * (han + kana + hangul):
            return "ja" if kana > hangul else "ko"
    if han and (2 * han > len(text) or _count(_LATIN, text) <= 20 * han):
        return None
    return _of_latin_letters(text)


def _of_latin_letters(text: str) -> str:
    """English, if the words that all English texts have are there; else not determined."""
    words = [word.lower() for word in _WORD.findall(text[:_LOOK])]
    return "en" if words and sum(map(_ENGLISH.__contains__, words)) > 0.05 * len(words) else "und"


def foreign_letters(text: str) -> tuple[int, int] | None:
    """How many kana and how many Hangul there are; None where there are none."""
    if not _FOREIGN_LETTERS.search(text):
        return None
    return len(_KANA.findall(text)), len(_HANGUL.findall(text))


def count_han(text: str) -> int:
    """How many Chinese characters there are: counted by the high bytes of UTF-16, where these tell."""
    high = text.encode("utf-16-le", "surrogatepass")[1::2]
    other = high.translate(None, _HAN_PAGES)
    return _count(_HAN, text) if _PARTLY_HAN.search(other) else len(high) - len(other) + text.count("〇")


def _count(run: re.Pattern[str], text: str) -> int:
    return sum(map(len, run.findall(text)))


def _origin(text: str) -> tuple[Origin | None, list[str]]:
    found = _CHARACTERS.findall(text)
    words = _words_in(text)
    machine = [c for c in found if c in _MACHINE_CHARACTERS] + [w for w in words if w in _MACHINE_WORDS]
    native = [c for c in found if c in _NATIVE_CHARACTERS] + [w for w in words if w in _NATIVE_WORDS]
    evidence = []
    if machine:
        evidence.append("as a machine converts: " + " ".join(sorted(set(machine))[:8]))
    if native:
        evidence.append("as Traditional is written: " + " ".join(sorted(set(native))[:8]))
    if len(machine) == len(native):
        return None, evidence
    return "machine" if len(machine) > len(native) else "native", evidence


def _words_in(text: str) -> set[str]:
    """The telling words that a text holds; they may overlap."""
    out: set[str] = set()
    at = 0
    while m := _WORDS.search(text, at):
        out.add(m.group())
        at = m.start() + 1
    return out
