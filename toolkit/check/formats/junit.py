"""For every CI system: JUnit's XML, one test case a drop.

Valid against both schemas in common use: Apache Ant's (which asks for time, host, properties and at most one failure a
case) and the one of Jenkins' xUnit plugin.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import time
import xml.etree.ElementTree as ET

from toolkit.check.findings import Drop, Finding, Report, named

# What XML 1.0 can't hold, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Findings of a severity that fails are failures; the others stand in the case's output."""
    failing = {id(f) for f in report.failing}
    cases = _cases(report)
    failures = sum(any(id(f) in failing for f in found) for _, found in cases)
    root = ET.Element("testsuites")
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0", "skipped": "0", "time": "0"}
    suite = ET.SubElement(root, "testsuite", {"name": "jiaokan check", "package": "jiaokan", "id": "0", "hostname": "localhost", "timestamp": _now(), **counts})
    ET.SubElement(ET.SubElement(suite, "properties"), "property", {"name": "fail_on", "value": report.fail_on})
    for name, found in cases:
        folder, _, file = name.rpartition("/")
        case = ET.SubElement(suite, "testcase", {"name": _token(file), "classname": _token(folder or "."), "time": "0"})
        grave = [f for f in found if id(f) in failing]
        if grave:
            failure = ET.SubElement(case, "failure", {"type": ";".join(dict.fromkeys(f.rule for f in grave)), "message": _xml(grave[0].message)})
            failure.text = _xml("\n".join(f"{f.where}: {f.severity} [{f.rule}] {f.sentence}" for f in grave))
    rest = [f for f in report.new if id(f) not in failing]
    ET.SubElement(suite, "system-out").text = _xml("\n".join([*(f"{f.where}: {f.severity} [{f.rule}] {f.sentence}" for f in rest), report.summary()]))
    ET.SubElement(suite, "system-err").text = _xml("\n".join(report.notes))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _cases(report: Report) -> list[tuple[str, list[Finding]]]:
    found: dict[tuple[str, str], list[Finding]] = {_of(d): [] for d in report.drops}
    for f in report.new:
        found.setdefault(_of(f), []).append(f)
    return [(named(file, record), findings) for (file, record), findings in found.items()]


def _of(of: Drop | Finding) -> tuple[str, str]:
    return of.file, of.record


def _now() -> str:
    """The time, or the one that SOURCE_DATE_EPOCH pins; UTC, and without a zone, as the schema wants it."""
    seconds = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _token(text: str) -> str:
    return " ".join(_xml(text).split()) or "-"
