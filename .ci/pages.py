"""What must hold of every page: `python .ci/pages.py EVAL_FOLDER` prints one JSON object, how many pages break each promise.

Over the pages of extract/data/*.jsonl.gz (as bytes where the set keeps them): the ledger replays and inverts, what no edit
touched traces to the raw bytes that stand for it, the decoded text gives the raw bytes again, and each block lies where its text
does. `unlike`: pages of which the two readers see different blocks; `apart`: those of them where the difference has no name.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from toolkit import clean
from toolkit.article import Article
from toolkit.context import Context
from toolkit.edits import apply, invert, ordered
from toolkit.markup import READERS, markup
from toolkit.markup.blocks import read_page
from toolkit.markup.page import Page


def pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The name and the raw bytes of each page."""
    for path in sorted((folder / "extract" / "data").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield row["id"], base64.b64decode(row["html_b64"]) if "html_b64" in row else row["html"].encode("utf-8", "surrogatepass")


def traces(article: Article) -> bool:
    """Whether the raw bytes of every stretch that no edit touched decode to that stretch."""
    decoded, at = article.decoded, 0
    lost = [(d.at, d.at + 1) for d in decoded.damage]  # bytes that stand for nothing
    for start, end in [*sorted([*((e.start, e.end) for e in article.edits), *lost]), (len(decoded.text), 0)]:
        if start > at:
            first, last = decoded.byte_span(at, start)
            codec = decoded.codec_at(at)
            if codec == decoded.codec_at(start - 1) and article.raw[first:last].decode(codec) != decoded.text[at:start]:
                return False
        at = max(at, end)
    return True


def placed(article: Article) -> bool:
    """Whether the text of every block stands where the markup step says it does."""
    ctx = Context(article.config, media_type="text/html", source_text=article.source_text)
    text = apply(article.source_text, ordered(markup(article.source_text, ctx)))
    return all("".join(text[b.start : b.end].split()) == "".join(b.shown(article.source_text).split()) for b in ctx.blocks)


def shown(page: Page) -> list[str]:
    return [" ".join(b.shown(page.source).split()) for b in page.blocks]


def named(one: list[str], other: list[str]) -> bool:
    """Whether readers that see different blocks see the same text: then one of them cuts where an end tag ends nothing."""
    return "".join("".join(one).split()) == "".join("".join(other).split())


def main() -> None:
    """Read them all and count."""
    count = dict.fromkeys(("pages", "raised", "replay", "invert", "trace", "bytes", "place", "unlike", "apart"), 0)
    for name, raw in pages(Path(sys.argv[1])):
        count["pages"] += 1
        try:
            article = clean(raw, media_type="text/html")
            source = article.source_text
            broken = {
                "replay": apply(source, article.edits) != article.text,
                "invert": apply(article.text, invert(article.edits)) != source,
                "trace": not traces(article),
                "bytes": article.decoded.to_bytes() != raw,
                "place": not placed(article),
            }
            one, other = (shown(read_page(source, READERS[reader])) for reader in ("turbo", "soup"))
            broken |= {"unlike": one != other, "apart": one != other and not named(one, other)}
        except Exception as fault:  # whatever it is: that is the finding
            broken = {"raised": True}
            print(f"{name}: {type(fault).__name__}: {fault}", file=sys.stderr)
        for key in (key for key, is_so in broken.items() if is_so):
            count[key] += 1
            print(f"{name}: {key}", file=sys.stderr)
    print(json.dumps(count))


if __name__ == "__main__":
    main()
