"""Site chrome, injected spam and metadata, judged on lines."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.rules import RuleTable

RULES = RuleTable()


def strip(text: str, ctx: Context) -> Iterable[Edit]:
    """The strip step."""
    return ()
