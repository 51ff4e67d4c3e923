"""The two readers see the same blocks of a page, or the difference has a name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.markup import READERS
from toolkit.markup.blocks import read_page
from toolkit.markup.tags import KINDS, SKIP
from toolkit.markup.tokens import flat
from toolkit.markup.turbo import turbo

VOID = ("br", "hr", "img", "input", "wbr")
NESTED = ("div", "p", "b", "a href=x", "span class='c d'", "table", "tr", "td", "ul", "li", "h2", "em id=e", "section", "blockquote", "dl", "dd", "font")
SKIPPED = ("script", "style", "button", "svg", "select", "iframe", "textarea", "object", "span style='display:none'", "i hidden", "title")
TEXT = ("字", "句子，有标点。", "word ", " ", "\n", "\r\n", "&amp;", "&#20013;", "&nbsp;", "&copy", "&bogus;", "a < b", "1 > 0", "&", "\0", "　", "😀")
OPEN = ("<p>", "<li>", "<td>", "<tr>", "<table>", "<div>", "<b>", "<a href=x>", "<button>", "<P CLASS=Q>", "<p/>", "<x-y>", "<span hidden>", "<option>")
CLOSE = ("</p>", "</br>", "</b>", "</div>", "</td>", "</table>", "</a>", "</x-y>", "</button>", "</span>", "</html>", "</li>")
HOSTILE = ("<!-- 甲 -->", "<!---->", "<?php x ?>", "<!doctype html>", "<a b='>'>", "<![CDATA[乙]]>", *OPEN, *CLOSE)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    whole = st.builds(lambda tag, text: f"<{tag}>{text}</{tag.split()[0]}>", st.sampled_from(NESTED), inside)
    hidden = st.builds(lambda tag, text: f"<{tag}>{text}</{tag.split()[0]}>", st.sampled_from(SKIPPED), st.sampled_from(TEXT[:3]))
    alone = st.sampled_from(VOID).map(lambda tag: f"<{tag}>")
    return st.lists(st.one_of(whole, hidden, alone, st.sampled_from(TEXT)), max_size=4).map("".join)


NEST = st.recursive(st.sampled_from(TEXT), element, max_leaves=20)


def blocks(source: str, reader: str) -> list[str]:
    source += "\n"  # html.parser takes a reference for text that ends with the page
    return [" ".join(b.shown(source).split()) for b in read_page(source, READERS[reader]).blocks]


def names(source: str) -> set[str]:
    """What there is in a page that the readers may take differently."""
    kinds = turbo().kinds
    open_tags: list[str] = []
    found = set()
    for token in turbo().read(flat(source)):
        tag = token.tag or ""
        if token.type is kinds.start and tag not in (*VOID, "input"):
            open_tags.append(tag)
            if KINDS.get(tag) == SKIP or tag == "title" or token.attr("hidden") is not None or token.attr("style") is not None:
                found.add("skipped")
        elif token.type is kinds.end:
            if open_tags[-1:] == [tag]:
                open_tags.pop()
            elif tag != "br":
                found.add("ends another")
    return found


@settings(max_examples=200)
@given(NEST)
def test_pages_that_are_nested_well_are_read_alike(source: str) -> None:
    assert blocks(source, "turbo") == blocks(source, "soup")


@settings(max_examples=200)
@given(st.lists(st.one_of(NEST, st.sampled_from(HOSTILE)), max_size=8).map("".join))
def test_other_pages_are_read_alike_or_the_difference_has_a_name(source: str) -> None:
    one, other = blocks(source, "turbo"), blocks(source, "soup")
    if one != other:
        found = names(source)
        assert "ends another" in found
        assert "skipped" in found or "".join("".join(one).split()) == "".join("".join(other).split())
