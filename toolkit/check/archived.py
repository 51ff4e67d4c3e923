"""What has been archived: the bytes that each drop had in runs and packages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.archive.raw import original_place
from toolkit.record import Origin
from toolkit.rows.folders import find
from toolkit.rows.lines import lines
from toolkit.sources.kinds import kind_of

_POINTER = {"path", "container", "offset", "record_id", "sha256"}
_PACKAGED = "data/raw/"  # where the pointers of a package lead; the original place then stands in `container`
_MANY = frozenset({"warc", "jsonl"})  # readers of files that hold many documents, which have no names of files


@dataclass(slots=True)
class Archive:
    """sha256 (hex) of raw bytes by the places a drop may be known under, and the run or package that says so."""

    known: dict[tuple[str, str], tuple[set[str], str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folders: Iterable[str]) -> Archive:
        """Read the records and rejected rows of runs or packages. Raises OSError or ValueError where there are none, or one can't be read."""
        archive = cls()
        for folder in folders:
            pointers = list(_pointers(folder))
            if not pointers:
                raise ValueError(f"{folder}: expected the folder of a run or a package, found no rows there")
            for raw in pointers:
                for key in _keys(raw):
                    sums, _ = archive.known.setdefault(key, (set(), folder))
                    sums.add(raw["sha256"])
        return archive

    def changed(self, where: Origin, sha256: str) -> str:
        """The run or package that knows other bytes at this place; "" where none does."""
        for key in _keys(where._asdict()):
            sums, folder = self.known.get(key, ({sha256}, ""))
            if sha256 not in sums:
                return folder
        return ""


def _keys(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The names of a drop's place: its file or member; in a file of many documents, the document's own name or its offset.

    Offsets of other members are left out: they move when a container is packed again. A package that keeps its drops in a
    WARC of its own has put that WARC's record names in the place of the documents' own: rows of JSONL are not found there.
    """
    place = raw["container"] if raw["path"].startswith(_PACKAGED) else original_place(dict(raw))
    name = re.sub(r"@\d+$", "", place)
    kind = kind_of(name)
    if kind is None or kind.reader not in _MANY:
        yield name, ""
    else:
        yield (name, raw["record_id"]) if raw["record_id"] else (place, "")


def _pointers(folder: str) -> Iterator[dict[str, Any]]:
    runs, _ = find(folder)
    for run in runs:
        for file in (*run.files["article"], *run.files["rejected"]):
            for line in lines(file):
                raw = line.row.get("raw") if isinstance(line.row, dict) else None
                if not isinstance(raw, dict) or not raw.keys() >= _POINTER:
                    raise ValueError(f"{file}:{line.number}: {line.fault.message if line.fault else 'expected a row with a raw pointer'}")
                yield raw
