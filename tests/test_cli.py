"""The command group, and the small commands strip and rules."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

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


BINARY = b"\x89PNG\r\n\x1a\n\x00\x01\x02\x03"
# What a stranger may hand to a command in place of what it wants: {} is a file that is not there, a folder without anything
# in it, a picture, an empty file; the exit status for each. Where it is 2, the message names what was given.
STRANGE = [
    ("detect {}", (2, 0, 0, 0)),
    ("strip {}", (2, 2, 1, 1)),
    ("normalize {}", (2, 0, 2, 0)),
    ("validate {}", (2, 2, 1, 0)),
    ("validate --schema {} rows.jsonl", (2, 2, 2, 2)),
    ("explain {}", (2, 2, 0, 0)),
    ("run {} out", (2, 2, 1, 1)),
    ("run --config {} rows.jsonl out", (2, 2, 2, 1)),
    ("check {}", (2, 2, 1, 1)),
    ("check --archive {} rows.jsonl", (2, 2, 2, 2)),
    ("check --baseline {} rows.jsonl", (2, 2, 2, 2)),
    ("config --config {}", (2, 2, 2, 0)),
    ("report {}", (2, 2, 2, 2)),
    ("package --license CC0-1.0 {} out", (2, 2, 2, 2)),
    ("verify {}", (2, 1, 1, 1)),
    ("restore {} sha256:00", (2, 2, 2, 2)),
    ("export {} out --format txt", (2, 2, 2, 2)),
    ("dedup {} -o found.jsonl", (2, 2, 2, 0)),
    ("learn {}", (2, 1, 2, 2)),
]


@pytest.mark.parametrize(("line", "expected"), STRANGE)
def test_a_stranger_gets_clear_words_and_no_traceback(line: str, expected: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "given.d").mkdir()
    (tmp_path / "given.png").write_bytes(BINARY)
    (tmp_path / "given.txt").touch()
    (tmp_path / "rows.jsonl").write_text('{"text": ""}\n', "utf-8")
    for given, status in zip(("given.not", "given.d", "given.png", "given.txt"), expected, strict=True):
        done = call(*line.format(given).split())
        assert isinstance(done.exception, SystemExit | None), given
        assert (given, done.exit_code) == (given, status), done.output
        assert status != 2 or given in done.stderr, done.stderr
        shutil.rmtree(tmp_path / "out", ignore_errors=True)


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 2, "Error: No space left on device\n"),
        (OSError(errno.EACCES, "Permission denied", "a\x1b[1m.txt"), 2, "Error: a\\x1b[1m.txt: Permission denied\n"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 141, ""),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_the_system_refuses_is_said_in_a_line(fault: BaseException, status: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> bytes:
        raise fault

    monkeypatch.setattr("toolkit.cli.strip.read_drop", refuse)
    done = call("strip")
    assert (done.exit_code, done.stderr) == (status, said)


def test_explain_is_asked_for_one_thing_at_a_time() -> None:
    done = call("explain", "--at", "0", "--source", "1", data=TEXT.encode())
    assert (done.exit_code, "one of them at a time" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["strip", "normalize", "explain", "detect", "check", "validate", "run"])
def test_a_closed_stdin_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.stdin.sys", SimpleNamespace(stdin=None))
    done = call(*name.split(), "-", *(["out"] if name == "run" else []))
    assert (done.exit_code, done.stderr.removeprefix("Error: ")) == (2, "-: standard input is closed\n")
