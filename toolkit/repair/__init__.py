"""Damage undone: pinyin garbage, misaligned GBK, mojibake, invisible characters."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.repair.homoglyphs import homoglyphs
from toolkit.repair.invisible import invisible
from toolkit.repair.pinyin import garbage, without
from toolkit.repair.punctuation import doubled
from toolkit.repair.rules import RULES

__all__ = ["RULES", "repair"]


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
    return edits
