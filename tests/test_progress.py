"""How a run tells how it goes on."""

from __future__ import annotations

import sys

import click
import pytest

from toolkit.batch import Summary, Watcher
from toolkit.cli import progress
from toolkit.cli.progress import Bar, Lines, standing, watcher


def summary(kept: int, rejected: int) -> Summary:
    found = Summary()
    found.kept, found.rejected = kept, rejected
    return found


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 4.0, 11.0, 12.0, 30.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    lines = Lines()
    lines.begin(40_000_000)
    for _ in range(4):
        lines.advance(10_000_000, summary(1200, 3))
    lines.note("a word")
    assert capsys.readouterr().err.splitlines() == [
        "50 %, 1,203 documents, 1,200 kept, 3 rejected, 1.8 MB/s",
        "100 %, 1,203 documents, 1,200 kept, 3 rejected, 1.3 MB/s",
        "a word",
    ]


def test_nothing_is_divided_by_nothing() -> None:
    assert standing(summary(0, 0), 0, 0.0) == "0 documents, 0 kept, 0 rejected, 0.0 MB/s"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "150"}.items():
        monkeypatch.setenv(name, value)
    bar = Bar()
    bar.begin(2_000_000)
    bar.note("[red]no markup")
    bar.advance(1_000_000, summary(7, 1))
    bar.close()
    out, shown = capsys.readouterr()
    assert out == ""
    assert all(words in click.unstyle(shown) for words in ("[red]no markup", " 50 % 8 documents, 7 kept, 1 rejected"))


def test_which_one_suits(monkeypatch: pytest.MonkeyPatch) -> None:
    for quiet, terminal, kind in ((True, True, Watcher), (False, True, Bar), (False, False, Lines)):
        monkeypatch.setattr(sys.stderr, "isatty", lambda t=terminal: t)
        assert type(watcher(quiet)) is kind
