from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import clean
from toolkit.config import Config
from toolkit.content import main_text
from toolkit.content.features import FLAGS, LINE, NAMES, PAGE, Sheet, flags, flags_of
from toolkit.content.forum import is_forum
from toolkit.content.lines import Title, letters
from toolkit.content.model import ALIKE, HOLE, LOWER, SURE, choose, fill, is_scrap, tables, weigh, widen
from toolkit.content.titles import clean_title, is_site, names_site, site_names, unlabelled, without_site
from toolkit.content.words import HINTS, KINDS, PATTERN, hint_bits, kind_of
from toolkit.context import Context
from toolkit.edits import apply, ordered
from toolkit.markup import markup

PARAGRAPHS = [
    "清晨的河面上起了雾，渔船还停在岸边，没有人说话。只有水拍着船板，一下又一下，像是有人在敲门。",
    "等到太阳升起来，雾才慢慢散去，船一只一只地离了岸，往下游去了。岸上的人这才看清，河水比昨天又涨了一些。",
    "老人说，这条河每年春天都要涨一次水，涨水的时候鱼最多，也最难打，年轻人都不愿意去，去的都是像他这样的人。",
    "到了傍晚，船陆续回来，舱里的鱼不多，可是谁也没有抱怨，只说明天再早一点去，趁着雾还没有散。",
]
TITLE = "涨水的时候鱼最多也最难打"
NAV = "<div class=nav>" + "".join(f'<li><a href="/{i}">{w}</a></li>' for i, w in enumerate(["首页", "新闻", "体育", "财经", "文化", "天气"])) + "</div>"
RELATED = "<div class=related><h3>相关阅读</h3>" + "".join(f'<li><a href="/r{i}">河上的第{i}天，船还是没有回来</a></li>' for i in range(6)) + "</div>"
FOOT = "<div class=footer><p>版权所有 未经授权不得转载 网站备案号一二三四</p><p>联系电话：一二三四五六</p></div>"
INFO = '<div class="info">2023-11-11 09:25 来源：河上晨报 作者：张三</div>'


