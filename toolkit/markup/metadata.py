"""Metadata as an HTML page states it: JSON-LD, microdata, OpenGraph, <meta>, <time>, headings and <title>."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from toolkit.context import Context
from toolkit.dates import read_date
from toolkit.fields import REMNANT
from toolkit.markup.page import Page

# <meta> names in use on Chinese and other news pages: the field, and the evidence they count as.
_METAS: dict[str, tuple[str, str]] = {
    "og:title": ("title", "opengraph"),
    "twitter:title": ("title", "opengraph"),
    "articletitle": ("title", "meta"),
    "dc.title": ("title", "meta"),
    "dcterms.title": ("title", "meta"),
    "headline": ("title", "meta"),
    "og:site_name": ("site_name", "opengraph"),
    "sitename": ("site_name", "meta"),
    "application-name": ("site_name", "meta"),
    "article:section": ("section", "opengraph"),
    "columnname": ("section", "meta"),
    "article:published_time": ("published", "opengraph"),
    "og:release_date": ("published", "opengraph"),
    "og:published_time": ("published", "opengraph"),
    "datepublished": ("published", "meta"),
    "publishdate": ("published", "meta"),
    "pubdate": ("published", "meta"),
    "publish-date": ("published", "meta"),
    "publication_date": ("published", "meta"),
    "weibo:article:create_at": ("published", "meta"),
    "weibo: article:create_at": ("published", "meta"),
    "dc.date": ("published", "meta"),
    "dc.date.issued": ("published", "meta"),
    "dcterms.created": ("published", "meta"),
    "date": ("published", "meta"),
    "article:author": ("author", "opengraph"),
    "og:article:author": ("author", "opengraph"),
    "author": ("author", "meta"),
    "dc.creator": ("author", "meta"),
    "byl": ("author", "meta"),
    "contentsource": ("source", "meta"),
    "source": ("source", "meta"),
    "mediaid": ("source", "meta"),
    "copyright": ("rights_holder", "meta"),
    "dc.rights": ("rights_holder", "meta"),
}
_CREATED = "datecreated"  # when a page was made is a guess at when it was published
_ITEMS = {
    "headline": "title",
    "datepublished": "published",
    _CREATED: "published",
    "author": "author",
    "articlesection": "section",
    "editor": "editor",
    "publisher": "site_name",
}
_ARTICLE = re.compile(r"(Article|Posting|Report|Review)$")
_REFERENCE = re.compile(r"&#?\w{1,31};")
_BLANK = re.compile(r"\s+")
_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
# Programs that publish pages put their own name where the author's is asked for.
_PROGRAM = re.compile(r"discuz|comsenz|phpwind|phpcms|dedecms|empirecms|wordpress|typecho|joomla|drupal|hexo", re.IGNORECASE)
_LABEL = re.compile(r"(?:文章)?(?:来源|來源|作者|编辑|編輯)\s?[:：]\s?")  # some state the label, too
_LETTER = re.compile(r"[^\W\d_]")
MAX_DEPTH = 20  # JSON-LD nests no deeper than this where it speaks of the page
_NAMED = ("author", "source", "editor")  # fields that hold names
LONGEST = 300  # a field longer than this is no name and no title


def state(page: Page, ctx: Context) -> None:
    """Propose what the page's markup states."""
    for text in page.json_ld:
        _json_ld(text, ctx)
    for name, value in page.properties:
        if (field := _ITEMS.get(name.lower())) is not None:
            propose(ctx, field, value, "microdata" if name.lower() != _CREATED else "guess")
    for name, value in page.metas:
        if name in _METAS:
            field, origin = _METAS[name]
            propose(ctx, field, value, origin)
    for moment in page.times[:1]:
        propose(ctx, "published", moment, "time")


def propose(ctx: Context, name: str, value: str, origin: str) -> None:
    """Propose a value for a field, tidied: references escaped once more resolved, white space collapsed, dates read, what can't be a value left out."""
    for _ in range(2):
        if _REFERENCE.search(value):
            value = unescape(value)
    value = _BLANK.sub(" ", value).strip()
    if not value or len(value) > LONGEST:
        return
    if name == "published":
        moment = read_date(value)
        if moment is None:
            return
        if moment.assumed_zone:
            ctx.warn("date.zone-assumed", f"{value!r} states no time zone, read as {moment.value}")
        value = moment.value
    elif (name in _NAMED and (_URL.search(value) or REMNANT.search(value) or not _LETTER.search(value))) or (name == "author" and _PROGRAM.search(value)):
        return
    elif name in _NAMED and (label := _LABEL.match(value)):
        value = value[label.end() :]
    ctx.fields.propose(name, value, origin)


def _json_ld(text: str, ctx: Context) -> None:
    try:
        data = json.loads(text.strip().strip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    for item in _items(data, 0):
        kinds = item.get("@type")
        if any(isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            _json_article(item, ctx)


def _items(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        for part in data:
            yield from _items(part, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in data:
                yield from _items(data[key], depth + 1)


def _json_article(item: dict[str, Any], ctx: Context) -> None:
    for key, field in (("headline", "title"), ("datePublished", "published"), ("dateCreated", "published"), ("articleSection", "section")):
        for value in _strings(item.get(key)):
            propose(ctx, field, value, "json-ld" if key != "dateCreated" else "guess")
            break
    for key, field in (("author", "author"), ("editor", "editor"), ("publisher", "site_name")):
        for value in _strings(item.get(key)):
            propose(ctx, field, value, "json-ld")


def _strings(value: Any) -> Iterable[str]:
    """The strings of a JSON-LD value: itself, its members', or the names of the things it describes."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = one.get("name")
        if isinstance(one, str):
            yield one
