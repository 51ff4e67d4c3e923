"""The metadata files of a package against the files and rows they speak of: nothing in them may be stale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from toolkit.archive.bagcheck import Bag
from toolkit.archive.rowcheck import DUPLICATES, RowCheck
from toolkit.archive.trees import UNREADABLE, path_key
from toolkit.packing import words_of
from toolkit.validation import faults

_METADATA = ("README.md", "datapackage.json", "ro-crate-metadata.json", "croissant.json")


class Stated(NamedTuple):
    """What a metadata file says at `place` of the file at `path` (below data/); None for a digest or size that it leaves out."""

    place: str
    path: str
    sha256: str | None
    size: int | None


def check_metadata(bag: Bag, rows: RowCheck) -> None:
    """run.json, datapackage.json, croissant.json and ro-crate-metadata.json against what is there."""
    _check_run(bag, rows)
    described = _load(bag, "datapackage.json")
    if described is not None:
        stated = list(_resources(described))
        _compare(bag, "data/datapackage.json", stated)
        _covers(bag, "data/datapackage.json", {s.path for s in stated}, but="schema/")
        _same_counts(bag, "data/datapackage.json", described.get("counts"), rows)
    graph = _load(bag, "ro-crate-metadata.json")
    if graph is not None:
        files = list(_files(graph))
        _compare(bag, "data/ro-crate-metadata.json", files)
        _covers(bag, "data/ro-crate-metadata.json", {s.path for s in files})
    loaders = _load(bag, "croissant.json")
    if loaders is not None:
        _compare(bag, "data/croissant.json", list(_distribution(loaders)))
    if "data/README.md" not in bag.tree.files:
        bag.find("meta.file", "data/README.md", "the data-set card", "no such file")


def _load(bag: Bag, name: str) -> Any:
    path = f"data/{name}"
    if path not in bag.tree.files:
        bag.find("meta.file", path, "a metadata file", "no such file")
        return None
    try:
        with bag.tree.open(path) as stream:
            value = orjson.loads(stream.read())
    except (ValueError, *UNREADABLE) as fault:
        bag.find("meta.file", path, "JSON", words_of(fault))
        return None
    if not isinstance(value, dict):
        bag.find("meta.file", path, "a JSON object", type(value).__name__)
        return None
    return value


def _dicts(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a list with their places; nothing where it is no list."""
    for n, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield n, item


def _resources(described: dict[str, Any]) -> Iterator[Stated]:
    for n, r in _dicts(described.get("resources")):
        yield Stated(f"$.resources[{n}]", str(r.get("path")), _after_colon(r.get("hash")), _whole(r.get("bytes")))
    schema = described.get("recordSchema")
    if isinstance(schema, dict):
        yield Stated("$.recordSchema", str(schema.get("path")), _after_colon(schema.get("sha256")), None)


def _files(graph: dict[str, Any]) -> Iterator[Stated]:
    for n, e in _dicts(graph.get("@graph")):
        if e.get("@type") == "File":
            yield Stated(f"$.@graph[{n}]", str(e.get("@id")), _after_colon(e.get("sha256")), _whole(e.get("contentSize")))


def _distribution(loaders: dict[str, Any]) -> Iterator[Stated]:
    for n, d in _dicts(loaders.get("distribution")):
        if d.get("@type") == "cr:FileObject":
            yield Stated(f"$.distribution[{n}]", str(d.get("contentUrl")), _after_colon(d.get("sha256")), None)


def _after_colon(value: Any) -> str | None:
    return value.rpartition(":")[2] if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


def _compare(bag: Bag, file: str, stated: list[Stated]) -> None:
    for place, path, sha256, size in stated:
        there = f"data/{path}"
        if there not in bag.tree.files:
            bag.find("meta.stale", f"{file} {place}", f"a file at {there}", "no such file")
            continue
        known = bag.digests.get(there, {}).get("sha256")
        if known is not None and sha256 != known:
            bag.find("meta.stale", f"{file} {place}", f"sha256 {known} of {there}", str(sha256))
        if size is not None and size != bag.tree.files[there]:
            bag.find("meta.stale", f"{file} {place}", f"{bag.tree.files[there]} bytes of {there}", str(size))


def _covers(bag: Bag, file: str, named: set[str], but: str | None = None) -> None:
    """Every payload file is described, but the metadata files themselves and those below the folder `but`."""
    for path in sorted((p.removeprefix("data/") for p in bag.payload()), key=path_key):
        if path not in named and path not in _METADATA and not (but and path.startswith(but)):
            bag.find("meta.cover", file, f"a description of data/{path}", "none")


def _check_run(bag: Bag, rows: RowCheck) -> None:
    info = _load(bag, "run.json")
    if info is None:
        return
    wrong = list(faults(info, "run"))
    for fault in wrong:
        bag.find("row.schema", f"data/run.json {fault.path}", fault.expected, fault.found)
    if wrong:
        return
    _same_counts(bag, "data/run.json", info["counts"], rows)
    listed: dict[str, tuple[int, str]] = {f"data/{f['path']}": (f["rows"], f["sha256"]) for s in info["shards"] for f in s["files"]}
    for path in sorted(listed.keys() | rows.shards.keys() - {DUPLICATES}, key=path_key):
        there, stated = rows.shards.get(path), listed.get(path)
        if there != stated:
            bag.find("meta.shards", f"data/run.json ({path})", _rows(there), _rows(stated))


def _rows(shard: tuple[int, str] | None) -> str:
    return f"{shard[0]} rows with sha256 {shard[1]}" if shard else "no such file of rows"


def _same_counts(bag: Bag, file: str, counts: Any, rows: RowCheck) -> None:
    """Input = kept + rejected, and both are as many as there are rows; so are the duplicates, where they are counted."""
    kept, rejected = rows.rows["records"], rows.rows["rejected"]
    there = {"input": kept + rejected, "kept": kept, "rejected": rejected, "duplicates": rows.rows["duplicates"]}
    found = {"duplicates": 0, **counts} if isinstance(counts, dict) else counts
    if found != there:
        bag.find("meta.counts", f"{file} $.counts", ", ".join(f"{k} {n}" for k, n in there.items()) + " (by the rows)", str(counts))
