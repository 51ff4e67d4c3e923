"""What has been archived: the bytes that each path had in runs and packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from toolkit.check.rowlines import lines
from toolkit.check.runfile import find
from toolkit.record import Origin


@dataclass(slots=True)
class Archive:
    """sha256 (hex) of raw bytes by where they lay, and the run or package that says so."""

    known: dict[tuple[str, str, str], tuple[set[str], str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folders: Iterable[str]) -> Archive:
        """Read the records and rejected rows of runs or packages. Raises OSError or ValueError where there are none."""
        archive = cls()
        for folder in folders:
            pointers = list(_pointers(folder))
            if not pointers:
                raise ValueError(f"{folder}: no run or package with rows there")
            for raw in pointers:
                sums, _ = archive.known.setdefault(_key(raw["path"], raw["container"], raw["record_id"], raw["offset"]), (set(), folder))
                sums.add(raw["sha256"])
        return archive

    def changed(self, where: Origin, sha256: str) -> str:
        """The run or package that knows other bytes at this place; "" where none does."""
        sums, folder = self.known.get(_key(where.path, where.container, where.record_id, where.offset), ({sha256}, ""))
        return "" if sha256 in sums else folder


def _key(path: str, container: str, record_id: str, offset: int) -> tuple[str, str, str]:
    """A record of a container by its own name where it has one (offsets move when a container is packed again)."""
    return path, container, record_id or (str(offset) if container else "")


def _pointers(folder: str) -> Iterator[dict[str, Any]]:
    runs, _ = find(folder)
    for run in runs:
        for file in (*run.files["article"], *run.files["rejected"]):
            for line in lines(file):
                raw = line.row.get("raw") if isinstance(line.row, dict) else None
                if isinstance(raw, dict) and {"path", "container", "record_id", "offset", "sha256"} <= raw.keys():
                    yield raw
