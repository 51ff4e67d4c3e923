"""Pages that were cut or damaged inside a tag, a script or a title: what lost its beginning or its end is not taken for text."""

from __future__ import annotations

import re

_SWALLOWS = re.compile(r"<(/?)(title|textarea|xmp|iframe|noembed|noframes)(?=[\s>/])", re.IGNORECASE)  # elements that hold no others
_CODE = re.compile(r"<(/?)(script|style)(?=[\s>/])", re.IGNORECASE)
_TAG = re.compile("<[a-zA-Z/!?][^<>]*>?")
_CODE_MARKS = frozenset("{}[]();:=\"'\\")
_QUOTE, _TAG_OR_END = "&quot;", re.compile('<[a-zA-Z/!?]|">')
_OPEN_VALUE = re.compile(r'(?:[^=]|=(?!\s*")|=\s*"[^"]*")*+=\s*"[^"]*\Z')
_LONG_TAG = 1 << 17  # code points
_CODE_LEAST = 200  # code points
_CODE_SHARE = 0.04  # 99 of 100 scripts and style sheets consist of such marks to so large a part, of 300 articles one


def begins_in_code(text: str) -> bool:
    """Whether the first tag of a script or a style sheet ends one."""
    first = _CODE.search(text)
    return first is not None and first[1] == "/"


def restored(text: str) -> str:
    """`text`, of the same length, with tags written over the beginnings of programs and data that would stand as text."""
    return _without_data(_begun(text))


def freed(text: str) -> str | None:
    """`text`, of the same length, without the start tag that makes the rest of the page the text of one element; None where there is none."""
    opened: dict[str, int] = {}
    for m in _SWALLOWS.finditer(text):
        if m[1]:
            opened.pop(m[2].lower(), None)
        else:
            opened.setdefault(m[2].lower(), m.start(2))
    if not opened:
        return None
    at = min(opened.values())
    return f"{text[:at]}x-{text[at + 2 :]}"  # an element of no meaning


def _begun(text: str) -> str:
    """`text`, of the same length, with a start tag where the beginning of a script or a style sheet is lost: at its head, or where it was cut in two."""
    first = _CODE.search(text)
    if first is None or not (first[1] or any(text.count(f"</{name}") > text.count(f"<{name}") for name in ("script", "style"))):
        return text
    out: list[str] = []
    done, open_, behind = 0, "", 0
    for m in _CODE.finditer(text, first.start()):
        name = m[2].lower()
        if not m[1]:
            open_ = open_ or name
        elif open_ == name:
            open_ = ""
        elif not open_ and (start := _code_start(text, behind, m.start())) is not None:
            tag = f"<{name}>"
            out += (text[done:start], tag)
            done = start + len(tag)
        behind = m.end()
    return "".join((*out, text[done:])) if out else text


def _code_start(text: str, behind: int, end: int) -> int | None:
    """Where the code begins whose end tag stands at `end`: at the head of the page, or behind the last tag; None where that is no code."""
    if not behind and _is_code(text[:end], len("<script>")):
        return 0
    at = end
    while (at := text.rfind("<", behind, at)) >= 0:
        if _TAG.match(text, at):
            break
    start = text.find(">", max(at, behind), end) + 1
    return start if start and _is_code(text[start:end], _CODE_LEAST) else None


def _without_data(text: str) -> str:
    """`text`, of the same length, with a script where the data of an attribute stands as text since the start of its tag is lost."""
    at = text.find(_QUOTE) if text.count(_QUOTE) >= _CODE_LEAST * _CODE_SHARE else -1
    out: list[str] = []
    done = seen = 0
    while at >= 0:
        start = max(text.rfind("<", seen, at), text.rfind(">", seen, at), text.rfind('"', seen, at)) + 1 or seen
        if start and text[start - 1] != ">":  # in a tag, in a value or behind one
            seen = text.find('"' if text[start - 2 : start] == '="' else ">", at) + 1
        elif end := _TAG_OR_END.search(text, at):
            seen = end.end()
            if end[0] == '">' and _is_code(text[start : end.start()].replace(_QUOTE, '"'), _CODE_LEAST) and _ends_tag(text, start):
                out += (text[done:start], "<script>", text[start + len("<script>") : seen - len("</script>")], "</script>")
                done = seen
        else:
            break
        at = text.find(_QUOTE, seen) if seen else -1
    return "".join((*out, text[done:])) if out else text


def _ends_tag(text: str, at: int) -> bool:
    """Say whether no attribute is open at `at`."""
    tag = text[max(0, at - _LONG_TAG) : at].rpartition("<")
    return at == 0 or (bool(tag[1]) and _OPEN_VALUE.match(tag[2]) is None)


def _is_code(part: str, least: int) -> bool:
    """Say whether a part of a page is code rather than text, its tags aside."""
    text = _TAG.sub("", part)
    return len(text) >= least and sum(map(text.count, _CODE_MARKS)) >= _CODE_SHARE * len(text)
