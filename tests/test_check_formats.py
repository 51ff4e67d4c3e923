"""The formats: each tells exactly the findings there are, well formed whatever a drop holds."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drops_sample import faulty, lay
from toolkit.check.findings import Drop, Finding, Lines, Report
from toolkit.check.formats import FORMATS
from toolkit.check.gate import check
from toolkit.settings import DEFAULTS, Settings

SIX = {f"drops/{name}": rule for name, (_, rule) in faulty().items()}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = tmp_path_factory.mktemp("formats")
    lay(root)
    settings = Settings(dict(DEFAULTS), dict.fromkeys(DEFAULTS, "default"), root)
    found = check([str(root / "drops")], settings, dt.date(2026, 11, 24))
    found.findings = [f.__class__(**{**_fields(f), "file": f.file.removeprefix(f"{root.as_posix()}/")}) for f in found.findings]
    found.drops = [d._replace(file=d.file.removeprefix(f"{root.as_posix()}/")) for d in found.drops]
    return found


def _fields(f: Finding) -> dict[str, Any]:
    return {name: getattr(f, name) for name in Finding.__slots__}


# How to read (file, rule) pairs back out of each format.
def of_text(out: str) -> list[tuple[str, str]]:
    return re.findall(r"^(drops/[^:\n]+)(?::\d+:\d+)?: error \[([a-z.-]+)\] ", out, re.M)


def of_github(out: str) -> list[tuple[str, str]]:
    return re.findall(r"^::error file=([^,]+),title=jiaokan ([a-z.-]+)[,:]", out, re.M)


def of_sarif(out: str) -> list[tuple[str, str]]:
    results = json.loads(out)["runs"][0]["results"]
    return [(unquote(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]), r["ruleId"]) for r in results]


def of_junit(out: str) -> list[tuple[str, str]]:
    cases = ET.fromstring(out).iter("testcase")
    return [(f"{c.get('classname')}/{c.get('name')}", str(f.get("type"))) for c in cases for f in c.iter("failure")]


def of_json(out: str) -> list[tuple[str, str]]:
    return [(f["file"], f["rule"]) for f in json.loads(out)["findings"]]


def of_markdown(out: str) -> list[tuple[str, str]]:
    return re.findall(r"^\| ❌ error \| (drops/[^:| ]+)\S* \| `([a-z.-]+)` \|", out, re.M)


READ: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "text": of_text,
    "github": of_github,
    "sarif": of_sarif,
    "junit": of_junit,
    "json": of_json,
    "markdown": of_markdown,
}


@pytest.mark.parametrize("name", list(FORMATS))
def test_exactly_the_six_in_every_format(report: Report, name: str) -> None:
    assert sorted(READ[name](FORMATS[name](report))) == sorted(SIX.items())


@pytest.mark.parametrize("name", list(FORMATS))
def test_nothing_found(name: str) -> None:
    out = FORMATS[name](Report(drops=[Drop("a.txt", "", "0" * 64, 3, "utf-8")]))
    assert READ[name](out) == []
    assert "a.txt" in out or name in ("text", "github", "markdown")


def test_text_marks_the_place(report: Report) -> None:
    lines = FORMATS["text"](report).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("drops/poor/pinyin.txt"))
    assert lines[at + 1] == "     3 | 裡坐滿了趕集的人，過(guò)道上放著竹籃和扁擔。"
    assert lines[at + 2] == "       |                     ^^^^^"
    assert lines[at + 4].startswith("    to mend: ")
    assert lines[-1] == "12 drops: 6 errors"


def test_sarif_is_whole(report: Report) -> None:
    """What the schema of SARIF asks for, and how GitHub and editors find the place."""
    log = json.loads(FORMATS["sarif"](report))
    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == sorted(set(SIX.values()))
    assert len(run["artifacts"]) == 12
    assert run["artifacts"][5]["location"] == {"uri": "drops/good/%E6%B2%B3%E5%8F%A3%20birds.txt", "uriBaseId": "%SRCROOT%"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        where = result["locations"][0]["physicalLocation"]
        assert run["artifacts"][where["artifactLocation"]["index"]]["location"]["uri"] == where["artifactLocation"]["uri"]
        assert re.fullmatch("[0-9a-f]{16}", result["partialFingerprints"]["jiaokan/v1"])
    (spam,) = [r for r in run["results"] if r["ruleId"] == "spam.keyword-list"]
    region = spam["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"]) == (8, 1, 8)
    assert region["charLength"] == region["endColumn"] - 1 == len(region["snippet"]["text"])


def test_sarif_paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["a b#?.txt", "./x/../c.txt", str(tmp_path / "d.txt"), "../e.txt", "100%.txt", "a:b.txt"]
    report = Report(drops=[Drop(n, "", "0" * 64, 1, "utf-8") for n in names])
    places = [a["location"] for a in json.loads(FORMATS["sarif"](report))["runs"][0]["artifacts"]]
    assert [p["uri"] for p in places[:3]] == ["a%20b%23%3F.txt", "c.txt", "d.txt"]
    assert places[3] == {"uri": (tmp_path.parent / "e.txt").as_uri()}
    assert [p["uri"] for p in places[4:]] == ["100%25.txt", "a%3Ab.txt"]


def test_junit_is_whole(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """What both common schemas ask for: attributes, their forms, the order of elements, one failure a case at most."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = ET.fromstring(FORMATS["junit"](report))
    (suite,) = root
    assert (root.tag, suite.tag, suite.get("timestamp")) == ("testsuites", "testsuite", "2023-11-14T22:13:20")
    assert {"name", "package", "id", "hostname", "timestamp", "tests", "failures", "errors", "skipped", "time"} == set(suite.keys())
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("12", "6", "0")
    assert [c.tag for c in suite] == ["properties", *["testcase"] * 12, "system-out", "system-err"]
    for case in suite.iter("testcase"):
        assert set(case.keys()) == {"name", "classname", "time"}
        assert [c.tag for c in case] in ([], ["failure"])


