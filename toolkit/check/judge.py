"""One drop before the gate: what the ladder says of it, turned into findings. Pure: the same answer for the same drop."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from toolkit import coherence
from toolkit.article import Article, edits_row, record_row
from toolkit.check.findings import Finding, Lines, Place, quoted
from toolkit.check.rules import FIELDS, SEVERITIES, Severity, Way, default_severity, family, fits, missing
from toolkit.context import Warn
from toolkit.edits import LedgerEdit
from toolkit.record import Origin
from toolkit.settings import Settings
from toolkit.validation import faults

# Signs of characters that were lost: U+FFFD, what it becomes when it is read as GBK or Latin-1 again, and controls of Latin-1.
_LOST = re.compile("[\ufffd\x80-\x9f]|锟斤拷|ï¿½")


class Scale:
    """What findings weigh under a configuration."""

    def __init__(self, settings: Settings) -> None:
        self.stated: dict[str, Severity] = settings["severity"]
        self.required = frozenset(settings["require"])

    def of(self, rule: str, way: Way = "warning") -> Severity:
        """The severity of a rule's finding: the longest pattern of the configuration that fits, else the default."""
        named = max((p for p in self.stated if fits(rule, p)), key=lambda p: (len(p), not p.endswith("*")), default=None)
        return self.stated[named] if named is not None else default_severity(rule, way)

    def of_missing(self, name: str) -> Severity:
        """The severity of a field that is not there: an error where the configuration requires it."""
        return "error" if name in self.required else self.of(missing(name))


def judge(article: Article, file: str, scale: Scale, today: dt.date, record: str = "", origin: Origin | None = None) -> list[Finding]:
    """The findings of one article, gravest first, one a rule: the first place is told, the others are counted."""
    found: dict[str, Finding] = {}
    for finding in _Case(article, file, record, origin, scale, today, Lines(article.source_text)).findings():
        if finding.severity != "off":
            first = found.get(finding.rule)
            found[finding.rule] = replace(first, places=first.places + 1) if first else finding
    return sorted(found.values(), key=lambda f: SEVERITIES.index(f.severity))


class _Case(NamedTuple):
    """An article before the judge: what `file` and `record` name, laid at `origin`, weighed by `scale`, its dates held against `today`."""

    article: Article
    file: str
    record: str
    origin: Origin | None
    scale: Scale
    today: dt.date
    lines: Lines

    def findings(self) -> Iterator[Finding]:
        for reason, evidence in zip(self.article.reasons, self.article.evidence, strict=True):
            yield self._finding(reason, self.scale.of(reason, "rejected"), f"turned away: {evidence}")
        for edit in self.article.edits:
            for rule in edit.rules:
                severity = self.scale.of(rule, "edit")
                if severity != "off" and not (family(rule).damage and not edit.inserted):  # damage in what was taken out anyway
                    yield self._finding(rule, severity, _of_edit(edit), self.lines.place(edit.start, edit.end), edit.removed)
        for warning in self.article.warnings:
            yield self._of_warning(warning)
        if self.article.verdict == "kept":
            row = record_row(self.article, self.origin)
            yield from self._of_row(row)
            yield from self._of_fields(row)

    def _finding(self, rule: str, severity: Severity, message: str, place: Place | None = None, text: str = "") -> Finding:
        return Finding(rule, severity, self.file, message, place, text, self.record)

    def _of_warning(self, warning: Warn) -> Finding:
        severity, message, article = self.scale.of(warning.rule), warning.message.rstrip("."), self.article
        if family(warning.rule).damage and article.verdict == "kept" and not _LOST.search(f"{article.title}\n{article.text}"):
            severity, message = ("off" if severity == "off" else "note"), f"{message}; none of it in the article"
        place = self.lines.place(warning.at, warning.at + 1) if 0 <= warning.at < len(article.source_text) else None
        text = article.source_text[place.start : place.end] if place else ""
        return self._finding(warning.rule, severity, message, place, text)

    def _of_row(self, row: dict[str, Any]) -> Iterator[Finding]:
        edits = edits_row(self.article, self.origin)
        wrong = list(faults(row)) or [*coherence.of_row(row, "article"), *coherence.of_row(edits, "edits"), *coherence.of_pair(row, edits)]
        for fault in wrong:
            yield self._finding("record.schema", self.scale.of("record.schema"), f"{fault.path}: {fault.message}")

    def _of_fields(self, row: dict[str, Any]) -> Iterator[Finding]:
        """The metadata that is not there, and a date that has not come."""
        for name, called in FIELDS.items():
            if not row[name]:
                yield self._finding(missing(name), self.scale.of_missing(name), f"no {called} found")
        if _ahead(row["published"], self.today):
            moved = next((e for e in self.article.edits if "field.published" in e.rules), None)
            place, text = (self.lines.place(moved.start, moved.end), moved.removed) if moved else (None, row["published"])
            yield self._finding("date.future", self.scale.of("date.future"), f"published {row['published']}, checked on {self.today.isoformat()}", place, text)


def _of_edit(edit: LedgerEdit) -> str:
    if not edit.inserted:
        return f"{len(edit.removed)} characters to be removed: {quoted(edit.removed)}"
    return f"{quoted(edit.removed)} to become {quoted(edit.inserted)}"


def _ahead(published: str, today: dt.date) -> bool:
    """Whether a date (EDTF level 0) lies ahead; a day is allowed for, since the zones of page and reader differ."""
    limit = (today + dt.timedelta(days=1)).isoformat()
    return published[:10] > limit[: len(published[:10])]
