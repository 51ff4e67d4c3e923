"""What OpenCC's dictionaries get wrong in running text, put right by its context. Each rule has its reason and its examples.

A correction puts one character in place of another in the converted text, never more or fewer. It is tried only in text
that was converted. Where each character of the source has one in the result, it also looks at what stood there before.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.rules import Rule, RuleTable

_SNOW = "山上的雪開始融化，村裡的人們都到橋邊來看熱鬧。"

TO_SIMPLIFIED = RuleTable(
    Rule(
        "script.zhe",
        "the particle 著 is written 着 in Simplified; 著 stays where it means to write or to be notable",
        ("他們圍著火堆說話，這位著名的作家也坐在那裡聽著。",),
        ("這位著名的作家有兩部著作，都是他的原著，成就顯著。",),
    ),
    Rule(
        "script.variant",
        "characters that are no Simplified standard characters, and that OpenCC leaves as they are: 牠 is 它, 妳 is 你, 砲 is 炮",
        (_SNOW + "牠們跑過來喝水，妳看見了嗎？",),
        (_SNOW + "它們跑過來喝水，你看見了嗎？",),
    ),
    Rule(
        "script.yu",
        "於 is the preposition 于 also where it and the next character may be a name: 位於倫敦 tells of no 於倫",
        (_SNOW + "這座橋位於倫敦東邊。",),
        (_SNOW + "於忠祥先生來過這裡。",),
    ),
    Rule(
        "script.fu",
        "覆 is 复 where it means again or back, as in 批覆 and 恢覆; it stays where it means to cover or to turn over",
        (_SNOW + "我們收到他的批覆以後開會討論了這個問題。",),
        (_SNOW + "山頂覆蓋著雪，這個發現顛覆了我們的看法。",),
    ),
    Rule(
        "script.zheng",
        "徵 is 征 in 徵調, to requisition; it stays as a note of the scale",
        (_SNOW + "這些馬車都被徵調去運糧食。",),
        (_SNOW + "這首曲子用的是徵調式，聽起來很開闊。",),
    ),
)
_SPRING = "今年春天来得很早，村里的人们都到桥边来看热闹。"
_HANT_ASKED = (("script", "hant"),)
_TAIWAN_ASKED = (("script", "hant-tw"),)
TO_TRADITIONAL = RuleTable(
    Rule(
        "script.li",
        "曆 in 曆史 is 歷: 美國曆史 is 美國 and 歷史, not 國曆",
        (_SPRING + "他在学校教美国历史。",),
        (_SPRING + "他有一本国历。",),
        options=_HANT_ASKED,
    ),
    Rule(
        "script.bing",
        "並 (and so) and 成為 are two words; 併 stays in 合併成 and the like",
        (_SPRING + "他留了下来，并成为老师。",),
        (_SPRING + "两个村合并成一个。",),
        options=_HANT_ASKED,
    ),
    Rule(
        "script.fu-school",
        "a school that opens again is 復校, not 覆校",
        (_SPRING + "学校明年复校。",),
        (_SPRING + "雪覆盖了学校。",),
        options=_HANT_ASKED,
    ),
)
TO_TAIWAN = RuleTable(
    Rule(
        "script.taiwan",
        "what Taiwan writes: 公布, 分布 and 頒布 with 布, as its laws do; 台, 污, 濕, 岩, 毀, 念, 凌 rather than the rare 臺, 汙, 溼, 巖, 燬, 唸, 淩",
        (_SPRING + "这里的空气很潮湿。",),
        (_SPRING + "传教士在布道。",),
        source="法律統一用字表",
        options=_TAIWAN_ASKED,
    ),
)
RULES = RuleTable(*TO_SIMPLIFIED, *TO_TRADITIONAL, *TO_TAIWAN)


class Spot(NamedTuple):
    """A character of the converted text to be replaced: its place in code points, what is to stand there, the rule."""

    at: int
    new: str
    rule: str


class Correction(NamedTuple):
    """Replace a character as `put` says, where `where` matches at its place (or, if `unless`, does not).

    source: what must have stood in its place in the source, "" for anything. Looking behind is allowed in `where`.
    """

    rule: str
    put: dict[str, str]
    where: re.Pattern[str] | None = None
    unless: bool = False
    source: str = ""


# Where 著 means to write or to be notable. What is excluded makes it a particle: 带著名片, 起著作用, 看著书, 配合著, 讨论著.
_WRITING = re.compile(
    "|".join(
        (
            "[著着]名(?![片额])",
            "[著着]作(?![用战业]|出(?!版))",
            "[著着][称述录者]",
            "(?<![看拿读翻捧抱带夹念背教卖买抄写])[著着]书",
            "[著着]有(?=《)",
            "(?<=[，。；、）曾还并另合亦均])[著着]有",
            "(?<=[译遗拙巨专原编撰卓昭土])[著着](?![手力眼陆急想落装火迷凉])",
            "(?<!命名)(?<=名)[著着](?![手力眼陆急想])",
            "(?<![彰凸突]显)(?<=显)[著着]",
            "(?<![结配融联混迎符综组聚吻缝闭愈]合)(?<=合)[著着]",
            "(?<![讨争谈议辩评]论)(?<=论)[著着]",
            "(?<=其)[著着](?=[《，。；）])",
            "(?<![看拿读翻捧唱听随凭跟举念背写抱带哼绕对照持有藏演放想据附标挂印朝向])[著着](?=《)",
            "(?<=最)[著着](?=[，。、）者])",
            "(?<=所)[著着](?![重力眼手陆急想落装色火迷])",
            "(?<=[的其本部版]新)[著着]",
        )
    )
)
# The two-character names with the surname 於 that stand in OpenCC's dictionary as phrases, where a name is not likely:
# the second character begins a place, a verb or a connective in nearly all texts.
_NO_NAME = re.compile("於(?=[伦坦则单穆敖琳]|其一)")
# 乾 has nothing to do with 干 (dry) in place names, and before the second character of a reign with its year.
_QIAN = re.compile("干(?=安县|元殿|[宁符封德化祐兴统亨贞道元](?:[元一二三四五六七八九十]+年|年间))|(?<=皇)干(?=殿)|(?<=朝)干(?=夕)")
_VARIANTS = dict(zip("牠妳砲鎗擡呉擧迺衞菓罸姪舖蔴暱窰瑯", "它你炮枪抬吴举乃卫果罚侄铺麻昵窑琅", strict=True))
# Characters that render foreign sounds, as they stand before and after 里 and 托 in names (塔里克, 奥尔托萨); 里 before 乡
# ends the name of a village.
_BEFORE, _AFTER = "阿巴塔薩莫馬卡哈米利毛凱費達瓦佩弗爾克", "克斯奧亞爾姆諾茲德夫特安恩薩馬"

_KEPT = ""  # puts back what stood in the source, so that no edit is made and no rule is named

_HANS = (
    Correction("script.zhe", {"著": "着"}, _WRITING, unless=True),
    Correction("script.zhe", {"着": "著"}, _WRITING, source="著"),
    Correction("script.variant", _VARIANTS),
    Correction("script.variant", {"祇": "只"}, re.compile("(?<![神地灵])祇")),
    Correction("script.variant", {"幺": "么"}, source="么麼"),
    Correction("script.yu", {"於": "于"}, _NO_NAME),
    Correction("script.fu", {"覆": "复"}, re.compile("(?<=[恢批回答反])覆(?![盖])")),
    Correction(_KEPT, {"干": "乾"}, _QIAN, source="乾"),
    Correction("script.zheng", {"徵": "征"}, re.compile("徵(?=调(?!式))")),
)
_HANT = (
    Correction(_KEPT, {"裡": "里", "裏": "里", "託": "托"}, re.compile(f"(?<=[{_BEFORE}])[裡裏託](?=[{_AFTER}])|[裡裏](?=鄉)"), source="里托"),
    Correction("script.li", {"曆": "歷"}, re.compile("曆(?=史)")),
    Correction("script.bing", {"併": "並"}, re.compile("(?<![合兼歸吞一])併(?=成[為爲了])")),
    Correction("script.fu-school", {"覆": "復"}, re.compile("覆(?=校)")),
)
_TAIWAN = (
    *_HANT,
    Correction("script.taiwan", {"佈": "布"}, re.compile("佈(?![道施告])")),
    Correction("script.taiwan", dict(zip("臺汙溼巖燬唸淩", "台污濕岩毀念凌", strict=True))),
)
_BY_TARGET = {"s": _HANS, "sp": _HANS, "t": _HANT, "hk": _HANT, "hkp": _HANT, "tw": _TAIWAN, "twp": _TAIWAN}


class Corrector:
    """The corrections for one kind of output."""

    __slots__ = ("_by_character", "_find")

    def __init__(self, corrections: tuple[Correction, ...]) -> None:
        self._by_character: dict[str, list[Correction]] = {}
        for correction in corrections:
            for c in correction.put:
                self._by_character.setdefault(c, []).append(correction)
        self._find = re.compile(f"[{''.join(self._by_character)}]" if corrections else "(?!)")

    def spots(self, source: str, new: str) -> list[Spot]:
        """What is to be replaced in `new`, the conversion of `source`, by place."""
        aligned = len(source) == len(new)
        out = []
        for m in self._find.finditer(new):
            at, old = m.start(), m.group()
            for c in self._by_character[old]:
                known = not c.source or (aligned and source[at] in c.source)
                if known and (c.where is None or (c.where.match(new, at) is None) is c.unless):
                    out.append(Spot(at, c.put[old], c.rule))
                    break
        return out


@cache
def corrector(config: str) -> Corrector:
    """The corrections for what the OpenCC configuration `config` makes."""
    return Corrector(_BY_TARGET.get(config.rpartition("2")[2], ()))


def corrected(new: str, spots: list[Spot]) -> str:
    """`new` with the spots replaced."""
    parts, done = [], 0
    for at, c, _ in spots:
        parts.append(new[done:at])
        parts.append(c)
        done = at + 1
    return "".join((*parts, new[done:]))
