"""The rules of the repair step."""

from __future__ import annotations

from toolkit.rules import Rule, RuleTable

_HIJACKED = "found on hijacked pages"

RULES = RuleTable(
    Rule(
        "repair.pinyin",
        "one toned syllable in brackets behind an everyday Traditional character, in its usual reading: the mark of a page-hijacking kit",
        (
            "老陳說這幾年水位漲落他都記得，實(shí)際的數(shù)字寫在門後，誰來問(wèn)都能看。",
            "渡口的電(diàn)燈亮了，孩子們過（guò）河再也不用帶手電筒，老陳也歡喜。",
        ),
        ("江西鉛(yán)山、山東單(shàn)縣，這兩處地名外地人常常念錯。", "老陈念道：“重(chóng)重(chóng)叠叠的山。”", "這個「樂」字讀作樂(lè)，快樂的樂。"),
        place="alone",
        source=_HIJACKED,
    ),
    Rule(
        "repair.pinyin-doubtful",
        "a syllable in brackets behind a Traditional character that a person may have put there; it stays",
        ("江西鉛(yán)山、山東單(shàn)縣，這兩處地名外地人常常念錯。",),
        ("渡口的燈亮了。",),
        place="alone",
    ),
    Rule(
        "repair.misaligned",
        "characters read one byte out of step of their GBK bytes, put back in step",
        (
            "村裏人都說因?yàn)檫@口井，水才這麼甜，外面的客人來了也要喝上一碗再走。",
            "船工老陳在這條河上?róng)[渡了三十年，他說水位漲落看一眼石階就知道。",
            "外面的客人來了也要喝上一碗再走?zhé)?",
        ),
        ("真的吗?！谁也没有想到。", "為什麼?誰也說不清楚(guò)。"),
        source=_HIJACKED,
    ),
    Rule(
        "repair.misaligned-doubtful",
        "characters read one byte out of step, where something is missing: left as they are",
        ("其次是跳繩?？倓仗幰虼颂碇昧艘慌鞑摹?",),
        ("真的吗?！谁也没有想到。",),
        source=_HIJACKED,
    ),
    Rule(
        "repair.zero-width",
        "zero-width characters and stray byte order marks show nothing and break words",
        ("渡\u200b口的灯\ufeff亮了一夜。",),
        ("渡口的灯亮了一夜。",),
    ),
    Rule(
        "repair.joiner",
        "joiners outside the scripts and emoji that need them",
        ("渡口\u200d的灯亮了。",),
        ("👨\u200d👩\u200d👧 一家三口过河来了。", "می\u200cخواهم"),
    ),
    Rule("repair.bidi", "marks of writing direction in a text without right-to-left script", ("渡口\u202e的灯亮了。",), ("שלום\u200f 渡口的灯",)),
    Rule("repair.soft-hyphen", "soft hyphens are hints for line breaks, not text", ("渡\u00ad口的灯亮了。",), ("渡-口的灯亮了。",)),
    Rule("repair.control", "control characters and halves of surrogate pairs are no text", ("渡口的\x00灯亮了\x08。",), ("渡口的\t灯亮了。",)),
    Rule("repair.line-separator", "line and page separators are line ends", ("渡口的灯亮了。\u2028水位退了。",), ("渡口的灯亮了。\n水位退了。",)),
    Rule(
        "repair.selector",
        "variation selectors and tags behind a character that has no variants",
        ("渡口的灯亮了。\ufe0f水位退了",),
        ("葛\U000e0100城", "☀\ufe0f 晴"),
    ),
    Rule(
        "repair.private-use", "a private-use character by itself is an icon of the page's own font", ("\ue600 渡口的灯亮了。",), ("老陈的名字里有个\ue123字。",)
    ),
    Rule(
        "repair.homoglyph",
        "Cyrillic, Greek or full-width letters in a Latin word hide it from filters",
        ("渡口的 wеbsitе 开通了。",),
        ("俄语的 вода 是水。", "长 5 μm 的丝"),
    ),
    Rule(
        "repair.doubled-punctuation",
        "a half-width mark before the full-width one, all through a text: noise of a page generator",
        ("渡口的灯亮了,，水位退了,，船工们回家了,。孩子们也睡了,。",),
        ("渡口的灯亮了,，水位退了。", "你问我为什么不回家?！他没有回答。"),
    ),
)
