"""WARC records in the making, for tests: what crawlers write, and what goes wrong with it."""

from __future__ import annotations

import gzip

import zstandard


def record(number: int, payload: bytes, *, kind: str = "response", content_type: str = "application/http; msgtype=response", url: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"WARC-Target-URI: {url or f'http://news.example/{number}'}\r\nWARC-Date: 2020-02-03T04:05:06Z\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def http(body: bytes, *headers: str, content_type: str = "text/html; charset=gbk", status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, f"Content-Type: {content_type}", *headers, "", ""]).encode() + body


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = (body[i : i + size] for i in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def packed(records: list[bytes], packing: str) -> bytes:
    """The records as a file: plain, or each in a gzip member or a Zstandard frame of its own."""
    pack = {"": bytes, "gz": lambda r: gzip.compress(r, mtime=0), "zst": zstandard.compress}[packing]
    return b"".join(pack(r) for r in records)
