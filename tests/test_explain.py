"""`jiaokan explain`: what it shows, and that nothing a page holds reaches the terminal as a command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.article_sample import BODY, HEAD, TAIL
from toolkit import clean
from toolkit.catalogue import RULES
from toolkit.cli import main
from toolkit.report.segments import rule_counts, segments
from toolkit.report.terminal import Look, head, legend, side_by_side, unified
from toolkit.report.visible import visible, visible_json, visible_line

DROP = f"　　{HEAD}\n\n\n{BODY[0]}  \n{TAIL}\n"
HOSTILE = "标题\x1b[2J\x1b]0;t\x07\x9b31m\u202e反\u2066\u200b\u2028\x00\x08\r" + HEAD
OWN = re.compile(r"\x1b\[[0-9;]*m")  # what the views themselves write


def run(*args: str, drop: str | bytes = DROP) -> Result:
    return CliRunner().invoke(main, ["explain", *args, "-"], input=drop)


def test_marks_stand_where_there_is_no_colour() -> None:
    out = run().stdout
    assert "[-□□-]{1}" + HEAD in out
    assert "layout.indent" in out
    assert "\x1b" not in out


def test_colour_when_asked_for() -> None:
    out = run("--color", "always", drop=f"{DROP}\n责任编辑：方文\n").stdout
    assert "[9m" in out  # struck
    assert "[4m" in out  # underlined: moved into a field
    assert HEAD in OWN.sub("", out)


def test_a_line_that_went_stays_a_line_to_the_eye() -> None:
    out = run(drop=f"{HEAD}\n\n{BODY[0]}\n\n责任编辑：方文\n").stdout
    assert f"{HEAD}\n[-↵-]{{1}}{BODY[0]}[-↵↵-]{{1}}\n" in out


def test_side_by_side_keeps_to_its_columns() -> None:
    from rich.cells import cell_len

    lines = run("-y", "--width", "81").stdout.split("\n\n")[1].splitlines()
    assert all(cell_len(line) <= 81 for line in lines)
    right = "".join(line.partition(" │ ")[2] for line in lines)
    assert right == clean(DROP).text.replace("\n", "")


def test_one_rule_alone() -> None:
    out = run("--rule", "layout.blank-line").stdout
    assert "layout.indent" not in out
    assert "layout.blank-line" in out
    assert run("--rule", "no.such").exit_code == 2


def test_at_and_source_meet() -> None:
    article = clean(DROP)
    at = article.text.index("渡口")
    there = json.loads(run("--at", str(at), "--json").stdout)
    assert there["raw"] == "渡".encode().hex()
    back = json.loads(run("--source", str(there["start"]), "--json").stdout)
    assert back["out_start"] == at
    assert "e6 b8 a1" in run("--at", str(at)).stdout
    assert "layout.indent" in run("--source", "0").stdout


@pytest.mark.parametrize("option", ["--at", "--source"])
def test_a_place_outside_is_wrong_usage(option: str) -> None:
    result = run(option, "100000")
    assert result.exit_code == 2
    assert "no such character" in result.stderr


def test_json_tells_every_edit() -> None:
    told = json.loads(run("--json").stdout)
    article = clean(DROP)
    assert told["text"] == article.text
    assert [(e["start"], e["end"], e["removed"], e["inserted"], tuple(e["rules"])) for e in told["edits"]] == [tuple(e) for e in article.edits]
    assert set(told["rules"]) == set(rule_counts(article.edits))


def test_every_edit_of_the_sample_drops_has_a_known_rule() -> None:
    folder = Path(__file__).parent.parent / "raw"
    for path in sorted(folder.iterdir()):
        told = json.loads(CliRunner().invoke(main, ["explain", "--json", str(path)]).stdout)
        assert set(told["rules"]) <= set(RULES), path.name
        assert all(e["rules"] for e in told["edits"])


def test_an_unreadable_path_is_said_in_a_line() -> None:
    result = CliRunner().invoke(main, ["explain", "no/such/file"])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("args", [(), ("-y",), ("--full",), ("--json",), ("--at", "0"), ("--source", "3"), ("--color", "always"), ("-y", "--color", "always")])
def test_hostile_text_reaches_no_terminal(args: tuple[str, ...]) -> None:
    out = OWN.sub("", run(*args, drop=HOSTILE).stdout)
    assert out.replace("\n", "").isprintable() or not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", out)


@given(st.text())
def test_visible_leaves_only_printable_characters(text: str) -> None:
    shown = visible_line(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", shown)
    assert visible(text).count("\n") == text.count("\n")
    assert json.loads(visible_json(json.dumps(text, ensure_ascii=False))) == text


@given(st.text("甲乙丙 　\n\r\t<b>&;", max_size=60))
def test_segments_join_to_both_texts(text: str) -> None:
    article = clean(text)
    parts = list(segments(article.source_text, article.edits))
    assert "".join(s.source for s in parts) == article.source_text
    assert "".join(s.new for s in parts) == article.text
    assert all(article.text[s.out : s.out + len(s.new)] == s.new for s in parts)


@given(st.text("甲乙\n \x1b\x9b\u202e", max_size=60), st.booleans(), st.integers(43, 90))
def test_the_views_write_no_sequence_but_their_own(text: str, colour: bool, width: int) -> None:
    article = clean(text)
    look = Look(colour)
    out = "".join((*head(article, look), *unified(article, look), *side_by_side(article, look, width), *legend(article, look)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", OWN.sub("", out))
    assert colour or click.unstyle(out) == out


def test_a_long_stretch_is_folded_unless_all_is_asked_for() -> None:
    drop = f"{HEAD}\n" + "\n" * 500 + BODY[0]
    assert "more …" in run(drop=drop).stdout
    assert "more …" not in run("--full", drop=drop).stdout


def test_markup_is_a_dot_unless_all_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(f"<html><body><div class='x'><p>{HEAD}</p><p>{TAIL}</p></div></body></html>", encoding="utf-8")
    folded = CliRunner().invoke(main, ["explain", str(page)]).stdout
    assert f"⋅{HEAD}⋅\n{TAIL}⋅" in folded
    assert "<p>" in CliRunner().invoke(main, ["explain", "--full", str(page)]).stdout
    assert "<p>" not in CliRunner().invoke(main, ["explain", "-y", str(page)]).stdout


def test_a_million_characters_on_a_line(tmp_path: Path) -> None:
    drop = tmp_path / "long.txt"
    drop.write_text("长" * 300_000, encoding="utf-8")
    assert CliRunner().invoke(main, ["explain", "-y", str(drop)]).exit_code == 0
