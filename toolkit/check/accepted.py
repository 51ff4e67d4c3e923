"""Findings that do not count: those an ignore entry excuses, and those a baseline file knows."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import orjson

from toolkit.atomic import write_atomically
from toolkit.check.findings import Finding, Report
from toolkit.check.rules import fits
from toolkit.config import ConfigError
from toolkit.packing import words_of
from toolkit.settings import Settings

BASELINE = "jiaokan-baseline.json"  # beside the configuration, unless `baseline` names another


def apart(file: str, root: Path) -> str:
    """A file's path from the configuration's folder, with /: what globs and baselines speak of."""
    return os.path.relpath(file, root).replace(os.sep, "/")


def excused(report: Report, settings: Settings, today: dt.date) -> None:
    """Mark the findings that an ignore entry excuses; entries that are past their day, or excuse nothing, become notes."""
    used: Counter[int] = Counter()
    entries: list[dict[str, Any]] = settings["ignore"]
    holding = [(n, e) for n, e in enumerate(entries) if e.get("until", "9999") >= today.isoformat()]
    for i, finding in enumerate(report.findings):
        path = apart(finding.file, settings.root)
        for n, entry in holding:
            if fits(finding.rule, entry["rule"]) and any(fnmatchcase(path, glob) for glob in entry.get("paths", ["*"])):
                report.findings[i] = replace(finding, state="ignored", why=entry["reason"])
                used[n] += 1
                break
    past = set(range(len(entries))) - {n for n, _ in holding}
    for n, entry in enumerate(entries):
        if n in past:
            report.notes.append(f"ignore[{n}] ({entry['rule']}) ended on {entry['until']}")
        elif not used[n]:
            report.notes.append(f"ignore[{n}] ({entry['rule']}) excuses nothing")


def baseline_file(settings: Settings) -> Path:
    """The baseline in force: the one the configuration names, or BASELINE beside it."""
    return settings.path(settings["baseline"] or BASELINE)


def known(report: Report, settings: Settings) -> None:
    """Mark the findings that the baseline knows, as often as it knows them. Raises ConfigError on a file that is none."""
    file = baseline_file(settings)
    if not file.exists():
        if settings["baseline"]:
            raise ConfigError(f"{file}: no such file; --write-baseline makes one")
        return
    left = Counter(_read(file))
    for i, finding in enumerate(report.findings):
        key = _key(finding, settings.root)
        if finding.state == "new" and left[key]:
            left[key] -= 1
            report.findings[i] = replace(finding, state="baseline", why=f"stands in {file}")
    if stale := sum(left.values()):
        report.notes.append(f"{file}: {stale} of its findings are gone; --write-baseline brings it up to date")


def write_baseline(report: Report, settings: Settings) -> tuple[int, Path]:
    """Write all findings that no entry excuses as the new baseline: how many there are, and where it was written."""
    file = baseline_file(settings)
    kept = [f for f in report.findings if f.state != "ignored"]
    rows = sorted(
        ({"rule": f.rule, "file": apart(f.file, settings.root), "fingerprint": _key(f, settings.root), "message": f.message} for f in kept), key=_order
    )
    write_atomically(file, [orjson.dumps({"version": 1, "findings": rows}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])
    return len(rows), file


def _order(row: dict[str, str]) -> tuple[str, ...]:
    return row["file"], row["rule"], row["fingerprint"]


def _key(finding: Finding, root: Path) -> str:
    """The fingerprint as seen from the configuration's folder, so that it holds wherever the check is called from."""
    return replace(finding, file=apart(finding.file, root)).fingerprint


def _read(file: Path) -> list[str]:
    """The fingerprints of a baseline."""
    try:
        stated = orjson.loads(file.read_bytes())
    except OSError as fault:
        raise ConfigError(f"{file}: {words_of(fault)}; expected a baseline, as --write-baseline makes one") from fault
    except orjson.JSONDecodeError as fault:
        raise ConfigError(f"{file}: not JSON: {fault}; expected a baseline, as --write-baseline makes one") from fault
    try:
        version, fingerprints = stated["version"], [str(row["fingerprint"]) for row in stated["findings"]]
    except (KeyError, TypeError) as fault:
        raise ConfigError(f"{file}: expected a baseline (version, and findings with a fingerprint each), as --write-baseline makes one") from fault
    if version != 1:
        raise ConfigError(f"{file}: version {version} of the baseline, expected 1")
    return fingerprints
