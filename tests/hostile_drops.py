"""Drops made to hurt: what a broken tool or a spiteful person might send, at any size, without a real page in it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

_LINE = "清晨六点，渡口的第一班船准时离岸，船上坐着去对岸赶集的老人和上学的孩子。"
HTML, TEXT = "text/html", "text/plain"
_BODY = "<html><body>"


class Drop(NamedTuple):
    """A drop to be cleaned as `media_type`."""

    name: str
    data: str | bytes
    media_type: str


def page(size: int) -> str:
    """A page like any other, of about `size` characters: the measure for the others."""
    one = f'<p>{_LINE * 3}</p>\n<div class="x"><a href="/a/%d">渡口%d</a></div>'
    return "<html><head><title>渡口的灯亮了</title></head><body>" + "".join(one % (i, i) for i in range(max(1, size // 170))) + "</body></html>"


def text(size: int) -> str:
    """A text drop like any other."""
    return _fill(_LINE * 3 + "\n", size)


def _fill(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


# What is said over and over: alone, in a page and in a paragraph of a page.
_UNITS = (
    *(
        "<",
        "(a",
        "<a",
        "&#",
        "&",
        "|",
        "_",
        " ",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u3000",
        "\u200b",
        "\0",
        "\x85",
        "(",
        "[",
        "-",
        ".",
        "1",
        "a",
        "字",
        "著",
        "?",
        "？",
        "\ufffd",
    ),
    *(
        "Ã©",
        "ä¸\xad",
        "。",
        "，",
        '"',
        "“",
        "‘",
        "’",
        "著(zhù)",
        "(zhù)",
        "進(jìn)",
        "因?yàn)",
        "字?",
        "</",
        "<!",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?",
        "<script>",
        "<style>",
        "<br>",
    ),
    *(
        "<p>",
        "<div>",
        "<table><tr><td>",
        "<a href=x>",
        "<b>",
        "<ul><li>",
        "<td>",
        "</p>",
        "</div>",
        '<span style="display:none">',
        "<span hidden>字",
        "<title>",
        "<textarea>",
    ),
    *(
        "<select>",
        "<noscript>",
        "<svg>",
        "<ruby>字<rt>",
        "&nbsp;",
        "&amp;",
        "&#x4e00;",
        '<p class="a">字</p>',
        "2023-01-01 ",
        "1:",
        "首页|",
        "首页 > ",
        "来源：字 ",
        "微信 ",
        "<渡",
    ),
    *(
        "\u202e",
        "\ud800",
        "\U0001f600",
        "\U00020000",
        "臺灣",
        "e\u0301",
        "《",
        "、",
        _LINE + "\n",
        _LINE,
        "低价船票_",
        "船票预订 ",
        "http://",
        "{{",
        "图为",
        "作者：",
        "版权所有 ",
    ),
    *(
        "<渡口>\n",
        "<b></b>",
        "<meta name=a content=b>",
        "<p itemprop=a>字",
        "<time datetime=2023-01-01>",
        '<script type="application/ld+json">[',
        "字|",
        "ａ",
        "а",
        "한",
        "あ",
        "1900年",
    ),
)
# One-sided lines of a drop whose lines are short: each has its price, so they are counted by the line, not by the character.
_LINES = (
    "字",
    "a",
    "2023-01-01",
    "分享到：微信",
    "渡口的灯亮了",
    "当前位置：首页 > 新闻中心 > 正文",
    "图为渡口的第一班船。李小河 摄",
    "低价船票预订_船票预订平台_平台低价船票_低价预订船票平台",
)


def drops(size: int) -> Iterator[Drop]:
    """Hostile drops of about `size` characters each."""
    for unit in _UNITS:
        said, name = _fill(unit, size), repr(unit[:12])
        yield Drop(f"alone {name}", said, HTML if "<" in unit or "&" in unit else TEXT)
        yield Drop(f"text {name}", f"{_LINE * 3}\n{said}\n{_LINE * 3}", TEXT)
        yield Drop(f"page {name}", f"{_BODY}<p>{_LINE * 3}</p><p>{said}</p><p>{_LINE * 3}", HTML)
    yield from _pages(size)
    for line in _LINES:
        yield Drop(f"lines {line[:8]}", _fill(line + "\n", size), TEXT)
    yield Drop("lines that differ", "\n".join(f"渡口{i}" for i in range(size // 8)), TEXT)
    yield Drop("names", "、".join(f"张三{i}" for i in range(size // 6)), TEXT)
    yield Drop("every character", "".join(chr(0x4E00 + i * 7919 % 20000) for i in range(size)), TEXT)


def _pages(size: int) -> Iterator[Drop]:
    for tag in ("div", "b", "table", "ul", "span", "font", "p", "a", "section", "table><tr><td"):
        many = size // (2 * len(tag) + 6)
        yield Drop(f"deep {tag}", f"{_BODY}{f'<{tag}>' * many}{_LINE * 3}{f'</{tag.split(chr(62))[0]}>' * many}", HTML)
        yield Drop(f"deep, with text, {tag}", f"{_BODY}{f'<{tag}>字' * many}{_LINE * 3}", HTML)
    tail = f"{_BODY}{f'<p>{_LINE * 3}</p>' * 20}"
    for name, before in (
        ("attributes", f"<p {''.join(f'a{i}=b ' for i in range(size // 8))}>"),
        ("one attribute again", f"<p {'a=b ' * (size // 4)}>"),
        ("long class", f'<p class="{"a " * (size // 2)}">'),
        ("attribute without its end", f'<p class="{"a " * (size // 2)}'),
        ("long style", f'<p style="{"display " * (size // 8)}">'),
        ("long title", f"<title>{_fill('字 - ', size)}</title>"),
        ("blank title", f"<title>a{' ' * size}x</title>"),
        ("long description", f'<meta name="description" content="{_fill(_LINE, size)}">'),
        ("many authors", f'<meta name="author" content="{_fill("张三 ", size)}">'),
        ("deep JSON-LD", f'<script type="application/ld+json">{"[" * size}</script>'),
        ("deep objects of JSON-LD", f'<script type="application/ld+json">{_fill(chr(123) + chr(34) + "a" + chr(34) + ":", size)}</script>'),
        ("much JSON-LD", f'<script type="application/ld+json">[{_fill(chr(123) + chr(34) + "headline" + chr(34) + ":1},", size)}0]</script>'),
        ("comment without its end", f"{_LINE}<!--{_fill(_LINE, size)}"),
        ("script without its end", f"{_LINE}<script>{_fill('</scrip ', size)}"),
        ("CDATA without its end", f"{_LINE}<![CDATA[{_fill(']]', size)}"),
        ("hidden without its end", f'{_LINE}<div style="display:none">{_fill("<div>字", size)}'),
        ("comment of dashes", f"<!--{'-' * size}x-->"),
    ):
        yield Drop(name, before + tail, HTML)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A page with something done to its bytes: cut out, flipped, doubled, spliced in from elsewhere, zeroed."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        end = min(len(out), at + rng.choice((1, 1, 3, 40, 400, 4000)))
        match rng.randrange(5):
            case 0:
                del out[at:end]
            case 1:
                out[at:end] = bytes(b ^ (1 << rng.randrange(8)) for b in out[at:end])
            case 2:
                out[at:at] = out[at:end] * rng.randint(1, 4)
            case 3:
                other = rng.randrange(len(out) + 1)
                out[at:at] = out[other : other + (end - at)]
            case _:
                out[at:end] = bytes(end - at)
    return bytes(out)


def _ends(data: bytes, rng: random.Random) -> tuple[int, int]:
    at = rng.randrange(len(data) + 1)
    return at, min(len(data), at + rng.randrange(1, len(data) + 1))


def _cut(data: bytes, rng: random.Random) -> bytes:
    at, end = _ends(data, rng)
    return data[:at] + data[end:]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    at, end = _ends(data, rng)
    return data[:end] + data[at:]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(1 + len(out) // 500):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _nested(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + b"<div>" * 10_000 + data[at:]


# What may be done to a page (not empty) on its way: names and what they make of it.
BREAKS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": _cut,
    "head lost": lambda data, rng: data[rng.randrange(len(data)) :],
    "tail lost": lambda data, rng: data[: rng.randrange(len(data))],
    "bits flipped": _flipped,
    "doubled": _doubled,
    "nested": _nested,
    "mutated": mutated,
}