def page(body: str, title: str = f"{TITLE}_本地新闻_河上网", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{NAV}{body}{RELATED}{FOOT}</body></html>"


def paragraphs(tag: str = "p") -> str:
    return "".join(f"<{tag}>{p}</{tag}>" for p in PARAGRAPHS)


LAYOUTS = {
    "paragraphs": f"<div id=main><h1>{TITLE}</h1>{INFO}<div class=article>{paragraphs()}</div></div>",
    "divs": f"<div id=main><h1>{TITLE}</h1>{INFO}<div class=article>{paragraphs('div')}</div></div>",
    "breaks in a cell": f"<table><tr><td><b>{TITLE}</b></td></tr><tr><td>{'<br><br>'.join('　　' + p for p in PARAGRAPHS)}</td></tr></table>",
    "spans": f"<div><h2>{TITLE}</h2><div>{''.join(f'<span>{p}</span><br>' for p in PARAGRAPHS)}</div></div>",
    "tables in tables": "<table><tr><td>" * 12 + f"<h1>{TITLE}</h1>{paragraphs()}" + "</td></tr></table>" * 12,
}


@pytest.mark.parametrize("reader", ["turbo", "soup"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_article_stays_and_the_rest_goes(name: str, reader: str) -> None:
    article = clean(page(LAYOUTS[name]), media_type="text/html", script="keep", config={"reader": reader})
    assert [p for p in article.paragraphs if p != TITLE] == PARAGRAPHS
    assert article.title == TITLE


def sheet_of(source: str) -> tuple[str, Context, Sheet]:
    ctx = Context(Config(), media_type="text/html", source_text=source)
    text = apply(source, ordered(markup(source, ctx)))
    return text, ctx, Sheet(text, ctx.page, ctx.blocks)


def test_features_are_as_many_as_their_names() -> None:
    _, _, sheet = sheet_of(page(LAYOUTS["paragraphs"]))
    rows = list(sheet.rows())
    assert rows
    assert len(sheet.page_vector()) == len(PAGE)
    for block, line in rows:
        assert len(line) == len(LINE)
        outer = sheet.outer_vector(block.parent.parent or block.parent)
        assert len(sheet.box_vector(block.parent)) + len(outer) + len(LINE) + len(PAGE) + len(FLAGS) == len(NAMES)
        assert len(flags(flags_of(block.parent))) == len(FLAGS)


def test_weights_fit_the_features() -> None:
    assert set(tables()) == {"zh", "other"}
    assert all(len(w.line) == len(LINE) and any(w.line) for w in tables().values())


def test_text_that_stands_several_times_is_taken_once() -> None:
    article = clean(f"<body>{f'<div>{PARAGRAPHS[0]}</div>' * 8}</body>", media_type="text/html")
    assert article.paragraphs == [PARAGRAPHS[0]]


@pytest.mark.parametrize(
    ("scores", "kept"),
    [  # of four paragraphs of about a size and a bar at 0; the likeliest is taken, and all above the bar
        ((-1.0, -1.0 - ALIKE, -1.1 - ALIKE, -9.0), (0, 1)),  # none is likely: those nearly as likely as the likeliest
        ((1.0, -LOWER, 0.5, 0.1), (0, 2, 3)),  # enough was taken
        ((1.0, 1.0, 1.0, 1.0), (0, 1, 2, 3)),
    ],
)
def test_prose_is_added_where_none_was_likely(scores: tuple[float, ...], kept: tuple[int, ...]) -> None:
    _, _, sheet = sheet_of(f"<body>{paragraphs()}</body>")
    for line, score in zip(sheet.visible, scores, strict=True):
        line.block.score, line.block.kept = score, score >= 0 or score == max(scores)
    widen(sheet, 0.0)
    assert tuple(i for i, line in enumerate(sheet.visible) if line.block.kept) == kept


@pytest.mark.parametrize(("best", "added"), [(SURE - 0.1, True), (SURE, False)])  # a short article is sure of itself
def test_prose_is_added_where_little_was_taken(best: float, added: bool) -> None:
    _, _, sheet = sheet_of(f"<body>{paragraphs()}{paragraphs().replace('河', '江').replace('傍晚', '晚上')}<p>短短的一句话，就这样。</p></body>")
    for line in sheet.visible:
        line.block.score, line.block.kept = -LOWER, False
    sheet.visible[0].block.score, sheet.visible[0].block.kept = best, True
    sheet.visible[1].block.score = -LOWER - 0.1
    widen(sheet, 0.0)
    assert [line.block.kept for line in sheet.visible] == [True, False, *[added] * 6, False]


@pytest.mark.parametrize(
    ("score", "behind", "filled"),
    [(-HOLE, True, True), (-HOLE - 0.1, True, False), (0.5, True, False), (-0.1, False, False)],  # one above the bar went for a reason
)
def test_a_paragraph_amid_the_text_is_kept(score: float, behind: bool, filled: bool) -> None:
    for body in (paragraphs(), "".join(f"<div>{p}</div>" for p in PARAGRAPHS)):
        _, _, sheet = sheet_of(f"<body>{body}</body>")
        for line in sheet.visible:
            line.block.score, line.block.kept = 1.0, True
        sheet.visible[1].block.score, sheet.visible[1].block.kept = score, False
        sheet.visible[2].block.kept = behind
        fill(sheet, 0.0)
        assert [line.block.kept for line in sheet.visible[:3]] == [True, filled, behind]


def test_what_is_passed_over_scores_below_what_is_kept() -> None:
    _, _, sheet = sheet_of(page(LAYOUTS["paragraphs"]))
    seen = weigh(sheet, tables()["zh"], 0.0)
    texts = {sheet.lines[b.index].text: b.score for b in seen}  # type: ignore[union-attr]
    assert min(texts[p] for p in PARAGRAPHS) > max(s for t, s in texts.items() if t not in (*PARAGRAPHS, TITLE))


def test_a_paragraph_that_stands_twice_is_kept_once() -> None:
    twice = LAYOUTS["paragraphs"] + f"<div class=print>{paragraphs()}</div>"
    article = clean(page(twice), media_type="text/html", script="keep")
    assert sorted(p for p in article.paragraphs if p in PARAGRAPHS) == sorted(PARAGRAPHS)


def test_a_page_without_an_article_keeps_its_likeliest_line() -> None:
    text, ctx, _ = sheet_of("<div>一</div>")
    assert apply(text, ordered(main_text(text, ctx))) == "一"


POSTS = "".join(
    f'<div class="reply-item"><div class="reply-content"><p>{p}</p></div></div>'
    for p in ("我家门前也有这样一条河。", "现在已经看不到了，可惜。", "鱼还有，船没有了。", "去年回去看过，水还是清的。", "写得好，再写一篇。", "支持一下。")
)


def test_replies_are_text_in_a_thread_and_comments_beside_an_article() -> None:
    thread = page(f'<div class="topic"><h1>{TITLE}</h1><div class="topic-content">{paragraphs()}</div></div>{POSTS}', f"{TITLE} - 河边社区")
    kept = clean(thread, media_type="text/html", script="keep", url="https://example.org/topic/12").text
    assert "现在已经看不到了，可惜。" in kept
    _, _, sheet = sheet_of(thread)
    assert is_forum(sheet, "https://example.org/topic/12")
    _, _, sheet = sheet_of(page(LAYOUTS["paragraphs"] + POSTS.replace("reply", "c")))
    assert not is_forum(sheet, "https://example.org/2023/11/11/1.html")


def test_buttons_and_counters_between_posts_are_told_from_short_posts() -> None:
    lines = ["99,411", "发表评论", "支持一下。", "楼上说得对", "我也想发表评论，可是那一年的水还没有退，桥也断了。"]
    _, _, sheet = sheet_of(f"<body>{''.join(f'<p>{line}</p>' for line in lines)}</body>")
    assert [is_scrap(sheet, line.block) for line in sheet.visible] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (f"{TITLE}_本地新闻_河上网", TITLE),
        (f"{TITLE} - 河上晨报", TITLE),
        (f"{TITLE}|河上网", TITLE),
        (f"{TITLE}--社会--河上网", TITLE),
        (f"{TITLE} - 河湾论坛 - Powered by Discuz!", TITLE),
        (f"{TITLE}-社会新闻-河湾新闻中心", TITLE),
        (f"{TITLE}—河上网", TITLE),
        (f"{TITLE} - 河湾县人民政府", TITLE),
        (f"河湾日报数字报-{TITLE}", TITLE),
        (f"首页 - {TITLE} - 河上网", TITLE),
        (f"{TITLE}丨河湾夜话", TITLE),
        (f"{TITLE}—他说", f"{TITLE}—他说"),
        (f"江边-{TITLE}", f"江边-{TITLE}"),
        ("一条河的前世-今生", "一条河的前世-今生"),
        (TITLE, TITLE),
        ("", ""),
    ],
)
def test_names_of_sites_are_cut_off_titles(title: str, name: str) -> None:
    assert clean_title(title) == name or (name == "一条河的前世-今生" and clean_title(title).startswith("一条河的前世"))


def test_labels_before_a_headline_are_cut_off() -> None:
    assert unlabelled(f"原创{TITLE}", f"{TITLE}_网") == TITLE
    assert unlabelled(TITLE, f"{TITLE}_网") == TITLE
    assert unlabelled(f"图文：{TITLE}", f"图文：{TITLE}_网") == f"图文：{TITLE}"


STATED = {
    '<div class="info">2023-11-11 09:25 来源：河上晨报 作者：张三</div>': {"published": "2023-11-11T09:25:00+08:00", "source": "河上晨报", "authors": ["张三"]},
    "<div>发布时间：2023年11月11日</div>": {"published": "2023-11-11"},
    "<div>张三 发表于 2023-11-11 09:25</div>": {"authors": ["张三"], "published": "2023-11-11T09:25:00+08:00"},
    "<script>var pubtime = '2023-11-11 09:25:00';</script>": {"published": "2023-11-11T09:25:00+08:00"},
    "<script>var copyright = '2023-11-11 09:25:00';</script>": {"published": None},
    "": {"published": None, "authors": []},
}


@pytest.mark.parametrize(("info", "fields"), STATED.items())
def test_the_byline_is_read_into_fields(info: str, fields: dict[str, object]) -> None:
    article = clean(page(f"<div><h1>{TITLE}</h1>{info}{paragraphs()}</div>"), media_type="text/html", script="keep")
    assert {name: getattr(article, name) for name in fields} == fields


def test_who_signed_the_text_is_its_author() -> None:
    article = clean(page(f"<div><h1>{TITLE}</h1>{paragraphs()}<p>□ 本报记者 张三</p></div>"), media_type="text/html", script="keep")
    assert article.authors == ["张三"]


def test_an_address_with_a_date_is_the_last_resort() -> None:
    source = page(f"<div><h1>{TITLE}</h1>{paragraphs()}</div>")
    assert clean(source, media_type="text/html", url="https://example.org/2023/11/11/1.html").published == "2023-11-11"


def test_every_word_of_furniture_begins_with_a_letter_and_has_one_kind() -> None:
    for sample in ("来源：", "版权", "相关阅读", "评论", "责任编辑", "免责", "分享", "首页"):
        found = PATTERN.findall(f"甲{sample}乙")
        assert found
        assert 0 <= kind_of(found[0]) < len(KINDS)
    assert not re.search(r"^\[", PATTERN.pattern)


def test_hints_are_read_of_names() -> None:
    assert [h for i, h in enumerate(HINTS) if hint_bits("comment-list") >> i & 1] == ["comment", "related"] or hint_bits("comment-list")
    assert hint_bits("xyz") == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_lies_between_0_and_1(title: str, line: str) -> None:
    from toolkit.markup.page import Page

    p = Page("")
    p.title = title
    assert 0.0 <= Title(p).likeness(line) <= 1.0
    assert letters(line) == letters(letters(line))


@given(
    st.lists(
        st.sampled_from([*PARAGRAPHS, "相关阅读", "一", NAV, INFO, "<table><tr><td>一<td>二</table>", "<div hidden>三</div>", "<h1>四五六七</h1>"]), max_size=8
    )
)
def test_what_is_kept_is_whole_blocks(parts: list[str]) -> None:
    text, ctx, sheet = sheet_of("".join(f"<div>{p}</div>" for p in parts))
    widen(sheet, choose(sheet, ctx.blocks))
    kept = [text[b.start : b.end] for b in ctx.blocks if b.kept]
    assert re.split(r"[\n\t]", apply(text, ordered(main_text(text, ctx)))) == (kept or [""])


def test_an_empty_name_is_nobody() -> None:
    from toolkit.chrome.names import is_person

    assert not is_person("")


def test_what_scripts_reveal_is_the_article_where_next_to_nothing_shows() -> None:
    for hide in ("style='display:none'", "hidden"):
        article = clean(page(f"<div id=story {hide}><h1>{TITLE}</h1>{paragraphs()}</div>"), media_type="text/html", script="keep")
        assert [p for p in article.paragraphs if p != TITLE] == PARAGRAPHS


def test_a_hidden_copy_does_not_stand_in_for_what_shows() -> None:
    copy = f"<div style='display:none'>{''.join(PARAGRAPHS) * 3}<p>{PARAGRAPHS[0] * 2}</p></div>"
    for body in (f"<div>{paragraphs()}</div>{copy}", f"{copy}<div>{paragraphs()}</div>"):
        article = clean(page(f"<h1>{TITLE}</h1>{body}"), media_type="text/html", script="keep")
        assert [p for p in article.paragraphs if p != TITLE] == PARAGRAPHS


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (f"<div class=post-author>作者： 江&船</div><h1>{TITLE}</h1>", ["江&船"]),
        (f"<h1>{TITLE}</h1><div class=author><a href=/u>船工老何</a></div>", ["船工老何"]),
        (f"<h1>{TITLE}</h1><div class=author><a href=/u>登录</a></div>", []),
        (f"<h1>{TITLE}</h1><div class=author-list><a href=/u>第3页</a></div>", []),
        (f"<h1>禾木：{TITLE}</h1><p>{TITLE}</p><p>禾木</p>", ["禾木"]),
        (f"<h1>禾木：{TITLE}</h1><p>木禾</p>", []),
        (f"<h1>{TITLE}</h1><div class=author>本报记者 陈立文 李 舟</div>", ["陈立文", "李舟"]),
        (f"<h1>{TITLE}</h1><div>2023-11-11 09:25</div><div>易信</div>", []),
        (f"<h1>{TITLE}</h1><div>2023-11-11 09:25 posted by the river</div>", []),
        (f"<h1>{TITLE}</h1><div>Posted 2023-11-11 09:25 by Mary-Ann O'Dell Smith</div>", ["Mary-Ann O'Dell Smith"]),
    ],
)
def test_an_author_is_known_by_the_place_of_the_name(head: str, authors: list[str]) -> None:
    assert clean(page(f"<div>{head}{paragraphs()}</div>", title=""), media_type="text/html", script="keep").authors == authors


