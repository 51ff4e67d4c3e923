"""Damage undone: pinyin garbage, misaligned GBK, mojibake, invisible characters."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.rules import RuleTable

RULES = RuleTable()


def repair(text: str, ctx: Context) -> Iterable[Edit]:
    """The repair step."""
    return ()
