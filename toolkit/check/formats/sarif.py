"""For code scanning: SARIF 2.1.0.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from toolkit.check.findings import Drop, Finding, Place, Report
from toolkit.check.formats.json import whole
from toolkit.check.rules import OWN, default_severity, mend_of, reason_of
from toolkit.report.visible import visible
from toolkit.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"  # GitHub's name for the top of the checkout
_MOST = 400  # code points of a snippet


def render(report: Report) -> str:
    """One run: the rules that speak, the files judged, and all findings; those that do not count carry their suppression."""
    rules = sorted({f.rule for f in report.findings})
    files: dict[str, Drop] = {}
    for drop in report.drops:
        files.setdefault(drop.file, drop)
    index = {file: n for n, file in enumerate(files)}
    run = {
        "tool": {"driver": {"name": "jiaokan", "version": __version__, "semanticVersion": __version__, "rules": [_rule(r) for r in rules]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder the check was called from."}}},
        "invocations": [{"executionSuccessful": True, "exitCode": int(report.failed), "toolExecutionNotifications": [_note(n) for n in report.notes]}],
        "artifacts": [_artifact(d) for d in files.values()],
        "results": [_result(f, rules, index) for f in report.findings],
    }
    return orjson.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _rule(rule: str) -> dict[str, Any]:
    reason, mend = reason_of(rule), mend_of(rule)
    severity = default_severity(rule, "warning")
    return {
        "id": rule,
        "shortDescription": {"text": _sentence(reason)},
        "fullDescription": {"text": _sentence(reason)},
        "help": {"text": _sentence(f"to mend: {mend}")},
        "defaultConfiguration": {"enabled": severity != "off", "level": "note" if severity == "off" else severity},
        "properties": {"tags": ["gate" if rule in OWN else rule.split(".")[0]]},
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _note(text: str) -> dict[str, Any]:
    return {"level": "note", "message": {"text": _message(text)}}


def _message(text: str) -> str:
    """Text of a drop in a message: nothing in it is a placeholder ({0}) or a link ([text](target))."""
    text = re.sub(r"\{(\d+)\}", r"{{\1}}", visible(text))
    return re.sub(r"\[([^\[\]]*)\]\(", r"\\[\1\\](", text)


def _artifact(drop: Drop) -> dict[str, Any]:
    stated: dict[str, Any] = {"location": _location(drop.file)}
    if not drop.record:
        stated |= {"length": drop.size, "hashes": {"sha-256": drop.sha256}, "roles": ["analysisTarget"]}
        if drop.encoding:
            stated["encoding"] = drop.encoding
    return stated


def _result(f: Finding, rules: list[str], index: dict[str, int]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _location(f.file)}
    if f.file in index:
        physical["artifactLocation"]["index"] = index[f.file]
    if f.place and not f.record:
        physical["region"] = _region(f.place, f.text)
    location: dict[str, Any] = {"physicalLocation": physical}
    if f.record:
        location["logicalLocations"] = [{"name": whole(f.record), "kind": "member"}]
    result: dict[str, Any] = {
        "ruleId": f.rule,
        "ruleIndex": rules.index(f.rule),
        "level": f.severity,
        "message": {"text": _message(f.sentence)},
        "locations": [location],
        "partialFingerprints": {"jiaokan/v1": f.fingerprint},
        "occurrenceCount": f.places,
    }
    if f.state != "new":
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": f.why}]
    return result


def _region(place: Place, text: str) -> dict[str, Any]:
    """Where the text stands; of a stretch that is cut off, the first code points."""
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
        "snippet": {"text": whole(text[:_MOST])},
    }


def _location(file: str) -> dict[str, Any]:
    """A relative, percent-encoded URI from the checkout's top; a file outside of the current folder by its full one."""
    near = os.path.normpath(file)
    if os.path.isabs(near) or near.startswith(".."):
        inside = os.path.relpath(near)
        if inside.startswith("..") or os.path.isabs(inside):
            return {"uri": Path(os.path.abspath(near)).as_uri()}
        near = inside
    return {"uri": quote(_bytes(near.replace(os.sep, "/"))), "uriBaseId": _ROOT}


def _bytes(name: str) -> bytes:
    """A file name as the file system has it; what it can't have, as UTF-8 can."""
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:
        return whole(name).encode()
