"""Drops of every format: the same pages come out, each with its place, and damage never ends a file unnoticed."""

from __future__ import annotations

import gzip
import io
import itertools
import os
import tarfile
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import brotli
import orjson
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.warc_sample import chunked, http, packed, record
from toolkit.archive.warcs import record_bytes
from toolkit.sources import Document, InputError, Names, Reading, Walk, documents
from toolkit.sources.folder import Entry
from toolkit.sources.jsonl import line_starts
from toolkit.sources.kinds import Kind, kind_of
from toolkit.sources.warc import warc_starts

PAGE = "<html><body><p>渡口的石阶一共有六十四级。</p></body></html>".encode("gbk")
LIMIT = 100_000


def read(path: Path, *, name: str = "", limit: int = LIMIT, part: tuple[int, int] = (0, -1), reading: Reading | None = None) -> list[Document]:
    kind = kind_of(name or path.name) or Kind("file")
    return list(documents(Entry(str(path), path.name, "drop", path.stat().st_size, kind, *part), reading or Reading(limit)))


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def reasons(found: list[Document]) -> list[str]:
    return [d.fault.reason if d.fault else "" for d in found]


@pytest.mark.parametrize(
    ("name", "reader", "packing"),
    [
        ("a.txt", "file", ""),
        ("A.HTML", "file", ""),
        ("a.b.htm.gz", "file", "gz"),
        ("x.warc.zst", "warc", "zst"),
        ("x.tar.gz", "tar", "gz"),
        ("x.tgz", "tar", "gz"),
        ("x.jsonl.zst", "jsonl", "zst"),
    ],
)
def test_kinds_by_name(name: str, reader: str, packing: str) -> None:
    kind = kind_of(name)
    assert kind is not None
    assert (kind.reader, kind.packing) == (reader, packing)


