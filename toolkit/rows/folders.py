"""A run's folder: its files, and run.json held against what was read of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from toolkit.jsonlines import SUFFIXES
from toolkit.validation import Fault, shown, validator
from toolkit.walk import walk

FOLDERS = {"records": "article", "edits": "edits", "rejected": "rejected"}
_DUPLICATES = tuple(f"duplicates{ending}" for ending in SUFFIXES)


class RowFault(NamedTuple):
    """A fault and where it stands: the file, its line from 1 on (0: the file as a whole)."""

    file: str
    line: int
    fault: Fault

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.fault.path}: {self.fault.message}"


class RunFolder(NamedTuple):
    """A folder that a run wrote, whole or not: its row files by kind (a name of `toolkit.schemas.NAMES`); duplicates and run.json where there are such."""

    root: str
    files: dict[str, list[str]]
    run_json: str | None
    duplicates: str | None

    def shards(self) -> list[list[tuple[str, str]]]:
        """The row files shard by shard (those of one name without endings), in order: kind and path of each."""
        out: dict[str, list[tuple[str, str]]] = {}
        for kind, paths in self.files.items():
            for path in paths:
                out.setdefault(os.path.basename(path).split(".")[0], []).append((kind, path))
        return [out[name] for name in sorted(out)]


def is_rows(path: str) -> bool:
    """Whether a file's name says that it holds rows."""
    return path.endswith(SUFFIXES)


def find(path: str) -> tuple[list[RunFolder], list[str]]:
    """The runs and the loose row files under a path; a file stands for itself. Inside a run only its own folders are looked at."""
    if not os.path.isdir(path):
        return [], [path]
    runs: list[RunFolder] = []
    loose: list[str] = []
    for folder in walk(path):
        if folder.fault is not None:
            raise folder.fault
        if "records" in folder.folders or "run.json" in folder.names:
            runs.append(run_folder(folder.path))
            folder.folders.clear()
        else:
            loose += (os.path.join(folder.path, n) for n in folder.names if is_rows(n))
    return runs, loose


def run_folder(root: str) -> RunFolder:
    """What lies in the folder of a run. Raises OSError where it can't be read."""
    names = sorted(os.listdir(root))
    files: dict[str, list[str]] = {}
    for folder, kind in FOLDERS.items():
        inside = os.path.join(root, folder)
        found = sorted(os.listdir(inside)) if folder in names and os.path.isdir(inside) else []
        files[kind] = [os.path.join(inside, n) for n in found if is_rows(n)]
    listed = {name: os.path.join(root, name) for name in names}
    return RunFolder(root, files, listed.get("run.json"), next((listed[n] for n in _DUPLICATES if n in listed), None))


class Read(NamedTuple):
    """What was read of a row file: rows, and the sha256 of its uncompressed bytes."""

    rows: int
    sha256: str


def of_run_json(run: RunFolder, read: Mapping[str, Read]) -> Iterator[RowFault]:
    """The faults of run.json: its schema, its sums, and each file it names against what was read of it."""
    path = str(run.run_json)
    try:
        row = orjson.loads(Path(path).read_bytes())
    except orjson.JSONDecodeError as fault:
        yield RowFault(path, 0, Fault("$", f"no JSON: {fault.msg} (line {fault.lineno})", "one JSON object"))
        return
    faults = list(validator("run").faults(row))
    if not faults:
        faults = [*_sums(row, run, read), *_files(row, run, read)]
    yield from (RowFault(path, 0, fault) for fault in faults)


def _sums(row: dict[str, Any], run: RunFolder, read: Mapping[str, Read]) -> Iterator[Fault]:
    counts = row["counts"]
    if counts["input"] != counts["kept"] + counts["rejected"]:
        yield Fault("$.counts", f"input {counts['input']}, kept {counts['kept']}, rejected {counts['rejected']}", "input = kept + rejected")
    for key, kind in (("kept", "article"), ("rejected", "rejected")):
        rows = sum(read[p].rows for p in run.files[kind] if p in read)
        if counts[key] != rows:
            yield Fault(f"$.counts.{key}", str(counts[key]), f"the rows that stand there, {rows}")


def _files(row: dict[str, Any], run: RunFolder, read: Mapping[str, Read]) -> Iterator[Fault]:
    named: set[str] = set()
    for s, shard in enumerate(row["shards"]):
        for f, entry in enumerate(shard["files"]):
            at = f"$.shards[{s}].files[{f}]"
            path = os.path.join(run.root, *entry["path"].split("/"))
            named.add(path)
            found = read.get(path)
            if found is None:
                yield Fault(f"{at}.path", shown(entry["path"], 90), "a file of rows in this run's folder")
                continue
            if entry["rows"] != found.rows:
                yield Fault(f"{at}.rows", str(entry["rows"]), f"the rows that stand in {entry['path']}, {found.rows}")
            if entry["sha256"] != found.sha256:
                yield Fault(f"{at}.sha256", entry["sha256"], f"the sha256 of the rows in {entry['path']}, {found.sha256}")
    for path in sorted(set(read) - named):
        yield Fault("$.shards", "nothing", f"an entry for {os.path.relpath(path, run.root)}, which lies in the run's folder")
