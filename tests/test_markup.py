from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import clean
from toolkit.article import Article
from toolkit.config import Config
from toolkit.context import Context
from toolkit.edits import apply, invert, ordered
from toolkit.markup import READERS, markup
from toolkit.markup.blocks import read_page
from toolkit.markup.page import Page
from toolkit.markup.tokens import TokenReader

P1 = "<p>清晨的河面上起了雾，渔船还停在岸边，没有人说话。</p>"

# markup, the lines that show
CASES: dict[str, list[str]] = {
    "<p>一<p>二": ["一", "二"],
    "<div>一<br>二<br/>三</div>四": ["一", "二", "三", "四"],
    "一<b>二</b>三": ["一二三"],
    "one <b>two</b> three": ["one two three"],
    "one<b> two </b>three": ["one two three"],
    "一\n　　二": ["一　　二"],
    "第一行\n第二行": ["第一行第二行"],
    "first\r\nsecond": ["first second"],
    "a&nbsp;&nbsp;b": ["a b"],
    "&nbsp;&nbsp;段落&nbsp;": ["段落"],
    "甲&amp;乙 &lt;x&gt; &#20013;&#x6587; &hellip;": ["甲&乙 <x> 中文 …"],
    "a & b &unknown; AT&T z": ["a & b &unknown; AT&T z"],
    "一<!-- 二 -->三": ["一三"],
    "一<script>if (a < b) document.write('<p>二</p>')</script>三": ["一三"],
    "一<SCRIPT>x</SCRIPT>三": ["一三"],
    "<style>p{}</style>一": ["一"],
    "<title>题目</title>一": ["一"],
    "<head><title>题目</title></head><body>一</body>": ["一"],
    "<textarea>一</textarea>二": ["二"],
    "<select><option>一<option>二</select>三": ["三"],
    "<iframe>一</iframe>二": ["二"],
    "<noscript><p>一</p></noscript>二": ["二"],
    "<template><p>一</p></template>二": ["二"],
    "<svg><title>一</title><text>二</text></svg>三": ["三"],
    "<button>一<span>二</span></button>三": ["三"],
    "<button>一<p>二": ["一", "二"],
    "<div><button>一</div>二<button>三</button>": ["二"],
    "<div><button/></div>一<button>二<button>三</button>四": ["一四"],
    "<div><svg><svg></svg></div>一<svg></svg>": ["一"],
    "一</br>二</p>三": ["一", "二", "三"],
    "<b title='>' style='display:none'>一</b>二": ["二"],
    "<b style='display:none' style='color:red'>一</b>二": ["二"],
    "caf&eacute. a&lt-b &x.y": ["café. a<-b &x.y"],
    "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>三": ["漢字三"],
    "一<span style='display:none'>二<span>三</span></span>四": ["一四"],
    "一<i hidden>二</i>四": ["一四"],
    "<p>一<span style='display:none'>二</p><p>三</p>": ["一二", "三"],
    "<table><tr><td>一</td><td>二</td></tr><tr><td>三<td>四</table>": ["一\t二", "三\t四"],
    "<table><tr><td>一<br>一</td><td>二</td></tr></table>": ["一", "一", "二"],
    "<ul><li>一<li>二<ul><li>三</ul>四</ul>": ["一", "二", "三", "四"],
    "<pre>一  二\n  三</pre>": ["一  二", "三"],
    "一</>二": ["一二"],
    "一</b></div>二": ["一", "二"],
    "<b><p>一</b>二</p>三": ["一二", "三"],
    "<td>一<td>二": ["一\t二"],
    "<p>一<p": ["一"],
    "<![CDATA[一]]>二": ["二"],
    "<?xml version='1.0'?>一": ["一"],
    "<frameset><frame src=a></frameset><noframes>一</noframes>": [],
    "<body>一</body><body>二</body>": ["一", "二"],
    "<fieldset><legend>一</legend>二</fieldset>": ["一", "二"],
    "": [],
    "   ": [],
    "<": ["<"],
    "a < b": ["a < b"],
}
# Where Beautiful Soup's tree differs: html.parser gives end tags no element to end (so they cut nothing), ends elements
# in strict order, and takes an unfinished tag for text.
SOUP = {
    "一</b></div>二": ["一二"],
    "<b><p>一</b>二</p>三": ["一", "二", "三"],
    "<p>一<p": ["一<p"],
}