@pytest.mark.parametrize(
    ("title", "above"),
    [  # no line is like the page's <title>, which names the site or a section of it
        ("河上新闻网", f"<div>{TITLE}</div>"),
        ("河上电视台 新闻网", f"<div>{TITLE}</div><div>2023-11-11 09:25</div>"),
        ("新闻动态--河上网", f"<h3>首页 - 新闻动态</h3><h5>{TITLE}</h5>"),
        ("", f"<div>{TITLE}</div>"),
    ],
)
def test_a_headline_is_found_where_the_page_has_the_title_of_its_site(title: str, above: str) -> None:
    article = clean(page(f"<div>{above}{paragraphs()}</div>", title=title), media_type="text/html", script="keep")
    assert (article.title, article.origins["title"]) == (TITLE, "guess")


@pytest.mark.parametrize(
    ("title", "above"),
    [
        (f"{TITLE} - 河上社会 - 河上新闻网", f"<h1>{TITLE}</h1><h5>河上新闻网</h5>"),
        (f"{TITLE} | 河上新闻 | 江边的网站", f"<h1>河上新闻</h1><div>{TITLE}</div>"),
        ("小船的歌声传得很远 - 江边的人们写的文章集", "<h1>江边的人们写的文章集</h1><h1>小船的歌声传得很远</h1>"),
    ],
)
def test_of_the_lines_that_the_title_names_the_headline_is_taken(title: str, above: str) -> None:
    article = clean(page(f"<div>{above}{paragraphs()}</div>", title=title), media_type="text/html", script="keep")
    assert title.startswith(article.title or "?")


