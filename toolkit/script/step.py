"""The script step: what is in the other script becomes the script that is asked for, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.rules import Rule, RuleTable
from toolkit.script import corrections, punctuation
from toolkit.script.conversion import changes, convert
from toolkit.script.detection import Detection, Script, detect, foreign_letters, judge, marks, other_language, tag

_TRADITIONAL = "山上的雪開始融化，河水也漲起來了，村裡的人們都到橋邊來看熱鬧。"
_SIMPLIFIED = "山上的雪开始融化，河水也涨起来了，村里的人们都到桥边来看热闹。"
CONVERSIONS = RuleTable(
    Rule("script.t2s", "Traditional text becomes Simplified (OpenCC's t2s)", (_TRADITIONAL,), (_SIMPLIFIED,)),
    *(
        Rule(
            f"script.{config}",
            f"Simplified text becomes Traditional{of} (OpenCC's {config})",
            (_SIMPLIFIED,),
            (_TRADITIONAL,),
            "alone",
            options=(("script", asked),),
        )
        for config, of, asked in (("s2t", "", "hant"), ("s2tw", " of Taiwan", "hant-tw"), ("s2hk", " of Hong Kong", "hant-hk"))
    ),
)
RULES = RuleTable(*CONVERSIONS, *corrections.RULES, *punctuation.RULES)

# The script asked for -> the configuration that leads there, and the script of its output.
_TARGETS: dict[str, tuple[str, Script]] = {"hans": ("t2s", "Hans"), "hant": ("s2t", "Hant"), "hant-tw": ("s2tw", "Hant"), "hant-hk": ("s2hk", "Hant")}
_LINES = re.compile(r"[^\n]+")
_SENTENCES = re.compile(r"[^。！？\n]+[。！？]?")
_CLEAR = 2  # one-sided characters from which a paragraph may differ from its document


def normalise_script(text: str, ctx: Context) -> Iterable[Edit]:
    """The script step: sets `script_original` and `language`, converts text and metadata. Japanese and Korean are left alone.

    Converted is what is not in the script asked for: paragraph by paragraph, and sentence by sentence where a paragraph
    is mixed. Too short a paragraph counts as what the document is.
    """
    found = detect(text)
    ctx.script_original, ctx.language = found.script, found.language
    if found.language in ("ja", "ko"):
        return []
    marks_asked = punctuation.punctuation(text, ctx.config.quotes, ctx.config.width)
    if ctx.config.script == "keep":
        return marks_asked
    return chain(_convert(text, ctx, found), marks_asked)


def _convert(text: str, ctx: Context, found: Detection) -> list[Edit]:
    config, target = _TARGETS[ctx.config.script]
    if found.script is not None and found.language.startswith("zh"):
        ctx.language = tag(target)
    ctx.fields.rewrite(lambda value: convert(value, config, ctx.config.corrections) if _differs(value, target, found.script) else value)
    if not (found.traditional if target == "Hans" else found.simplified) and found.script in (target, None):
        return []
    if found.script != "mixed" and not (found.simplified if target == "Hans" else found.traditional) and not foreign_letters(text):
        return changes(text, config, ctx.config.corrections)  # nothing in it calls for a look at its paragraphs
    out: list[Edit] = []
    for start, end in _stretches(text, target, found.script):
        out.extend(changes(text[start:end], config, ctx.config.corrections, offset=start))
    return out


def _stretches(text: str, target: Script, document: Script | None) -> Iterator[tuple[int, int]]:
    """The parts of `text` to convert: runs of whole paragraphs, and sentences of paragraphs that are mixed."""
    start = end = -1
    for a, b in _units(text, target, document):
        if start >= 0 and not text[end:a].strip():
            end = b
            continue
        if start >= 0:
            yield start, end
        start, end = a, b
    if start >= 0:
        yield start, end


def _units(text: str, target: Script, document: Script | None) -> Iterator[tuple[int, int]]:
    for m in _LINES.finditer(text):
        script = _script_of(m.group(), document)
        if script == "mixed":
            yield from (s.span() for s in _SENTENCES.finditer(text, *m.span()) if _differs(s.group(), target, "mixed"))
        elif script not in (None, target):
            yield m.span()


def _differs(part: str, target: Script, document: Script | None) -> bool:
    """Whether `part` of a text is to be converted."""
    return _script_of(part, document) not in (None, target)


def _script_of(part: str, document: Script | None) -> Script | None:
    """The script of a paragraph or sentence: its own where it has evidence enough, else that of the document."""
    m = marks()
    if document in ("Hans", "Hant") and not (m.traditional if document == "Hans" else m.simplified).search(part) and not foreign_letters(part):
        return document  # nothing speaks against it
    t, s = len(m.traditional.findall(part)), len(m.simplified.findall(part))
    if t and foreign_letters(part) and other_language(part) in ("ja", "ko"):
        return None
    if t + s < _CLEAR:
        return document
    if document == "Hans" and t < s:
        return "Hans"
    return judge(part, t, s)[0]
