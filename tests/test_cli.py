"""The command group, and the small commands strip and rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.article_sample import BODY, HEAD, TAIL
from tests.drops_sample import LANTERN, SHELL
from toolkit.catalogue import RULES
from toolkit.check.rules import OWN
from toolkit.cli import COMMANDS, main
from toolkit.cli.rules import _one_line

TEXT = "\n".join([HEAD, *BODY, TAIL])


def call(*args: str, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main, args, input=data)


def test_help_names_every_command() -> None:
    shown = call("--help").output
    assert all(f"  {name} " in shown and told[:40] in shown for name, told in COMMANDS.items())
    assert call("-h").output == shown


def test_a_command_that_is_not_there() -> None:
    done = call("clen")
    assert (done.exit_code, "No such command 'clen'" in done.output) == (2, True)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = call(name, "--help")
    assert (done.exit_code, done.output.startswith(f"Usage: main {name}")) == (0, True)


def test_strip_takes_chrome_off(tmp_path: Path) -> None:
    drop = tmp_path / "a.txt"
    drop.write_text(f"首页 > 新闻 > 正文\n渡口的早晨\n\n{TEXT}\n\n上一篇：山里的邮递员\n下一篇：没有了\n", "gb18030")
    assert call("strip", str(drop)).stdout == f"{TEXT}\n"
    assert call("strip", "--title", str(drop)).stdout == f"渡口的早晨\n{TEXT}\n"
    assert call("strip", "-", data=drop.read_bytes()).stdout == f"{TEXT}\n"


def test_strip_keeps_the_script_unless_told(tmp_path: Path) -> None:
    drop = tmp_path / "a.txt"
    drop.write_text(LANTERN, "utf-8")
    assert "燈籠" in call("strip", str(drop)).stdout
    assert "灯笼" in call("strip", "--script", "hans", str(drop)).stdout


def test_strip_reads_markup_or_not_as_told() -> None:
    page = f"<p>{HEAD}</p><p>{TAIL}</p>".encode()
    assert call("strip", "--html", data=page).stdout == f"{HEAD}\n{TAIL}\n"
    assert "<p>" in call("strip", "--text", data=page).stdout


def test_strip_says_why_there_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "shell.html").write_text(SHELL, "utf-8")
    done = call("strip", str(tmp_path / "shell.html"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "shell.html: rejected: empty.no-text: " in done.stderr


def test_rules_lists_all_and_those_of_a_beginning() -> None:
    ids = [line.split()[0] for line in call("rules", "--short").stdout.splitlines()]
    assert ids == [*RULES, *OWN]
    some = [line.split()[0] for line in call("rules", "--short", "chrome.", "field.title").stdout.splitlines()]
    assert some == [i for i in ids if i.startswith(("chrome.", "field.title"))]


def test_rules_shows_reason_source_and_examples() -> None:
    rule = next(r for r in RULES.values() if r.source and r.hits and r.misses)
    shown = call("rules", rule.id).stdout
    assert shown.startswith(f"{rule.id}\n  {rule.reason} [{rule.source}]\n  + ")
    assert f"\n  - {_one_line(rule.misses[0])}\n" in shown


def test_rules_for_programs() -> None:
    rows = [json.loads(line) for line in call("rules", "--json").stdout.rstrip("\n").split("\n")]
    assert [row["id"] for row in rows] == [*RULES, *OWN]
    assert rows[0] == json.loads(json.dumps(RULES[rows[0]["id"]]._asdict()))


def test_rules_that_are_not_there() -> None:
    done = call("rules", "chrom.e")
    assert (done.exit_code, "no rule named chrom.e" in done.output) == (2, True)


@pytest.mark.parametrize(("example", "shown"), [("好\n\u202e坏\x1b[1m", "好\\n\\u202e坏\\x1b[1m"), ("长" * 101, "长" * 99 + "…"), ("长" * 100, "长" * 100)])
def test_an_example_never_commands_the_terminal(example: str, shown: str) -> None:
    assert _one_line(example) == shown
