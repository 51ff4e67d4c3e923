"""Why a drop is turned away before the ladder sees it."""

from __future__ import annotations

from toolkit.rules import Rule, RuleTable

RULES = RuleTable(
    Rule("input.unreadable", "the file can't be opened or read", ("a file without read permission",), place="run"),
    Rule("input.too-large", "the drop is larger than --limit-bytes", ("a text of 50 MB",), place="run"),
)
