"""The cases of tests/cases/: made by `jiaokan explain --as-case` and `jiaokan report --apply`, put right by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.article_sample import BODY, HEAD, TAIL
from toolkit import clean
from toolkit.batch.options import Options
from toolkit.batch.run import run as run_batch
from toolkit.cli import main
from toolkit.report.cases import FORMAT, faults, whole_case
from toolkit.report.run import Reviewed, read_run

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
MARK = {"id": "x", "start": 0, "end": 1, "rule": "a.b", "verdict": "accept"}
DROP = f"　　{HEAD}\n\n\n{BODY[0]}\n{TAIL}"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    assert faults(json.loads(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_document_as_a_case_holds(tmp_path: Path, encoding: str) -> None:
    drop = tmp_path / "bad-page.txt"
    drop.write_bytes(DROP.encode(encoding))
    case = json.loads(CliRunner().invoke(main, ["explain", "--as-case", "--script", "hant", str(drop)]).stdout)
    assert case["name"] == "bad-page"
    assert case["config"] == {"script": "hant"}
    assert case["expect"]["text"].endswith("再撐幾年。")
    assert faults(case) == []
    case["expect"]["text"] += "多"
    assert len(faults(case)) == 1


def test_a_page_as_a_case_keeps_its_address() -> None:
    article = clean(f"<p>{HEAD}</p><p>{TAIL}</p>", url="http://news.example/1", media_type="text/html")
    assert whole_case(article, "x")["url"] == "http://news.example/1"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(DROP, encoding="utf-8")
    run_batch([str(tmp_path / "raw")], tmp_path / "run", Options())
    return tmp_path / "run"


def applied(run: Path, marks: Any) -> tuple[int, str, list[Path]]:
    file = run.parent / "marks.json"
    file.write_text(marks if isinstance(marks, str) else json.dumps(marks), encoding="utf-8")
    result = CliRunner().invoke(main, ["report", str(run), "--apply", str(file), "--cases", str(run.parent / "cases")])
    return result.exit_code, result.output, sorted((run.parent / "cases").glob("*"))


def marks_on(doc: Reviewed, verdict: str, note: str = "") -> dict[str, Any]:
    marks = [{"id": doc.id, "start": e.start, "end": e.end, "rule": "+".join(e.rules), "verdict": verdict, "note": note} for e in doc.edits]
    return {"format": FORMAT, "marks": marks}


def test_accepted_edits_become_a_case_that_holds(run: Path) -> None:
    (doc,) = read_run(run)
    code, told, files = applied(run, marks_on(doc, "accept"))
    assert code == 0
    assert "all met" in told
    case = json.loads(files[0].read_text("utf-8"))
    assert [s["becomes"] for s in case["stretches"]] == [e.inserted for e in doc.edits]
    assert faults(case) == []


def test_disputed_edits_become_a_case_that_fails_until_the_rule_is_mended(run: Path) -> None:
    (doc,) = read_run(run)
    code, told, files = applied(run, marks_on(doc, "dispute", "wanted"))
    assert code == 0
    assert f"{len(doc.edits)} not met yet" in told
    case = json.loads(files[0].read_text("utf-8"))
    assert len(faults(case)) == len(doc.edits)
    assert case["stretches"][0]["note"] == "wanted"
    case["drop"] = case["drop"][1:]
    assert "holds" in faults(case)[0]


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ("{", "marks.json: no JSON"),
        ([], "marks.json: no marks"),
        ({"marks": []}, "marks.json: no marks"),
        ({"format": FORMAT, "marks": 5}, "marks.json: $.marks: a list is expected"),
        ({"format": FORMAT, "marks": [5]}, "marks.json: $.marks[0]: an object is expected"),
        ({"format": FORMAT, "marks": [{"id": "x"}]}, "marks.json: $.marks[0].start: a whole number is expected"),
        ({"format": FORMAT, "marks": [MARK | {"end": True}]}, "marks.json: $.marks[0].end: a whole number is expected"),
        ({"format": FORMAT, "marks": [MARK, MARK | {"id": ["x"]}]}, "marks.json: $.marks[1].id: a string is expected"),
        ({"format": FORMAT, "marks": [MARK | {"note": None}]}, "marks.json: $.marks[0].note: a string is expected"),
        ({"format": FORMAT, "marks": [MARK | {"verdict": "perhaps"}]}, 'marks.json: $.marks[0].verdict: "accept" or "dispute" is expected'),
        ({"format": FORMAT, "marks": [MARK]}, "no document x"),
    ],
)
def test_marks_that_do_not_fit_are_told_in_a_line(run: Path, marks: Any, told: str) -> None:
    code, output, files = applied(run, marks)
    assert code == 2
    assert told in output
    assert output.count("\n") == 1
    assert files == []


def test_a_mark_where_there_is_no_edit_is_told(run: Path) -> None:
    (doc,) = read_run(run)
    marks = marks_on(doc, "accept")
    marks["marks"][0]["end"] += 100
    assert "no edit at" in applied(run, marks)[1]