@pytest.mark.parametrize("name", ["a.jpg", "README", ".txt", "a.zip.gz", "a.gz", ""])
def test_what_is_no_drop_by_its_name(name: str) -> None:
    assert kind_of(name) is None


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_files_plain_and_packed(pack: Any, tmp_path: Path) -> None:
    suffix = {bytes: "", gzip.compress: ".gz", zstandard.compress: ".zst"}[pack]
    (found,) = read(put(tmp_path, "a.html" + suffix, pack(PAGE)))
    assert (found.data, found.media_type, found.origin.path) == (PAGE, "text/html", "a.html" + suffix)


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_warc_bodies_come_out_as_the_server_meant_them(packing: str, tmp_path: Path) -> None:
    gz = gzip.compress(PAGE)
    bodies = [
        http(PAGE),
        http(chunked(PAGE), "Transfer-Encoding: Chunked"),
        http(gz, "Content-Encoding: gzip"),
        http(chunked(gz), "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        http(zlib.compress(PAGE), "Content-Encoding: deflate"),
        http(zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate"),
        http(brotli.compress(PAGE), "Content-Encoding: br"),
        http(zstandard.compress(PAGE), "Content-Encoding: zstd"),
        http(PAGE, "Transfer-Encoding: chunked", "Content-Encoding: gzip, br"),  # headers kept, body unpacked by the crawler
        http(PAGE, status="HTTP/2 200"),
    ]
    path = put(tmp_path, "a.warc" + (f".{packing}" if packing else ""), packed([record(i, b) for i, b in enumerate(bodies)], packing))
    found = read(path)
    assert [d.data for d in found] == [PAGE] * len(bodies)
    assert {(d.charset, d.media_type, d.fetched) for d in found} == {("gbk", "text/html", "2020-02-03T04:05:06Z")}
    assert [d.url for d in found] == [f"http://news.example/{i}" for i in range(len(bodies))]
    assert len({d.origin.record_id for d in found}) == len(bodies)
    data = path.read_bytes()
    for d in found:  # offset and length are those of the record as it lies in the file
        piece = data[d.origin.offset : d.origin.offset + d.origin.length]
        assert read(put(tmp_path, "piece", piece), name=path.name)[0].data == PAGE
        if packing != "zst":  # what a package keeps as it was delivered
            assert record_bytes(io.BytesIO(data), d.origin.offset, d.origin.length, d.origin.record_id) == PAGE


def test_warc_records_that_hold_no_page(tmp_path: Path) -> None:
    records = [
        record(0, b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields"),
        record(1, b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", kind="request", content_type="application/http; msgtype=request"),
        record(2, http(b"\x89PNG", content_type="image/png")),
        record(3, http(PAGE, status="HTTP/1.1 404 Not Found")),
        record(4, http(b""), kind="revisit"),
        record(5, http(b"?", "Content-Encoding: compress")),
        record(6, PAGE, kind="resource", content_type="text/html"),
        record(7, "正文".encode(), kind="conversion", content_type="text/plain"),
    ]
    reading = Reading(LIMIT)
    found = read(put(tmp_path, "a.warc.gz", packed(records, "gz")), reading=reading)
    assert reasons(found) == ["input.http-status", "input.revisit", "input.encoded", "", ""]
    assert found[-1].media_type == "text/plain"
    assert {d.fetched for d in found} == {"2020-02-03T04:05:06Z"}
    assert reading.aside == Counter({"image/png": 1})


@pytest.mark.parametrize("packing", ["", "gz"])
def test_reading_goes_on_behind_a_damaged_record(packing: str, tmp_path: Path) -> None:
    parts = [packed([record(i, http(PAGE))], packing) for i in range(5)]
    middle = bytearray(parts[2])
    middle[: 40 if packing else 5] = b"\xff" * (40 if packing else 5)
    found = read(put(tmp_path, "a.warc" + (".gz" if packing else ""), b"".join([*parts[:2], bytes(middle), *parts[3:]])))
    kept = [d.url for d in found if not d.fault]
    assert kept == [f"http://news.example/{i}" for i in (0, 1, 3, 4)]
    if packing:
        assert reasons(found).count("input.damaged") == 1


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_file_cut_off_says_so(packing: str, cut: int, tmp_path: Path) -> None:
    data = packed([record(i, http(PAGE * 20)) for i in range(3)], packing)
    cut = min(cut, len(data) // 4) if packing else cut + 4  # the four bytes behind a record are no loss
    found = read(put(tmp_path, "a.warc" + (f".{packing}" if packing else ""), data[:-cut]))
    assert [d.data for d in found[:2]] == [PAGE * 20] * 2
    assert "input.damaged" in reasons(found)


def test_a_warc_packed_as_one_member_gives_every_record_a_place(tmp_path: Path) -> None:
    data = gzip.compress(b"".join(record(i, http(PAGE)) for i in range(4)))
    found = read(put(tmp_path, "a.warc.gz", data))
    assert [d.data for d in found] == [PAGE] * 4
    assert len({d.origin for d in found}) == 4


def test_warc_zst_with_a_dictionary(tmp_path: Path) -> None:
    records = [record(i, http(PAGE + str(i).encode())) for i in range(300)]
    dictionary = zstandard.train_dictionary(2000, records)
    head = (0x184D2A5D).to_bytes(4, "little") + len(dictionary.as_bytes()).to_bytes(4, "little") + dictionary.as_bytes()
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    found = read(put(tmp_path, "a.warc.zst", head + b"".join(packer.compress(r) for r in records)))
    assert len(found) == 300
    assert all(d.data.startswith(PAGE) for d in found)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_a_bomb_stops_at_the_limit(coding: str, tmp_path: Path) -> None:
    zeros = bytes(30_000_000)
    body = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress, "deflate": zlib.compress}[coding](zeros)
    found = read(put(tmp_path, "a.warc.gz", packed([record(0, http(body, f"Content-Encoding: {coding}")), record(1, http(PAGE))], "gz")))
    assert reasons(found) == ["input.too-large", ""]


def test_a_bomb_round_the_record_is_skipped(tmp_path: Path) -> None:
    found = read(put(tmp_path, "a.warc.gz", packed([record(0, http(bytes(30_000_000))), record(1, http(PAGE))], "gz")))
    assert reasons(found) == ["input.too-large", ""]


def test_jsonl_rows_text_and_html(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "正文", "url": "http://x.example/"}, {"html": PAGE.decode("gbk")}, {"n": 1}, [1]]
    data = b"".join(orjson.dumps(r) + b"\n" for r in rows) + b"{broken\n\n" + b'{"text": "\\ud800"}'
    path = put(tmp_path, "a.jsonl", data)
    found = read(path)
    assert reasons(found) == ["", "", "input.bad-row", "input.bad-row", "input.bad-row", ""]
    assert (found[0].data.decode(), found[0].url, found[0].origin.record_id) == ("正文", "http://x.example/", "a")
    assert found[1].media_type == "text/html"
    for d in found:
        line = data[d.origin.offset : d.origin.offset + d.origin.length]
        assert line.endswith(b"\n") or d is found[-1]


def test_jsonl_names_by_choice(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", orjson.dumps({"text": "no", "正文": "yes", "link": "l", "n": 7}))
    (found,) = read(path, reading=Reading(LIMIT, Names(text=("正文",), url=("link",), id=("n",))))
    assert (found.data, found.url, found.origin.record_id) == (b"yes", "l", "7")


def test_a_line_over_the_limit_does_not_end_the_file(tmp_path: Path) -> None:
    rows = [{"text": "x" * 5000}, {"text": "y"}]
    found = read(put(tmp_path, "a.jsonl", b"\n".join(map(orjson.dumps, rows))), limit=1000)
    assert reasons(found) == ["input.too-large", ""]


@given(lengths=st.lists(st.integers(0, 300), max_size=60), every=st.integers(1, 500))
def test_parts_of_a_jsonl_file_hold_every_line_once(lengths: list[int], every: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [orjson.dumps({"text": f"{i} " + "x" * n}) for i, n in enumerate(lengths)]
    path = put(tmp_path_factory.mktemp("parts"), "a.jsonl", b"\n".join(rows))
    cuts = [0, *line_starts(io.BytesIO(path.read_bytes()), every), -1]
    assert cuts[:-1] == sorted(set(cuts[:-1]))
    pieces = [d for start, end in itertools.pairwise(cuts) for d in read(path, part=(start, end))]
    assert pieces == read(path)


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_parts_of_a_warc_hold_every_record_once(packing: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.warc" + (f".{packing}" if packing else ""), packed([record(i, http(PAGE)) for i in range(7)], packing))
    starts = list(warc_starts(io.BytesIO(path.read_bytes()), packing, LIMIT))
    assert len(starts) == 7
    cuts = [*starts[::3], -1]
    assert [d for start, end in itertools.pairwise(cuts) for d in read(path, part=(start, end))] == read(path)


def archive(kind: str, members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zf:
            for name, data in members.items():
                zf.writestr(name, data)
    else:
        with tarfile.open(fileobj=out, mode="w:gz" if kind == "tar.gz" else "w") as tf:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tf.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_archives_give_the_drops_in_them(kind: str, tmp_path: Path) -> None:
    members = {
        "../../escape.html": PAGE,
        "新闻/一.txt": "正文".encode(),
        "a.txt.gz": gzip.compress(PAGE),
        "w.warc.gz": packed([record(0, http(PAGE)), record(1, http(PAGE))], "gz"),
        "rows.jsonl": b'{"text": "a"}\n{"text": "b"}\n',
        "picture.jpg": b"\xff\xd8\xff",
        "__MACOSX/._a.txt": b"\0",
        "inner.zip": b"PK\x03\x04",
    }
    reading = Reading(LIMIT)
    found = read(put(tmp_path, f"a.{kind}", archive(kind, members)), reading=reading)
    assert reasons(found) == [""] * 7
    assert [d.origin.path for d in found] == ["../../escape.html", "新闻/一.txt", "a.txt.gz", "w.warc.gz", "w.warc.gz", "rows.jsonl", "rows.jsonl"]
    assert {d.origin.container for d in found} == {f"a.{kind}"}
    assert len({d.origin for d in found}) == 7
    assert reading.aside == Counter({".jpg": 1, ".zip": 1})
    assert not (tmp_path.parent / "escape.html").exists()


def test_zip_names_without_the_utf8_flag_are_gbk(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("XXXX.txt")
    data = archive("zip", {info.filename: PAGE}).replace(b"XXXX.txt", "新闻".encode("gbk") + b".txt")
    assert read(put(tmp_path, "a.zip", data))[0].origin.path == "新闻.txt"


def test_a_damaged_member_does_not_end_a_zip(tmp_path: Path) -> None:
    data = bytearray(archive("zip", {"a.txt": PAGE * 9, "b.txt": PAGE}))
    at = data.index(b"a.txt") + 12
    data[at : at + 4] = b"\xff" * 4
    assert reasons(read(put(tmp_path, "a.zip", bytes(data)))) == ["input.damaged", ""]


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_an_archive_cut_off_says_so(kind: str, tmp_path: Path) -> None:
    data = archive(kind, {f"{i}.txt": os.urandom(3000) for i in range(4)})
    found = read(put(tmp_path, f"a.{kind}", data[: len(data) * 2 // 3 - 5000 // 3]))
    assert set(reasons(found)) & {"input.damaged", "input.unreadable"}


def test_a_tar_damaged_between_its_members_says_so(tmp_path: Path) -> None:
    data = bytearray(archive("tar", {f"{i}.txt": PAGE for i in range(4)}))
    data[2048:2148] = b"\xff" * 100
    assert reasons(read(put(tmp_path, "a.tar", bytes(data)))) == ["", "", "input.damaged"]


def test_a_wacz_gives_its_warcs_and_nothing_else(tmp_path: Path) -> None:
    members = {
        "archive/data.warc.gz": packed([record(0, http(PAGE))], "gz"),
        "pages/pages.jsonl": b'{"text": "no document"}',
        "datapackage.json": b"{}",
    }
    found = read(put(tmp_path, "a.wacz", archive("zip", members)))
    assert [(d.data, d.origin.container, d.origin.path) for d in found] == [(PAGE, "a.wacz", "archive/data.warc.gz")]


MHT = b"""From: <Saved by a browser>\r
Snapshot-Content-Location: http://news.example/1\r
Date: Sat, 20 Apr 2024 07:30:00 +0800\r
MIME-Version: 1.0\r
Content-Type: multipart/related; type="text/html"; boundary="b"\r
\r
--b\r
Content-Type: text/css\r
\r
p {}\r
--b\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
<p>=E6=AD=A3=E6=96=87</p>\r
--b--\r
"""


def test_mht_gives_its_page(tmp_path: Path) -> None:
    (found,) = read(put(tmp_path, "a.mht", MHT))
    assert (found.data.strip().decode(), found.charset, found.url) == ("<p>正文</p>", "utf-8", "http://news.example/1")
    assert found.fetched == "2024-04-19T23:30:00Z"
    (undated,) = read(put(tmp_path, "c.mht", MHT.replace(b"Sat, 20 Apr", b"Sat, 50 Apr")))
    assert (undated.fetched, undated.data) == ("", found.data)
    assert reasons(read(put(tmp_path, "b.mhtml", b"Content-Type: image/png\r\n\r\nx"))) == ["input.no-page"]


def test_a_document_over_the_limit_is_hashed_and_not_kept(tmp_path: Path) -> None:
    (found,) = read(put(tmp_path, "a.txt", b"x" * 5000), limit=1000)
    assert (found.data, found.size, reasons([found])) == (b"", 5000, ["input.too-large"])


def shown(root: Path) -> list[str]:
    return [e.shown for e in Walk(str(root), "drop").entries(Counter())]


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "a-b.txt", "新.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert shown(tmp_path) == ["a-b.txt", "a.txt", "a/z.txt", "b.txt", "新.txt"]


def test_links(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"x")
    (tmp_path / "outside.txt").write_bytes(b"secret")
    (tmp_path / "in" / "inside.txt").symlink_to("a.txt")
    (tmp_path / "in" / "out.txt").symlink_to("../outside.txt")
    (tmp_path / "in" / "loop").symlink_to(".")
    (tmp_path / "in" / "self.txt").symlink_to("self.txt")
    aside: Counter[str] = Counter()
    found = [d for e in Walk(str(tmp_path / "in"), "drop").entries(aside) for d in documents(e, Reading(LIMIT))]
    assert [(d.origin.path, d.data, r) for d, r in zip(found, reasons(found), strict=True)] == [
        ("a.txt", b"x", ""),
        ("inside.txt", b"x", ""),
        ("out.txt", b"", "input.link-outside"),
        ("self.txt", b"", "input.unreadable"),
    ]
    assert aside == Counter({"link to a folder": 1})


def test_what_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", b"x")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (found,) = read(tmp_path / "a.txt")
    assert found.fault is not None
    assert found.fault == ("input.unreadable", "Permission denied")
    monkeypatch.setattr(os, "scandir", refuse)
    (entry,) = Walk(str(tmp_path), "drop").entries(Counter())
    assert entry.fault is not None


@pytest.mark.parametrize("named", [False, True])
def test_a_pipe_is_not_waited_for(named: bool, tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    entries = list(Walk(str(pipe if named else tmp_path), "").entries(Counter()))
    assert [(e.shown, e.fault and e.fault.reason) for e in entries] == [("a.txt", "input.unreadable")]


def test_a_missing_input_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(Walk(str(tmp_path / "nowhere"), "drop").entries(Counter()))


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_a_warc_without_any_record_says_so(packing: str, tmp_path: Path) -> None:
    data = packed([b"<html>a page under the name of a WARC\n"], packing)
    (told,) = read(put(tmp_path, f"a.warc{packing and '.'}{packing}", data))
    assert (told.fault, told.origin.container) == (("input.damaged", "no WARC record in it"), told.origin.container)
    assert read(put(tmp_path, "b.warc", b"")) == []


@pytest.mark.parametrize(
    ("member", "url", "name"),
    [
        (b'"url": "http://a/\\ud800", "id": "\\udc00b"', "http://a/\\ud800", "\\udc00b"),
        (b'"score": NaN, "id": 7', None, "7"),
        (b'"score": 1e999', None, ""),
        (b'"id": ' + b"9" * 5000, None, "9" * 5000),
        (b'"text": "", "text": "x"', None, ""),
    ],
    ids=["surrogates", "NaN", "infinity", "digits", "twice"],
)
def test_what_others_write_into_jsonl_beside_the_text_costs_no_row(member: bytes, url: str | None, name: str, tmp_path: Path) -> None:
    (found,) = read(put(tmp_path, "a.jsonl", b"{" + member + b', "text": "\xe6\xb8\xa1"}\r\n'))
    assert (found.data, found.fault, found.url, found.origin.record_id) == ("渡".encode(), None, url, name)


def test_half_a_surrogate_pair_in_a_name_of_jsonl_is_told_as_an_escape(tmp_path: Path) -> None:
    (found,) = read(put(tmp_path, "a.jsonl", b'{"\\ud800": 1}\n'))
    assert found.fault is not None
    assert found.fault.evidence.endswith("the row has \\ud800")