def test_what_does_not_fail_is_no_failure() -> None:
    of = Report(fail_on="error", drops=[Drop("a.txt", "", "0" * 64, 1, "utf-8")], findings=[Finding("decode.mixed", "warning", "a.txt", "mixed")])
    assert of_junit(FORMATS["junit"](of)) == []
    assert "decode.mixed" in FORMATS["junit"](of)
    assert FORMATS["github"](of).startswith("::warning file=a.txt,")
    assert FORMATS["text"](of).endswith("1 drop: 1 warning\n")


HOSTILE = "a\x00\x1b[31m\ud800\u202e|`<b>%0A::error::\n[x](y) {0} https://x.example/ @all"


def hostile() -> Report:
    text = f"前{HOSTILE}后"
    finding = Finding("spam.salad", "error", f"{HOSTILE}/a,b:c.txt", f"found {HOSTILE}", Lines(text).place(1, 1 + len(HOSTILE)), HOSTILE, record=HOSTILE)
    return Report(drops=[Drop(finding.file, finding.record, "0" * 64, 1, "")], findings=[finding], notes=[HOSTILE])


@pytest.mark.parametrize("name", list(FORMATS))
def test_hostile_text_stays_text(name: str) -> None:
    """Escape sequences, markup, commands and what UTF-8 or XML can't hold do nothing in any format."""
    out = FORMATS[name](hostile())
    out.encode("utf-8")
    assert "\x1b" not in out
    assert "\x00" not in out
    if name != "json":  # which is exact, and escapes what is dangerous by its own rules
        assert name in ("sarif", "junit") or "\u202e" not in out
    if name == "github":
        assert [line.split("::")[1].split(" ")[0] for line in out.splitlines() if line.startswith("::")] == ["error", "notice"]
    if name == "markdown":
        assert "<b>" not in out
        assert "](" not in out
    if name == "sarif":
        message = json.loads(out)["runs"][0]["results"][0]["message"]["text"]
        assert "{0}" not in message.replace("{{0}}", "")
        assert "[x](" not in message


@given(st.text(), st.text(min_size=1), st.integers(0, 30), st.integers(0, 30))
def test_any_text_makes_well_formed_output(message: str, text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    finding = Finding("spam.salad", "error", "a.txt", message, Lines(text).place(start, end), text[start:end])
    report = Report(drops=[Drop("a.txt", "", "0" * 64, 1, "")], findings=[finding])
    for name, render in FORMATS.items():
        out = render(report)
        out.encode("utf-8")
        if name in ("sarif", "junit", "json"):
            assert READ[name](out)
