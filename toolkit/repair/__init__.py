"""Damage undone: pinyin garbage, misaligned GBK, mojibake, invisible characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.repair.homoglyphs import homoglyphs
from toolkit.repair.invisible import invisible
from toolkit.repair.mojibake import RULES as MOJIBAKE_RULES
from toolkit.repair.mojibake import mojibake
from toolkit.repair.pinyin import garbage, without
from toolkit.repair.punctuation import doubled
from toolkit.repair.rules import RULES as OWN_RULES
from toolkit.rules import RuleTable

__all__ = ["RULES", "repair"]

RULES = RuleTable(*OWN_RULES, *MOJIBAKE_RULES)


def repair(text: str, ctx: Context) -> Iterable[Edit]:
    """The repair step."""
    edits = [*invisible(text), *homoglyphs(text), *doubled(text)]
    if "(" in text or "（" in text:
        found, doubtful = garbage(text)
        edits += [Edit(h.start, h.end, "", "repair.pinyin") for h in found]
        if doubtful:
            ctx.warn(
                "repair.pinyin-doubtful",
                f"{len(doubtful)} readings in brackets behind Traditional characters stay, first: {doubtful[0].host}({doubtful[0].syllable})",
            )
        if found:
            ctx.fields.rewrite(without)
    mended = list(mojibake(text, ctx))
    return [*mended, *_clear_of(mended, edits)] if mended else edits


def _clear_of(mended: list[Edit], edits: list[Edit]) -> Iterator[Edit]:
    """The edits that touch nothing of what is mended (the invisible characters of mojibake are bytes of others)."""
    starts = sorted(e.start for e in mended)
    ends = sorted(e.end for e in mended)
    for e in edits:
        if bisect_right(ends, e.start) == bisect_left(starts, max(e.end, e.start + 1)):
            yield e
