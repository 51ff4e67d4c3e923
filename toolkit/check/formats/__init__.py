"""A report in the formats of CI systems: each a function from a report to its text."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.check.findings import Report
from toolkit.check.formats import github, json, junit, markdown, sarif, text

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text.render,
    "github": github.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "json": json.render,
    "markdown": markdown.render,
}
