"""The raw drops of a package: finding them again below the folders a run read, and laying them into the bag.

Drops that came in WARC files stay in them, as delivered. All others lie as files named by their sha256, or, where that
is asked for, as the records of one WARC. Pointers of rows are rewritten to lead there; where a drop lay before stays in
`raw.container`.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BufferedReader
from pathlib import Path
from typing import Any, Literal, cast

from toolkit.archive.bag import BagWriter
from toolkit.archive.warcs import OWN_WARC, WARC_ENDS, Place, WarcError, WarcWriter, record_bytes
from toolkit.record import document_id
from toolkit.sources import Document, Entry, Reading, documents
from toolkit.sources.archives import member_name
from toolkit.sources.kinds import Kind, kind_of
from toolkit.walk import walk

RawForm = Literal["files", "warc"]
_ZIPPED = (".zip", ".wacz")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")


class RawMissingError(Exception):
    """The bytes a row speaks of are not below the folders given; the message names path and sha256."""


class Roots:
    """The folders (or files) a run read, searched for the paths that its rows state."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = [root.absolute() for root in roots]
        self._by_size: dict[int, list[Path]] | None = None

    def find(self, path: str) -> Path | None:
        """The file that rows call `path`: below a root, below its parent (several inputs), or a root itself."""
        for root in self._roots:
            for candidate in (root / path, root.parent / path):
                if candidate.is_file() and (candidate == root or candidate.is_relative_to(root)):
                    return candidate
        return None

    def find_bytes(self, sha256: str, size: int) -> Path | None:
        """A file of that length and sha256 (hex), wherever it lies below the roots."""
        for candidate in self._sized().get(size, ()):
            with candidate.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() == sha256:
                    return candidate
        return None

    def _sized(self) -> dict[int, list[Path]]:
        if self._by_size is None:
            self._by_size = {}
            for root in self._roots:
                files = [Path(folder.path, name) for folder in walk(str(root)) for name in folder.names] if root.is_dir() else [root]
                for file in sorted(file for file in files if file.is_file()):
                    self._by_size.setdefault(file.stat().st_size, []).append(file)
        return self._by_size

    def __str__(self) -> str:
        """The roots, for messages."""
        return ", ".join(map(str, self._roots)) or "no folder given"


