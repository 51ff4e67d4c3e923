"""Taking documents out of a package: the rows of a kind, the raw bytes behind a pointer, the source text behind a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from toolkit.archive.trees import UNREADABLE, Tree, path_key
from toolkit.archive.warcs import WARC_ENDS, WarcError, record_bytes, record_charset
from toolkit.decode import decode
from toolkit.jsonlines import SUFFIXES, Row, read_rows
from toolkit.packing import words_of
from toolkit.record import sha256_text
from toolkit.sources.kinds import kind_of


class PointerError(ValueError):
    """A raw pointer that leads to no bytes, or to others; the message says what was found."""


def shard_files(tree: Tree, kind: str) -> list[str]:
    """The files of one kind ("records", "edits", "rejected") in a package, in order."""
    return sorted((p for p in tree.files if p.startswith(f"data/{kind}/") and p.endswith(SUFFIXES)), key=path_key)


def shard_rows(tree: Tree, file: str) -> Iterator[Row]:
    """The rows of one file. Raises RowError at a line that is none."""
    with tree.open(file) as stream:
        yield from read_rows(stream, file, ours=True)


class RawReader:
    """Reads raw bytes by pointer; the file last read stays open, for pointers come in its order."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._open: tuple[str, IO[bytes] | None] = ("", None)

    def close(self) -> None:
        """Close the file last read."""
        if self._open[1] is not None:
            self._open[1].close()
        self._open = ("", None)

    def read(self, raw: dict[str, Any]) -> bytes:
        """The raw bytes a pointer leads to. Raises PointerError where it leads to none; whether they are the right ones is not asked."""
        stream = self._stream(raw["path"])
        try:
            if raw["path"].lower().endswith(WARC_ENDS):
                return record_bytes(stream, raw["offset"], raw["length"], raw["record_id"])
            stream.seek(max(raw["offset"], 0))
            return stream.read(raw["length"])
        except (WarcError, *UNREADABLE) as fault:
            raise PointerError(words_of(fault)) from fault

    def charset(self, raw: dict[str, Any]) -> str | None:
        """What the transport said of the encoding, where the drop lies in a WARC record that tells."""
        if not raw["path"].lower().endswith(WARC_ENDS):
            return None
        try:
            return record_charset(self._stream(raw["path"]), raw["offset"], raw["length"])
        except (PointerError, WarcError):
            return None

    def _stream(self, path: str) -> IO[bytes]:
        if self._open[0] == path and self._open[1] is not None:
            return self._open[1]
        if path not in self._tree.files:
            raise PointerError("no such file")
        self.close()
        try:
            self._open = (path, self._tree.open(path))
        except UNREADABLE as fault:
            raise PointerError(words_of(fault)) from fault
        return self._stream(path)


def media_type_of(row: dict[str, Any]) -> str | None:
    """The media type a row was read as; for a rejected one, what the drop's name speaks for."""
    stated = row.get("media_type")
    if stated:
        return str(stated)
    kind = kind_of(row["raw"]["container"] or row["raw"]["path"])
    return kind.media_type if kind else None


def source_text(data: bytes, row: dict[str, Any], charset: str | None = None) -> str | None:
    """The source text of a row, decoded from its raw bytes; None where they no longer decode to what the row states.

    The stated encoding is tried as it is first, then the whole decoding with its repairs.
    """
    wanted = row["provenance"]["source_sha256"]
    encoding = row["provenance"]["encoding"]
    try:
        plain = data.decode(encoding).removeprefix("\ufeff") if encoding else ""
        if sha256_text(plain) == wanted:
            return plain
    except (UnicodeDecodeError, LookupError):
        pass  # damaged or mixed: the decoder of the ladder knows more
    text = decode(data, declared=charset, media_type=media_type_of(row)).text
    return text if sha256_text(text) == wanted else None
