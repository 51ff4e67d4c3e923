"""The small interface between the two HTML readers and the rest: a page is a stream of tokens with exact places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

# The kinds of tokens, numbered as turbohtml numbers them; a DOCTYPE (4) and a processing instruction (6) say nothing here.
TEXT, START, END, COMMENT, REFERENCE = 0, 1, 2, 3, 5


class Token(Protocol):
    """One token of a page.

    type: TEXT, START, END, COMMENT, REFERENCE or another number. col: where it starts, in code points of the source (an
    end tag's is not relied on). tag: lower-case name of a start or end tag. data: the text of a TEXT or REFERENCE (what
    the character reference stands for). source: a REFERENCE as it is written.
    """

    @property
    def type(self) -> int: ...
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
Reader = Callable[[str], Iterable[Token]]


def flat(source: str) -> str:
    """The source with every line end a blank: as long as before, but one line."""
    return source.replace("\n", " ").replace("\r", " ")
