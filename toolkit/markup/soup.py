"""The second reader: Beautiful Soup over Python's html.parser, taught to remember where its strings lie."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from html.entities import html5
from itertools import islice
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.builder import ParserRejectedMarkup
from bs4.builder._htmlparser import BeautifulSoupHTMLParser, HTMLParserTreeBuilder
from bs4.element import Comment, PageElement, PreformattedString

from toolkit.markup.tokens import OWN, Found, Token, TokenReader

TEXT, START, END, COMMENT, REFERENCE = OWN
_OPENS = re.compile("<[A-Za-z/!?]")
_LEGACY = max(len(name) for name in html5 if name[-1] != ";")
_MANY = 64  # tags that nothing closes, from which a tail is no text


class SoupToken(NamedTuple):
    """A token (toolkit.markup.tokens.Token) made of a node of the soup."""

    type: object
    col: int
    tag: str | None = None
    data: str | None = None
    source: str | None = None
    node: Tag | None = None

    @property
    def attrs(self) -> list[tuple[str, str]]:
        """The attributes of a start tag with their values; "" where one stands without."""
        return [(name, " ".join(value) if isinstance(value, list) else value) for name, value in self.node.attrs.items()] if self.node is not None else []

    def attr(self, name: str, /) -> str | None:
        """The value of an attribute of a start tag; "" where it stands without one."""
        value = self.node.get(name) if self.node is not None else None
        return " ".join(value) if isinstance(value, list) else value


class _Piece(str):
    """Text as the parser hands it over, with its place; `source` where the page writes it otherwise (a reference)."""

    __slots__ = ("at", "source")
    at: int
    source: str | None


class _Parser(BeautifulSoupHTMLParser):
    """Hands over text as pieces that know their place."""

    reference = 0  # length of the numeric reference that is being read

    def handle_data(self, data: str) -> None:
        if data:
            at = self.getpos()[1]
            self._say(data, at, self._page()[at : at + self.reference] if self.reference else None)

    def handle_endtag(self, tag: str, check_already_closed: bool = True) -> None:
        stray = tag == "br" or (tag == "p" and not self.soup.open_tag_counter.get("p"))
        if stray and check_already_closed:  # </br> is a <br>, </p> without <p> is <p></p> (HTML standard, 13.2.6.4.7)
            self.handle_startendtag(tag, [])
        else:
            super().handle_endtag(tag, check_already_closed)

    def handle_charref(self, name: str) -> None:
        end = self.getpos()[1] + 2 + len(name)
        self.reference = 2 + len(name) + (self._page()[end : end + 1] == ";")
        super().handle_charref(name)
        self.reference = 0

    def handle_entityref(self, name: str) -> None:
        """Write out a named reference, or the longest beginning that needs no semicolon (HTML standard, 13.2.5.73)."""
        page, at = self._page(), self.getpos()[1]
        end = at + 1 + len(name)
        if page[end : end + 1] == ";":
            end += 1
        after = next((n for n in (end, *range(min(end, at + 1 + _LEGACY), at + 2, -1)) if page[at + 1 : n] in html5), at)
        if after > at:
            self._say(html5[page[at + 1 : after]], at, page[at:after])
        if after < end:
            self._say(page[after:end], after, None)

    def _page(self) -> str:
        page = self.soup.markup
        assert isinstance(page, str)  # the parser is fed text, whole and in one line
        return page

    def _say(self, text: str, at: int, source: str | None) -> None:
        piece = _Piece(text)
        piece.at, piece.source = at, source
        super().handle_data(piece)


class _Builder(HTMLParserTreeBuilder):
    def feed(self, markup: Any, _parser_class: Any = None) -> None:
        """Parse `markup` (a str of one line) into the soup, with the parser that keeps places."""
        super().feed(markup, _Parser)


class _Soup(BeautifulSoup):
    """A soup whose strings know the pieces they were made of."""

    @classmethod
    def _markup_resembles_filename(cls, markup: Any) -> bool:
        return False  # it would encode the page to find out, which fails on half a surrogate pair

    def reset(self) -> None:
        self.places: dict[int, list[_Piece]] = {}
        self.gathered: list[_Piece] = []
        super().reset()

    def endData(self, containerClass: Any = None) -> None:  # noqa: N802, N803  (Beautiful Soup's names)
        self.gathered = [p for p in self.current_data if isinstance(p, _Piece)]
        super().endData(containerClass)

    def object_was_parsed(self, o: Any, *args: Any, **kwargs: Any) -> None:
        if not isinstance(o, Tag):
            self.places[id(o)] = self.gathered
        super().object_was_parsed(o, *args, **kwargs)


def _read(text: str) -> Iterator[Token]:
    soup = _boil(_readable(text))
    open_tags: list[Tag] = []
    for node in soup.descendants:
        while open_tags and node.parent is not open_tags[-1]:
            yield SoupToken(END, -1, open_tags.pop().name)
        if isinstance(node, Tag):
            yield SoupToken(START, node.sourcepos or 0, node.name, node=node)
            open_tags.append(node)
        elif isinstance(node, Comment):
            yield SoupToken(COMMENT, max((node.previous_element.sourcepos or 0) if isinstance(node.previous_element, Tag) else 0, 0))
        elif not isinstance(node, PreformattedString):
            yield from _strings(soup.places.get(id(node), []))
    for tag in reversed(open_tags):
        yield SoupToken(END, -1, tag.name)


def _readable(text: str) -> str:
    """The page without a tail of many tags that nothing closes: no browser shows it, and html.parser takes squares of its length."""
    tail = text.rfind(">") + 1
    opened = list(islice(_OPENS.finditer(text, tail), _MANY))
    return text[: opened[0].start()] if len(opened) == _MANY else text


def _strings(pieces: list[_Piece]) -> Iterator[SoupToken]:
    for piece in pieces:
        if piece.source is None:
            yield SoupToken(TEXT, piece.at, data=str(piece))
        else:
            yield SoupToken(REFERENCE, piece.at, data=str(piece), source=piece.source)


def _boil(text: str) -> _Soup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of pages that look like XML or like a file name
        try:
            return _Soup(text, builder=_Builder(on_duplicate_attribute="ignore"))
        except ParserRejectedMarkup:  # a marked section that html.parser can't take: read as text
            return _Soup(text.replace("<![", "< ["), builder=_Builder(on_duplicate_attribute="ignore"))


def _selecting(text: str) -> Callable[[str], list[Found]]:
    soup = _boil(_readable(text))

    def select(selector: str) -> list[Found]:
        found = []
        for tag in soup.select(selector):
            moment = tag.get("datetime")
            found.append(Found(tag.get_text(), moment if isinstance(moment, str) else None, tag.sourcepos or 0, _end(soup, tag, len(text))))
        return found

    return select


def _end(soup: _Soup, tag: Tag, end: int) -> int:
    """Where what follows an element begins; `end` where nothing does."""
    at: PageElement | None = tag
    while at is not None and at.next_sibling is None:
        at = at.parent
    at = at.next_sibling if at is not None else None
    while at is not None:
        if isinstance(at, Tag):
            return at.sourcepos or 0
        if pieces := soup.places.get(id(at)):
            return pieces[0].at
        at = at.next_element
    return end


SOUP = TokenReader(_read, _selecting)
