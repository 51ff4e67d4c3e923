"""The fast reader: turbohtml's WHATWG tokenizer."""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Token, tokenize


def read_tokens(text: str) -> Iterator[Token]:
    """The tokens of a page; `text` is one line (toolkit.markup.tokens.flat)."""
    return tokenize(text, resolve_references=False)
