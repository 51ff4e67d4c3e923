"""One drop before the gate: what the ladder says of it, turned into findings. Pure: the same answer for the same drop."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from toolkit import coherence
from toolkit.article import Article, edits_row, record_row
from toolkit.check.findings import Finding, Lines, quoted
from toolkit.check.rules import FIELDS, Severity, Way, default_severity, family, fits
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


def missing(name: str) -> str:
    """The rule id for a field (a key of the record) that a drop does not give."""
    return f"missing.{name.replace('_', '-')}"


def judge(article: Article, file: str, scale: Scale, today: dt.date, record: str = "", origin: Origin | None = None) -> list[Finding]:
    """The findings of one article, gravest first, one a rule: the first place is told, the others are counted."""
    lines = Lines(article.source_text)
    found: dict[str, Finding] = {}
    for finding in _all(article, file, lines, scale, today, origin):
        if finding.severity == "off":
            continue
        first = found.get(finding.rule)
        found[finding.rule] = replace(first, places=first.places + 1) if first else replace(finding, record=record)
    grave = ("error", "warning", "note")
    return sorted(found.values(), key=lambda f: grave.index(f.severity))


def _all(article: Article, file: str, lines: Lines, scale: Scale, today: dt.date, origin: Origin | None) -> Iterator[Finding]:
    for reason, evidence in zip(article.reasons, article.evidence, strict=True):
        yield Finding(reason, scale.of(reason, "rejected"), file, f"turned away: {evidence}")
    for edit in article.edits:
        for rule in edit.rules:
            severity = scale.of(rule, "edit")
            if severity != "off" and not (family(rule).damage and not edit.inserted):  # damage in what was taken out anyway
                yield Finding(rule, severity, file, _of_edit(edit), lines.place(edit.start, edit.end), edit.removed)
    for warning in article.warnings:
        yield _of_warning(warning, article, file, lines, scale)
    if article.verdict == "kept":
        yield from _of_record(article, file, lines, scale, today, origin)


def _of_warning(warning: Warn, article: Article, file: str, lines: Lines, scale: Scale) -> Finding:
    severity, message = scale.of(warning.rule), warning.message.rstrip(".")
    if family(warning.rule).damage and article.verdict == "kept" and not _LOST.search(f"{article.title}\n{article.text}"):
        severity, message = ("off" if severity == "off" else "note"), f"{message}; none of it in the article"
    place = lines.place(warning.at, warning.at + 1) if 0 <= warning.at < len(article.source_text) else None
    text = article.source_text[place.start : place.end] if place else ""
    return Finding(warning.rule, severity, file, message, place, text)


def _of_edit(edit: LedgerEdit) -> str:
    if not edit.inserted:
        return f"{len(edit.removed)} characters to be removed: {quoted(edit.removed)}"
    return f"{quoted(edit.removed)} to become {quoted(edit.inserted)}"


def _of_record(article: Article, file: str, lines: Lines, scale: Scale, today: dt.date, origin: Origin | None) -> Iterator[Finding]:
    row = record_row(article, origin)
    edits = edits_row(article, origin)
    wrong = list(faults(row)) or [*coherence.of_row(row, "article"), *coherence.of_row(edits, "edits"), *coherence.of_pair(row, edits)]
    for fault in wrong:
        yield Finding("record.schema", scale.of("record.schema"), file, f"{fault.path}: {fault.message}")
    for name, called in FIELDS.items():
        if not row[name]:
            yield Finding(missing(name), scale.of_missing(name), file, f"no {called} found")
    if _ahead(row["published"], today):
        moved = next((e for e in article.edits if "field.published" in e.rules), None)
        place, text = (lines.place(moved.start, moved.end), moved.removed) if moved else (None, row["published"])
        yield Finding("date.future", scale.of("date.future"), file, f"published {row['published']}, checked on {today.isoformat()}", place, text)


def _ahead(published: str, today: dt.date) -> bool:
    """Whether a date (EDTF level 0) lies ahead; a day is allowed for, since the zones of page and reader differ."""
    limit = (today + dt.timedelta(days=1)).isoformat()
    return published[:10] > limit[: len(published[:10])]
