"""How ordinary a Chinese character is: what tells prose from the debris of a wrong decoding."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from toolkit.chrome.fold import fold

# The characters that make up about three quarters of running Chinese text, most frequent first (Simplified).
FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天"
    "分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二"
    "等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结"
    "反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北"
    "边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔府县省村镇乡党组织习训练企职技能赛首届届项协委办服务居老幼医院药病防控疫情检测环保护绿绿色农林牧渔"
)


@lru_cache(maxsize=1)
def level_one() -> frozenset[str]:
    """The 3,755 characters of everyday use: level 1 of GB 2312-80 (rows 16 to 55)."""
    return frozenset(bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if (row, cell) <= (0xD7, 0xF9))


def is_hanzi(char: str) -> bool:
    """Whether `char` lies in the CJK Unified Ideographs block or its extensions."""
    return "一" <= char <= "鿿" or "㐀" <= char <= "䶿" or "\U00020000" <= char <= "\U0003ffff"


def common_share(text: str) -> float:
    """The share of everyday characters among the hanzi of `text` (0 to 1; 1 where there are none)."""
    hanzi = [c for c in fold(text) if is_hanzi(c)]
    return sum(c in level_one() for c in hanzi) / len(hanzi) if hanzi else 1.0


@lru_cache(maxsize=1)
def _readings() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    first: dict[str, str] = {}
    every: dict[str, set[str]] = {}
    for line in files("toolkit.repair").joinpath("readings.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        syllable, _, hosts = line.partition(" ")
        default, _, more = hosts.partition("/")
        first |= dict.fromkeys(default, syllable)
        for host in default + more:
            every.setdefault(host, set()).add(syllable)
    return first, {host: frozenset(found) for host, found in every.items()}


def default_reading(host: str) -> str | None:
    """The most common reading of a Traditional-only character, with its tone mark (NFC); None for other characters."""
    return _readings()[0].get(host)


def readings(host: str) -> frozenset[str]:
    """All readings of a Traditional-only character; empty for other characters."""
    return _readings()[1].get(host, frozenset())
