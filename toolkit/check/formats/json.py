"""For programs: the whole report as one JSON object."""

from __future__ import annotations

from typing import Any

import orjson

from toolkit.check.findings import Finding, Report
from toolkit.version import __version__


def render(report: Report) -> str:
    """Tool, counts, drops, findings (also those that do not count, by `state`) and notes."""
    stated = {
        "tool": {"name": "jiaokan", "version": __version__},
        "failed": report.failed,
        "fail_on": report.fail_on,
        "counts": {"drops": len(report.drops), **report.counts()},
        "findings": [_finding(f) for f in report.findings],
        "drops": [{**d._asdict(), "file": whole(d.file), "record": whole(d.record)} for d in report.drops],
        "notes": [whole(n) for n in report.notes],
    }
    return orjson.dumps(stated, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _finding(f: Finding) -> dict[str, Any]:
    """Lines and columns from 1 on, in code points; start and end are code points of the decoded drop, half open. null: of no place."""
    place = f.place
    where = {"line": None, "column": None, "end_line": None, "end_column": None, "start": None, "end": None}
    if place:
        where = {k: getattr(place, k) for k in where}
    return {
        "rule": f.rule,
        "severity": f.severity,
        "file": whole(f.file),
        "record": whole(f.record),
        **where,
        "text": whole(f.text),
        "places": f.places,
        "message": whole(f.message),
        "reason": f.reason,
        "mend": f.mend,
        "state": f.state,
        "why": f.why,
        "fingerprint": f.fingerprint,
    }


def whole(text: str) -> str:
    """Text that UTF-8 can hold: half a surrogate pair becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
