"""For the summary of a job: tables in GitHub's Markdown."""

from __future__ import annotations

import re

from toolkit.check.findings import Finding, Report
from toolkit.report.visible import visible_line

_MARKS = {"error": "❌ error", "warning": "⚠️ warning", "note": "ℹ️ note"}
_MOST = 200  # rows: a job's summary holds a megabyte, and nobody reads more


def render(report: Report) -> str:
    """A heading with the verdict, a table of findings, and why each of the rules is one."""
    out = [f"## jiaokan check: {'failed' if report.failed else 'passed'}", "", report.summary(), ""]
    if report.new:
        out += ["| severity | place | rule | finding |", "| --- | --- | --- | --- |", *(_row(f) for f in report.new[:_MOST]), ""]
        if len(report.new) > _MOST:
            out += [f"… and {len(report.new) - _MOST} more.", ""]
        rules = {f.rule: f for f in report.new}
        out += ["| rule | why | to mend |", "| --- | --- | --- |", *(f"| `{r}` | {_own(f.reason)} | {_own(f.mend)} |" for r, f in sorted(rules.items())), ""]
    out += (f"- {_cell(note)}" for note in report.notes)
    return "\n".join(out).rstrip("\n") + "\n"


def _row(f: Finding) -> str:
    more = f" (+{f.places - 1} more)" if f.places > 1 else ""
    return f"| {_MARKS[f.severity]} | {_cell(f.where)} | `{f.rule}` | {_cell(f.message)}{more} |"


def _cell(text: str) -> str:
    """Text of a drop in a table: nothing in it is markup."""
    text = visible_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("://", "&#58;//")
    return re.sub(r"[\\`*_\[\]#|~@]", _entity, text)


def _own(text: str) -> str:
    """Text of ours, whose backticks are markup."""
    return _cell(text).replace("&#96;", "`")


def _entity(m: re.Match[str]) -> str:
    return f"&#{ord(m.group())};"
