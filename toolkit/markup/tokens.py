"""The small interface between the two HTML readers and the rest: a page is a stream of tokens with exact places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol


class Token(Protocol):
    """One token of a page.

    type: one of the reader's Kinds, or another. col: where it starts, in code points of the source (an end tag's is not
    relied on). tag: lower-case name of a start or end tag. data: the text of a text or reference (what the character
    reference stands for). source: a reference as it is written. attrs: names (lower case) and values of a start tag's
    attributes, each name once; "" is the value of one that has none.
    """

    @property
    def type(self) -> object: ...
    @property
    def col(self) -> int: ...
    @property
    def tag(self) -> str | None: ...
    @property
    def data(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def attrs(self) -> list[tuple[str, str]] | None: ...
    def attr(self, name: str, /) -> str | None: ...


class Kinds(NamedTuple):
    """What a reader calls the kinds of tokens that say something here. Compared by identity: its tokens carry these very objects."""

    text: object
    start: object
    end: object
    comment: object
    reference: object


OWN = Kinds("text", "start", "end", "comment", "reference")  # for readers that make their tokens themselves


class Found(NamedTuple):
    """An element that a CSS selector finds: its text, its `datetime` attribute, and where it lies in the source."""

    text: str
    moment: str | None
    start: int
    end: int


class TokenReader(NamedTuple):
    """A reader of pages whose line ends have been made blanks (`flat`), so that a column is an offset.

    read: the tokens of a page. selecting: for a page, what each CSS selector finds on it, in the page's order.
    """

    read: Callable[[str], Iterator[Token]]
    selecting: Callable[[str], Callable[[str], list[Found]]]
    kinds: Kinds = OWN


def flat(source: str) -> str:
    """The source with every line end a blank: as long as before, but one line."""
    return source.replace("\n", " ").replace("\r", " ")
