"""The gate: twelve drops of which six have one fault each, and all that decides what counts."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.drops_sample import FERRY, KITES, ORCHARD, SPAM_FOOT, faulty, fine, lay
from toolkit import clean
from toolkit.catalogue import RULES
from toolkit.check.findings import Lines, Report
from toolkit.check.formats import FORMATS
from toolkit.check.gate import check
from toolkit.check.judge import Scale, judge
from toolkit.check.rules import OWN, default_severity, mend_of, reason_of
from toolkit.cli import main
from toolkit.settings import DEFAULTS, Settings, load

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the twelve drops under drops/; no configuration above it is seen."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    lay(tmp_path)
    return tmp_path


def settings(**given: Any) -> Settings:
    return Settings(DEFAULTS | given, dict.fromkeys(DEFAULTS, "default"), Path())


def report(*paths: str, **given: Any) -> Report:
    return check(paths or ("drops",), settings(**given), TODAY)


def told(of: Report) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for f in of.new:
        out.setdefault(f.file, []).append(f.rule)
    return out


def call(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["check", "--today", "2026-11-24", *args])
    return result.exit_code, result.stdout, result.stderr


def test_exactly_the_six_faults(here: Path) -> None:
    found = report()
    assert told(found) == {f"drops/{name}": [rule] for name, (_, rule) in faulty().items()}
    assert len(found.drops) == 12
    assert {f.severity for f in found.new} == {"error"}


def test_the_report_is_the_same_for_any_number_of_processes(here: Path) -> None:
    one, two = (check(["drops"], settings(), TODAY, workers) for workers in (1, 2))
    assert (one.findings, one.drops) == (two.findings, two.drops)


def test_the_fine_ones_alone(here: Path) -> None:
    assert told(report("drops/good")) == {}
    assert call("drops/good") == (0, "6 drops: nothing found\n", "")


@pytest.mark.parametrize("name", list(fine()))
def test_each_fine_one_alone(name: str) -> None:
    article = clean(fine()[name], media_type="text/html" if name.endswith(".html") else "text/plain")
    assert judge(article, name, Scale(settings()), TODAY) == []


def test_where_and_what(here: Path) -> None:
    by_rule = {f.rule: f for f in report().new}
    spam = by_rule["spam.keyword-list"]
    place = spam.place
    assert place is not None
    source = (here / spam.file).read_text("utf-8")
    assert source[place.start : place.end] == spam.text
    assert source.splitlines()[place.line - 1][place.column - 1 :].startswith(spam.text.strip()[:9])
    assert spam.where == "drops/poor/spam.txt:8:1"
    pinyin = by_rule["repair.pinyin"]
    assert (pinyin.where, pinyin.text, pinyin.places) == ("drops/poor/pinyin.txt:3:28", "(guò)", 8)
    assert by_rule["decode.damaged"].where == "drops/poor/damaged.txt:3:4"
    assert by_rule["date.future"].text == "2031-05-20 09:00"
    for f in by_rule.values():
        assert f.reason
        assert f.mend
        assert f.message


@pytest.mark.parametrize(
    ("text", "span", "at"),
    [
        ("一二\n三四", (4, 5), (2, 2, 2, 3)),
        ("一\r\n二\r三\n四", (3, 4), (2, 1, 2, 2)),
        ("一\r\n二\r三\n四", (5, 8), (3, 1, 4, 2)),
        ("𠀀一\u2028二", (2, 4), (1, 3, 1, 5)),
        ("", (0, 0), (1, 1, 1, 1)),
    ],
)
def test_lines_and_columns(text: str, span: tuple[int, int], at: tuple[int, int, int, int]) -> None:
    place = Lines(text).place(*span)
    assert (place.line, place.column, place.end_line, place.end_column) == at
    assert place.context[place.lead :].startswith(text[span[0] : span[1]].split("\n")[0])


def test_duplicates_of_bytes_and_of_text(here: Path) -> None:
    shutil.copy("drops/good/library.txt", "drops/good/z.txt")
    Path("drops/good/z2.txt").write_bytes(fine()["good/library.txt"].decode("gb18030").replace("\n", "\r\n\r\n").encode("utf-16"))
    Path("drops/good/z3.txt").write_text("短。")
    Path("drops/good/z4.txt").write_text("短。\n")
    found = {f.file: f for f in report("drops/good").new}
    assert told(report("drops/good")) == {"drops/good/z.txt": ["duplicate.bytes"], "drops/good/z2.txt": ["duplicate.text"]}
    assert "drops/good/library.txt" in found["drops/good/z.txt"].message


@pytest.mark.parametrize(
    ("published", "ahead"),
    [("2026-11-25T23:59:59+08:00", False), ("2026-11-26", True), ("2026-11", False), ("2026-12", True), ("2026", False), ("2027", True), ("", False)],
)
def test_dates_ahead(published: str, ahead: bool) -> None:
    article = replace(clean(FERRY), published=published or None)
    assert ("date.future" in {f.rule for f in judge(article, "a.txt", Scale(settings()), TODAY)}) is ahead


def test_a_record_that_does_not_fit_is_told() -> None:
    article = replace(clean(FERRY), language="Chinese")
    (finding,) = judge(article, "a.txt", Scale(settings()), TODAY)
    assert (finding.rule, finding.severity) == ("record.schema", "error")
    assert finding.message.startswith("$.lang: ")


PAGE = "<html><body><h1>渡口的第一班船</h1>{body}<div class='footer'><p>版权所有 {foot}在线 未经授权不得转载</p></div></body></html>"
BODY = "".join(f"<p>{line}</p>" for line in FERRY.splitlines()[2:])


@pytest.mark.parametrize(
    ("foot", "body", "severity"),
    [("河湾", BODY, None), ("河\ufffd", BODY, "note"), ("河湾", BODY.replace("三十年", "三\ufffd年"), "error")],
)
def test_damage_outside_of_the_article_is_but_a_note(foot: str, body: str, severity: str | None) -> None:
    found = judge(clean(PAGE.format(foot=foot, body=body), media_type="text/html"), "a.html", Scale(settings()), TODAY)
    assert [(f.rule, f.severity) for f in found] == ([("mojibake.left", severity)] if severity else [])


def test_a_fault_of_the_tool_on_one_drop(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, **_: Any) -> Any:
        raise RuntimeError("out of order")

    monkeypatch.setattr("toolkit.check.gate.clean", broken)
    found = report("drops/good/ferry.txt")
    assert [(f.rule, f.severity, f.message) for f in found.new] == [("error.internal", "error", "turned away: RuntimeError: out of order")]


def test_files_that_cannot_be_read(here: Path) -> None:
    Path("drops/gone.txt").symlink_to("nowhere")
    assert told(report("drops/gone.txt")) == {"drops/gone.txt": ["input.unreadable"]}
    assert told(report("drops/good/ferry.txt", limit_bytes=9)) == {"drops/good/ferry.txt": ["input.too-large"]}


def test_documents_of_a_container(here: Path) -> None:
    rows = [{"id": "river-1", "text": FERRY}, {"id": "kites-2", "text": KITES + SPAM_FOOT}, {"id": "river-3", "text": FERRY}]
    Path("dump.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    found = report("dump.jsonl")
    assert [(f.file, f.record, f.rule) for f in found.new] == [
        ("dump.jsonl", "kites-2", "spam.keyword-list"),
        ("dump.jsonl", "river-3", "duplicate.bytes"),
    ]
    assert found.new[0].where == "dump.jsonl[kites-2]:8:1"
    for name, render in FORMATS.items():
        out = render(found)
        assert "kites-2" in out, name
        assert '"startLine"' not in out, "a line of the document is none of the file"
    assert "line=" not in FORMATS["github"](found)


def test_required_metadata(here: Path) -> None:
    assert told(report("drops/good", require=["author"])) == {f"drops/{n}": ["missing.author"] for n in sorted(fine()) if n != "good/orchard.txt"}
    code, out, _ = call("drops/good", "--require", "published")
    assert (code, "ferry.txt: error [missing.published]" in out, "orchard.txt" in out) == (1, True, False)
    assert told(report("drops/good/ferry.txt", severity={"missing.*": "note"}))["drops/good/ferry.txt"][0] == "missing.author"
    assert call("drops/good", "--require", "headline")[0] == 2


SCALES: list[tuple[dict[str, str], str]] = [
    ({}, "error"),
    ({"spam.*": "note"}, "note"),
    ({"*": "off"}, "off"),
    ({"*": "off", "spam.*": "warning"}, "warning"),
    ({"spam.*": "off", "spam.keyword-list": "note", "spam.keyword*": "error"}, "note"),
]


@pytest.mark.parametrize(("stated", "severity"), SCALES)
def test_the_longest_pattern_holds(stated: dict[str, Any], severity: str) -> None:
    assert Scale(settings(severity=stated)).of("spam.keyword-list", "edit") == severity


def test_fail_on(here: Path) -> None:
    Path("jiaokan.toml").write_text('[severity]\n"spam.*" = "warning"\n')
    assert call("drops/poor/spam.txt")[0] == 0
    assert call("drops/poor/spam.txt", "--fail-on", "warning")[0] == 1
    assert call("drops/poor/spam.txt", "--fail-on", "error")[0] == 0


def test_ignore_entries(here: Path) -> None:
    Path("jiaokan.toml").write_text(
        """
        [[ignore]]
        rule = "spam.*"
        paths = ["drops/poor/*"]
        reason = "this one is about spam"
        [[ignore]]
        rule = "repair.pinyin"
        reason = "was all right once"
        until = 2026-11-23
        [[ignore]]
        rule = "decode.mixed"
        reason = "none of these"
        """
    )
    code, out, _ = call("drops/poor/spam.txt", "drops/poor/pinyin.txt")
    assert (code, "[repair.pinyin]" in out, "[spam." in out) == (1, True, False)
    assert "ignore[1] (repair.pinyin) ended on 2026-11-23" in out
    assert "ignore[2] (decode.mixed) excuses nothing" in out
    assert out.endswith("2 drops: 1 error (1 ignored)\n")
    code, out, _ = call("drops/poor/spam.txt", "--format", "sarif")
    assert code == 0
    assert json.loads(out)["runs"][0]["results"][0]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "this one is about spam"}]


def test_baseline(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = call("drops", "--write-baseline")
    assert (code, out, err) == (0, "", "6 findings: baseline written to jiaokan-baseline.json\n")
    assert call("drops")[:2] == (0, "12 drops: nothing found (6 in the baseline)\n")
    Path("drops/poor/spam.txt").write_text("新的一行在前面。\n" + Path("drops/poor/spam.txt").read_text("utf-8"), "utf-8")
    assert call("drops")[0] == 0, "a finding that only moved is still known"
    Path("drops/new.txt").write_text(KITES.replace("城南", "城北") + SPAM_FOOT, "utf-8")
    code, out, _ = call("drops")
    assert (code, "drops/new.txt:" in out, "drops/poor" in out) == (1, True, False)
    Path("drops/poor/shell.html").unlink()
    assert "1 of its findings are gone" in call("drops")[1]
    Path("jiaokan.toml").write_text('paths = ["drops/good", "drops/poor"]\n')
    monkeypatch.chdir(here / "drops")
    assert call()[0] == 0, "from another folder, the same findings are known"
    Path("../jiaokan-baseline.json").write_text("{}")
    assert call()[0] == 2
    assert call("poor", "--baseline", "nowhere.json")[0] == 2
    assert call("poor", "--baseline", "new.json", "--write-baseline")[0] == 0
    assert call("poor", "--baseline", "new.json")[0] == 0


def test_archive(here: Path) -> None:
    CliRunner().invoke(main, ["run", "drops", "clean"])
    assert call("drops/good", "--archive", "clean")[0] == 0
    Path("drops/good/ferry.txt").write_bytes(FERRY.replace("三十", "四十").encode("utf-16"))
    shutil.copy("drops/good/orchard.txt", "drops/orchard.txt")
    Path("jiaokan.toml").write_text('paths = ["drops"]\narchive = ["clean"]\n')
    changed = {"drops/good/ferry.txt": ["archive.changed"]}
    assert told(check(["drops"], load(), TODAY)).items() >= changed.items()
    assert told(check(["drops/good/ferry.txt", "drops/orchard.txt"], load(), TODAY)) == changed
    Path("empty").mkdir()
    assert call("drops", "--archive", "empty")[0] == 2


NO_BASELINE = {
    "": "not JSON",
    "[]": "expected a baseline (version, and findings with a fingerprint each)",
    '{"version": 1, "findings": [{}]}': "expected a baseline (version, and findings with a fingerprint each)",
    '{"version": 2, "findings": []}': "version 2 of the baseline, expected 1",
}


@pytest.mark.parametrize(("text", "said"), NO_BASELINE.items())
def test_a_file_that_is_no_baseline(text: str, said: str, here: Path) -> None:
    (here / "b.json").write_text(text)
    code, out, err = call("drops/good", "--baseline", "b.json")
    assert (code, out, f"{here / 'b.json'}: {said}" in err) == (2, "", True), err
    assert call("drops/good", "--baseline", "drops")[2] == f"Error: {here / 'drops'}: Is a directory; expected a baseline, as --write-baseline makes one\n"


NO_ARCHIVE = [
    ("run.json", b"", "expected the folder of a run or a package, found no rows there"),
    ("records/part-00000.jsonl.gz", b"\x1f\x8b\x08\0", "Compressed file ended before the end-of-stream marker was reached"),
    ("records/part-00000.jsonl", b"{}\n", "expected a row with a raw pointer"),
]


@pytest.mark.parametrize(("name", "data", "said"), NO_ARCHIVE)
def test_an_archive_whose_rows_cannot_be_read(name: str, data: bytes, said: str, here: Path) -> None:
    """A row that is passed over would let a changed drop go unseen."""
    (here / "clean" / name).parent.mkdir(parents=True)
    (here / "clean" / name).write_bytes(data)
    code, out, err = call("drops/good", "--archive", "clean")
    assert (code, out, said in err) == (2, "", True), err
    assert f"Error: archive: {here / 'clean'}" in err


def test_a_container_that_cannot_be_read_is_named_by_its_file(here: Path) -> None:
    (here / "drops/good/empty.tar").write_bytes(b"")
    assert [(f.file, f.record) for f in report("drops/good").new] == [("drops/good/empty.tar", "")]


@pytest.mark.parametrize("how", [(), ("--raw-as", "warc")])
def test_archive_that_is_a_package(here: Path, how: tuple[str, ...]) -> None:
    rows = [{"id": "river-1", "text": FERRY}, {"id": "kites-2", "text": KITES}]
    dump = Path("drops/dump.jsonl")
    dump.write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    CliRunner().invoke(main, ["run", "drops", "clean"])
    made = CliRunner().invoke(main, ["package", "clean", "package", "--raw", "drops", "--license", "CC0-1.0", *how])
    assert made.exit_code == 0, made.output
    alone = {"severity": {"*": "off", "archive.*": "error"}, "archive": ["package"]}
    assert told(report("drops", **alone)) == {}
    rows = [{"id": "new-0", "text": ORCHARD}, {"id": "river-1", "text": FERRY}, {"id": "kites-2", "text": KITES.replace("东头", "西头")}]
    dump.write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    Path("drops/good/ferry.txt").write_bytes(FERRY.encode("utf-8"))
    changed = [(f.file, f.record) for f in report("drops", **alone).new]
    assert changed == ([] if how else [("drops/dump.jsonl", "kites-2")]) + [("drops/good/ferry.txt", "")]


def test_paths_and_exclude(here: Path) -> None:
    Path("jiaokan.toml").write_text('paths = ["drops"]\nexclude = ["drops/poor/*"]\n')
    assert call() == (0, "6 drops: nothing found (6 files excluded)\n", "")
    assert call("drops/good", "drops/good/ferry.txt")[1] == "6 drops: nothing found\n", "a file that is named twice is judged once"
    assert call("drops/poor/spam.txt") == (0, "0 drops: nothing found (1 file excluded)\n", ""), "a hook names changed files, excluded or not"


def test_a_drop_on_stdin(here: Path) -> None:
    result = CliRunner().invoke(main, ["check", "-", "drops/good"], input=Path("drops/poor/spam.txt").read_bytes())
    assert (result.exit_code, result.stdout.split(" ")[0]) == (1, "stdin:8:1:")


def test_outputs(here: Path) -> None:
    code, out, _ = call("drops", "--output", "sarif=out.sarif", "--output", "junit=out.xml", "--format", "json")
    assert code == 1
    assert json.loads(out)["counts"] == {"drops": 12, "error": 6, "warning": 0, "note": 0, "baseline": 0, "ignored": 0}
    assert json.loads(Path("out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert Path("out.xml").read_text("utf-8").startswith("<?xml")
    assert call("drops", "--output", "sarif=no/where.sarif")[0] == 2


@pytest.mark.parametrize(
    "args", [(), ("nowhere",), ("drops", "--output", "pdf=x"), ("drops", "--output", "sarif"), ("drops", "--config", "no.toml"), ("empty",)]
)
def test_wrong_usage(here: Path, args: tuple[str, ...]) -> None:
    Path("empty").mkdir()
    code, out, err = call(*args)
    assert (code, out) == (2, "")
    assert err.strip()


def test_unknown_rules_in_the_configuration_are_errors(here: Path) -> None:
    Path("jiaokan.toml").write_text('[severity]\n"decode.mxied" = "error"\n[[ignore]]\nrule = "spma.*"\nreason = "known"\n')
    for command in (["check", "drops"], ["config"]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 2
        assert "jiaokan.toml:1: severity: no rule 'decode.mxied', did you mean 'decode.mixed'?" in result.stderr
        assert "jiaokan.toml:3: ignore[0].rule: no rule 'spma.*'" in result.stderr


def rules() -> Iterator[str]:
    yield from (*RULES, *OWN)


def test_every_rule_has_a_reason_and_a_way_to_mend() -> None:
    assert all(reason_of(r) and mend_of(r) for r in rules())
    assert not set(RULES) & set(OWN)


def test_what_a_run_mends_without_loss_is_fine() -> None:
    ordinary = [r for r in RULES if r.split(".")[0] in {"chrome", "field", "layout", "markup", "script", "content"}]
    assert {default_severity(r, "edit") for r in ordinary} == {"off"}


def _killed(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_is_told_in_a_line(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.check.gate.judged_documents", _killed)
    code, out, err = call("--workers", "2", "drops")
    assert (code, out) == (2, "")
    assert err.startswith("Error: a process that judges drops was killed")
    assert err.count("\n") == 1
