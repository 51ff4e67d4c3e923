"""Packed streams and files of rows: what was packed comes out, and a stream that breaks off says so, wherever it is cut."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
import zstandard
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.article_sample import laid
from toolkit.batch import Options, run
from toolkit.batch.files import Written, is_whole, rows_of
from toolkit.cli import main
from toolkit.jsonlines import Row, RowError, read_lines, read_rows
from toolkit.packing import BROKEN, packing_of, unpacked, words_of
from toolkit.sources import Document, Reading, documents, entry_of

PACK: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gz": gzip.compress, "zst": zstandard.compress}
ROWS = b"".join(b'{"text": "%d: the first boat leaves at six", "id": "%d"}\n' % (n * n, n) for n in range(4000))
SKIPPED = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"  # a skippable frame


def cut(packing: str, short: int = 9) -> bytes:
    return PACK[packing](ROWS)[:-short]


@pytest.mark.parametrize(("name", "packing"), [("a.jsonl", ""), ("a.jsonl.gz", "gz"), ("a.JSONL.ZST", "zst"), ("gz", ""), ("a.zst/b", "")])
def test_a_name_speaks_for_its_packing(name: str, packing: str) -> None:
    assert packing_of(name) == packing


@pytest.mark.parametrize("packing", PACK)
@given(parts=st.lists(st.binary(max_size=300), max_size=4), size=st.integers(1, 400))
def test_what_was_packed_comes_out(packing: str, parts: list[bytes], size: int) -> None:
    stream = unpacked(io.BytesIO(b"".join(map(PACK[packing], parts))), packing)
    assert b"".join(iter(lambda: stream.read(size), b"")) == b"".join(parts)


@pytest.mark.parametrize("packing", ["gz", "zst"])
@given(data=st.data())
def test_a_stream_breaks_off_wherever_it_is_cut(packing: str, data: st.DataObject) -> None:
    first, second = PACK[packing](b"first"), PACK[packing](b"second" * 50)
    at = data.draw(st.integers(len(first) + 1, len(first) + len(second) - 1))
    stream = unpacked(io.BytesIO((first + second)[:at]), packing)
    with pytest.raises(BROKEN):
        stream.read()
    assert unpacked(io.BytesIO(first), packing).read() == b"first"


def test_frames_that_hold_nothing() -> None:
    packed = SKIPPED + zstandard.compress(b"a") + SKIPPED + zstandard.compress(b"") + zstandard.compress(b"b") + SKIPPED
    assert unpacked(io.BytesIO(packed), "zst").read() == b"ab"
    with pytest.raises(EOFError):
        unpacked(io.BytesIO(packed[:-1]), "zst").read()


def test_a_bomb_is_unpacked_as_far_as_it_is_read() -> None:
    bomb = io.BytesIO(zstandard.compress(bytes(1 << 28)))
    assert unpacked(bomb, "zst").read(100) == bytes(100)
    assert bomb.tell() <= 1 << 10


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_damage_is_told(packing: str) -> None:
    with pytest.raises(BROKEN):
        unpacked(io.BytesIO(b"no packing at all"), packing).read()


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_the_rows_before_the_cut_and_its_line(packing: str) -> None:
    seen: list[Row] = []
    with pytest.raises(RowError) as told:
        seen.extend(read_rows(io.BytesIO(cut(packing, 2000)), f"a.jsonl.{packing}"))
    assert told.value.line == len(seen) + 1 > 1000
    assert b"".join(row.raw for row in seen) == ROWS[: sum(len(row.raw) for row in seen)]


def test_a_plain_file_breaks_off_within_a_line() -> None:
    assert len(list(read_lines(io.BytesIO(ROWS[:-9]), "a.jsonl"))) == 4000
    with pytest.raises(RowError, match="line 4000: expected a JSON object"):
        list(read_rows(io.BytesIO(ROWS[:-9]), "a.jsonl"))
    assert len(list(read_rows(io.BytesIO(ROWS[:-1]), "a.jsonl"))) == 4000
    with pytest.raises(RowError, match="line 4000: expected a line that ends with a newline"):
        list(read_rows(io.BytesIO(ROWS[:-1]), "a.jsonl", ours=True))


@pytest.mark.parametrize(("line", "found"), [(b"{\n", "end"), (b"[]\n", "list"), (b"\n", "empty")])
def test_a_line_that_is_no_row(line: bytes, found: str) -> None:
    with pytest.raises(RowError, match=f"line 2: expected a JSON object, found .*{found}"):
        list(read_rows(io.BytesIO(b"{}\n" + line), "a.jsonl"))


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_every_reader_of_rows_tells_a_cut_file(tmp_path: Path, packing: str) -> None:
    drops, out = tmp_path / "drops", tmp_path / "out"
    drops.mkdir()
    (drops / "a.txt").write_text(laid("渡口每天六班船，逢集加开两班。", "inside"), "utf-8")
    compression: Literal["gzip", "zstd"] = "gzip" if packing == "gz" else "zstd"
    run([str(drops)], out, Options(compression=compression), workers=1)
    path = out / "records" / f"part-00000.jsonl.{packing}"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(RowError):
        list(rows_of(path))
    assert not is_whole(out, Written(f"records/{path.name}", 1, "0" * 64))
    commands: dict[str, list[str | Path]] = {"validate": [], "dedup": [], "report": ["--output", tmp_path / "a.html"]}
    commands |= {"export": [tmp_path / "texts", "--format", "txt"], "package": [tmp_path / "made", "--raw", drops, "--license", "CC0-1.0"]}
    for command, more in commands.items():
        result = CliRunner().invoke(main, [command, str(out), *map(str, more)])
        assert result.exit_code in (1, 2), result.output
        assert path.name in result.output


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_drop_that_breaks_off_is_turned_away(tmp_path: Path, packing: str) -> None:
    (tmp_path / f"a.txt.{packing}").write_bytes(cut(packing))
    (tmp_path / f"b.jsonl.{packing}").write_bytes(cut(packing, 2000))

    def read(name: str) -> list[Document]:
        return list(documents(entry_of(str(tmp_path / name), name, ""), Reading(1 << 20)))

    (drop,) = read(f"a.txt.{packing}")
    *rows, last = read(f"b.jsonl.{packing}")
    assert [d.fault and d.fault.reason for d in (drop, last)] == ["input.unreadable"] * 2
    assert len(rows) > 1000
    assert not any(row.fault for row in rows)


@pytest.mark.parametrize(("fault", "words"), [(EOFError(), "EOFError"), (FileNotFoundError(2, "No such file", "a/b"), "No such file"), (OSError("odd"), "odd")])
def test_what_keeps_something_from_being_read(fault: Exception, words: str) -> None:
    assert words_of(fault) == words
