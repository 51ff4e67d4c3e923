"""Every figure of README.md, by the commands that print them: `python benchmarks/figures.py EVAL [LETTER...] [--work FOLDER]`.

EVAL holds labelled data and a scorer a job (encoding/, script/, seeds/, wild/, extract/). Peers are measured beside
where they are installed: charset-normalizer and opencc-python-reimplemented always are; readability-lxml, trafilatura
and resiliparse are wanted by B and G. Prints the machine, the versions, each command, and what it printed; the letters
are those of README's table, and all are run where none is named.
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

from toolkit.version import build

HERE = Path(__file__).parent
PEERS = (
    "jiaokan",
    "turbohtml",
    "beautifulsoup4",
    "charset-normalizer",
    "opencc-python-reimplemented",
    "jsonschema",
    "jsonschema-rs",
    "readability-lxml",
    "trafilatura",
    "resiliparse",
)


def commands(data: Path, work: Path) -> dict[str, list[str]]:
    """The commands by the letter README gives them; each is run in this folder."""
    extractors = ["jiaokan=adapter:jiaokan", *(f"{name}=peers:{name}" for name in ("readability", "trafilatura", "resiliparse"))]
    return {
        "A": [str(HERE.parent / ".ci" / "gate.py"), str(data)],
        "B": [str(data / "extract" / "score.py"), *(part for name in extractors for part in ("-e", name)), "--lang", "zh"],
        "C": ["fit_content.py", str(data / "extract" / "data")],
        "D": [str(data / "encoding" / "score.py"), "--speed"],
        "E": [str(data / "script" / "score.py"), "--speed"],
        "F": ["peers.py", str(data / "script" / "pairs_dev.jsonl")],
        "G": ["extract_speed.py", str(data / "extract" / "data"), "--pages", "40"],
        "H": ["throughput.py", str(work)],
        "I": ["throughput.py", str(work), "--documents", "20000"],
        "J": ["script_speed.py"],
    }


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
    parser.add_argument("letters", nargs="*", metavar="LETTER")
    parser.add_argument("--work", type=Path, help="folder for the corpus of the throughput run; a temporary one unless given")
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, CPython {platform.python_version()}, the {build()} build")
    print(", ".join(f"{name} {installed(name)}" for name in PEERS))
    status = 0
    with tempfile.TemporaryDirectory() as temporary:
        for letter, command in commands(given.data.resolve(), (given.work or Path(temporary) / "work").resolve()).items():
            if not given.letters or letter in given.letters:
                print(f"\n{letter} $ python", *command, flush=True)
                status = max(status, subprocess.run([sys.executable, *command], cwd=HERE, check=False).returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
