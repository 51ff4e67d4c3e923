"""WARC records in a package: reading one by its place, and writing drops as the records of one WARC of our own."""

from __future__ import annotations

import io
import re
import tempfile
import uuid
from datetime import date
from typing import IO, BinaryIO, NamedTuple, cast
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from toolkit.sources.warc import body_of, content_type
from toolkit.version import __version__

WARC_ENDS = (".warc", ".warc.gz")
OWN_WARC = "data/raw/drops.warc.gz"  # the WARC a package makes of drops that lay elsewhere


class Place(NamedTuple):
    """Where bytes lie in a package: path from the bag's root, byte offset, length in bytes, and a record's name."""

    path: str
    offset: int
    length: int
    record_id: str = ""


class WarcError(ValueError):
    """There is no such record at a place of a WARC; the message says what is there."""


_LARGEST = 1 << 30  # bytes of one record: more than a run ever reads of one


def record_bytes(stream: IO[bytes], offset: int, length: int, record_id: str = "") -> bytes:
    """The content (transfer and content encodings undone) of the record at byte `offset`, `length` bytes long in the file.

    Raises WarcError where there is no record, or one of another WARC-Record-ID.
    """
    return _record(stream, offset, length, record_id)[0]


def record_charset(stream: IO[bytes], offset: int, length: int) -> str | None:
    """The charset that the record's HTTP response (or, without one, the record) states; None where it states none."""
    return content_type(_record(stream, offset, length, "")[1])[1]


def _record(stream: IO[bytes], offset: int, length: int, record_id: str) -> tuple[bytes, str]:
    stream.seek(offset)
    block = io.BytesIO(stream.read(length))
    try:
        record = next(iter(ArchiveIterator(block)), None)
        if record is None:
            raise WarcError(f"no record at byte {offset}")
        found = record.rec_headers.get_header("WARC-Record-ID") or ""
        if record_id and record_id not in found:
            raise WarcError(f"record {found or 'without an id'} at byte {offset}")
        said = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
        return body_of(record, _LARGEST), said or ""
    except WarcError:
        raise
    except Exception as fault:  # warcio raises many kinds of error on bytes that are no record
        raise WarcError(f"no readable record at byte {offset}: {fault}") from fault


_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")  # as WARC 1.1, 5.4 has it


class WarcWriter:
    """Writes drops as `resource` records (WARC 1.1), one gzip member a record; the same drops and day give the same bytes."""

    def __init__(self, day: date) -> None:
        self._out = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 # goes when the writer goes
        self._date = f"{day.isoformat()}T00:00:00Z"
        self._writer = WARCWriter(self._out, gzip=True, warc_version="1.1")
        self.count = 0
        self._write_info()

    def _write_info(self) -> None:
        """The record that says who made the file; its payload holds no day and no machine."""
        payload = f"software: jiaokan {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
        headers = {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'urn:jiaokan:warcinfo')}>", "WARC-Date": self._date}
        record = self._writer.create_warc_record(
            "", "warcinfo", payload=io.BytesIO(payload), length=len(payload), warc_content_type="application/warc-fields", warc_headers_dict=headers
        )
        self._writer.write_record(record)

    def add(self, data: bytes, digest: str, url: str, media_type: str, fetched: str = "") -> Place:
        """Append one drop; gives its place. `fetched`: when, as the drop's own container says; the file's day where it does not."""
        record_id = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:sha256:{digest}')}>"
        start = self._out.tell()
        record = self._writer.create_warc_record(
            quote(url, safe=":/?#[]@!$&'()*+,;=%") or f"urn:sha256:{digest}",
            "resource",
            payload=io.BytesIO(data),
            length=len(data),
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Record-ID": record_id, "WARC-Date": fetched if _DATE.fullmatch(fetched) else self._date},
        )
        self._writer.write_record(record)
        self.count += 1
        return Place(OWN_WARC, start, self._out.tell() - start, record_id)

    def close(self) -> BinaryIO:
        """The whole file, open at its start."""
        self._out.seek(0)
        return self._out