def read(source: str, reader: str = "turbo") -> tuple[list[str], Page]:
    ctx = Context(Config.load({"reader": reader}), media_type="text/html", source_text=source)
    text = apply(source, ordered(markup(source, ctx)))
    assert [text[b.start : b.end] for b in ctx.blocks] == text.replace("\t", "\n").split("\n") if text else not ctx.blocks
    return text.split("\n") if text else [], ctx.page


@pytest.mark.parametrize(("source", "lines"), CASES.items())
@pytest.mark.parametrize("reader", READERS)
def test_what_shows_stays(source: str, lines: list[str], reader: str) -> None:
    assert read(source, reader)[0] == (SOUP.get(source, lines) if reader == "soup" else lines)


def test_text_stays_where_it_is_no_html() -> None:
    ctx = Context(Config(), media_type="text/plain")
    assert not list(markup("<p>一</p>", ctx))
    assert ctx.page is None


def test_where_one_reader_sees_nothing_the_other_is_asked() -> None:
    source = "<select><option>一</select><noscript>" + P1 + "</noscript>"
    assert not read_page(source, READERS["turbo"]).blocks
    unread = "<title>题目<body>" + P1
    assert [bool(read_page(unread, READERS[r]).blocks) for r in ("turbo", "soup")] == [False, "</p>" in unread and soup_reads_titles()]
    if soup_reads_titles():
        assert "清晨" in clean(unread, media_type="text/html", script="keep").text


CODE = "ar shown = {'top': 1, 'foot': 0};\nshow(shown['top']);\n"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("head", "rules"),
    [
        (CODE + "</script>", {"markup.script"}),
        (CODE + "</SCRIPT >", {"markup.script"}),
        ("ody { color: red }\n.a:hover { margin: 0 }</style>", {"markup.style"}),
        ("<script>" + CODE + "</script>", {"markup.script"}),
        ("</script>", set()),  # a stray tag
        ("}</script>", set()),
        ("老人说，这条河每年春天都要涨一次水。</script>", None),  # text, and a stray tag behind it
        ("<p>老人说，这条河每年春天都要涨一次水。</p>" + CODE, None),
    ],
)
def test_a_page_may_begin_inside_a_script(head: str, rules: set[str] | None, reader: str) -> None:
    article = clean(head + P1, media_type="text/html", script="keep", config={"reader": reader})
    assert ("老人" in article.text) == (rules is None)
    if rules is not None:
        assert article.text.endswith("清晨的河面上起了雾，渔船还停在岸边，没有人说话。")
        assert "shown" not in article.text
        assert "color" not in article.text
        assert rules <= {rule for e in article.edits for rule in e.rules}
    assert apply(article.source_text, article.edits) == article.text


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("<head><title>河上的雾</title><meta name=description content=雾><script>var a = '<p>字</p>';</script><style>p { color: red }", False),
        ("<html><body><!-- 模板 --><div class=a>&nbsp;</div><p>——</p>", False),
        ("<" * 50_000 + ">" * 50_000, False),
        ("<title>" * 20_000 + "<!-- -->" * 5_000, False),
        ("<script>" * 20_000 + ">" * 20_000, False),
        ("<title>题目<body><p>雾散了。", False),  # the first one shows it once the title is no title
        ("<script>var a;</script><!-- 没有结束的注释 <p>清晨的河面上起了雾，渔船还停在岸边，没有人说话。", True),
        ("<script>var a;</script><!-- 没有", False),
        ("<script>var a;</script><script><!-- var b = '清晨的河面上起了雾，渔船还停在岸边，没有人说话。'; <p>字", False),
    ],
)
def test_the_other_reader_is_asked_only_where_there_may_be_text(source: str, asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by: list[object] = []

    def spy(text: str, reader: TokenReader) -> Page:
        read_by.append(reader)
        return read_page(text, reader)

    monkeypatch.setattr("toolkit.markup.read_page", spy)
    clean(source, media_type="text/html", config={"reader": "turbo"})
    assert (READERS["soup"] in read_by) == asked


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("inside", "stays"),
    [
        (CODE * 5 + "</script>", False),
        ("if (a < b) " + CODE * 5 + "</script>", False),
        ("<scsipt>" + CODE * 5 + "</script>", False),
        (".a > .b { color: red; margin: 0 }\n" * 8 + "</style>", False),
        ("<script>a</script></script>" + CODE * 5 + "</script>", False),
        ("<script>a</script>" + CODE * 5, True),  # nothing says that it is one
        (CODE + "</script>", True),  # short, it may be text
        ("<p>老人说，这条河每年春天都要涨一次水。</p>" * 20 + "</script>", True),
    ],
)
def test_a_page_may_be_cut_inside_a_script(inside: str, stays: bool, reader: str) -> None:
    lines = read(f"<html><script>var b;</script>{P1}{inside}<p>船一只一只地离了岸。</p><style>p {{ }}</style>", reader)[0]
    assert "清晨的河面上起了雾" in lines[0]
    assert "船一只一只地离了岸" in lines[-1]
    assert any("shown" in line or "color" in line or "老人" in line for line in lines) == stays


