"""Every rule has a reason and examples, and the examples hold, end to end through `clean`."""

from __future__ import annotations

import re

import pytest

from tests.article_sample import laid
from toolkit import clean
from toolkit.catalogue import RULES, TABLES
from toolkit.rules import Rule, RuleTable

HITS = [pytest.param(r, x, id=f"{r.id}+{i}") for r in RULES.values() if r.place != "run" for i, x in enumerate(r.hits)]
MISSES = [pytest.param(r, x, id=f"{r.id}-{i}") for r in RULES.values() for i, x in enumerate(r.misses)]


def fired(rule: Rule, example: str) -> set[str]:
    """The ids of all rules that spoke on the example: in edits, warnings and reasons."""
    drop = laid(example, rule.place)
    article = clean(drop.encode("latin-1") if rule.as_bytes else drop, media_type=rule.media_type, config=dict(rule.options))
    return {r for e in article.edits for r in e.rules} | {w.rule for w in article.warnings} | set(article.reasons)


@pytest.mark.parametrize(("rule", "example"), HITS)
def test_hits_fire(rule: Rule, example: str) -> None:
    assert rule.id in fired(rule, example)


@pytest.mark.parametrize(("rule", "example"), MISSES)
def test_misses_do_not(rule: Rule, example: str) -> None:
    assert rule.id not in fired(rule, example)


def test_ids_are_unique_and_well_formed() -> None:
    ids = [r.id for table in TABLES for r in table]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(\.[a-z0-9-]+)+", i) for i in ids)


def test_every_rule_has_a_reason_and_examples() -> None:
    assert not [r.id for r in RULES.values() if not r.reason or not r.hits]


def test_a_table_refuses_an_id_twice() -> None:
    rule = Rule("a.b", "because", ("x",))
    with pytest.raises(ValueError, match=r"a\.b"):
        RuleTable(rule, rule)
