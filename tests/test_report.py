"""`jiaokan report`: what the page carries, that it is one closed file, and what it says of runs it can't read whole."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import zlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result

from tests.article_sample import BODY, HEAD, TAIL
from toolkit.archive.runs import reading_of
from toolkit.batch.options import Options
from toolkit.batch.run import run as run_batch
from toolkit.cli import main
from toolkit.report.run import read_run, read_run_json
from toolkit.sources import Names, Reading

HOSTILE = "</script><script>window.ran=1</script><img src=x onerror=window.ran=1><a href='javascript:window.ran=1'>点</a>&lt;b&gt;\u202e反\u2066"
DROPS = {
    "a.txt": f"　　{HEAD}\n\n\n{BODY[0]}\n{TAIL}",
    "b.html": f"<html><head><title>渡口</title><script>window.ran=1</script></head><body><p>{HEAD}</p><p>{BODY[1]}</p><p>{TAIL}</p></body></html>",
    "c</script>.txt": f"{HOSTILE}\n{HEAD}\n{BODY[2]}",
    "empty.txt": "——",
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in DROPS.items():
        (folder / name.replace("/", "_")).write_text(text, encoding="utf-8")
    return folder


def made(raw: Path, out: Path, **options: Any) -> Path:
    run_batch([str(raw)], out, Options(**options))
    return out


def report(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["report", *map(str, args)])


def blocks(page: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/octet-stream" id="(\w+)">([^<]*)</script>', page)
    return {name: orjson.loads(zlib.decompress(base64.b64decode(data), -15)) for name, data in found}


def page_of(run: Path, *args: str | Path) -> tuple[str, dict[str, Any]]:
    out = run.parent / "report.html"
    result = report(run, "-o", out, *args)
    assert result.exit_code == 0, result.output
    page = out.read_text("utf-8")
    return page, blocks(page)


def documents(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [doc for name, chunk in found.items() if name != "index" for doc in chunk]


def joined(segments: list[Any], side: int) -> str:
    return "".join(s if isinstance(s, str) else s[side] for s in segments)


def test_the_page_gives_every_text_back(raw: Path, tmp_path: Path) -> None:
    run = made(raw, tmp_path / "run")
    _, found = page_of(run, "--cut", "0")
    kept = {d.id: d for d in read_run(run) if d.kept}
    assert len(kept) == 3
    for doc in documents(found):
        if doc["id"] in kept:
            assert joined(doc["segments"], 2) == kept[doc["id"]].source_text
            assert joined(doc["segments"], 3) == kept[doc["id"]].row["text"]


def test_the_index_adds_up(raw: Path, tmp_path: Path) -> None:
    _, found = page_of(made(raw, tmp_path / "run"))
    index = found["index"]
    rows = [dict(zip(index["columns"], row, strict=True)) for row in index["rows"]]
    assert [r["kept"] for r in rows].count(1) == 3
    assert sum(n for _, n, _ in index["reasons"]) == 1
    assert sum(n for _, n in index["encodings"]) == len(rows)
    assert sum(index["shares"]) == 3
    assert all(0 <= r["taken"] <= r["base"] for r in rows if r["kept"])
    rules = {r["id"]: r for r in index["rules"]}
    assert rules["layout.blank-line"]["did"][0] >= 1
    assert all(r["reason"] for r in rules.values())


def test_nothing_of_a_drop_stands_in_the_page_itself(raw: Path, tmp_path: Path) -> None:
    page, _ = page_of(made(raw, tmp_path / "run"), "--name", "<img src=x onerror=alert(1)>")
    assert "window.ran" not in page
    assert "渡口" not in page
    assert "<img" not in page
    assert page.count("<script>") == 1


def test_the_policy_allows_the_page_alone(raw: Path, tmp_path: Path) -> None:
    page, _ = page_of(made(raw, tmp_path / "run"))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    for tag in ("script", "style"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert inside is not None
        assert base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode() in policy[1]
    assert not re.search(r"(src|href)=\"?(https?:)?//", page)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest|import\(", page)


def test_the_same_run_gives_the_same_page(raw: Path, tmp_path: Path) -> None:
    run = made(raw, tmp_path / "run")
    assert page_of(run)[0] == page_of(run)[0]


def test_a_sample_is_always_the_same(raw: Path, tmp_path: Path) -> None:
    run = made(raw, tmp_path / "run")
    drawn = [{d["id"] for d in documents(page_of(run, "--sample", "2")[1])} for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 2


def test_a_package_is_read_by_its_data(raw: Path, tmp_path: Path) -> None:
    made(raw, tmp_path / "package" / "data")
    assert len(documents(page_of(tmp_path / "package")[1])) == 4


def test_long_stretches_are_cut(raw: Path, tmp_path: Path) -> None:
    (raw / "long.txt").write_text(f"{HEAD}\n" + "\n" * 3000 + BODY[0], encoding="utf-8")
    _, found = page_of(made(raw, tmp_path / "run"))
    cut = [s for d in documents(found) for s in d["segments"] or () if isinstance(s, list) and len(s) > 5]
    assert cut
    assert all(len(s[2]) + s[5] + len(s[6]) == s[1] - s[0] for s in cut)


@pytest.mark.parametrize("compression", ["none", "gzip", "zstd"])
def test_compressed_runs_are_read(raw: Path, tmp_path: Path, compression: str) -> None:
    run = made(raw, tmp_path / "run", compression=compression)
    assert sum(d.source_text is not None for d in read_run(run)) == 3


def test_what_a_run_does_not_hold_is_said_and_the_raw_drops_give_it(raw: Path, tmp_path: Path) -> None:
    run = made(raw, tmp_path / "run", ledger="spans")
    assert {d["missing"] for d in documents(page_of(run)[1])} - {""} == {  # one drop lost nothing
        "the ledger holds spans only, not what was removed",
        "the run holds no edits of this document",
    }
    whole = documents(page_of(run, "--raw", raw)[1])
    assert all(d["segments"] for d in whole)
    (raw / "a.txt").unlink()
    assert sum("do not hold it" in d["missing"] for d in documents(page_of(run, "--raw", raw)[1])) == 1


def test_a_ledger_that_does_not_fit_is_said(raw: Path, tmp_path: Path) -> None:
    run = made(raw, tmp_path / "run")
    part = run / "edits" / "part-00000.jsonl"
    rows = [orjson.loads(line) for line in part.read_bytes().splitlines()]
    rows[0]["input_sha256"] = "0" * 64
    rows[1]["edits"] = []
    rows[2]["edits"] = [{"start": 10**6, "end": 10**6 + 1, "removed": "a", "inserted": "", "rule": "a.b"}]
    part.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    assert sum("does not fit the text" in d["missing"] for d in documents(page_of(run)[1])) == 3


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("records/part-0.jsonl", b"{", "line 1: expected a JSON object"),
        ("records/part-0.jsonl", b"[]\n", "found list"),
        ("records/part-0.jsonl", b"{}\n", "validate"),
        ("records/part-0.jsonl.gz", gzip.compress(b"")[:-9], "end-of-stream"),
        ("run.json", b"{", "run.json"),
        ("other.txt", b"", "no run"),
    ],
)
def test_what_is_no_run_is_told_in_a_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / "run" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    result = report(tmp_path / "run", "-o", tmp_path / "r.html")
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.glob("*.html*")) == []


def test_raw_drops_are_read_as_the_run_read_them(tmp_path: Path) -> None:
    raw, run = tmp_path / "raw.jsonl", tmp_path / "run"
    raw.write_bytes(b"".join(orjson.dumps({"story": f"{HEAD}\n{body}\n{TAIL}"}) + b"\n" for body in BODY[:2]))
    run_batch([str(raw)], run, Options(ledger="spans", limit_bytes=1 << 25, names=Names(text=("story",))))
    assert [d["missing"] for d in documents(page_of(run, "--raw", raw)[1])] == ["", ""]
    assert reading_of(read_run_json(run)) == Reading(1 << 25, Names(text=("story",)))
