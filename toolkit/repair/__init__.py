"""Damage undone: pinyin garbage, misaligned GBK, mojibake, invisible characters."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.repair.homoglyphs import FOREIGN, homoglyphs
from toolkit.repair.invisible import HIDDEN, invisible
from toolkit.repair.misaligned import Run, stretches
from toolkit.repair.mojibake import RULES as MOJIBAKE_RULES
from toolkit.repair.mojibake import SIGN, mojibake
from toolkit.repair.pinyin import TONE, garbage, without
from toolkit.repair.punctuation import doubled
from toolkit.repair.rules import RULES as OWN_RULES
from toolkit.rules import RuleTable

__all__ = ["RULES", "repair"]

RULES = RuleTable(*OWN_RULES, *MOJIBAKE_RULES)

# The characters one of which there is wherever a repair finds something: most texts hold few of them, looked for in one go.
_RARE = re.compile("|".join(one.pattern for one in (SIGN, TONE, HIDDEN, FOREIGN)))


def repair(text: str, ctx: Context) -> Iterable[Edit]:
    """The repair step. What is garbled as a whole is mended first; the other repairs keep off it."""
    if text.isascii():
        return invisible(text)  # all else is done to Chinese or to what stands for it
    rare = "".join(set(_RARE.findall(text)))
    mended = list(mojibake(text, ctx, rare))
    runs = _clear_of(mended, _runs(text, ctx)) if "?" in text or "(" in text else []
    small = [
        *(_pinyin(text, ctx, runs) if TONE.search(rare) else ()),
        *(invisible(text) if HIDDEN.search(rare) else ()),
        *(homoglyphs(text) if FOREIGN.search(rare) else ()),
        *doubled(text),
    ]
    garbled = [*mended, *runs]
    return [*garbled, *_clear_of(garbled, small)] if garbled else small


def _runs(text: str, ctx: Context) -> list[Edit]:
    """The misaligned stretches that can be restored; warnings for those that can't."""
    runs: list[Edit] = []
    for found in stretches(text):
        if isinstance(found, Run):
            runs.append(Edit(found.start, found.end, found.text, "repair.misaligned"))
        else:
            ctx.warn("repair.misaligned-doubtful", f"read one byte out of step, and something is missing: {found.seen!r}")
    return runs


def _pinyin(text: str, ctx: Context, runs: list[Edit]) -> list[Edit]:
    """The annotations of the kit; behind a restored stretch its last character is the host."""
    if "(" not in text and "（" not in text:
        return []
    found, doubtful = garbage(text, {e.end: e.new[-1:] for e in runs})
    if doubtful:
        first = f"{doubtful[0].host}({doubtful[0].syllable})"
        ctx.warn("repair.pinyin-doubtful", f"{len(doubtful)} readings in brackets behind Traditional characters stay, first: {first}")
    if found:
        ctx.fields.rewrite(without)
    return [Edit(h.start, h.end, "", "repair.pinyin") for h in found]


def _clear_of(mended: Sequence[Edit], edits: list[Edit]) -> list[Edit]:
    """The edits that touch nothing of what is mended (the invisible characters of mojibake are bytes of others)."""
    starts = sorted(e.start for e in mended)
    ends = sorted(e.end for e in mended)
    return [e for e in edits if bisect_right(ends, e.start) == bisect_left(starts, max(e.end, e.start + 1))]
