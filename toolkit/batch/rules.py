"""Why a document is turned away while a run works on it."""

from __future__ import annotations

from toolkit.rules import Rule, RuleTable


def _rule(name: str, reason: str, *hits: str) -> Rule:
    return Rule(name, reason, hits, place="run")


RULES = RuleTable(
    _rule("error.internal", "the ladder raised an error on this document: a fault of the tool, not of the drop", "a step that raises"),
    _rule("error.timeout", "the document took longer than --timeout", "a step that never ends"),
    _rule("error.memory", "the document needed more memory than a worker may have", "a step that asks for all memory"),
    _rule("error.crash", "the document ended its process, twice", "a step that ends its process"),
    _rule("error.invalid-record", "the record made of it does not fit the schema, or can't be written as UTF-8", "a record without its text"),
)