DATA = "{&quot;topic&quot;:&quot;老人&quot;,&quot;tags&quot;:[],&quot;shown&quot;:true}," * 12


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("inside", "stays"),
    [
        (f'{DATA}">', False),  # two pages joined, the second cut in an attribute
        (f'<div data-x={DATA}>{DATA}">', False),  # a quotation mark lost
        (f'<div data-x="{DATA}"{DATA}>{DATA}">', False),  # one too many
        (f'<div data-x="{DATA}<&quot;">', False),
        (f'<div title="a > b {DATA}" id=x>', False),  # all is well
        (f'<div title="a > b {DATA}">', False),
        ("<p>他说：&quot;老人在船上。&quot;</p>" * 20, True),
        (f"<p>{DATA}</p>", True),  # somebody shows it
    ],
)
def test_a_page_may_be_cut_inside_an_attribute(inside: str, stays: bool, reader: str) -> None:
    lines = read(f"<html><body class=a>{P1}</body></html>\n{inside}<p>船一只一只地离了岸。</p>", reader)[0]
    assert "清晨的河面上起了雾" in lines[0]
    assert lines[-1].endswith("船一只一只地离了岸。")
    assert any("老人" in line for line in lines) == stays


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("start", ["<title>", "<TITLE lang=zh>", "<title>题</title><body><iframe src=x>", "<body><textarea>"])
def test_what_nothing_closes_does_not_swallow_the_page(start: str, reader: str) -> None:
    source = f"<html><head>{start}河上的雾</tiule><body>{P1}<p>船一只一只地离了岸。"
    article = clean(source, media_type="text/html", script="keep", config={"reader": reader})
    assert article.text.endswith("清晨的河面上起了雾，渔船还停在岸边，没有人说话。\n船一只一只地离了岸。")
    assert apply(article.source_text, article.edits) == article.text


def soup_reads_titles() -> bool:
    """Whether this Python's html.parser reads tags inside of a <title> (later ones do not)."""
    return bool(read_page("<title>一<p>二</p>", READERS["soup"]).blocks)


def test_hidden_blocks_are_known_and_left_to_the_content_step() -> None:
    page = read("<div style='display: none'><p>一</p></div><p>二</p>")[1]
    assert [b.parent.hidden for b in page.blocks] == [True, False]


def test_links_are_counted() -> None:
    page = read("<p>一<a href=x>二三</a>四</p><p><a name=y>五</a></p>")[1]
    assert [(b.chars, b.link_chars, b.links) for b in page.blocks] == [(4, 2, 1), (1, 0, 0)]


