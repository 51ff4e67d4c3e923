"""What encodings are called on the web, and the Python codec that reads what pages put under that name.

Source: the labels of the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels); where the standard
reads a name as a wider encoding (gb2312 as gb18030, iso-8859-1 as windows-1252, shift_jis as Windows-31J), so do we.
"""

from __future__ import annotations

import codecs

_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "utf-8-sig": "utf-8",
}
_LABELS = {
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "csiso58gb231280": "gb18030",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "csbig5": "big5hkscs",
    "hz-gb-2312": "hz",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "windows-949": "cp949",
    "korean": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "unicode": "utf-16-le",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "koi": "koi8-r",
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
}
# Codecs that a page may name but that are no character encoding of pages.
_NO_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7", "mbcs", "oem", "palmos"})
_EBCDIC = frozenset({"cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"})
_REFUSED = _NO_TEXT | _EBCDIC


def codec_of(label: str) -> str | None:
    """Python's codec for a label, or None where the label is none that pages are in."""
    name = label.strip().strip("\"'").lower()
    if name in _LABELS:
        return _LABELS[name]
    try:
        info = codecs.lookup(name)
        "".encode(info.name)  # LookupError for codecs that don't go from text to bytes (base64, rot13)
    except (LookupError, ValueError, UnicodeError):
        return None
    found = info.name
    return None if found in _REFUSED else _WIDER.get(found, found)
