"""ZIP, WACZ and tar files: the drops in them, read where they lie. Nothing is ever unpacked onto the disk."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol, cast

from toolkit.record import Origin
from toolkit.sources.document import Document, Fault, Reading
from toolkit.sources.kinds import Kind, kind_of

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Inner(Protocol):
    """What reads a member: a stream, its name and kind, where it lies."""

    def __call__(self, stream: BinaryIO, kind: Kind, where: Origin, reading: Reading) -> Iterator[Document]:
        """The documents of a member."""


def read_zip(stream: BinaryIO, where: Origin, start: int, end: int, reading: Reading, inner: Inner, *, wacz: bool = False) -> Iterator[Document]:
    """The drops of the members [start, end) of a ZIP file, in the order of its directory; of a WACZ its WARC files only."""
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist()[start : end if end >= 0 else None]:
            name = member_name(info)
            kind = _wanted(name, info.is_dir(), reading, wacz=wacz)
            if kind is None:
                continue
            place = where._replace(container=where.path, path=name, offset=info.header_offset, length=info.compress_size)
            if info.flag_bits & 1:
                yield Document(b"", place, fault=Fault("input.unreadable", "the member is encrypted"))
                continue
            try:
                with archive.open(info) as member:
                    yield from inner(cast(BinaryIO, member), kind, place, reading)
            except BROKEN as fault:
                yield Document(b"", place, fault=Fault("input.damaged", f"{type(fault).__name__}: {fault}"[:200]))


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name. Without the UTF-8 flag names are in the packer's own encoding, here GBK as a rule; zipfile reads them as cp437."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name.encode("utf-8", "backslashreplace").decode()


def _wanted(name: str, is_folder: bool, reading: Reading, *, wacz: bool = False) -> Kind | None:
    """The kind of a member that is a drop; others are counted aside."""
    base = name.rsplit("/", 1)[-1]
    if is_folder or not base or base.startswith(".") or name.startswith("__MACOSX/"):
        return None
    kind = kind_of(base)
    if wacz:
        return kind if kind and kind.reader == "warc" and name.startswith("archive/") else None
    if kind is None or kind.reader in ("zip", "wacz", "tar"):
        reading.aside["." + base.rsplit(".", 1)[-1].lower() if "." in base else base] += 1
        return None
    return kind


def read_tar(stream: BinaryIO, where: Origin, start: int, end: int, reading: Reading, inner: Inner) -> Iterator[Document]:
    """The drops of the members whose header lies in [start, end) of a tar file, packed in whatever way; `stream` stands at `start`.

    Links and devices are left aside. Offsets are of the unpacked file.
    """
    at = Origin()
    try:
        with tarfile.open(fileobj=stream, mode="r:*" if stream.seekable() else "r|", errors="surrogateescape") as archive:
            for info in archive:
                archive.members = []  # type: ignore[attr-defined]  # not in typeshed; it would keep a note of every member
                if 0 <= end <= info.offset:
                    return
                name = info.name.encode("utf-8", "backslashreplace").decode()
                kind = _wanted(name, not info.isreg(), reading)
                if kind is None:
                    continue
                at = where._replace(container=where.path, path=name, offset=info.offset_data, length=info.size)
                member = archive.extractfile(info)
                if member is not None:
                    yield from inner(cast(BinaryIO, member), kind, at, reading)
            if _breaks_off(archive):
                raise tarfile.ReadError("no member begins where one should")
    except BROKEN as fault:
        place = where._replace(container=where.path, path="", offset=at.offset, length=-1)
        yield Document(b"", place, fault=Fault("input.damaged", f"behind {at.path or 'its beginning'}: {type(fault).__name__}: {fault}"[:200]))


def _breaks_off(archive: tarfile.TarFile) -> bool:
    """Whether something lies where the reading ended: the library takes a damaged header for the end of the file."""
    stream = archive.fileobj
    if stream is None or archive.mode != "r" or not hasattr(stream, "seekable") or not stream.seekable():
        return False
    stream.seek(archive.offset)
    return bool(stream.read(tarfile.BLOCKSIZE).strip(b"\0"))
