"""HTTP content codings, undone within a limit: a small body may unpack to gigabytes."""

from __future__ import annotations

import zlib

import brotli
import zstandard

from toolkit.sources.document import read_fully


class UndecodableError(Exception):
    """The body is in a coding that is not known, or breaks off; the message says which."""


def decoded(body: bytes, codings: str, limit: int) -> bytes:
    """The body without its content codings (the header's value), at most limit + 1 bytes of it.

    A body that is not in the coding it claims is given as it is: servers and crawlers unpack bodies and keep the header.
    Raises UndecodableError on a coding that is not known and on one that breaks off.
    """
    for coding in reversed([c.strip().lower() for c in codings.split(",")]):
        if coding in ("", "identity", "none"):
            continue
        if coding not in _CODINGS:
            raise UndecodableError(f"content coding {coding[:40]!r}")
        try:
            body = _CODINGS[coding](body, limit + 1)
        except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as fault:
            raise UndecodableError(f"content coding {coding}: {fault}") from fault
    return body


def _gzip(body: bytes, most: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    engine = zlib.decompressobj(31)
    return engine.decompress(body, most)


def _deflate(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        pass
    try:
        return zlib.decompressobj(-15).decompress(body, most)  # many servers send it without the zlib wrapper
    except zlib.error:
        return body


def _brotli(body: bytes, most: int) -> bytes:
    if body.lstrip()[:1] == b"<":
        return body
    engine = brotli.Decompressor()
    out = bytes(engine.process(body, output_buffer_limit=most))
    while len(out) < most and not engine.is_finished() and (more := engine.process(b"", output_buffer_limit=most - len(out))):
        out += more
    return out[:most]


def _zstd(body: bytes, most: int) -> bytes:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    return read_fully(zstandard.ZstdDecompressor().stream_reader(body), most)


_CODINGS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
