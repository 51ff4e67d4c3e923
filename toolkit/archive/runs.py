"""Reading what a run made: run.json and the shards of records/, edits/ and rejected/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from toolkit import validation
from toolkit.batch import Options
from toolkit.jsonlines import Row, RowError, read_rows
from toolkit.packing import words_of
from toolkit.sources import Names, Reading


class RunError(Exception):
    """A folder that is no whole run; the message says what is missing or wrong."""


class Run:
    """One finished run. `info` is run.json, which every file of rows is held against as it is read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            info = orjson.loads((root / "run.json").read_bytes())
        except OSError as fault:
            raise RunError(f"{root}: no run.json to be read ({words_of(fault)}); expected the folder of a finished run") from fault
        except orjson.JSONDecodeError as fault:
            raise RunError(f"{root / 'run.json'}: not JSON: {fault}") from fault
        wrong = next(validation.faults(info, "run"), None)
        if wrong is not None:
            raise RunError(f"{root / 'run.json'}: {wrong.path}: {wrong.message}")
        self.info: dict[str, Any] = info
        self._files: dict[str, list[dict[str, Any]]] = {shard["name"]: shard["files"] for shard in info["shards"]}

    def shards(self) -> list[str]:
        """The names of the shards, in order."""
        return sorted(self._files)

    def duplicates(self) -> Iterator[dict[str, Any]]:
        """The rows of duplicates.jsonl; none where there is no such file. Raises RunError where they are not as many as the run counted."""
        path, rows = self.root / "duplicates.jsonl", 0
        for line in _lines(path) if path.is_file() else ():
            rows += 1
            yield line.row
        counted = self.info["counts"].get("duplicates", rows)
        if rows != counted:
            raise RunError(f"{path}: {rows} rows; expected {counted}, as run.json states")

    def rows(self, kind: str, shard: str) -> Iterator[dict[str, Any]]:
        """The rows of one kind ("records", "edits", "rejected") of a shard, in order.

        Raises RunError where a row can't be read and, behind the last, where they are not the rows that the run wrote.
        """
        for entry in self._files[shard]:
            if entry["path"].startswith(f"{kind}/"):
                yield from self._as_stated(**entry)

    def _as_stated(self, path: str, rows: int, sha256: str) -> Iterator[dict[str, Any]]:
        digest, count = hashlib.sha256(), 0
        for line in _lines(self.root / path):
            digest.update(line.raw)
            count += 1
            yield line.row
        if (count, digest.hexdigest()) != (rows, sha256):
            raise RunError(f"{self.root / path}: {count} rows with sha256 {digest.hexdigest()}; expected {rows} with sha256 {sha256}, as run.json states")


def reading_of(info: Mapping[str, Any]) -> Reading:
    """How a run read its input, as run.json says it: the largest document, and which members of JSONL rows hold what."""
    options = info.get("options", {})
    names = {key: tuple(value) for key, value in options.get("names", {}).items() if key in Names._fields}
    return Reading(int(options.get("limit_bytes", Options().limit_bytes)), Names(**names))


def _lines(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as stream:
            yield from read_rows(stream, path.name, ours=True)
    except OSError as fault:
        raise RunError(f"{path}: {words_of(fault)}; expected a file of rows that run.json names") from fault
    except RowError as fault:
        raise RunError(f"{path}: {fault}") from fault
