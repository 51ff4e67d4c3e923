"""What a rule is: an id, a reason, and examples for and against. The tables of rules stand beside the code that uses them.

A rule is data. `jiaokan rules` prints them, the ledger names them, and the tests run their examples: each of `hits`,
laid into a small article at `place`, must make the ladder fire the rule; none of `misses` may.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Place = Literal["alone", "head", "inside", "foot", "run"]


class Rule(NamedTuple):
    """One reason to change a text.

    id: dotted and lower case, as the ledger names it ("chrome.editor"); ids that start with "field." mark text that
    moved into a metadata field. reason: one sentence for a reader of the ledger. hits, misses: small texts (drops as
    `clean` takes them). place: where a test lays them: "alone" as the whole drop, or at the head of, inside or at the
    foot of a sample article; "run" where only a run over files can fire it (its examples are sentences, its test stands
    with the run's tests). source: the standard or finding the rule rests on, where there is one. as_bytes: the
    examples are raw bytes, one a code point (Latin-1), for rules about bytes that are no text. options: the configuration
    under which the rule can fire, where that is not the default.
    """

    id: str
    reason: str
    hits: tuple[str, ...]
    misses: tuple[str, ...] = ()
    place: Place = "inside"
    media_type: str = "text/plain"
    source: str = ""
    as_bytes: bool = False
    options: tuple[tuple[str, str], ...] = ()


class RuleTable(tuple[Rule, ...]):
    """The rules of one step, in the order they are tried."""

    __slots__ = ()

    def __new__(cls, *rules: Rule) -> RuleTable:
        ids = [r.id for r in rules]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"rule ids stand twice: {', '.join(twice)}")
        return super().__new__(cls, rules)


def chosen(ids: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether one of the rule ids, or a beginning of one such as its family, is wanted; nothing wanted wants all."""
    beginnings = tuple(wanted)
    return not beginnings or any(rule.startswith(beginnings) for rule in ids)
