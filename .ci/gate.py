"""The evaluation gate: run each scorer on the labelled data and hold its figures against the floors in floors.toml.

Usage: python .ci/gate.py EVAL_FOLDER [NAME...]     exit status 0: all floors hold, 1: one does not, 2: a scorer failed
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
COMMANDS: dict[str, list[str]] = {
    "seeds": ["seeds/score.py"],
    "wild": ["wild/score.py", "--json"],
    "encoding": ["encoding/score.py"],
    "script": ["script/score.py", "--quick"],
    "extract": ["extract/score.py", "-e", "jiaokan=adapter:jiaokan", "--lang", "zh"],
    "pages": [],  # pages.py, beside this file
    "extract_en": ["extract/score.py", "-e", "jiaokan=adapter:jiaokan", "--lang", "en", "--data", "scrapinghub"],
}


def figures(name: str, folder: Path) -> dict[str, float]:
    """The figures a scorer prints, flat, as numbers ("45/45" becomes 45, "99.5 %" becomes 99.5)."""
    with tempfile.TemporaryDirectory() as out:
        script, *words = COMMANDS[name] or [HERE / "pages.py", str(folder)]
        command = [sys.executable, str(folder / script), *words]
        table = Path(out) / "table.json"
        if name.startswith("extract"):
            command += ["--out", out]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        if name.startswith("extract"):
            groups = json.loads(table.read_text("utf-8"))["jiaokan"]["groups"]
            return {f"{group}_{key}": value for group, row in groups.items() for key, value in row.items()}
    text = done.stdout[done.stdout.index("{") :]
    if not name.startswith("script"):
        text = next(line for line in text.splitlines() if line.startswith("{"))
    return {key: number for key, value in json.loads(text).items() if (number := first_number(value)) is not None}


def first_number(value: object) -> float | None:
    """The number a figure begins with; None for a table."""
    found = re.match(r"-?\d+(?:\.\d+)?", str(int(value) if isinstance(value, bool) else value))
    return float(found.group()) if found else None


def main() -> int:
    """Compare and print, a line a floor."""
    folder = Path(sys.argv[1])
    floors = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
    status = 0
    for name in sys.argv[2:] or floors:
        try:
            found = figures(name, folder)
        except RuntimeError as fault:
            print(f"{name}: the scorer failed:\n{fault}")
            return 2
        for key, bound in floors[name].items():
            for way, limit in bound.items():
                value = found.get(key)
                good = value is not None and (value >= limit if way == "min" else value <= limit)
                status |= not good
                print(f"{'ok  ' if good else 'FAIL'} {name}.{key} = {value} ({way} {limit})")
    return status


if __name__ == "__main__":
    sys.exit(main())