def test_a_headline_is_no_name_of_a_site() -> None:
    assert names_site("河上新闻网")
    assert names_site("新闻动态")
    assert not names_site(TITLE)
    assert not names_site("大江，流到了这里，新闻网")
    article = clean(page(f"<div><div>别的一行字在这里</div>{paragraphs()}</div>", title=TITLE), media_type="text/html", script="keep")
    assert article.title == TITLE


def test_the_site_that_a_page_states_is_not_its_author() -> None:
    named = '<meta name="author" content="{}">'
    for author, authors in (("河上网", []), ("example", []), ("陈立文", ["陈立文"]), ("船工老何", ["船工老何"])):
        body = f"<h1>{TITLE}</h1><div>来源：江边晚报 2023-11-11 09:25</div>{paragraphs()}"
        article = clean(page(body, head=named.format(author)), url="https://news.example.com/1", media_type="text/html", script="keep")
        assert (article.source, article.authors) == ("江边晚报", authors)
    article = clean(page(f"<h1>{TITLE}</h1>{paragraphs()}", head=named.format("河上网")), media_type="text/html", script="keep")
    assert article.authors == ["河上网"]  # no source is named: it may be the page of one person


def test_the_site_goes_from_a_stated_title() -> None:
    names = site_names(f"{TITLE}_社会_河上新闻", ["河上网"], "https://www.example.com/")
    assert is_site("河上", names)
    assert is_site("Example", names)
    assert not is_site("河", names)
    assert not is_site("江上", names)
    assert without_site(f"{TITLE} | Example", names) == TITLE == without_site(TITLE, names)
    assert without_site("一条河的前世-今生", names) == "一条河的前世-今生"
    assert site_names("", [], "http://[broken") == set()


