"""`jiaokan detect`: what it says of files, folders and stdin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import main
from toolkit.describe import ENOUGH, describe

HANS = "渡口的老船工说，今年的水位比往年都高，孩子们坐在船头看水鸟。\n"
HANT = "渡口的老船工說，今年的水位比往年都高，孩子們坐在船頭看水鳥。\n"


def run(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["detect", *args], input=stdin)


def test_a_folder_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(HANS.encode("gbk"))
    (tmp_path / "a.html").write_bytes(f"<html><body><p>{HANT}</p>".encode("big5"))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    got = run(str(tmp_path))
    assert got.exit_code == 0
    lines = [line.split()[:5] for line in got.output.splitlines()]
    assert [x[0] for x in lines] == ["big5hkscs", "gb18030", "-"]
    assert [x[2:5] for x in lines] == [["html", "Hant", "zh-Hant"], ["text", "Hans", "zh-Hans"], ["binary", "-", "und"]]


def test_json(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(HANS.encode() + b"\xff\n")
    row = json.loads(run("--json", str(path)).output)
    assert row["path"] == str(path)
    assert (row["encoding"], row["kind"], row["script"], row["undecodable_bytes"]) == ("utf-8", "text", "Hans", 1)
    assert row["bytes"] == row["looked_at"] == path.stat().st_size
    assert row["evidence"]


def test_stdin_and_evidence() -> None:
    got = run("-v", "-", stdin=HANS.encode("gbk"))
    assert got.output.startswith("gb18030")
    assert "    statistics: reads as gb18030" in got.output
    assert run(stdin=b"").output.split()[2] == "empty"


def test_what_can_not_be_read_does_not_end_the_rest(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(HANS.encode())
    got = run(str(tmp_path / "none"), str(tmp_path / "x.txt"))
    assert got.exit_code == 2
    assert "none: No such file" in got.output
    assert "utf-8" in got.output


def test_the_head_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    for codec, line in (("gbk", HANS), ("utf-8", HANS), ("utf-16-le", HANS), ("gbk", HANS[:-1]), ("utf-8", "a" + HANS[:-1])):
        path.write_bytes((line * (ENOUGH // 40)).encode(codec))
        row = json.loads(run("--json", str(path)).output)
        assert (row["bytes"], row["looked_at"]) == (path.stat().st_size, ENOUGH)
        assert row["undecodable_bytes"] == 0
        assert json.loads(run("--json", "--whole", str(path)).output)["looked_at"] == path.stat().st_size


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><title>x</title>", "html"),
        (b'<?xml version="1.0"?><rss/>', "xml"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (b'{"a": 1}', "json"),
        (b"[1] a footnote", "text"),
        (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "warc"),
        (b"PK\x03\x04", "binary"),
        (b"words", "text"),
    ],
)
def test_kinds(data: bytes, kind: str) -> None:
    assert describe(data).kind == kind


def test_hostile_names(tmp_path: Path) -> None:
    path = tmp_path / "a\n\x1b[31mb.txt"
    path.write_bytes(b"x")
    got = run(str(tmp_path))
    assert "\x1b" not in got.output
    assert len(got.output.splitlines()) == 1
    assert json.loads(run("--json", str(tmp_path)).output)["path"] == str(path)
