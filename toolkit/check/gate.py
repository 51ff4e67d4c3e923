"""The gate: drops in, a report out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from toolkit.article import Article
from toolkit.check.accepted import apart
from toolkit.check.archived import Archive
from toolkit.check.findings import Drop, Finding, Report, quoted
from toolkit.check.judge import Scale, judge
from toolkit.config import ConfigError
from toolkit.pipeline import clean
from toolkit.record import Origin
from toolkit.settings import Settings
from toolkit.sources import Document, Entry, Reading, Walk, documents
from toolkit.sources.document import Fault

_LEAST = 20  # visible characters a text needs before another of the same words is called its duplicate


def check(paths: Iterable[str], settings: Settings, today: dt.date) -> Report:
    """Judge every drop under `paths`. Raises sources.InputError where there is nothing, ConfigError on an archive that is none.

    today: what a date of publication is held against.
    """
    gate = Gate(settings, today, _archive(settings))
    for entry in drops(paths, settings, gate.report):
        for document in documents(entry, Reading(settings["limit_bytes"])):
            gate.take(document, Path(entry.path).as_posix())
    return gate.report


def drops(paths: Iterable[str], settings: Settings, report: Report) -> Iterator[Entry]:
    """The files to judge, each once; those that `exclude` names are passed over and counted."""
    seen: set[str] = set()
    for given in paths:
        for entry in Walk(given, Path(given).resolve().name).entries(Counter()):
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
            return Path(entry.path).resolve().relative_to(settings.path(root).resolve()).as_posix()
        except ValueError:
            continue
    return entry.shown


def _archive(settings: Settings) -> Archive:
    try:
        return Archive.read(str(settings.path(folder)) for folder in settings["archive"])
    except (OSError, ValueError) as fault:
        raise ConfigError(f"archive: {fault}") from fault


@dataclass(slots=True)
class Gate:
    """The state of one check: the report so far, and what was seen of bytes and texts."""

    settings: Settings
    today: dt.date
    archive: Archive
    report: Report = field(default_factory=Report)
    bytes_seen: dict[str, str] = field(default_factory=dict)
    texts_seen: dict[bytes, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.report.fail_on = self.settings["fail_on"]

    def take(self, document: Document, file: str) -> None:
        """Judge one document, alone and beside those before it."""
        scale = Scale(self.settings)
        where = document.origin
        record = (where.record_id or f"offset {where.offset}") if where.container else ""
        sha256 = document.sha256 or hashlib.sha256(document.data).hexdigest()
        size = document.size if document.size >= 0 else len(document.data)
        article = self._article(document)
        if isinstance(article, Fault):
            found = [Finding(article.reason, scale.of(article.reason, "rejected"), file, f"turned away: {article.evidence}", record=record)]
        else:
            found = judge(article, file, scale, self.today, record, where)
            found += self._beside(article, file, record, sha256, scale)
        found += self._since(where, file, record, sha256, scale)
        self.report.drops.append(Drop(file, record, sha256, size, "" if isinstance(article, Fault) else article.encoding))
        self.report.findings += (f for f in found if f.severity != "off")

    def _article(self, document: Document) -> Article | Fault:
        """The article of a document, or why there is none; a fault of the tool on one drop does not keep the others from being judged."""
        if document.fault is not None:
            return document.fault
        try:
            return clean(document.data, url=document.url, media_type=document.media_type, charset=document.charset, config=self.settings.ladder)
        except Exception as fault:
            return Fault("error.internal", f"{type(fault).__name__}: {fault}"[:300])

    def _beside(self, article: Article, file: str, record: str, sha256: str, scale: Scale) -> Iterator[Finding]:
        """Whether the same bytes, or else the same text, came by before."""
        name = f"{file}[{record}]" if record else file
        twin = self.bytes_seen.setdefault(sha256, name)
        if twin != name:
            yield Finding("duplicate.bytes", scale.of("duplicate.bytes"), file, f"the same bytes as {twin}", record=record)
            return
        words = "".join(article.text.split())
        if len(words) >= _LEAST:
            key = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            twin = self.texts_seen.setdefault(key, name)
            if twin != name:
                yield Finding("duplicate.text", scale.of("duplicate.text"), file, f"the same text as {twin}: {quoted(article.text)}", record=record)

    def _since(self, where: Origin, file: str, record: str, sha256: str, scale: Scale) -> Iterator[Finding]:
        """Whether the drop is another than the one that was archived from its place."""
        folder = self.archive.changed(where, sha256)
        if folder:
            yield Finding("archive.changed", scale.of("archive.changed"), file, f"other bytes than those that {folder} holds of it", record=record)
