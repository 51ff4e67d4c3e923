"""Every rule of the toolkit by id: the tables of all steps, in the order of the ladder."""

from __future__ import annotations

from toolkit import batch, chrome, content, decode, layout, markup, pipeline, repair, script, sources
from toolkit.rules import Rule, RuleTable

TABLES: tuple[RuleTable, ...] = (
    sources.RULES,
    decode.RULES,
    markup.RULES,
    repair.RULES,
    content.RULES,
    chrome.RULES,
    script.RULES,
    layout.RULES,
    pipeline.RULES,
    batch.RULES,
)

RULES: dict[str, Rule] = {rule.id: rule for table in TABLES for rule in table}
