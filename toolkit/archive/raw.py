"""The raw drops of a package: finding them again below the folders a run read, and laying them into the bag.

Drops that came in WARC files stay in them, as delivered. All others lie as files named by their sha256, or, where that
is asked for, as the records of one WARC. Pointers of rows are rewritten to lead there; where a drop lay before stays in
`raw.container`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from toolkit.archive.bag import BagWriter
from toolkit.archive.warcs import OWN_WARC, Place, WarcWriter, record_bytes
from toolkit.record import document_id
from toolkit.sources import Document, Reading, documents, entry_of

RawForm = Literal["files", "warc"]
WARC_SUFFIXES = (".warc", ".warc.gz")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")
_EXTENSIONS = {"html": "html", "htm": "html", "xhtml": "html", "shtml": "html", "txt": "txt"}


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
                for file in sorted(p for p in (root, *root.rglob("*")) if p.is_file()):
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
        self._warcs: dict[str, str] = {}  # delivered WARC -> its path in the bag
        self._own = WarcWriter(day) if form == "warc" else None

    def lay(self, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Lay the drops of some rows (in the order of the run) and give the new pointer of each, by id."""
        out: dict[str, dict[str, Any]] = {}
        wanted: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            file = row["raw"]["container"] or row["raw"]["path"]
            if self._in_warc(row["raw"]):
                out[row["id"]] = self._delivered(row)
            else:
                wanted.setdefault(file, []).append(row)
        for file, some in wanted.items():
            out.update(self._from_file(file, some))
        return out

    def close(self) -> None:
        """Finish the WARC of our own."""
        if self._own is not None and self._own.count:
            self._bag.copy(OWN_WARC, self._own.close())

    # Drops in WARC files

    @staticmethod
    def _in_warc(raw: dict[str, Any]) -> bool:
        return bool(str(raw["container"]).lower().endswith(WARC_SUFFIXES) and raw["offset"] >= 0 and raw["length"] > 0)

    def _delivered(self, row: dict[str, Any]) -> dict[str, Any]:
        raw = row["raw"]
        path = self._warcs.get(raw["container"]) or self._deliver(raw["container"])
        with (self._bag.root / path).open("rb") as stream:
            found = record_bytes(stream, raw["offset"], raw["length"], raw["record_id"])
        if hashlib.sha256(found).hexdigest() != raw["sha256"]:
            raise RawMissingError(f"{raw['container']} at byte {raw['offset']}: the record there does not have sha256 {raw['sha256']}")
        return {**raw, "path": path}

    def _deliver(self, container: str) -> str:
        file = self._roots.find(container)
        if file is None:
            raise RawMissingError(f"{container} is not below the raw folders: {self._roots}")
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            path = self._free_name(file.name, digest)
            if path not in self._bag.files:
                self._bag.copy(path, stream)
        self._warcs[container] = path
        return path

    def _free_name(self, name: str, digest: str) -> str:
        """The delivered name where every system can hold it and it is free, else the sha256."""
        suffix = next(s for s in reversed(WARC_SUFFIXES) if name.lower().endswith(s))
        plain = f"data/raw/{name[: -len(suffix)]}{suffix}"
        taken = {p.casefold() for p in self._bag.files} | {OWN_WARC}
        if _PLAIN_NAME.fullmatch(name) and plain.casefold() not in taken:
            return plain
        return f"data/raw/{digest}{suffix}"

    # All other drops

    def _from_file(self, file: str, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """The drops of `rows`, which all come from one file, by reading it again as the run did."""
        out: dict[str, dict[str, Any]] = {}
        missing = {row["id"]: row for row in rows}
        for document in self._read(file, rows):
            digest = document.sha256 or hashlib.sha256(document.data).hexdigest()
            row = missing.pop(document_id(digest, document.origin), None)
            if row is not None:
                out[row["id"]] = self._keep(document.data, row)
            if not missing:
                return out
        for row in missing.values():
            out[row["id"]] = self._elsewhere(file, row)
        return out

    def _read(self, file: str, rows: list[dict[str, Any]]) -> Iterator[Document]:
        found = self._roots.find(file)
        largest = max(row["raw"]["bytes"] for row in rows)  # what the run found too large to clean is kept all the same
        return documents(entry_of(str(found), file, rows[0]["source"]), Reading(largest)) if found else iter(())

    def _elsewhere(self, file: str, row: dict[str, Any]) -> dict[str, Any]:
        """A drop that was moved or renamed since the run: any file of its bytes serves."""
        found = self._roots.find_bytes(row["raw"]["sha256"], row["raw"]["bytes"])
        if found is None:
            raise RawMissingError(f"{file}: no drop of {row['raw']['bytes']} bytes with sha256 {row['raw']['sha256']} below the raw folders: {self._roots}")
        return self._keep(found.read_bytes(), row)

    def _keep(self, data: bytes, row: dict[str, Any]) -> dict[str, Any]:
        raw = row["raw"]
        place = self._placed.get(raw["sha256"])
        if place is None:
            place = self._placed[raw["sha256"]] = self._place(data, row)
        return {"path": place.path, "sha256": raw["sha256"], "bytes": raw["bytes"], "container": original_place(raw), **place._asdict()}

    def _place(self, data: bytes, row: dict[str, Any]) -> Place:
        digest = row["raw"]["sha256"]
        if self._own is not None:
            return self._own.add(data, digest, row["url"], row.get("media_type", "application/octet-stream"))
        path = f"data/raw/{digest[:2]}/{digest}.{_extension(row['raw']['path'])}"
        self._bag.put(path, data)
        return Place(path, 0, len(data))


def original_place(raw: dict[str, Any]) -> str:
    """Where a drop lay before it was packaged: its path, or container, byte offset and name in it."""
    if not raw["container"]:
        return str(raw["path"])
    inner = "" if raw["path"] in ("", raw["container"]) else f"/{raw['path']}"
    offset = f"@{raw['offset']}" if raw["offset"] >= 0 else ""
    return f"{raw['container']}{inner}{offset}"


def _extension(path: str) -> str:
    return _EXTENSIONS.get(path.lower().removesuffix(".gz").rpartition(".")[2], "bin")
