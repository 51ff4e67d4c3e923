"""HTML to edits and blocks: tags go, visible text stays, and every block knows its place and what the markup says of it."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.rules import RuleTable

RULES = RuleTable()


def markup(text: str, ctx: Context) -> Iterable[Edit]:
    """The markup step."""
    return ()


def main_text(text: str, ctx: Context) -> Iterable[Edit]:
    """The content step: blocks of a page that are not its article go."""
    return ()