SIGNED = (
    "文/陈立文",
    "文／陈立文",
    "作者：陈立文",
    "作者 陈立文",
    "本报记者 陈立文",
    "本报记者陈立文",
    "由 陈立文 发表于 2005-09-15",
    "发表人：陈立文",
    "发帖人：陈立文",
    "□ 陈立文",
    "●陈立文",
    "【作者:陈立文】",
    "[作者] 陈立文",
    "撰文 陈立文",
    "记者 陈立文 报道",
    "文章作者：陈立文 来源：河湾日报",
    "2005-09-15 陈立文 河湾日报",
    "河湾日报 陈立文 2005-09-15",
    "（陈立文）",
    "陈立文",
    "作　者：陈立文",
    "编译：陈立文",
    "采写/本报记者 陈立文",
    "作者 | 陈立文",
    "作者丨陈立文",
    "文丨陈立文",
    "供稿：陈立文",
    "署名：陈立文",
    "By 陈立文",
    "来源：河湾日报 | 陈立文",
)


@pytest.mark.parametrize("line", SIGNED)
def test_authors_of_a_line_under_the_title(line: str) -> None:
    article = clean(page(f"<div><h1>{TITLE}</h1><div>{line}</div>{paragraphs()}</div>"), media_type="text/html", script="keep")
    assert article.authors == ["陈立文"]