def test_a_link_that_never_ends_makes_no_links_of_the_page() -> None:
    text = "雾散了以后，船一只一只地离了岸，河面上又只剩下了风声和水声。" * 3
    page = read(f"<a href=x><p>{text}</p><p>{text}</p>")[1]
    assert [b.link_chars for b in page.blocks] == [0, 0]


def test_containers_follow_the_implied_end_tags() -> None:
    page = read("<table class=t><tr><td><p>一<td>二<tr><td><ul><li>三<li>四</table><div id=d>五</div>")[1]
    paths = []
    for b in page.blocks:
        element, path = b.parent, ""
        while element.parent is not None:
            path, element = f"/{element.tag}{path}", element.parent
        paths.append(path)
    assert paths == ["/table/tr/td/p", "/table/tr/td", "/table/tr/td/ul/li", "/table/tr/td/ul/li", "/div"]


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 10_000 + "字",
        "<" * 200_000,
        "<a " * 50_000,
        "<button>" * 20_000,
        "<p><li>" * 20_000,
        "</p>" * 50_000,
        "&" * 100_000,
        "<section><table><td>" + "<div>" * 5_000 + "</section>" * 5_000,
    ],
    ids=["deep", "less-than", "open tags", "buttons", "items", "ends", "ampersands", "scopes"],
)
def test_hostile_pages_are_read(source: str) -> None:
    read_page(source, READERS["turbo"])


def test_time_grows_with_length_alone() -> None:
    """Stray end tags deep down, titles that never end, and other shapes that a search at every tag makes slow."""
    for piece in ("<section><td></section>", "</p></div>", "<li>", "- ", "_|", "<title>- ", "<ul><li>", "<table><tr><td>", "hidden <b "):
        short, long = ("<div>" * 400 + "<title>" * (piece[0] != "<") + piece * n for n in (500, 4000))
        assert min(cpu_time(long) for _ in range(2)) < 16 * min(cpu_time(short) for _ in range(2)) + 0.1, piece


def cpu_time(page: str) -> float:
    start = time.process_time()
    clean(page, media_type="text/html", script="keep")
    return time.process_time() - start


def check(a: Article) -> None:
    assert apply(a.source_text, a.edits) == a.text
    assert apply(a.text, invert(a.edits)) == a.source_text


TAGS = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<br>",
    "<a href=x>",
    "</a>",
    "<td>",
    "<table>",
    "</table>",
    "<li>",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<span hidden>",
]
TAGS += [
    "</span>",
    "<pre>",
    "</pre>",
    "<title>",
    "</title>",
    "&amp;",
    "&#0;",
    "\r\n",
    "\0",
    " ",
    "<",
    "</>",
    "字，",
    "text. ",
    "<svg>",
    "</svg>",
    "<ruby>",
    "<rt>",
    "&nbsp;",
    "\x0b",
    "\u2028",
]


@given(st.lists(st.sampled_from(TAGS), max_size=40).map("".join))
def test_any_page_is_read_and_taken_back(source: str) -> None:
    for reader in READERS:
        check(clean(source, media_type="text/html", config={"reader": reader}))
    read(source)


