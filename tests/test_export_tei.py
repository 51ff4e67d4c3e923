"""TEI: well-formed whatever the text holds; read without the apparatus it is the text, read without the corrections the source."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import clean
from toolkit.article import edits_row, record_row
from toolkit.catalogue import RULES
from toolkit.edits import LedgerEdit
from toolkit.export.tei import escaped, tei, treatment

N = "{http://www.tei-c.org/ns/1.0}"
RECORD = record_row(clean("去年冬天，镇里给渡口装上了太阳能路灯。"))


def paragraphs(xml: str) -> list[ET.Element]:
    return ET.fromstring(xml).findall(f"{N}text/{N}body/{N}p")


def reading(e: ET.Element, without: tuple[str, ...] = ("orig", "sic", "surplus")) -> str:
    """What an element says to a reader who passes over some elements."""
    if e.tag.removeprefix(N) in without:
        return ""
    return (e.text or "") + "".join(reading(c, without) + (c.tail or "") for c in e)


def of(text: str, edits: list[LedgerEdit]) -> str:
    row = {"edits": [{"start": e.start, "end": e.end, "removed": e.removed, "inserted": e.inserted, "rule": "+".join(e.rules)} for e in edits]}
    return tei(RECORD | {"text": text}, row)


CASES: list[tuple[str, str, list[LedgerEdit], str]] = [
    ("script", "中国", [LedgerEdit(1, 2, "國", "国", ("script.t2s",))], '中<choice ana="#script.t2s"><orig>國</orig><reg>国</reg></choice>'),
    ("pinyin", "學生", [LedgerEdit(1, 6, "(xué)", "", ("repair.pinyin",))], '學<surplus reason="pinyin" ana="#repair.pinyin">(xué)</surplus>生'),
    ("repair", "好。", [LedgerEdit(1, 3, ",。", "。", ("repair.doubled-punctuation",))], "<sic>,。</sic><corr>。</corr>"),
    ("chrome", "好", [LedgerEdit(1, 5, "\n打印 ", "", ("chrome.tool",))], '好<gap reason="chrome" quantity="4" unit="char" ana="#chrome.tool"/></p>'),
    ("field", "好", [LedgerEdit(0, 3, "题目\n", "", ("field.title", "layout.newline"))], '<gap reason="field" quantity="3" unit="char" ana="#field.title"/>好'),
    ("ruby", "漢", [LedgerEdit(1, 4, "han", "", ("markup.ruby",))], '漢<surplus reason="ruby" ana="#markup.ruby">han</surplus>'),
    ("markup", "好", [LedgerEdit(0, 3, "<b>", "", ("markup.tag",))], "<p>好</p>"),
    ("entity", "甲&乙", [LedgerEdit(1, 6, "&amp;", "&", ("markup.entity",))], "<p>甲&amp;乙</p>"),
    ("supplied", "甲乙", [LedgerEdit(1, 1, "", "乙", ("repair.mojibake",))], '甲<choice ana="#repair.mojibake"><sic/><corr>乙</corr></choice>'),
    ("break", "甲\n乙", [LedgerEdit(1, 5, "<br>", "\n", ("markup.tag",))], "<p>甲</p>\n<p>乙</p>"),
    ("two lines", "国\n学", [LedgerEdit(0, 3, "國\n學", "国\n学", ("script.t2s",))], "<orig>國</orig><reg>国</reg></choice></p>\n<p>"),
]


@pytest.mark.parametrize(("what", "text", "edits", "expected"), CASES, ids=[c[0] for c in CASES])
def test_apparatus(what: str, text: str, edits: list[LedgerEdit], expected: str) -> None:
    xml = of(text, edits)
    assert expected in xml
    assert "\n".join(map(reading, paragraphs(xml))) == text


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=6)
PART = st.one_of(
    st.tuples(LINE, LINE, st.just("=")),
    st.tuples(st.text("一二&<>\"'\r\t\n\0漢", max_size=5), LINE | st.just("") | st.just("\n"), st.sampled_from(sorted(RULES))),
)


@given(st.lists(PART, min_size=1, max_size=8))
def test_reading_is_the_text(parts: list[tuple[str, str, str]]) -> None:
    text, edits, cursor = "", [], 0
    for removed, inserted, rule in parts:
        if rule == "=":
            text, cursor = text + inserted, cursor + len(inserted)
        else:
            edits.append(LedgerEdit(cursor, cursor + len(removed), removed, inserted, (rule,)))
            text, cursor = text + inserted, cursor + len(removed)
    assert "\n".join(map(reading, paragraphs(of(text, edits)))) == text


def test_source_text_can_be_read_off() -> None:
    source = "夜裏靠岸，再也不用打手電。船工們都說好。"
    article = clean(source)
    xml = tei(record_row(article), edits_row(article))
    assert "\n".join(reading(p, ("reg", "corr")) for p in paragraphs(xml)) == source


def test_spans_need_the_source() -> None:
    article = clean("夜裏靠岸，再也不用打手電。")
    assert tei(record_row(article), edits_row(article, spans_only=True), article.source_text) == tei(record_row(article), edits_row(article))


def test_header() -> None:
    record = RECORD | {"title": "甲 & 乙", "author": "丙;丁", "published": "2023-11", "url": "http://h/路?a=1&b=2", "captions": "图一\n图二", "section": "河事"}
    head = ET.fromstring(tei(record, {"edits": []})).find(f"{N}teiHeader")
    assert head is not None
    assert [a.text for a in head.findall(f"{N}fileDesc/{N}titleStmt/{N}author")] == ["丙", "丁"]
    assert [e.get("when") for e in head.iter(f"{N}date")] == ["2023-11"]
    assert [e.get("target") for e in head.iter(f"{N}ref")] == ["http://h/%E8%B7%AF?a=1&b=2"]
    assert [e.text for e in head.iter(f"{N}note")] == ["图一", "图二"]


def test_every_rule_has_a_treatment() -> None:
    assert {treatment((rule,)) for rule in RULES} == {"repair", "script", "surplus", "gap", "silent"}
    assert treatment(("markup.tag", "repair.pinyin")) == "repair"


def test_escapes() -> None:
    assert escaped("a<b>&\r\x01\ufffe") == "a&lt;b&gt;&amp;&#13;␁\ufffd"