class RawStore:
    """Lays raw drops into the bag and gives their new pointers."""

    def __init__(self, bag: BagWriter, roots: Roots, form: RawForm, day: date) -> None:
        self._bag, self._roots = bag, roots
        self._placed: dict[str, Place] = {}  # by sha256: drops kept as files or in the WARC of our own
        self._warcs: dict[tuple[str, str], str] = {}  # delivered WARC (container, path in it) -> its path in the bag
        self._own = WarcWriter(day) if form == "warc" else None

    def lay(self, rows: list[dict[str, Any]], reading: Reading) -> dict[str, dict[str, Any]]:
        """Lay the drops of some rows (in the order of the run) and give the new pointer of each, by id.

        `reading`: how the run read them. Raises RawMissingError where a drop can't be found.
        """
        out: dict[str, dict[str, Any]] = {}
        wanted: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            pointer = self._delivered(row) if _in_warc(row["raw"]) else None
            if pointer is not None:
                out[row["id"]] = pointer
            else:
                wanted.setdefault(row["raw"]["container"] or row["raw"]["path"], []).append(row)
        for file, some in wanted.items():
            out.update(self._from_file(file, some, reading))
        return out

    def close(self) -> None:
        """Finish the WARC of our own."""
        if self._own is not None and self._own.count:
            self._bag.copy(OWN_WARC, self._own.close())

    # Drops in WARC files

    def _delivered(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """The pointer to a record of a delivered WARC; None where the record does not hold the row's bytes as they are."""
        raw = row["raw"]
        place = (raw["container"], raw["path"])
        path = self._warcs.get(place) or self._deliver(*place)
        try:
            with (self._bag.root / path).open("rb") as stream:
                found = record_bytes(stream, raw["offset"], raw["length"], raw["record_id"])
        except WarcError:
            return None
        if hashlib.sha256(found).hexdigest() != raw["sha256"]:
            return None  # a coding that only the run's own reader takes off, or an answer that holds no page
        return {**raw, "path": path, "container": "/".join(filter(None, place))}

    def _deliver(self, container: str, inner: str) -> str:
        """Copy a WARC into the bag as it was delivered: a file, or a member of a WACZ or ZIP file."""
        file = self._roots.find(container)
        if file is None:
            raise RawMissingError(f"{container} is not below the raw folders: {self._roots}")
        with _opened(file, inner) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        path = self._free_name((inner or container).rpartition("/")[2], digest)
        if path not in self._bag.files:
            with _opened(file, inner) as stream:
                self._bag.copy(path, stream)
        self._warcs[container, inner] = path
        return path

    def _free_name(self, name: str, digest: str) -> str:
        """The delivered name where every system can hold it and it is free, else the sha256."""
        suffix = next(s for s in reversed(WARC_ENDS) if name.lower().endswith(s))
        plain = f"data/raw/{name[: -len(suffix)]}{suffix}"
        taken = {p.casefold() for p in self._bag.files} | {OWN_WARC}
        if _PLAIN_NAME.fullmatch(name) and plain.casefold() not in taken:
            return plain
        return f"data/raw/{digest}{suffix}"

    # All other drops

    def _from_file(self, file: str, rows: list[dict[str, Any]], reading: Reading) -> dict[str, dict[str, Any]]:
        """The drops of `rows`, which all come from one file, by reading it again as the run did."""
        out: dict[str, dict[str, Any]] = {}
        missing = {row["id"]: row for row in rows}
        for document in self._read(file, rows, reading):
            digest = document.sha256 or hashlib.sha256(document.data).hexdigest()
            row = missing.pop(document_id(digest, document.origin), None)
            if row is not None:
                out[row["id"]] = self._keep(document.data, row, document.fetched)
            if not missing:
                return out
        for row in missing.values():
            out[row["id"]] = self._elsewhere(file, row)
        return out

    def _read(self, file: str, rows: list[dict[str, Any]], reading: Reading) -> Iterator[Document]:
        found = self._roots.find(file)
        if found is None:
            return iter(())
        limit = max(reading.limit, *(row["raw"]["bytes"] for row in rows))  # what the run found too large to clean is kept all the same
        entry = Entry(str(found), file, rows[0]["source"], found.stat().st_size, kind_of(file) or Kind("file"))
        offsets = [row["raw"]["offset"] for row in rows]
        if entry.kind.reader in ("warc", "jsonl") and min(offsets) >= 0:
            entry = entry._replace(start=min(offsets), end=max(offsets) + 1)  # a large file is read by the part that this shard needs
        return documents(entry, Reading(limit, reading.names))

    def _elsewhere(self, file: str, row: dict[str, Any]) -> dict[str, Any]:
        """A drop that was moved or renamed since the run: any file of its bytes serves."""
        raw = row["raw"]
        if not raw["bytes"]:
            return self._keep(b"", row)
        found = self._roots.find_bytes(raw["sha256"], raw["bytes"])
        if found is None:
            raise RawMissingError(f"{file}: no drop of {raw['bytes']} bytes with sha256 {raw['sha256']} below the raw folders: {self._roots}")
        return self._keep(found.read_bytes(), row)

    def _keep(self, data: bytes, row: dict[str, Any], fetched: str = "") -> dict[str, Any]:
        raw = row["raw"]
        place = self._placed.get(raw["sha256"])
        if place is None:
            place = self._placed[raw["sha256"]] = self._place(data, row, fetched)
        return {
            "path": place.path,
            "sha256": raw["sha256"],
            "bytes": raw["bytes"],
            "container": original_place(raw),
            "offset": place.offset,
            "length": place.length,
            "record_id": place.record_id or raw["record_id"],
        }

    def _place(self, data: bytes, row: dict[str, Any], fetched: str) -> Place:
        digest = row["raw"]["sha256"]
        if self._own is not None:
            return self._own.add(data, digest, row["url"], row.get("media_type", "application/octet-stream"), fetched)
        path = f"data/raw/{digest[:2]}/{digest}.{_extension(row)}"
        self._bag.put(path, data)
        return Place(path, 0, len(data))


def _in_warc(raw: dict[str, Any]) -> bool:
    """Whether a drop is a record that can be read by its place: in a WARC, or in one that a WACZ or ZIP file holds."""
    warc = raw["path"] or raw["container"]
    holder = raw["container"] if raw["path"] else ".zip"
    return bool(raw["container"] and warc.lower().endswith(WARC_ENDS) and holder.lower().endswith(_ZIPPED) and raw["offset"] >= 0 and raw["length"] > 0)


@contextmanager
def _opened(file: Path, inner: str) -> Iterator[BufferedReader]:
    """A file, or the member `inner` of a ZIP file. Raises RawMissingError where there is no such member, or none that can be read."""
    with file.open("rb") as stream:
        if not inner:
            yield stream
            return
        try:
            with zipfile.ZipFile(stream) as archive:
                member = next((info for info in archive.infolist() if member_name(info) == inner), None)
                if member is None:
                    raise RawMissingError(f"{file}: no member {inner}")
                with archive.open(member) as unpacked:
                    yield cast(BufferedReader, unpacked)  # it has all that such a reader has
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as fault:
            raise RawMissingError(f"{file}: the member {inner} can't be read: {fault}") from fault


def original_place(raw: dict[str, Any]) -> str:
    """Where a drop lay before it was packaged: its path, or container, byte offset and name in it."""
    if not raw["container"]:
        return str(raw["path"])
    inner = "" if raw["path"] in ("", raw["container"]) else f"/{raw['path']}"
    offset = f"@{raw['offset']}" if raw["offset"] >= 0 else ""
    return f"{raw['container']}{inner}{offset}"


def _extension(row: dict[str, Any]) -> str:
    """The end of a drop's file name in the bag: by what it was read as, else by its name."""
    stated = {"text/html": "html", "text/plain": "txt"}.get(row.get("media_type", ""))
    if stated:
        return stated
    kind = kind_of(row["raw"]["path"] or row["raw"]["container"])
    return {"text/html": "html", "text/plain": "txt"}.get((kind.media_type if kind else "") or "", "bin")
