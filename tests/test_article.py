"""The digests that the rows of an article state: of the raw bytes, of the source text, of the text."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from toolkit import clean
from toolkit.article import digests
from toolkit.edits import apply, ledger
from toolkit.record import sha256_text

LINES = ("清晨六点，渡口的第一班船准时离岸，船上坐着十几个去对岸上学的孩子。", "等大桥通车以后，老陈打算把船留下来，给愿意慢慢过河的人再撑几年。")
MIXED = LINES[0].encode() * 3 + b"\n" + LINES[1].encode("gb18030") + b"\n" + LINES[0].encode()


@pytest.mark.parametrize(
    "raw",
    [
        "\n".join(LINES).encode(),
        b"\xef\xbb\xbf" + LINES[0].encode(),
        "\n".join(LINES).encode("gb18030"),
        MIXED,
        LINES[0].encode() + b"\xff" + LINES[1].encode(),
    ],
    ids=["utf-8", "with byte order mark", "gb18030", "mixed", "damaged"],
)
def test_source_digest_is_of_the_source_text(raw: bytes) -> None:
    article = clean(raw, media_type="text/plain")
    assert digests(article).raw == hashlib.sha256(raw).hexdigest()
    assert digests(article).source == sha256_text(article.source_text)
    assert digests(article).text == sha256_text(article.text)


def test_the_edits_are_listed_once() -> None:
    article = clean("山上的雪開始融化，河水也漲起來了。\n" * 3)
    with ThreadPoolExecutor(8) as pool:
        lists = list(pool.map(lambda _: article.edits, range(32)))
    assert all(listed is article.edits for listed in lists)
    assert article.edits == ledger(article.source_text, article.pieces)
    assert apply(article.source_text, article.edits) == article.text
    assert article == clean("山上的雪開始融化，河水也漲起來了。\n" * 3)  # whether listed or not
