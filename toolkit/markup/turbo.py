"""The fast reader: turbohtml's WHATWG tokenizer. To be used where toolkit.readers.has_turbo() says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toolkit.markup.soup import SOUP
from toolkit.markup.tokens import Found, Kinds, Token, TokenReader
from toolkit.readers import turbohtml


def turbo() -> TokenReader:
    """The reader."""
    kind = turbohtml.TokenType
    return TokenReader(_read, _selecting, Kinds(kind.TEXT, kind.START_TAG, kind.END_TAG, kind.COMMENT, kind.CHARACTER_REFERENCE))


def _read(text: str) -> Iterator[Token]:
    return turbohtml.tokenize(text, resolve_references=False)


def _selecting(text: str) -> Callable[[str], list[Found]]:
    document = turbohtml.parse(text, source_locations=True, scripting=True)

    def select(selector: str) -> list[Found]:
        try:
            elements = document.select(selector)
        except turbohtml.SelectorSyntaxError:  # a pseudo-class that only Beautiful Soup knows
            return SOUP.selecting(text)(selector)
        found = []
        for element in elements:
            place = element.source_location
            if place is not None and place.start_tag is not None:  # without an end tag it reaches to the end of its parent
                end = place.end_tag.end_offset if place.end_tag is not None else len(text)
                found.append(Found(element.text, element.attr("datetime"), place.start_tag.start_offset, end))
        return found

    return select
