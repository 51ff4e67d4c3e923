"""Write a report of many documents: python large.py OUT N. Pages of several sizes, every document with a text of its own."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.article_sample import BODY, HEAD, TAIL
from toolkit import clean
from toolkit.article import record_row
from toolkit.record import Origin
from toolkit.report.html import Options, page
from toolkit.report.run import Reviewed

SENTENCES = [s + "。" for text in (HEAD, *BODY, TAIL) for s in text.rstrip("。").split("，")]
FURNITURE = '<nav class="top">{}</nav>'.format("".join(f'<a class="item-{i}" href="/channel/{i}/index.html?from=home">频道{i}</a>' for i in range(40)))


def documents(n: int) -> Iterator[Reviewed]:
    """`n` documents: the same eight lengths over and over, the sentences drawn anew."""
    draw = random.Random(1)
    for i in range(n):
        paragraphs = ["".join(draw.choices(SENTENCES, k=12)) for _ in range(4 + 6 * (i % 8))]
        html = f"<html><head><title>渡口第{i}号消息</title></head><body>{FURNITURE}<p>{'</p><p>'.join(paragraphs)}</p>{FURNITURE}</body></html>"
        article = clean(html, media_type="text/html")
        yield Reviewed(record_row(article, Origin(path=f"{i:05}.html")), article.verdict == "kept", article.source_text, article.edits)


if __name__ == "__main__":
    with Path(sys.argv[1]).open("w", encoding="utf-8") as out:
        out.writelines(page({}, documents(int(sys.argv[2])), Options("many")))