@pytest.mark.parametrize(
    ("opening", "authors"),
    [
        ("本报讯（记者 陈立文）", ["陈立文"]),
        ("新华社北京9月15日电（记者陈立文、于小舟）", ["陈立文", "于小舟"]),
        ("【本报记者陈立文河湾报道】", ["陈立文"]),
        ("（河湾讯 陈立文）", []),
    ],
)
def test_authors_at_the_beginning_of_the_text(opening: str, authors: list[str]) -> None:
    body = "".join(f"<p>{p}</p>" for p in (opening + PARAGRAPHS[0], *PARAGRAPHS[1:]))
    assert clean(page(f"<div><h1>{TITLE}</h1>{body}</div>"), media_type="text/html", script="keep").authors == authors


@pytest.mark.parametrize(
    "date", ["05-09-15 11:46", "2005.9.15", "二〇〇五年九月十五日", "[2005-09-15]", "更新：2005年09月15日", "星期四 2005年9月15日", "民國94年9月15日"]
)
def test_dates_under_the_title(date: str) -> None:
    article = clean(page(f"<div><h1>{TITLE}</h1><div>{date}</div>{paragraphs()}</div>"), media_type="text/html", script="keep")
    assert (article.published or "").startswith("2005-09-15")


@pytest.mark.parametrize(
    "line",
    [
        "上一篇：河上的桥",
        "相关新闻",
        "标签：渡口 灯",
        "本文链接：http://www.example.com/1.html",
        "- END -",
        "12 人赞同了该回答",
        "版权所有：河湾网 ICP备12345678号",
    ],
)
def test_lines_behind_the_text_that_say_what_they_are_go(line: str) -> None:
    article = clean(page(f"<div><h1>{TITLE}</h1>{paragraphs()}<p>{line}</p></div>"), media_type="text/html", script="keep")
    assert [p for p in article.paragraphs if p != TITLE] == PARAGRAPHS
    english = "The river rose again this spring, and nobody who lived along it could remember a year with so much water, or so many boats tied to the houses."
    kept = clean(f"<html><body><h1>The river</h1><p>{english}</p><p>{english[::-1]}</p><p>THE END</p></body></html>", media_type="text/html").paragraphs
    assert kept[-1] == "THE END"


@pytest.mark.parametrize("line", ["首页 > 新闻 > 正文", "您现在的位置：首页 > 社会", "+关注", "听新闻", "本文字数：1234 阅读时间：5分钟", "IP属地：河湾"])
def test_lines_before_the_text_that_say_what_they_are_go(line: str) -> None:
    article = clean(page(f"<div><h1>{TITLE}</h1><p>{line}</p>{paragraphs()}</div>"), media_type="text/html", script="keep")
    assert [p for p in article.paragraphs if p != TITLE] == PARAGRAPHS
