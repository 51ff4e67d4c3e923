"""Why a document is turned away while a run works on it."""

from __future__ import annotations

from toolkit.rules import Rule, RuleTable

RULES = RuleTable(
    Rule("error.internal", "the ladder raised an error on this document: a fault of the tool, not of the drop", ("a step that raises",), place="run"),
    Rule("error.memory", "the document needed more memory than a worker may have", ("a document whose steps raise MemoryError",), place="run"),
    Rule("error.invalid-record", "the record made of it does not fit the schema, or can't be written as UTF-8", ("a record without a title key",), place="run"),
)
