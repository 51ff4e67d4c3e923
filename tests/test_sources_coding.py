"""Content codings of HTTP bodies, and the kinds of streams that have no name."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib

import brotli
import pytest
import zstandard

from toolkit.sources.coding import UndecodableError, decoded
from toolkit.sources.kinds import kind_by_content

PAGE = "<p>渡口的灯亮了一夜。</p>".encode() * 50
RAW_DEFLATE = zlib.compress(PAGE)[2:-4]
CODED = [
    ("gzip", gzip.compress(PAGE)),
    ("X-Gzip", gzip.compress(PAGE)),
    ("deflate", zlib.compress(PAGE)),
    ("deflate", RAW_DEFLATE),
    ("br", brotli.compress(PAGE)),
    ("zstd", zstandard.compress(PAGE)),
    ("identity", PAGE),
    ("", PAGE),
    ("deflate, gzip", gzip.compress(zlib.compress(PAGE))),
]


@pytest.mark.parametrize(("coding", "body"), CODED)
def test_codings_are_undone(coding: str, body: bytes) -> None:
    assert decoded(body, coding, 1 << 20) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_plain_already_is_given_as_it_is(coding: str) -> None:
    assert decoded(PAGE, coding, 1 << 20) == PAGE


@pytest.mark.parametrize(("coding", "body"), CODED)
def test_no_more_is_undone_than_the_limit_and_one(coding: str, body: bytes) -> None:
    if coding not in ("", "identity", "deflate, gzip"):
        assert decoded(body, coding, 100) == PAGE[:101]


@pytest.mark.parametrize(
    ("coding", "body", "said"),
    [
        ("compress", PAGE, "content coding 'compress'"),
        ("gzip", b"\x1f\x8b\x08\x00" + b"\xff" * 40, "content coding gzip: "),
        ("br", b"\xff" * 40, "content coding br: "),
        ("zstd", b"\x28\xb5\x2f\xfd" + b"\xff" * 40, "content coding zstd: "),
    ],
)
def test_codings_that_cannot_be_undone(coding: str, body: bytes, said: str) -> None:
    with pytest.raises(UndecodableError, match=said):
        decoded(body, coding, 1 << 20)


def zipped() -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        archive.writestr("a.txt", PAGE)
    return out.getvalue()


def tarred() -> bytes:
    with tarfile.open(fileobj=(out := io.BytesIO()), mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


WARC = b"WARC/1.1\r\nWARC-Type: response\r\n" + b"x" * 1000
STREAMS = [
    (WARC, "warc", ""),
    (gzip.compress(WARC), "warc", "gz"),
    (zipped(), "zip", ""),
    (tarred(), "tar", ""),
    (gzip.compress(tarred()), "tar", "gz"),
    (b'{"text": "..."}\n', "jsonl", ""),
    (gzip.compress(b'{"text": "..."}\n'), "jsonl", "gz"),
    (PAGE, "file", ""),
    (gzip.compress(PAGE), "file", "gz"),
    (b"\x1f\x8b\x08\x00" + b"\xff" * 40, "file", "gz"),
    (b"", "file", ""),
]


@pytest.mark.parametrize(("stream", "reader", "packing"), STREAMS)
def test_streams_without_a_name_are_told_by_their_first_bytes(stream: bytes, reader: str, packing: str) -> None:
    kind = kind_by_content(stream[:1024])
    assert (kind.reader, kind.packing) == (reader, packing)
