"""What README's figures stand beside, measured by the same scorers on the same data.

As a module, extractors for the scorer of main text, called as most people call them: `-e trafilatura=peers:trafilatura`.
As a script, `python benchmarks/peers.py PAIRS`: the sentences that opencc-python-reimplemented converts exactly; PAIRS is a
file of JSON lines with the members hant and hans.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

QUOTES = str.maketrans("「」『』", "“”‘’")  # the gold writes one kind


def trafilatura(html: str, url: str) -> str:
    """Main text by trafilatura, with its defaults."""
    from trafilatura import extract

    return extract(html) or ""


def resiliparse(html: str, url: str) -> str:
    """Main text by resiliparse."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True))


def readability(html: str, url: str) -> str:
    """Main text by readability-lxml: the text of the page it leaves."""
    from lxml.html import fromstring
    from readability import Document

    return str(fromstring(Document(html).summary(html_partial=True)).text_content())


def exact(pairs: Path) -> float:
    """The percentage of sentences that opencc-python-reimplemented takes to Simplified as the gold has them."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    rows = [json.loads(line) for line in pairs.read_text("utf-8").splitlines()]
    return 100 * sum(convert(row["hant"]).translate(QUOTES) == row["hans"] for row in rows) / len(rows)


if __name__ == "__main__":
    print(f"opencc-python-reimplemented, t2s: {exact(Path(sys.argv[1])):.1f} % of sentences exact")