STATED = {
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "题目", "datePublished": "2023-11-11T09:25:00+08:00",'
    ' "author": {"name": "甲"}}</script>': {
        "title": "题目",
        "published": "2023-11-11T09:25:00+08:00",
        "authors": ["甲"],
    },
    '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "author": [{"name": "甲"}, "乙"]}]}</script>': {"authors": ["甲", "乙"]},
    '<script type="application/ld+json">{"@type": "WebSite", "headline": "别的"}</script>': {"title": None},
    '<script type="application/ld+json">{"@type": </script>': {"title": None},
    '<meta property="og:title" content="题目"><meta name="author" content="甲">': {"title": "题目", "authors": ["甲"]},
    '<meta property="og:title" content="甲 &amp;amp; 乙的 &amp;#8220;题目&amp;#8221;">': {"title": "甲 & 乙的 “题目”"},
    '<meta name="author" content="105464"><meta name="source" content="来源：江边晚报">': {"authors": [], "source": "江边晚报"},
    '<meta name="author" content="Discuz! Team">': {"authors": []},
    '<meta name="publishdate" content="2023-11-11">': {"published": "2023-11-11"},
    '<div itemscope itemtype="https://schema.org/Article"><b itemprop="headline">题目</b><meta itemprop="datePublished" content="2023-11-11"></div>': {
        "title": "题目",
        "published": "2023-11-11",
    },
    "<p>河上晨报 <abbr title='2023-11-11T09:25:00Z'>三小时前</abbr></p>": {"published": "2023-11-11T09:25:00Z"},
    "<p>他在<abbr title='世界卫生组织'>世卫</abbr>工作。</p>": {"published": None},
    '<div itemscope><meta itemprop="dateCreated" content="2023-11-10"><meta itemprop="datePublished" content="2023-11-11"></div>': {"published": "2023-11-11"},
    '<div itemscope><meta itemprop="dateCreated" content="2023-11-10"></div>': {"published": "2023-11-10"},
    '<script type="application/ld+json">{"@type": "NewsArticle", "dateCreated": "2023-11-10"}</script>': {"published": "2023-11-10"},
    '<script>var ct = "1699665900"; var t = 1500000000;</script>': {"published": "2023-11-11T09:25:00+08:00"},
    "<script>var id = 1699665900;</script>": {"published": None},
    "<time datetime='2023-11-11T09:25:00Z'>昨天</time>": {"published": "2023-11-11T09:25:00Z"},
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("head", "fields"), STATED.items())
def test_stated_metadata_is_read(head: str, fields: dict[str, object], reader: str) -> None:
    article = clean(f"<html><body>{head}{P1}</body></html>", media_type="text/html", script="keep", config={"reader": reader})
    assert {name: getattr(article, name) for name in fields} == fields


@pytest.mark.parametrize("reader", READERS)
def test_a_page_that_scripts_would_build_is_read_from_its_noscript(reader: str) -> None:
    said = "".join(f"<p>第{n}条：渡口的石阶一共有六十四级，每一级都磨得发亮，下雨天走上去要格外当心。</p>" for n in "一二三四五六七八")
    page = f"<html><body><div id=app></div><noscript><h1>渡口的石阶有多少级</h1>{said}</noscript></body></html>"
    article = clean(page, media_type="text/html", config={"reader": reader})
    assert len(article.paragraphs) == 8
    assert apply(article.source_text, article.edits) == article.text
    assert clean("<div id=app></div><noscript>请打开脚本。</noscript>", media_type="text/html").verdict == "rejected"


def test_sentences_of_a_page_that_is_one_link_are_text() -> None:
    lines = ["雾散得很慢。", "“他说明天再来。”", "岸边的小店开了门", "船都走了！"]
    blocks = read_page(f"<html><body><a href=/1>{'<br>'.join(lines)}</body></html>", READERS["turbo"]).blocks
    assert [b.link_line for b in blocks] == [False, False, True, False]


def test_links_in_a_row_of_data_are_its_values() -> None:
    rows = "<tr><td>2004<td>十二月<td><a href=/1>河上的歌</a></tr><tr><td>短<td><a href=/2>首页</a></tr><tr><td><a href=/3>新闻</a><td><a href=/4>地方</a></tr>"
    blocks = read_page(f"<table>{rows}</table><p><a href=/5>评论</a>", READERS["turbo"]).blocks
    assert [b.link_line for b in blocks] == [False, False, False, False, True, True, True, True]


@pytest.mark.parametrize(
    "source",
    [
        "<html><noscript><p>清晨的河面上起了雾，渔船还停在岸边。</p></noscript>" * 20,
        "<title>雾散了。<body><p>雾散了，船都离了岸。</p>",
        "var shown = {'top': 1, 'foot': 0};\nshow(shown['top']);</script><p>雾散了，船都离了岸。</p>",
    ],
)
def test_a_page_that_is_read_in_another_way_keeps_its_source(source: str) -> None:
    ctx = Context(Config(), media_type="text/html", source_text=source)
    list(markup(source, ctx))
    assert ctx.page is not None
    assert ctx.page.blocks
    assert ctx.page.source == source
