"""The gate: drops in, a report out."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import NamedTuple

from toolkit.article import Article
from toolkit.batch.limits import start_worker
from toolkit.batch.run import usable_cores
from toolkit.check.accepted import apart
from toolkit.check.archived import Archive
from toolkit.check.findings import Drop, Finding, Report, named, quoted
from toolkit.check.judge import Scale, judge
from toolkit.config import ConfigError
from toolkit.pipeline import clean
from toolkit.record import Origin
from toolkit.settings import Settings
from toolkit.sources import Document, Entry, Reading, Walk, documents
from toolkit.sources.document import Fault
from toolkit.sources.folder import name_of

_MANY = 100  # files from which on more than one process pays
_LEAST = 20  # visible characters a text needs before another of the same words is called its duplicate


def check(paths: Iterable[str], settings: Settings, today: dt.date, workers: int = 1, stdin: bytes | None = None) -> Report:
    """Judge every drop under `paths`. Raises sources.InputError where there is nothing, ConfigError on an archive that is none,
    ChildProcessError where one of the processes is killed.

    today: what a date of publication is held against. workers: processes; 0: as many as seem worth it. The report is
    the same for any number of them. stdin: a drop beside them, if not None.
    """
    gate = Gate(settings, _archive(settings))
    if stdin is not None:
        gate.take(judged_document(Document(stdin, Origin(path="stdin")), "stdin", settings, today))
    entries = list(drops(paths, settings, gate.report))
    for judged in _all_judged(entries, settings, today, workers or (usable_cores() if len(entries) >= _MANY else 1)):
        gate.take(judged)
    return gate.report


def _all_judged(entries: list[Entry], settings: Settings, today: dt.date, workers: int) -> Iterator[Judged]:
    """The documents of all files, judged one by one, in order."""
    one = partial(judged_documents, settings=settings, today=today)
    if workers == 1:
        for entry in entries:
            yield from one(entry)
        return
    with ProcessPoolExecutor(workers, initializer=start_worker, initargs=(0,)) as pool:
        try:
            for judged in pool.map(one, entries, chunksize=4):
                yield from judged
        except BrokenProcessPool as fault:
            raise ChildProcessError("a process that judges drops was killed (too little memory, perhaps: fewer --workers need less)") from fault
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # who is stopped does not wait for all that is still to be judged


def drops(paths: Iterable[str], settings: Settings, report: Report) -> Iterator[Entry]:
    """The files to judge, each once; those that `exclude` names are passed over and counted."""
    seen: set[str] = set()
    for given in paths:
        for entry in Walk(given, name_of(given)).entries(Counter()):
            path = apart(entry.path, settings.root)
            if path in seen:
                continue
            seen.add(path)
            if any(fnmatchcase(path, glob) for glob in settings["exclude"]):
                report.excluded += 1
            else:
                yield entry._replace(shown=_shown(entry, given, settings))


def _shown(entry: Entry, given: str, settings: Settings) -> str:
    """The path a run over the configured folders would state; a file that is named alone is looked for under those."""
    if entry.path != given:
        return entry.shown
    for root in settings["paths"]:
        try:
            return Path(os.path.realpath(entry.path)).relative_to(os.path.realpath(settings.path(root))).as_posix()
        except ValueError:
            continue
    return entry.shown


def _archive(settings: Settings) -> Archive:
    try:
        return Archive.read(str(settings.path(folder)) for folder in settings["archive"])
    except OSError as fault:
        raise ConfigError(f"archive: {fault.filename}: {fault.strerror}") from fault
    except ValueError as fault:
        raise ConfigError(f"archive: {fault}") from fault


class Judged(NamedTuple):
    """A document judged by itself, and what is needed to hold it against others.

    text_key: a digest of its words ("" where there are too few to tell); opening: how its text begins.
    """

    drop: Drop
    origin: Origin
    findings: list[Finding]
    text_key: str
    opening: str


def judged_documents(entry: Entry, settings: Settings, today: dt.date) -> list[Judged]:
    """The documents of a file, judged one by one."""
    file = Path(entry.path).as_posix()
    return [judged_document(document, file, settings, today) for document in documents(entry, Reading(settings["limit_bytes"]))]


def judged_document(document: Document, file: str, settings: Settings, today: dt.date) -> Judged:
    """One document by itself."""
    scale = Scale(settings)
    record = _record(document.origin)
    sha256 = document.sha256 or hashlib.sha256(document.data).hexdigest()
    size = document.size if document.size >= 0 else len(document.data)
    article = _article(document, settings)
    if isinstance(article, Fault):
        finding = Finding(article.reason, scale.of(article.reason, "rejected"), file, f"turned away: {article.evidence}", record=record)
        return Judged(Drop(file, record, sha256, size, ""), document.origin, [finding], "", "")
    words = "".join(article.text.split())
    key = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() if len(words) >= _LEAST else ""
    found = judge(article, file, scale, today, record, document.origin)
    return Judged(Drop(file, record, sha256, size, article.encoding), document.origin, found, key, quoted(article.text))


def _record(where: Origin) -> str:
    """What a document of a container is called: its own name, its name as a member, or its place; "" for a file that is one drop, or as a whole."""
    place = f"offset {where.offset}" if where.offset >= 0 else ""
    return (where.record_id or where.path or place) if where.container else ""


def _article(document: Document, settings: Settings) -> Article | Fault:
    """The article of a document, or why there is none; a fault of the tool on one drop does not keep the others from being judged."""
    if document.fault is not None:
        return document.fault
    try:
        return clean(document.data, url=document.url, media_type=document.media_type, charset=document.charset, config=settings.ladder)
    except Exception as fault:
        return Fault("error.internal", f"{type(fault).__name__}: {fault}"[:300])


@dataclass(slots=True)
class Gate:
    """The state of one check: the report so far, and what was seen of bytes and texts."""

    settings: Settings
    archive: Archive
    report: Report = field(default_factory=Report)
    bytes_seen: dict[str, str] = field(default_factory=dict)
    texts_seen: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.report.fail_on = self.settings["fail_on"]

    def take(self, judged: Judged) -> None:
        """Put a document on the report, and hold it against those before it and those archived."""
        found = [*judged.findings, *self._beside(judged), *self._since(judged)]
        self.report.drops.append(judged.drop)
        self.report.findings += (f for f in found if f.severity != "off")

    def _beside(self, judged: Judged) -> Iterator[Finding]:
        """Whether the same bytes, or else the same text, came by before. What could not be read is no twin of anything."""
        drop = judged.drop
        name = named(drop.file, drop.record)
        if not drop.encoding:
            return
        if (twin := self.bytes_seen.setdefault(drop.sha256, name)) != name:
            yield self._finding("duplicate.bytes", drop, f"the same bytes as {twin}")
        elif judged.text_key and (twin := self.texts_seen.setdefault(judged.text_key, name)) != name:
            yield self._finding("duplicate.text", drop, f"the same text as {twin}: {judged.opening}")

    def _since(self, judged: Judged) -> Iterator[Finding]:
        """Whether the drop is another than the one that was archived from its place."""
        folder = self.archive.changed(judged.origin, judged.drop.sha256)
        if folder:
            yield self._finding("archive.changed", judged.drop, f"other bytes than those that {folder} holds of it")

    def _finding(self, rule: str, drop: Drop, message: str) -> Finding:
        return Finding(rule, Scale(self.settings).of(rule), drop.file, message, record=drop.record)
