"""Reading what a run made: run.json and the shards of records/, edits/ and rejected/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from toolkit import validation
from toolkit.batch import Options
from toolkit.jsonlines import SUFFIXES, Row, RowError, read_rows
from toolkit.sources import Names, Reading

KINDS = ("records", "edits", "rejected")


class RunError(Exception):
    """A folder that is no whole run; the message says what is missing or wrong."""


class Run:
    """One run. `info` is run.json; a shard's file is found with or without compression."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            info = orjson.loads((root / "run.json").read_bytes())
        except OSError as fault:
            raise RunError(f"{root}: no run.json to be read ({fault.strerror}); expected the folder of a finished run") from fault
        except orjson.JSONDecodeError as fault:
            raise RunError(f"{root / 'run.json'}: not JSON: {fault}") from fault
        wrong = next(validation.faults(info, "run"), None)
        if wrong is not None:
            raise RunError(f"{root / 'run.json'}: {wrong.path}: {wrong.message}")
        self.info: dict[str, Any] = info

    def shards(self) -> list[str]:
        """The names of the shards, in order."""
        return sorted(shard["name"] for shard in self.info["shards"])

    def reading(self) -> Reading:
        """How the run read its input: the largest document, and which members of JSONL rows hold what."""
        options = self.info.get("options", {})
        names = {key: tuple(value) for key, value in options.get("names", {}).items() if key in Names._fields}
        return Reading(int(options.get("limit_bytes", Options().limit_bytes)), Names(**names))

    def duplicates(self) -> Iterator[dict[str, Any]]:
        """The rows of duplicates.jsonl; none where there is no such file."""
        path = self.root / "duplicates.jsonl"
        if path.is_file():
            yield from (line.row for line in _lines(path))

    def file(self, kind: str, shard: str) -> Path | None:
        """The file of one kind ("records", "edits", "rejected") of a shard; None where the shard has none."""
        for suffix in SUFFIXES:
            path = self.root / kind / f"{shard}{suffix}"
            if path.is_file():
                return path
        return None

    def rows(self, kind: str, shard: str) -> Iterator[dict[str, Any]]:
        """The rows of one kind of a shard, in order. Raises RunError where a row can't be read."""
        path = self.file(kind, shard)
        if path is not None:
            yield from (line.row for line in _lines(path))


def _lines(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as stream:
            yield from read_rows(stream, path.name, ours=True)
    except (OSError, RowError) as fault:
        raise RunError(f"{path}: {fault}") from fault
