"""From a document to its rows: kept (a record and its ledger) or rejected; nothing a document does ends the run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson

from toolkit.article import Article, Digests, digests, edits_row, record_row, rejected_row
from toolkit.batch.duplicates import key_of
from toolkit.batch.limits import Limits, OverdueError
from toolkit.batch.options import Options
from toolkit.pipeline import clean
from toolkit.record import unread_row
from toolkit.sources import Document
from toolkit.validation import faults, is_valid


class Outcome(NamedTuple):
    """The lines one document adds to the run: a record and its edits, or a rejected row; each ends with a newline.

    reasons: the codes of a rejected row. removed: code points that each rule deleted, for the summary. key: what other
    records are compared with (toolkit.batch.duplicates), of a record.
    """

    record: bytes = b""
    edits: bytes = b""
    rejected: bytes = b""
    reasons: tuple[str, ...] = ()
    removed: dict[str, int] | None = None
    key: bytes = b""


def outcome(document: Document, options: Options, limits: Limits) -> Outcome:
    """Take a document up the ladder and make its rows, validated. Raises nothing but what ends the process."""
    try:
        with limits.document():
            return _climb(document, options)
    except OverdueError:
        return turned_away(document, options, "error.timeout", f"not done after {limits.seconds:g} s of processor time")
    except MemoryError:
        return turned_away(document, options, "error.memory", "the document needed more memory than a worker may have")
    except Exception as fault:
        return turned_away(document, options, "error.internal", _where(fault))


def _climb(document: Document, options: Options) -> Outcome:
    if document.fault is not None:
        return turned_away(document, options, *document.fault)
    article = clean(document.data, url=document.url, media_type=document.media_type, charset=document.charset, config=options.config)
    sums = digests(article, document.sha256)
    return _rejected(article, document, sums) if article.verdict == "rejected" else _kept(article, document, sums, options)


def turned_away(document: Document, options: Options, reason: str, evidence: str) -> Outcome:
    """The rejected row of a document that never became an article."""
    sha256 = sha256_of(document)
    size = document.size if document.size >= 0 else len(document.data)
    evidence, url = (text.encode("utf-8", "backslashreplace").decode() for text in (evidence, document.url or ""))  # what an error quotes may hold anything
    row = unread_row(sha256, size, document.origin, reason, evidence, url=url, config_sha256=options.config.sha256())
    return Outcome(rejected=_line(row), reasons=(reason,))


def sha256_of(document: Document) -> str:
    """The sha256 (hex) of a document's raw bytes."""
    return document.sha256 or hashlib.sha256(document.data).hexdigest()


def _kept(article: Article, document: Document, sums: Digests, options: Options) -> Outcome:
    record = record_row(article, document.origin, sums)
    edits = edits_row(article, document.origin, sums, spans_only=options.ledger == "spans")
    fault = _fault(record, "article") or _fault(edits, "edits")
    if fault:
        return turned_away(document, options, "error.invalid-record", fault)
    try:
        return Outcome(record=_line(record), edits=_line(edits), removed=_removed(article), key=key_of(record))
    except TypeError as unwritable:  # orjson on a lone surrogate
        return turned_away(document, options, "error.invalid-record", str(unwritable))


def _rejected(article: Article, document: Document, sums: Digests) -> Outcome:
    row = rejected_row(article, document.origin, sums)
    return Outcome(rejected=_line(row), reasons=tuple(article.reasons))


def _fault(row: dict[str, Any], schema: str) -> str:
    """The first thing wrong with a row; "" for a valid one."""
    if is_valid(row, schema):
        return ""
    first = next(iter(faults(row, schema)), None)
    return f"{first.path}: {first.message}" if first else f"does not fit the schema of {schema}"


def _removed(article: Article) -> dict[str, int]:
    counts: dict[str, int] = {}
    for e in article.edits:
        rule = "+".join(e.rules)
        counts[rule] = counts.get(rule, 0) + max(0, len(e.removed) - len(e.inserted))
    return counts


def _where(fault: Exception) -> str:
    """The error and the place in the toolkit that raised it, in one line."""
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" ({at.tb_frame.f_globals.get('__name__', '?')}:{at.tb_lineno})" if at else ""
    return f"{type(fault).__name__}: {fault}"[:300] + place


def _line(row: dict[str, Any]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def add_counts(into: dict[str, int], more: Iterable[tuple[str, int]]) -> None:
    """Add counts by name."""
    for name, n in more:
        into[name] = into.get(name, 0) + n
