"""Test cases from looking: a whole document as it should come out, or the edits a reviewer accepted and disputed.

A case is one JSON file in tests/cases/, which tests/test_cases.py runs:

    name         what it is a case of
    drop         the document, as text; or drop_base64, its raw bytes, where they are not plain UTF-8
    media_type   and, where they matter, url and config, as `toolkit.clean` takes them
    expect       verdict, text, title, source, published, authors: what the article must be; each may be left out
    stretches    of the source text, [start, end) in code points, holding `source`: what each must become ("becomes"), or
                 must not become ("never")
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from toolkit.article import Article
from toolkit.config import Config
from toolkit.pipeline import clean
from toolkit.report.run import Reviewed
from toolkit.trace import became

FORMAT = "jiaokan-marks/1"
Case = dict[str, Any]
_EXPECTED = ("verdict", "title", "source", "published", "authors", "text")


class MarksError(ValueError):
    """A file of marks that can't be used; the message says why."""


class Mark(NamedTuple):
    """A reviewer's word on the edit at [start, end) of a document's source text: "accept" or "dispute"."""

    id: str
    start: int
    end: int
    rule: str
    verdict: str
    note: str


def whole_case(article: Article, name: str) -> Case:
    """The document as it comes out now: to be put right by hand where it came out wrong."""
    case: Case = {"name": name, **_drop(article.raw), "media_type": article.media_type}
    if article.url:
        case["url"] = article.url
    usual = asdict(Config())
    if changed := {k: v for k, v in asdict(article.config).items() if v != usual[k]}:
        case["config"] = changed
    values = {n: getattr(article, n) for n in _EXPECTED}
    case["expect"] = {n: v for n, v in values.items() if v}
    return case


def _drop(raw: bytes) -> Case:
    try:
        return {"drop": raw.decode("utf-8")}
    except UnicodeDecodeError:
        return {"drop_base64": base64.b64encode(raw).decode()}


def read_marks(told: Any) -> list[Mark]:
    """The marks of an exported file. Raises MarksError on anything else."""
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise MarksError(f'no marks: an object with "format": "{FORMAT}" is expected')
    marks = told.get("marks", [])
    if not isinstance(marks, list):
        raise MarksError("$.marks: a list is expected")
    return [_mark(stated, f"$.marks[{n}]") for n, stated in enumerate(marks)]


def _mark(stated: Any, place: str) -> Mark:
    if not isinstance(stated, dict):
        raise MarksError(f"{place}: an object is expected")
    values = {"note": ""} | {name: stated[name] for name in Mark._fields if name in stated}
    for name in Mark._fields:
        wanted = int if name in ("start", "end") else str
        if type(values.get(name)) is not wanted:
            raise MarksError(f"{place}.{name}: a {'whole number' if wanted is int else 'string'} is expected")
    if values["verdict"] not in ("accept", "dispute"):
        raise MarksError(f'{place}.verdict: "accept" or "dispute" is expected')
    return Mark(**values)


def marked_cases(documents: Iterable[Reviewed], marks: Sequence[Mark], config: Mapping[str, Any]) -> list[Case]:
    """A case for each marked document: what it was read as, and each marked edit as the reviewer wants it.

    Raises MarksError where the run holds no such document or no such edit.
    """
    wanted: dict[str, list[Mark]] = {}
    for mark in marks:
        wanted.setdefault(mark.id, []).append(mark)
    cases = [_marked_case(doc, wanted.pop(doc.id), config) for doc in documents if doc.id in wanted]
    if wanted:
        raise MarksError(f"the run holds no document {next(iter(wanted))}")
    return cases


def _marked_case(doc: Reviewed, marks: list[Mark], config: Mapping[str, Any]) -> Case:
    if doc.source_text is None:
        raise MarksError(f"{doc.id}: {doc.missing}")
    edits = {(e.start, e.end): e for e in doc.edits}
    stretches = []
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        edit = edits.get((mark.start, mark.end))
        if edit is None:
            raise MarksError(f"{doc.id}: the run holds no edit at {mark.start} to {mark.end}")
        wish = "becomes" if mark.verdict == "accept" else "never"
        stretch = {"start": edit.start, "end": edit.end, "source": edit.removed, wish: edit.inserted, "rule": "+".join(edit.rules)}
        stretches.append({**stretch, "note": mark.note} if mark.note else stretch)
    stated = {name: doc.row[name] for name in ("media_type", "url") if doc.row.get(name)}
    return {"name": f"marks-{doc.id[7:19]}-{doc.id[-8:]}", "drop": doc.source_text, **stated, "config": dict(config), "stretches": stretches}


def faults(case: Case) -> list[str]:
    """What of a case does not hold: one line each, with expected and found."""
    drop = case["drop"] if "drop" in case else base64.b64decode(case["drop_base64"])
    article = clean(drop, url=case.get("url"), media_type=case.get("media_type"), config=case.get("config"))
    found = [
        f"{name}: expected {wanted!r}, found {getattr(article, name)!r}" for name, wanted in case.get("expect", {}).items() if getattr(article, name) != wanted
    ]
    for s in case.get("stretches", ()):
        if article.source_text[s["start"] : s["end"]] != s["source"]:
            found.append(f"{s['start']}: the source text holds {article.source_text[s['start'] : s['end']]!r}, not {s['source']!r}")
            continue
        now = became(article, s["start"], s["end"])
        if "becomes" in s and now != s["becomes"]:
            found.append(f"{s['start']}: {s['source']!r} must become {s['becomes']!r}, became {now!r}")
        if "never" in s and now == s["never"]:
            found.append(f"{s['start']}: {s['source']!r} must not become {now!r}")
    return found
