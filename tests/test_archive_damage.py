"""Documents of a package or run whose rows, ledger or raw bytes were changed: given back whole, or not at all with the reason."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.package_sample import ABOUT, DROPS, drops, finished_run, sample_package
from toolkit.archive import RunError, package
from toolkit.archive.restore import RestoreError, restore
from toolkit.archive.runs import Run
from toolkit.archive.trees import open_tree
from toolkit.archive.verify import verify
from toolkit.cli import main
from toolkit.export import export
from toolkit.export.articles import ExportError

Row = dict[str, Any]


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_package(), tmp_path / "bag"))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished_run(), tmp_path / "run"))


def rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]


def rewrite(bag: Path, kind: str, change: Callable[[Row], object]) -> str:
    """Change the first row of a kind; its id as it was."""
    file = bag / f"data/{kind}/part-00000.jsonl.gz"
    first, *rest = rows(file)
    ident = str(first["id"])
    change(first)
    file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in (first, *rest)).encode()))
    return ident


def set_edit(**values: Any) -> Callable[[Row], object]:
    return lambda row: row["edits"][0].update(values)


GONE = [
    ("records", lambda row: row.update(text="一句话。"), "text", "the text have sha256"),
    ("records", lambda row: row["raw"].update(path="data/raw/00/none.txt"), "raw", "no such file"),
    ("records", lambda row: row["raw"].update(sha256="0" * 64), "raw", "the raw bytes have sha256"),
    ("records", lambda row: row["raw"].update(offset=1), "raw", "the raw bytes have sha256"),
    ("records", lambda row: row.pop("title"), "raw", "does not fit its schema"),
    ("edits", set_edit(start=0, end=10**6), "source", r"\$\.edits\[0\]\.removed: expected 1000000 code points"),
]


@pytest.mark.parametrize(("kind", "change", "what", "said"), GONE)
def test_what_is_not_as_stated_is_not_given_back(kind: str, change: Callable[[Row], object], what: Any, said: str, bag: Path) -> None:
    ident = rewrite(bag, kind, change)
    with pytest.raises(RestoreError, match=said):
        restore(open_tree(bag).tree, ident, what)
    done = CliRunner().invoke(main, ["restore", str(bag), ident, "--what", what])
    assert (done.exit_code, done.stdout, f"{bag}: " in done.stderr) == (2, "", True)


STILL = [
    lambda bag: (bag / "data/edits/part-00000.jsonl.gz").unlink(),
    lambda bag: (bag / "data/edits/part-00000.jsonl.gz").write_bytes(b"no rows"),
    lambda bag: rewrite(bag, "edits", lambda row: row.update(edits="none")),
    lambda bag: rewrite(bag, "edits", lambda row: row["edits"].clear()),
]


@pytest.mark.parametrize("change", STILL)
def test_where_the_ledger_is_lost_the_raw_bytes_tell_the_source_text(change: Callable[[Path], object], bag: Path) -> None:
    row = rows(sample_package() / "data/records/part-00000.jsonl.gz")[0]
    change(bag)
    assert restore(open_tree(bag).tree, row["id"], "source") == DROPS[row["raw"]["container"]].decode(row["provenance"]["encoding"]).encode()


def test_a_source_text_that_nothing_tells_any_more(bag: Path) -> None:
    ident = rewrite(bag, "records", lambda row: row["provenance"].update(source_sha256="0" * 64))
    with pytest.raises(RestoreError, match="do not decode to the source text"):
        restore(open_tree(bag).tree, ident, "source")


def test_rows_that_cannot_be_read(bag: Path) -> None:
    (bag / "data/records/part-00000.jsonl.gz").write_bytes(gzip.compress(b'{"id": \n'))
    with pytest.raises(RestoreError, match="the rows can't be read"):
        restore(open_tree(bag).tree, "0" * 64)


LOST = [
    (lambda bag: (bag / "data/edits/part-00000.jsonl.gz").unlink(), "no such file"),
    (lambda bag: (bag / "data/edits/part-00000.jsonl.gz").write_bytes(b"no rows"), "part-00000.jsonl.gz"),
    (lambda bag: rewrite(bag, "edits", lambda row: row.update(id="sha256:" + "0" * 64 + "-00000000")), "not of one article"),
    (lambda bag: rewrite(bag, "records", lambda row: row.pop("title")), "not a valid row"),
]


@pytest.mark.parametrize(("change", "said"), LOST)
def test_what_cannot_be_exported_leaves_nothing_behind(change: Callable[[Path], object], said: str, bag: Path, tmp_path: Path) -> None:
    change(bag)
    with pytest.raises(ExportError, match=said):
        export(bag, tmp_path / "out", "txt")
    assert [p.name for p in tmp_path.iterdir()] == ["bag"]


def test_places_without_their_raw_bytes_cannot_be_exported(tmp_path: Path) -> None:
    made = package([finished_run("spans")], tmp_path / "p", ABOUT, [drops()])
    shutil.rmtree(made / "data/raw")
    with pytest.raises(ExportError, match="no such file"):
        export(made, tmp_path / "out", "tei")


def test_verify_tells_of_rows_that_are_at_odds(bag: Path) -> None:
    rewrite(bag, "records", lambda row: row.update(char_count=1, edit_count=99))
    rewrite(bag, "edits", set_edit(inserted="多"))
    found = {f.check: f for f in verify(bag).findings}
    assert found["row.coherence"].path == "data/records/part-00000.jsonl.gz:1 $.char_count"
    assert found["row.ledger"].path.startswith("data/edits/part-00000.jsonl.gz:1 $.edits")


NO_RUN = [
    (lambda run: (run / "run.json").unlink(), "no run.json to be read"),
    (lambda run: (run / "run.json").write_text("{"), "run.json: not JSON"),
    (lambda run: (run / "run.json").write_text("{}"), r"run.json: \$: "),
]


@pytest.mark.parametrize(("change", "said"), NO_RUN)
def test_what_is_no_whole_run(change: Callable[[Path], object], said: str, run: Path, tmp_path: Path) -> None:
    change(run)
    with pytest.raises(RunError, match=said):
        Run(run)
    done = CliRunner().invoke(main, ["package", str(run), str(tmp_path / "p"), "--raw", str(drops()), "--license", "MIT"])
    assert (done.exit_code, done.stdout, [p.name for p in tmp_path.iterdir()]) == (2, "", ["run"])


NOT_WHOLE = [
    (lambda run: (run / "records/part-00000.jsonl").write_text("no row\n"), r"part-00000.jsonl: line 1: expected a JSON object"),
    (lambda run: (run / "edits/part-00000.jsonl").unlink(), r"edits.part-00000.jsonl: No such file"),
    (lambda run: (run / "edits/part-00000.jsonl").write_bytes(b""), r"edits.part-00000.jsonl: 0 rows with sha256 e3b0\w+; expected 4 with sha256"),
    (lambda run: (run / "records/part-00000.jsonl").open("ab").write(b"{}\n"), r"records.part-00000.jsonl"),
    (lambda run: (run / "duplicates.jsonl").write_bytes(b""), r"duplicates.jsonl: 0 rows; expected 1"),
]


@pytest.mark.parametrize(("change", "said"), NOT_WHOLE)
def test_no_package_of_a_run_whose_files_are_not_those_it_wrote(change: Callable[[Path], object], said: str, run: Path, tmp_path: Path) -> None:
    change(run)
    done = CliRunner().invoke(main, ["package", str(run), str(tmp_path / "p"), "--raw", str(drops()), "--license", "MIT"])
    assert (done.exit_code, done.stdout, [p.name for p in tmp_path.iterdir()]) == (2, "", ["run"])
    assert re.search(said, done.stderr), done.stderr
