"""What a run makes of the sample drops is what clean/ holds, byte for byte, and the rows are valid and replay."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit import clean
from toolkit.cli import main

ROOT = Path(__file__).parent.parent


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_a_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        done = CliRunner().invoke(main, ["run", str(ROOT / "raw"), str(tmp_path / name), "-q"])
        assert done.exit_code == 0, done.output
    expected = files(ROOT / "clean")
    for name in ("first", "second"):
        assert files(tmp_path / name) == expected
        _, changed, missing = filecmp.cmpfiles(ROOT / "clean", tmp_path / name, expected, shallow=False)
        assert not changed + missing, "after a change of output: jiaokan run raw clean --overwrite"


def test_the_rows_are_valid() -> None:
    done = CliRunner().invoke(main, ["validate", str(ROOT / "clean")])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("name", "reason"), [("empty-shell.html", "empty.no-text"), ("not-a-text.txt", "decode.binary")])
def test_drops_without_an_article_are_turned_away(name: str, reason: str) -> None:
    article = clean((ROOT / "tests/drops/rejected" / name).read_bytes())
    assert (article.verdict, reason in article.reasons) == ("rejected", True)
