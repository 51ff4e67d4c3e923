"""Every figure of README.md, by the commands that print them: `python benchmarks/figures.py EVAL [--work FOLDER]`.

EVAL holds labelled data and a scorer a job (encoding/, script/, seeds/, wild/, extract/). Peers are measured beside
where they are installed: charset-normalizer and opencc-python-reimplemented always are; trafilatura and resiliparse
join when they can be imported. Prints the machine, the versions, each command, and what it printed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
PEERS = (
    "jiaokan",
    "turbohtml",
    "beautifulsoup4",
    "charset-normalizer",
    "opencc-python-reimplemented",
    "jsonschema",
    "jsonschema-rs",
    "trafilatura",
    "resiliparse",
)


def commands(data: Path, work: Path) -> list[list[str]]:
    """The commands, in the order of README's table."""
    return [
        [str(HERE.parent / ".ci" / "gate.py"), str(data)],
        [str(data / "encoding" / "score.py"), "--speed"],
        [str(data / "script" / "score.py"), "--speed"],
        [str(HERE / "extract_speed.py"), str(data / "extract" / "data"), "--pages", "40"],
        [str(HERE / "throughput.py"), str(work)],
    ]


def installed(name: str) -> str:
    """The version of a package, or that it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def main() -> int:
    """Run them one after the other; the exit status is the worst of theirs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="EVAL")
    parser.add_argument("--work", type=Path, help="folder for the corpus of the throughput run; a temporary one unless given")
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, CPython {platform.python_version()}")
    print(", ".join(f"{name} {installed(name)}" for name in PEERS))
    status = 0
    with tempfile.TemporaryDirectory() as temporary:
        for command in commands(given.data, given.work or Path(temporary) / "work"):
            print("\n$ python", *command, flush=True)
            status = max(status, subprocess.run([sys.executable, *command], check=False).returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
