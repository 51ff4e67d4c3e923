"""The small interface between the two HTML readers and the rest: a page is a stream of tokens with exact places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from turbohtml import TokenType

# The kinds of tokens that say something here. Compared by identity: the readers hand out these very members.
TEXT, START, END, COMMENT, REFERENCE = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG, TokenType.COMMENT, TokenType.CHARACTER_REFERENCE


class Token(Protocol):
    """One token of a page.

    type: TEXT, START, END, COMMENT, REFERENCE or another. col: where it starts, in code points of the source (an
    end tag's is not relied on). tag: lower-case name of a start or end tag. data: the text of a TEXT or REFERENCE (what
    the character reference stands for). source: a REFERENCE as it is written.
    """

    @property
    def type(self) -> TokenType: ...
    @property
    def col(self) -> int: ...
    @property
    def tag(self) -> str | None: ...
    @property
    def data(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    def attr(self, name: str, /) -> str | None: ...


# Reads a page whose line ends have been made blanks (`flat`), so that a column is an offset.
Reader = Callable[[str], Iterator[Token]]


def flat(source: str) -> str:
    """The source with every line end a blank: as long as before, but one line."""
    return source.replace("\n", " ").replace("\r", " ")
