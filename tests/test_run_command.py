"""`jiaokan run` end to end: folders in, part files and run.json out, exit status and messages for bad input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import orjson
import pytest
from click.testing import CliRunner, Result

from tests.article_sample import laid
from toolkit import apply
from toolkit.cli import main
from toolkit.cli.run import Size
from toolkit.decode import decode
from toolkit.edits import LedgerEdit
from toolkit.validation import is_valid

ARTICLE = laid("渡口的石阶一共有六十四级。", "inside")


def jiaokan(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, args)])


def lines(path: Path) -> Iterator[dict[str, object]]:
    return (orjson.loads(line) for line in path.read_bytes().splitlines())


@pytest.fixture
def drops(tmp_path: Path) -> Path:
    folder = tmp_path / "drops"
    (folder / "b").mkdir(parents=True)
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    (folder / "b" / "c.html").write_text(f"<html><body><p>{ARTICLE}</p></body></html>", "gb18030")
    (folder / "b" / "empty.txt").write_bytes(b"")
    (folder / "notes.md").write_text("no drop")
    return folder


def test_a_run_writes_valid_rows_and_counts_every_document(drops: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean"
    assert jiaokan(drops, out).exit_code == 1  # the empty file was rejected
    records = list(lines(out / "records" / "part-00000.jsonl"))
    edits = list(lines(out / "edits" / "part-00000.jsonl"))
    rejected = list(lines(out / "rejected" / "part-00000.jsonl"))
    assert [r["raw"]["path"] for r in records] == ["a.txt", "b/c.html"]  # type: ignore[index]
    assert [r["id"] for r in records] == [e["id"] for e in edits]
    assert [(r["raw"]["path"], r["reasons"]) for r in rejected] == [("b/empty.txt", "empty.no-text")]  # type: ignore[index]
    assert all(is_valid(r) for r in records)
    assert all(is_valid(e, "edits") for e in edits)
    assert all(is_valid(r, "rejected") for r in rejected)
    run_file = orjson.loads((out / "run.json").read_bytes())
    assert is_valid(run_file, "run")
    assert run_file["counts"] == {"input": 3, "kept": 2, "rejected": 1, "duplicates": 0}


def test_the_ledger_leads_from_the_raw_bytes_to_the_text(drops: Path, tmp_path: Path) -> None:
    jiaokan(drops, tmp_path / "clean")
    record = next(lines(tmp_path / "clean" / "records" / "part-00000.jsonl"))
    row = next(lines(tmp_path / "clean" / "edits" / "part-00000.jsonl"))
    edits = [LedgerEdit(e["start"], e["end"], e["removed"], e["inserted"], tuple(e["rule"].split("+"))) for e in row["edits"]]  # type: ignore[attr-defined]
    assert apply(decode((drops / "a.txt").read_bytes()).text, edits) == record["text"]


def test_the_same_input_gives_the_same_bytes_anywhere(drops: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        jiaokan(drops, tmp_path / out)
    for file in ("records/part-00000.jsonl", "edits/part-00000.jsonl", "rejected/part-00000.jsonl", "run.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_what_is_no_drop_is_left_aside_and_named(drops: Path, tmp_path: Path) -> None:
    assert ".md" in jiaokan(drops, tmp_path / "clean").output


def test_quiet_says_nothing(drops: Path, tmp_path: Path) -> None:
    assert jiaokan(drops, tmp_path / "clean", "-q").output == ""


def test_the_summary_as_json(drops: Path, tmp_path: Path) -> None:
    said = orjson.loads(jiaokan(drops, tmp_path / "clean", "--json").output)
    assert (said["input"], said["kept"], said["rejected"], said["reasons"]) == (3, 2, 1, {"empty.no-text": 1})


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_packed_parts_hold_the_same_rows(compression: str, drops: Path, tmp_path: Path) -> None:
    jiaokan(drops, tmp_path / "plain")
    jiaokan(drops, tmp_path / "packed", "--compression", compression)
    plain, packed = (orjson.loads((tmp_path / name / "run.json").read_bytes()) for name in ("plain", "packed"))
    assert [f["sha256"] for s in plain["shards"] for f in s["files"]] == [f["sha256"] for s in packed["shards"] for f in s["files"]]


def test_a_missing_path_is_said_in_one_line(tmp_path: Path) -> None:
    said = jiaokan(tmp_path / "nowhere", tmp_path / "clean")
    assert (said.exit_code, said.output.count("\n")) == (2, 1)
    assert "no such file or folder" in said.output


def test_a_folder_without_drops_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "drops").mkdir()
    said = jiaokan(tmp_path / "drops", tmp_path / "clean")
    assert (said.exit_code, said.output.count("\n")) == (2, 1)
    assert "no drops there" in said.output


def test_another_run_is_not_written_over(drops: Path, tmp_path: Path) -> None:
    jiaokan(drops, tmp_path / "clean")
    assert jiaokan(drops, tmp_path / "clean").exit_code == 2
    assert jiaokan(drops, tmp_path / "clean", "--overwrite").exit_code == 1


def rejected_reasons(out: Path) -> dict[str, str]:
    return {r["raw"]["path"]: str(r["reasons"]) for r in lines(out / "rejected" / "part-00000.jsonl")}  # type: ignore[index]


def test_bad_drops_are_rejected_one_by_one(tmp_path: Path) -> None:
    drops = tmp_path / "drops"
    drops.mkdir()
    (drops / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (drops / "large.txt").write_bytes("好".encode() * 1000)
    (drops / "cut.txt.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")
    os.symlink("loop.txt", drops / "loop.txt")
    (drops / "good.txt").write_text(ARTICLE, "utf-8")
    assert jiaokan(drops, tmp_path / "clean", "--limit-bytes", "2000").exit_code == 1
    assert rejected_reasons(tmp_path / "clean") == {
        "picture.txt": "decode.binary",
        "large.txt": "input.too-large",
        "cut.txt.gz": "input.unreadable",
        "loop.txt": "input.unreadable",
    }


def test_file_names_that_are_no_utf8(tmp_path: Path) -> None:
    drops = tmp_path / "drops"
    drops.mkdir()
    (drops / os.fsdecode(b"\xff.txt")).write_text(ARTICLE, "utf-8")
    assert jiaokan(drops, tmp_path / "clean").exit_code == 0
    assert next(lines(tmp_path / "clean" / "records" / "part-00000.jsonl"))["raw"]["path"] == "\\xff.txt"  # type: ignore[index]
    for given in ([drops / os.fsdecode(b"\xff.txt")], [drops, "--source", os.fsdecode(b"\xff.txt")]):
        assert jiaokan(*given, tmp_path / "clean", "--overwrite").exit_code == 0
        assert next(lines(tmp_path / "clean" / "records" / "part-00000.jsonl"))["source"] == "\\xff.txt"


def test_a_link_that_leads_to_itself_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert jiaokan(tmp_path / "loop.txt", tmp_path / "clean").exit_code == 1
    assert next(lines(tmp_path / "clean" / "rejected" / "part-00000.jsonl"))["reasons"] == "input.unreadable"


def test_two_inputs_never_share_a_path(drops: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "drops"
    other.mkdir(parents=True)
    (other / "a.txt").write_text(ARTICLE, "utf-8")
    jiaokan(drops, other, tmp_path / "clean")
    ids = [r["id"] for r in lines(tmp_path / "clean" / "records" / "part-00000.jsonl")]
    assert len(ids) == len(set(ids)) == 3


def test_stdin_is_an_input(drops: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["run", "-", str(tmp_path / "clean"), "-q"], input=(drops / "a.txt").read_bytes())
    assert said.exit_code == 0
    record = next(lines(tmp_path / "clean" / "records" / "part-00000.jsonl"))
    assert (record["raw"]["path"], record["source"]) == ("stdin", "stdin")  # type: ignore[index]


def test_the_run_folder_is_never_read_as_input(drops: Path, tmp_path: Path) -> None:
    assert jiaokan(drops, drops / "clean").exit_code == 1
    (drops / "clean" / "left.txt").write_text(ARTICLE, "utf-8")
    assert jiaokan(drops, drops / "clean", "--overwrite", "--json").output.startswith('{"input":3,')
    assert jiaokan(drops, drops).exit_code == 2


def test_a_repeated_drop_is_listed_and_kept(drops: Path, tmp_path: Path) -> None:
    (drops / "b" / "same.txt").write_text(ARTICLE, "utf-8")
    (drops / "b" / "same-text.txt").write_text(ARTICLE, "utf-16")
    jiaokan(drops, tmp_path / "clean")
    ids = {r["raw"]["path"]: r["id"] for r in lines(tmp_path / "clean" / "records" / "part-00000.jsonl")}  # type: ignore[index]
    found = list(lines(tmp_path / "clean" / "duplicates.jsonl"))
    assert all(is_valid(d, "duplicates") for d in found)
    kinds = {d["id"]: (d["duplicate_of"], d["kind"]) for d in found}
    assert kinds[ids["b/same.txt"]] == (ids["a.txt"], "raw")
    assert kinds[ids["b/same-text.txt"]] == (ids["a.txt"], "text")


def test_a_configuration_file(drops: Path, tmp_path: Path) -> None:
    (tmp_path / "jiaokan.toml").write_text('script = "keep"\n')
    jiaokan(drops, tmp_path / "clean", "--config", tmp_path / "jiaokan.toml")
    assert orjson.loads((tmp_path / "clean" / "run.json").read_bytes())["config"]["script"] == "keep"


@pytest.mark.parametrize(("content", "said"), [("scrpt = 'keep'", "'script'"), ("[", "no TOML"), (None, "No such file")])
def test_a_bad_configuration_file_is_said_in_one_line(content: str | None, said: str, drops: Path, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "c.toml").write_text(content)
    result = jiaokan(drops, tmp_path / "clean", "--config", tmp_path / "c.toml")
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize(("given", "size"), [("500", 500), ("64K", 65536), ("1MiB", 1 << 20), ("2gb", 2 << 30)])
def test_sizes(given: str, size: int) -> None:
    assert Size().convert(given, None, None) == size


@pytest.mark.parametrize("given", ["", "M", "-1", "1.5G", "many"])
def test_no_sizes(given: str) -> None:
    with pytest.raises(click.BadParameter):
        Size().convert(given, None, None)


def test_inputs_and_runs_behind_urls(drops: Path, tmp_path: Path) -> None:
    assert jiaokan(drops, tmp_path / "local", "--source", "x").exit_code == 1
    url = (tmp_path / "behind").as_uri()
    assert jiaokan(drops.as_uri(), url, "--source", "x").exit_code == 1
    assert jiaokan(drops.as_uri(), url, "--source", "x").exit_code == 2
    assert jiaokan(drops.as_uri(), url, "--source", "x", "--resume").exit_code == 1
    local, behind = ({str(p.relative_to(tmp_path / n)): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in ("local", "behind"))
    assert local == behind
    assert jiaokan(f"{drops.as_uri()}/a.txt", url, "--overwrite").exit_code == 0
    assert jiaokan(f"{drops.as_uri()}/nowhere", url, "--overwrite").exit_code == 2


def test_engines_that_are_not_installed_say_what_to_install(drops: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, args in (("ray", ["--engine", "ray"]), ("pyarrow", ["--parquet"])):
        monkeypatch.setitem(sys.modules, module, None)
        said = jiaokan(drops, tmp_path / "clean", *args)
        assert (said.exit_code, f"jiaokan[{module.replace('pyarrow', 'parquet')}]" in said.output) == (2, True)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert "jiaokan[remote]" in jiaokan("s3://bucket/drops", tmp_path / "clean").output
