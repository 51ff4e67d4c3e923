"""Hostile text made harmless: what a terminal would obey, or a reader could not see, is written as an escape."""

from __future__ import annotations

import re

# Control characters (C0, DEL, C1), the separators and bidi controls that reorder or break a line, other invisible
# format characters, soft hyphen, variation selectors, tags, surrogates and the non-characters at the end of the BMP.
# A newline is a matter of the caller; blanks such as U+3000 stay as they are.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    r"""`text` with every character that is not plainly visible written as an escape (`\x1b`, `\u202e`); "\n" stays."""
    return _HIDDEN.sub(_escape, text)


def visible_line(text: str) -> str:
    r"""As `visible`, on one line: a newline is written `\n`."""
    return visible(text).replace("\n", "\\n")


def _escape(m: re.Match[str]) -> str:
    char = m.group()
    if char in "\t\r":
        return "\\t" if char == "\t" else "\\r"
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible_json(text: str) -> str:
    r"""JSON text, safe for a terminal and still the same JSON: what `visible` escapes stands as `\uXXXX`."""
    return _HIDDEN.sub(_json_escape, text)


def _json_escape(m: re.Match[str]) -> str:
    code = ord(m.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
