"""The documentation is current and its examples run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.article_sample import laid
from toolkit import apply, clean
from toolkit.chrome import table
from toolkit.config import Config
from toolkit.context import Context
from toolkit.pipeline import climb
from toolkit.sources import Reading, documents, kinds
from toolkit.sources.folder import Entry

ROOT = Path(__file__).parent.parent


def example(page: str, name: str) -> dict[str, Any]:
    """The names that the python block called `name` of a page defines."""
    blocks = dict(re.findall(r"```python (\w+)\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL))
    names: dict[str, Any] = {}
    exec(compile(blocks[name], f"{page}:{name}", "exec"), names)
    return names


def test_reference_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_rule_is_one_entry_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = example("extend.md", "rule")["entry"]
    monkeypatch.setattr(table, "LINE_RULES", (*table.LINE_RULES, entry))
    table.rules_of.cache_clear()
    try:
        for texts, expected in ((entry.rule.hits, True), (entry.rule.misses, False)):
            for text in texts:
                article = clean(laid(text, entry.rule.place))
                assert any(entry.rule.id in e.rules for e in article.edits) is expected, text
    finally:
        table.rules_of.cache_clear()


def test_a_new_step_is_a_function_and_a_line() -> None:
    ladder = example("extend.md", "step")["ladder"]
    source = "船走远了…………，谁也没有说话。"
    text, pieces, steps = climb(source, Context(Config()), ladder)
    assert text == "船走远了……，谁也没有说话。"
    assert apply(source, pieces) == text
    assert steps[-1] == ("ellipsis", "1", 1)


def test_a_new_source_is_a_module_and_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = example("extend.md", "source")
    module = ModuleType("toolkit.sources.mail")
    vars(module).update(names)
    monkeypatch.setitem(sys.modules, "toolkit.sources.mail", module)
    monkeypatch.setattr(kinds, "SOURCES", (*kinds.SOURCES, names["line"]))
    mail = "Content-Type: text/plain; charset=gb18030\nContent-Transfer-Encoding: 8bit\n\n渡口的灯亮了一夜。\n"
    (tmp_path / "one.eml").write_bytes(mail.encode("gb18030"))
    (tmp_path / "two.eml").write_bytes(b"Content-Type: image/png\n\n")
    kind = kinds.kind_of("one.eml")
    assert kind is not None
    found = [d for name in ("one.eml", "two.eml") for d in documents(Entry(str(tmp_path / name), name, "drop", 0, kind), Reading(1000))]
    assert [(d.data.decode("gb18030"), d.charset, d.fault and d.fault.reason) for d in found] == [
        ("渡口的灯亮了一夜。\n", "gb18030", None),
        ("", None, "input.no-page"),
    ]


def test_links_between_the_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    broken = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken


def test_the_example_of_the_readme_is_what_the_samples_hold() -> None:
    """The drop it shows and the record of it, where it shortens neither."""
    page = (ROOT / "README.md").read_text("utf-8")
    (drop,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert (ROOT / "raw" / "07-pinyin.txt").read_text("utf-8").startswith(drop.rstrip())
    (block,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    shown = json.loads(block)
    rows = (json.loads(line) for line in (ROOT / "clean" / "records" / "part-00000.jsonl").read_text("utf-8").split("\n") if line)
    assert_shown(shown, next(row for row in rows if row["raw"]["path"] == shown["raw"]["path"]))


def assert_shown(shown: dict[str, Any], whole: dict[str, Any]) -> None:
    for key, value in shown.items():
        if isinstance(value, dict):
            assert_shown(value, whole[key])
        elif isinstance(value, str) and "…" in value:
            head, tail = value.split("…", 1)[0], value.rsplit("…", 1)[1]
            assert whole[key].startswith(head)
            assert whole[key].endswith(tail)
        else:
            assert whole[key] == value
