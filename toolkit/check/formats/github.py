"""For GitHub Actions: workflow commands, which become annotations of the pull request.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from toolkit.check.findings import Finding, Report
from toolkit.report.visible import visible

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report) -> str:
    """One command a finding, the gravest first, since a step shows but ten annotations of a kind."""
    grave = list(_LEVELS)
    lines = [_command(f) for f in sorted(report.new, key=lambda f: grave.index(f.severity))]
    return "".join(f"{line}\n" for line in (*lines, *(f"::notice::{_message(n)}" for n in report.notes), _message(report.summary())))


def _command(f: Finding) -> str:
    where = {"file": f.file, "title": f"jiaokan {f.rule}"}
    if f.place and not f.record:  # a line of a document is none of the file that holds it
        where |= {"line": str(f.place.line), "endLine": str(f.place.end_line), "col": str(f.place.column)}
        if f.place.end_line == f.place.line:  # a column at the end is taken for the first line
            where["endColumn"] = str(max(f.place.end_column, f.place.column + 1))
    record = f"[{f.record}] " if f.record else ""
    return f"::{_LEVELS[f.severity]} {','.join(f'{k}={_property(v)}' for k, v in where.items())}::{_message(record + f.sentence)}"


def _message(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
