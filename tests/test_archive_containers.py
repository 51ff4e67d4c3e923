"""Drops that came in containers: WARC files stay as delivered, documents of other containers lie beside them; all are proved."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.package_sample import ABOUT
from toolkit.archive import RawMissingError, package
from toolkit.archive.restore import restore
from toolkit.archive.trees import open_tree
from toolkit.archive.verify import verify
from toolkit.batch import Options, run
from toolkit.cli import main

PAGE = (
    "<!DOCTYPE html><html><head><title>渡口的路灯</title></head><body><h1>渡口的路灯</h1>"
    "<p>去年冬天，镇里给渡口装上了太阳能路灯，夜里靠岸再也不用打手电。</p><p>等大桥通车以后，老陈打算把船留下来。</p></body></html>"
)
TEXT = "清晨六点，渡口的第一班船准时离岸。\n船上坐着十几个去对岸上学的孩子。\n"


def warc(*, packed: bool) -> bytes:
    """A WARC with a page in GBK (said by HTTP only), a compressed page, a missing page, a picture and a plain text."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    answers: list[tuple[str, str, list[tuple[str, str]], bytes]] = [
        ("http://h/1", "200 OK", [("Content-Type", "text/html; charset=gbk")], PAGE.encode("gbk")),
        (
            "http://h/2",
            "200 OK",
            [("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
            gzip.compress(PAGE.replace("路灯", "早班船").encode(), mtime=0),
        ),
        ("http://h/3", "404 Not Found", [("Content-Type", "text/html")], b"<html>gone</html>"),
        ("http://h/4", "200 OK", [("Content-Type", "image/png")], b"\x89PNG\r\n\x1a\n"),
        ("http://h/5", "200 OK", [("Content-Type", "text/plain")], TEXT.encode()),
    ]
    for number, (url, status, headers, body) in enumerate(answers):
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        stated = {"WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>", "WARC-Date": "2024-01-01T00:00:00Z"}
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=stated))
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


ROWS = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ({"id": "a", "url": "http://h/a", "text": TEXT}, {"id": "b", "html": PAGE}, {"id": "c"}))
MHT = f"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{PAGE}".encode("gbk")
MEMBERS = {"页/一.html": PAGE.encode("gb18030"), "b.txt": TEXT.encode()}
CONTAINERS: dict[str, bytes] = {
    "crawl.warc.gz": warc(packed=True),
    "plain.warc": warc(packed=False),
    "一个.warc.gz": gzip.compress(warc(packed=False), mtime=0),  # one member: no record can be read by its place
    "x.wacz": zipped({"archive/data.warc.gz": warc(packed=True), "datapackage.json": b"{}"}),
    "rows.jsonl": ROWS.encode(),
    "rows.jsonl.gz": gzip.compress(ROWS.encode(), mtime=0),
    "page.mht": MHT,
    "pages.zip": zipped(MEMBERS),
    "pages.tar": tarred(MEMBERS),
    "page.html.gz": gzip.compress(PAGE.encode(), mtime=0),
}


def built(root: Path, containers: dict[str, bytes], shard_size: int = 0, raw_as: str = "files") -> tuple[Path, list[dict[str, Any]]]:
    """The package of a run over some containers, and its rows."""
    (root / "in").mkdir()
    for name, data in containers.items():
        (root / "in" / name).write_bytes(data)
    run([str(root / "in")], root / "out", Options(shard_size=shard_size), workers=1)
    made = package([root / "out"], root / "package", ABOUT, [root / "in"], "warc" if raw_as == "warc" else "files")
    files = sorted((made / "data").glob("re*/*.jsonl.gz"))
    return made, [json.loads(line) for file in files for line in gzip.decompress(file.read_bytes()).splitlines()]


@pytest.mark.parametrize("name", CONTAINERS)
@pytest.mark.parametrize("raw_as", ["files", "warc"])
def test_every_container_makes_a_package_that_proves_itself(name: str, raw_as: str, tmp_path: Path) -> None:
    made, rows = built(tmp_path, {name: CONTAINERS[name]}, raw_as=raw_as)
    assert verify(made, deep=True).findings == []
    assert rows
    tree = open_tree(made).tree
    for row in rows:
        assert len(restore(tree, row["id"])) == row["raw"]["bytes"]
        assert row["raw"]["container"].startswith(name)


def test_all_at_once_and_in_shards(tmp_path: Path) -> None:
    made, rows = built(tmp_path, CONTAINERS, shard_size=1)
    assert verify(made, deep=True).findings == []
    assert len({row["id"] for row in rows}) == len(rows)


def test_warc_files_stay_as_delivered(tmp_path: Path) -> None:
    made, rows = built(tmp_path, {name: CONTAINERS[name] for name in ("crawl.warc.gz", "plain.warc", "x.wacz")})
    assert (made / "data/raw/crawl.warc.gz").read_bytes() == CONTAINERS["crawl.warc.gz"]
    assert (made / "data/raw/plain.warc").read_bytes() == CONTAINERS["plain.warc"]
    assert (made / "data/raw/data.warc.gz").read_bytes() == warc(packed=True)
    assert {r["raw"]["container"] for r in rows if r["raw"]["path"].endswith(".warc.gz")} == {"crawl.warc.gz", "x.wacz/archive/data.warc.gz"}


def test_pages_that_move_into_a_warc_of_the_package_keep_their_dates(tmp_path: Path) -> None:
    made, _ = built(tmp_path, {"crawl.warc.zst": zstandard.compress(warc(packed=False)), "page.txt": TEXT.encode()}, raw_as="warc")
    with (made / "data/raw/drops.warc.gz").open("rb") as stream:
        dates = {r.rec_headers.get_header("WARC-Target-URI"): r.rec_headers.get_header("WARC-Date") for r in ArchiveIterator(stream)}
    assert (dates["http://h/1"], dates["http://h/2"]) == ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")
    assert dates[None] == f"{ABOUT.date}T00:00:00Z"  # the record that says who made the file


def test_a_container_that_is_gone(tmp_path: Path) -> None:
    built(tmp_path, {"crawl.warc.gz": CONTAINERS["crawl.warc.gz"]})
    with pytest.raises(RawMissingError, match=r"crawl\.warc\.gz is not below"):
        package([tmp_path / "out"], tmp_path / "again", ABOUT, [tmp_path / "out"])


@pytest.mark.parametrize("name", sorted(CONTAINERS))
@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:-30], lambda data: b"\0" * len(data), lambda data: data[:60] + b"\xff" * 20 + data[80:]]
)
def test_a_container_that_was_damaged_since_the_run_is_told(name: str, damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """A package is made only with the bytes that the rows speak of; damage that touches no row's bytes may pass."""
    built(tmp_path, {name: CONTAINERS[name]})
    (tmp_path / "in" / name).write_bytes(damage(CONTAINERS[name]))
    done = CliRunner().invoke(main, ["package", str(tmp_path / "out"), str(tmp_path / "again"), "--raw", str(tmp_path / "in"), "--license", "MIT"])
    if done.exit_code == 0:
        assert verify(tmp_path / "again").valid
    else:
        assert (done.exit_code, name in done.stderr) == (2, True), done.exception or done.stderr
