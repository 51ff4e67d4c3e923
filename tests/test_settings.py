"""Configuration files: what is in force, where it came from, and what is wrong with one, in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import main
from toolkit.config import Config, ConfigError
from toolkit.settings import DEFAULTS, load

PYPROJECT = """\
[project]
script = "none of ours"

[tool.jiaokan]
script = "keep"
require = ["title"]
# min_chars = 5

[tool.jiaokan.severity]
"decode.mixed" = "error"

[[tool.jiaokan.ignore]]
rule = "spam.*"
reason = "quoted"
until = 2026-12-31
"""


def test_defaults_where_there_is_no_file(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    settings = load(start=tmp_path)
    assert settings.values == DEFAULTS
    assert set(settings.origins.values()) == {"default"}
    assert settings.ladder == Config()


def test_values_and_where_they_came_from(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(PYPROJECT)
    settings = load(str(file))
    assert settings.ladder == Config(script="keep")
    assert settings["ignore"] == [{"rule": "spam.*", "reason": "quoted", "until": "2026-12-31"}]
    stated = {k: v.removeprefix(f"{file}:") for k, v in settings.origins.items() if v != "default"}
    assert stated == {"script": "5", "require": "6", "severity": "9", "ignore": "12"}
    over = settings.over("the command line", script="hant", reader=None)
    assert (over["script"], over.origins["script"], over.ladder.script) == ("hant", "the command line", "hant")
    assert over.origins["reader"] == "default"
    with pytest.raises(ConfigError, match="the command line: script"):
        settings.over("the command line", script="x")


def test_the_nearest_file_wins_and_other_projects_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "repo" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "jiaokan.toml").write_text('script = "hant"\n')
    (tmp_path / "repo" / "jiaokan.toml").write_text('script = "hant-tw"\n')
    (tmp_path / "repo" / "pyproject.toml").write_text('[tool.jiaokan]\nscript = "hans"\n')
    (tmp_path / "repo" / "a" / "pyproject.toml").write_text('[project]\nname = "jiaokan-user"\n')
    monkeypatch.chdir(deep)
    settings = load()
    assert (settings["script"], settings.origins["script"]) == ("hant-tw", "../../jiaokan.toml:1")
    assert settings.path("drops") == Path("../../drops")
    (tmp_path / "repo" / "jiaokan.toml").unlink()
    assert load()["script"] == "hans"
    (tmp_path / "repo" / "pyproject.toml").unlink()
    assert load()["script"] == "hant"
    (tmp_path / "repo" / ".git").mkdir()
    assert load()["script"] == "hans"
    assert load().file is None


# A jiaokan.toml and what must be said of it.
WRONG: list[tuple[str, list[str]]] = [
    ('scirpt = "keep"', ["jiaokan.toml:1: the unknown key \"scirpt\"; expected 'script', perhaps"]),
    ('fail_on = "error"\nscript = "both"', ['jiaokan.toml:2: script: "both"; expected one of "keep", "hans"']),
    ("min_chars = 1.5", ["jiaokan.toml:1: min_chars: 1.5; expected a whole number"]),
    ("min_chars = nan", ["jiaokan.toml:1: min_chars: nan; expected a whole number"]),
    ('[[ignore]]\nrule = "spam.*"', ["jiaokan.toml:1: ignore[0]: no key 'reason'"]),
    ('[[ignore]]\nrule = "a.b"\nreason = "known"\nuntil = "2026-02-30"', ["ignore[0].until: 2026-02-30; expected a day that the calendar has"]),
    ('[severity]\n"decode.mixed" = "fatal"', ["jiaokan.toml:1: severity", 'expected one of "error", "warning", "note", "off"']),
    ("a = 1\nb = 2", ["jiaokan.toml:1", "jiaokan.toml:2"]),
    ("script =", ["jiaokan.toml: no TOML: "]),
    ("require = [1]\n", ["require[0]: 1; expected one of"]),
    ("ignore = 5", ["jiaokan.toml:1: ignore: 5; expected a list"]),
    ('[[profiles]]\nhost = "a.example"\nbody = "("', ["jiaokan.toml: profile: body = '('"]),
    ("[tool]\njiaokan = 5", ["jiaokan.toml: tool.jiaokan: 5, expected a table"]),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_is_wrong_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("jiaokan.toml").write_text(text)
    with pytest.raises(ConfigError) as told:
        load()
    assert str(told.value).startswith("jiaokan.toml:")
    for w in words:
        assert w in str(told.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load(str(tmp_path / "nowhere.toml"))
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError, match=r"no \[tool\.jiaokan\] there"):
        load(str(tmp_path / "pyproject.toml"))
    (tmp_path / "x.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(str(tmp_path / "x.toml"))


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert 'script = "hans"' in CliRunner().invoke(main, ["config"]).output
    Path("pyproject.toml").write_text(PYPROJECT)
    told = json.loads(CliRunner().invoke(main, ["config", "--json"]).output)
    assert told["script"] == {"value": "keep", "from": "pyproject.toml:5"}
    assert told["reader"] == {"value": "turbo", "from": "default"}
    Path("jiaokan.toml").write_text('scirpt = "keep"')
    result = CliRunner().invoke(main, ["config"])
    assert (result.exit_code, "perhaps" in result.stderr) == (2, True)
