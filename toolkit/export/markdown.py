"""Markdown of one article: front matter from the record, the title, a paragraph a paragraph."""

from __future__ import annotations

import json
import re
from typing import Any

_KEYS = ("id", "title", "author", "editor", "publisher", "site_name", "section", "published", "url", "license", "rights_holder", "lang", "source")
# What CommonMark could take for markup: these anywhere, those at the start of a line.
_INLINE = re.compile(r"([\\`*_\[\]<>&~|!])")
_START = re.compile(r"(#|\+|-|=|:|[0-9]{1,9}[.)])")


def markdown(record: dict[str, Any]) -> str:
    """The article as CommonMark that shows its text as it is."""
    head = [f"{key}: {json.dumps(record[key], ensure_ascii=False)}" for key in _KEYS if record[key]]
    title = [f"# {escaped(record['title'])}"] if record["title"] else []
    return "\n\n".join(["\n".join(["---", *head, "---"]), *title, *map(escaped, record["text"].split("\n"))]) + "\n"


def escaped(line: str) -> str:
    """A line of text with a backslash before whatever could be markup; blanks at its ends would be lost, so they stand as references."""
    line = _INLINE.sub(r"\\\1", line)
    start = _START.match(line)
    if start:
        line = line[: start.end() - 1] + "\\" + line[start.end() - 1 :]
    body = line.strip(" \t")
    lead, tail = line[: len(line) - len(line.lstrip(" \t"))], line[len(line.rstrip(" \t")) :]
    return _references(lead) + body + _references(tail) if body else _references(line)


def _references(blanks: str) -> str:
    return "".join(f"&#{ord(c)};" for c in blanks)
