"""Proving a package: the bag, then its rows, raw bytes, ledgers and metadata; and, if asked, the whole ladder again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, BinaryIO, cast

from toolkit.archive.bag import ALGORITHMS, manifest
from toolkit.archive.bagcheck import Bag, check_bag, digest
from toolkit.archive.deep import climb_again
from toolkit.archive.finding import Finding
from toolkit.archive.metacheck import check_metadata
from toolkit.archive.rowcheck import RowCheck
from toolkit.archive.trees import UNREADABLE, BrokenArchiveError, Opened, open_tree, serialise
from toolkit.packing import words_of


@dataclass(slots=True)
class Report:
    """What verifying came to. `ours`: whether the bag is a package of this tool (any other is checked as a bag only)."""

    path: Path
    ours: bool = False
    files: int = 0
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        """Whether nothing worse than a warning was found."""
        return not any(f.level == "error" for f in self.findings)


def verify(path: Path, *, bag_only: bool = False, deep: bool = False) -> Report:
    """Verify the package at `path` (a folder, .tar or .zip); nothing is written. Raises TreeError where there is nothing to look at."""
    try:
        opened = open_tree(path)
    except BrokenArchiveError as fault:
        return Report(path, findings=[Finding("archive.readable", str(path), "a folder, or a .tar or .zip archive", fault.found)])
    bag = check_bag(opened.tree)
    report = Report(path, is_ours(bag), len(bag.tree.files), findings=bag.findings)
    if bag_only or not report.ours:
        return report
    _own_form(bag)
    _own_archive(bag, opened)
    rows = RowCheck(bag)
    rows.run()
    check_metadata(bag, rows)
    if deep:
        climb_again(bag)
    report.rows = sum(rows.rows.values())
    return report


def is_ours(bag: Bag) -> bool:
    """Whether a bag is a package of this tool, by any of the marks it bears: a change to one must not hide it."""
    agents = bag.info.get("bag-software-agent", [])
    return any(a.startswith("jiaokan ") for a in agents) or "data/run.json" in bag.tree.files or "data/records" in bag.tree.folders


def _own_form(bag: Bag) -> None:
    """What our packages have beyond what any bag must: both manifests of both kinds, every tag file listed, one way to write them."""
    bag.findings[:] = [f._replace(level="error") if f.check in ("bag.tagmanifest", "bag.name") else f for f in bag.findings]
    for name in ALGORITHMS:
        for prefix in ("manifest", "tagmanifest"):
            if f"{prefix}-{name}.txt" not in bag.tree.files:
                bag.find("bag.manifest", f"{prefix}-{name}.txt", "a manifest", "no such file")
        _own_tag_manifest(bag, name)
    for path in bag.tree.files:
        if path.startswith("tagmanifest-") and path not in {f"tagmanifest-{name}.txt" for name in ALGORITHMS}:
            bag.find("bag.unlisted", path, "only the tag files this tool writes", "another file")
    for label in ("payload-oxum", "bagging-date", "bag-software-agent"):
        if label not in bag.info:
            bag.find("bag.info", "bag-info.txt", f"a line for {label}", "none")


def _own_tag_manifest(bag: Bag, name: str) -> None:
    """A tag manifest is vouched for by nothing else, so it must be to the byte what this tool writes."""
    path = f"tagmanifest-{name}.txt"
    if path not in bag.tree.files:
        return
    tags = [p for p in bag.tree.files if not p.startswith(("data/", "tagmanifest-"))]
    entries = [(p, d[name]) for p in tags if (d := digest(bag, p, [name])) is not None]
    expected = manifest(entries)
    try:
        with bag.tree.open(path) as stream:
            found = stream.read()
    except UNREADABLE as fault:
        bag.find("bag.readable", path, "a readable file", words_of(fault))
        return
    if found != expected:
        at = _first_difference(expected, found)
        bag.find("bag.tagmanifest", path, f"the {name} of each tag file, as they are, {len(expected)} bytes", f"{len(found)} bytes, another one at byte {at}")


class _Comparing:
    """A stream to write to that compares with a file instead. What is written over (a header filled in later) is compared anew."""

    def __init__(self, there: IO[bytes]) -> None:
        self._there = there
        self._at = 0
        self._wrong: dict[int, int] = {}  # where a write began -> first byte of it that is not as expected

    def write(self, data: bytes) -> int:
        self._there.seek(self._at)
        self._wrong.pop(self._at, None)
        found = self._there.read(len(data))
        if found != data:
            self._wrong[self._at] = self._at + _first_difference(data, found)
        self._at += len(data)
        return len(data)

    def differs(self) -> int | None:
        """The first byte (offset) at which the file is not what was written; None where it is all of it and no more."""
        if self._wrong:
            return min(self._wrong.values())
        self._there.seek(self._at)
        return self._at if self._there.read(1) else None

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int) -> int:
        self._at = offset
        return offset

    def flush(self) -> None:
        """Nothing is held back."""


def _first_difference(a: bytes, b: bytes) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _own_archive(bag: Bag, opened: Opened) -> None:
    """The .tar or .zip itself, headers and padding included, is what this tool makes of the files in it."""
    if opened.archive is None:
        return
    kind = "zip" if opened.archive.suffix.lower() == ".zip" else "tar"
    try:
        day = date.fromisoformat(bag.info.get("bagging-date", [""])[0])
    except ValueError:
        bag.find("bag.info", "bag-info.txt", "Bagging-Date: YYYY-MM-DD", str(bag.info.get("bagging-date")))
        return
    with opened.archive.open("rb") as there:
        comparing = _Comparing(there)
        try:
            serialise(bag.tree, cast(BinaryIO, comparing), kind, day)
        except Exception as fault:  # tarfile and zipfile raise many kinds of error on what they can't read
            bag.find("archive.form", opened.archive.name, "an archive that can be read to its end", words_of(fault))
            return
        differs = comparing.differs()
    if differs is not None:
        bag.find("archive.form", f"{opened.archive.name}@{differs}", f"the {kind} archive this tool makes of these files", "another byte")
