"""The compiled build: what of it can be seen without a compiler. `.ci/run` makes it and runs the tests of what is compiled."""

from __future__ import annotations

import tomllib
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import main
from toolkit.version import __version__, build

ROOT = Path(__file__).parent.parent
HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]


def test_it_is_made_only_where_it_is_asked_for() -> None:
    assert HOOK["enable-by-default"] is False


def test_the_modules_of_the_list_are_there_in_order_each_once() -> None:
    assert HOOK["modules"] == sorted(set(HOOK["modules"]))
    assert [name for name in HOOK["modules"] if not (ROOT / name).is_file()] == []
    assert "toolkit/edits.py" in HOOK["modules"]  # build() looks at it


@pytest.mark.parametrize(("place", "said"), [("edits.py", "pure"), (f"edits{EXTENSION_SUFFIXES[0]}", "compiled"), (None, "pure")])
def test_the_command_says_which_build_runs(place: str | None, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.version.find_spec", lambda name: ModuleSpec(name, None, origin=place))
    assert build() == said


def test_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"jiaokan, version {__version__} ({build()})\n"
