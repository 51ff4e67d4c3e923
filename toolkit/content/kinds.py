"""Why a block is not the article: coarse kinds, for the ledger and for a reader of it."""

from __future__ import annotations

from functools import lru_cache

from toolkit.content.features import hints_of
from toolkit.content.lines import Line
from toolkit.content.words import HINTS, KINDS
from toolkit.markup.page import Block
from toolkit.rules import Rule, RuleTable

_ARTICLE = """<p>清晨的河面上起了雾，渔船还停在岸边，没有人说话。只有水拍着船板，一下又一下，像是有人在敲门。</p>
<p>等到太阳升起来，雾才慢慢散去，船一只一只地离了岸，往下游去了。岸上的人这才看清，河水比昨天又涨了一些。</p>
<p>老人说，这条河每年春天都要涨一次水，涨水的时候鱼最多，也最难打，年轻人都不愿意去，去的都是像他这样的人。</p>
<p>到了傍晚，船陆续回来，舱里的鱼不多，可是谁也没有抱怨，只说明天再早一点去，趁着雾还没有散。</p>"""


def _with(before: str = "", after: str = "") -> str:
    title = "<head><title>河上的雾_本地新闻</title></head>"
    return f'<html>{title}<body>{before}<div class="article"><h1>河上的雾</h1>{_ARTICLE}</div>{after}</body></html>'


def _post(date: str, text: str) -> str:
    return f'<tr><td class="post-title">{date}</td></tr><tr><td class="post-body">{text}</td></tr><tr><td class="post-foot"><a href="/c">评论</a></td></tr>'


_SHORT = """昨天和几个多年不见的同学去了<a href="/teahouse">河边新开的那家茶馆，坐了整整一个下午，回来时天已经黑了</a>。
过桥的时候，看见卖豆浆的老人把炉子搬到了桥的另一头，说是那边背风。我在桥上站了一会儿，手里的豆浆已经凉了，才想起来还要赶末班车，只好小跑着下了台阶。"""
_LONG = "".join(_ARTICLE.replace("<p>", "").replace("</p>", "").replace("河", other) for other in "江湖溪海渠")
_POSTS = "".join(map(_post, ("2020-03-09 08:10", "2020-03-08 21:40", "2020-03-07 07:05"), (_SHORT, _LONG, _SHORT)))
_SIDE = '<td class="sidebar"><p><a href="/a">相册</a></p></td>'
_BLOG = f"<html><head><title>河边日记</title></head><body><table><tr>{_SIDE}<td><table>{_POSTS}</table></td></tr></table></body></html>"


def _rule(name: str, reason: str, *hits: str) -> Rule:
    return Rule(f"content.{name}", reason, hits, (_with(),), "alone", "text/html")


RULES = RuleTable(
    _rule("link-line", "a short line of links is navigation", _with('<div><a href="/">首页</a> <a href="/n">新闻</a></div>')),
    _rule("navigation", "text that leads about the site, not part of the article", _with('<div class="nav">您的位置：首页 > 新闻</div>')),
    _rule("comment", "what readers wrote, or the form for it", _with("", '<div class="comment"><p>网友评论：共 3 条</p></div>')),
    _rule("related", "other articles that the page leads to", _with("", '<div class="related"><h3>相关阅读</h3></div>')),
    _rule("notice", "the site's notices: rights, disclaimers, calls to follow", _with("", "<div><p>版权所有，未经授权不得转载</p></div>")),
    _rule("byline", "who, when and where from: read into fields, not part of the text", _with('<div class="info">来源：晨报 2023-11-11 09:25</div>')),
    _rule("tools", "buttons and counters", _with("", '<div class="share">分享到：微信 微博</div>')),
    Rule(
        "content.later-post",
        "a later post of a page that holds several: the first is its article (a warning, too)",
        (_BLOG,),
        (_with(), _with("", f'<table class="comment">{_post("2023-11-12 10:00", "写得真好，我小时候也住在河边。") * 3}</table>')),
        "alone",
        "text/html",
    ),
    _rule("hidden", "a part of the page that is not displayed", _with('<div style="display:none"><p>模板文字</p></div>')),
    Rule(
        "field.author.editor",
        "a page that names nobody but the editor in charge: that name stands for the author (warning)",
        (_with('<div class="info">2023-11-11 09:25 来源：晨报 责任编辑：张三</div>'),),
        (_with('<div class="info">2023-11-11 09:25 来源：晨报 作者：李四 责任编辑：张三</div>'), _with()),
        "alone",
        "text/html",
    ),
    _rule("other", "text of the page that is not its article", _with("<table><tr><td>晴<td>十二度<td>东风</table>")),
)
_BY_WORD = dict(zip(KINDS, ("byline", "notice", "related", "comment", "byline", "notice", "tools", "navigation"), strict=True))
_BY_HINT = {"comment": "comment", "nav": "navigation", "foot": "notice", "side": "navigation", "related": "related", "meta": "byline", "pager": "navigation"}
_BY_HINT |= {"head": "navigation", "share": "tools", "login": "tools", "tags": "related", "ad": "notice"}


def rule_of(b: Block, line: Line | None, *, later: bool = False) -> str:
    """The rule id for a block that is not kept: by its words, else by what its container is called.

    `later`: it stands in or behind the second of several posts; there all prose is theirs.
    """
    if b.parent.hidden:
        return "content.hidden"
    if line is not None and line.furniture:
        return f"content.{_BY_WORD[KINDS[line.kinds.index(max(line.kinds))]]}"
    if later and line is not None and line.prose:
        return "content.later-post"
    bits = hints_of(b.parent)
    return _by_hints(bits) if bits else "content.other"


@lru_cache(maxsize=1024)
def _by_hints(bits: int) -> str:
    for i, name in enumerate(HINTS):
        if bits >> i & 1 and name in _BY_HINT:
            return f"content.{_BY_HINT[name]}"
    return "content.other"
