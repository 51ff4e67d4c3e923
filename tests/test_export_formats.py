"""Exports of runs and packages: the same articles, whole or not at all."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.package_sample import ABOUT, drops, finished_run, sample_package
from toolkit.archive import PlaceTakenError, package
from toolkit.cli import main
from toolkit.export import FORMATS, export
from toolkit.export.articles import ExportError
from toolkit.export.tables import columns

COUNT = 4  # articles of the sample that were kept
SUFFIXES = {"tei": "xml", "markdown": "md", "txt": "txt"}


def content(root: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in root.rglob("*") if p.is_file()} if root.is_dir() else {"": root.read_bytes()}


@pytest.mark.parametrize("form", [f for f in FORMATS if f != "parquet"])
def test_a_run_and_its_package_export_the_same(form: str, tmp_path: Path) -> None:
    assert export(finished_run(), tmp_path / "run", form) == COUNT
    for suffix in ("", ".tar", ".zip"):
        assert export(sample_package(suffix), tmp_path / f"package{suffix}", form) == COUNT
        if form != "csv":  # the table says where the raw bytes lie, which is elsewhere in a package
            assert content(tmp_path / f"package{suffix}") == content(tmp_path / "run")
    if form in SUFFIXES:
        assert len(list(tmp_path.glob(f"run/part-00000/*.{SUFFIXES[form]}"))) == COUNT


def test_csv(tmp_path: Path) -> None:
    export(finished_run(), tmp_path / "t.csv", "csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    records = [json.loads(line) for line in (finished_run() / "records/part-00000.jsonl").read_text("utf-8").splitlines()]
    assert list(rows[0]) == columns()
    assert [r["text"] for r in rows] == [r["text"] for r in records]
    assert [r["raw_sha256"] for r in rows] == [r["raw"]["sha256"] for r in records]


def test_parquet_asks_for_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "toolkit.batch.columns", raising=False)
    done = CliRunner().invoke(main, ["export", str(finished_run()), str(tmp_path / "t.parquet"), "--format", "parquet"])
    assert done.exit_code == 2
    assert "jiaokan[parquet]" in done.output
    assert not list(tmp_path.iterdir())


def test_ledgers_of_places_only(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="from a package"):
        export(finished_run("spans"), tmp_path / "a", "tei")
    made = package([finished_run("spans")], tmp_path / "p", ABOUT, [drops()])
    export(made, tmp_path / "b", "tei")
    export(finished_run(), tmp_path / "c", "tei")
    assert content(tmp_path / "b") == content(tmp_path / "c")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(PlaceTakenError):
        export(finished_run(), tmp_path / "there", "txt")
    with pytest.raises(ExportError, match="neither a run"):
        export(tmp_path / "there", tmp_path / "new", "txt")
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


def test_command(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["export", str(finished_run()), str(tmp_path / "out"), "--format", "txt"])
    assert (done.exit_code, done.output) == (0, f"{tmp_path / 'out'}: {COUNT} articles\n")
    assert CliRunner().invoke(main, ["export", str(finished_run()), str(tmp_path / "out"), "--format", "txt"]).exit_code == 2
    assert CliRunner().invoke(main, ["export", str(tmp_path / "no"), str(tmp_path / "x"), "--format", "txt"]).exit_code == 2
