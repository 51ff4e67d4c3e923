"""The foot of a text drop: once the article is over, what follows is the page's."""

from __future__ import annotations

import re

from toolkit.chrome.lines import Line, Page
from toolkit.chrome.table import match_line
from toolkit.context import Context
from toolkit.fold import fold

_HANZI = re.compile("[\u3400-\u9fff]")
_NO_LETTER = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_RIGHTS = re.compile(r"版权(?:所有|归属?)\s?[:]?\s?(?P<who>[\u3400-\u9fffa-z()·]{3,30}?)(?=\s|$|[|,;。:]|所有)")
_DISCLAIMER = re.compile(
    r"^[\s\W]*(?:[\u3400-\u9fff]{0,10}(?:网|本站|报|平台))?(?:免责|版权|特别|郑重|转载|法律|温馨|本站|本网|重要|风险|投资|侵权|原创)?(?:与)?(?:免责|"
    r"版权)?(?:声明|提示|说明|申明)\s?[\])】:]"
    r"|^[\s\W]*(?:声明|注|说明|提示|版权)[:]|^[\s\W]*(?:凡|本站|本网|本文|以上|文章|图片|部分|内容|如|转载|未经|本平台|本公众号|原标题|以上内容|"
    r"该文|此文|上述)"
)
_DISCLAIMS = re.compile(
    r"(?:版权|著作权)(?:归|属|为).{0,16}(?:所有|原作者)|仅代表.{0,12}(?:观点|立场|个人)|不代表.{0,16}(?:观点|立场)|与(?:本站|本网|本平台|本报|"
    r".{2,8}网)(?:立场)?无关|(?:侵权|侵犯).{0,30}(?:联系|删除|告知|处理)|不构成.{0,12}(?:投资|建议|意见)|"
    r"(?:未经|不得).{0,20}(?:授权|许可|允许|转载|摘编)|转载.{0,16}(?:注明|标明|出处|来源|须|请)|(?:注明|标明)(?:出处|来源)|(?:联系|"
    r"通知).{0,12}(?:删除|我们|本站|本网)|真实性.{0,20}(?:不作|不负|不承担|未经|保证)|仅供.{0,10}参考|风险自(?:担|负)|不承担.{0,14}责任|著作权法|"
    r"追究.{0,10}法律责任"
)


def is_disclaimer(line: Line) -> bool:
    """Whether a line disclaims: who owns the text, whose view it is, whom to ask for its removal."""
    flat = line.flat
    return len(flat) <= 500 and _DISCLAIMER.search(flat) is not None and len(set(_DISCLAIMS.findall(flat))) >= (1 if len(flat) < 120 else 2)


def take_disclaimers(page: Page) -> None:
    """Take disclaimers from the end of a text upwards."""
    for line in reversed(page.lines):
        if line.gone:
            continue
        if is_disclaimer(line):
            line.take("chrome.disclaimer")
        elif line.prose:
            return


def take_foot(page: Page, ctx: Context) -> None:
    """Take the page's lines behind the last paragraph; behind a line that ends the article, the short rest goes as well."""
    over = False
    for line in page.lines[page.last + 1 :]:
        if line.gone:
            over = over or page.whole_site or line.rule in ("chrome.editor", "chrome.byline")
            continue
        rule = match_line(line, "foot")
        if rule:
            line.take(rule.rule.id)
            over = over or rule.ends or page.whole_site
        elif over and (page.whole_site or _is_rest(line)):
            line.take("chrome.foot")
        read_rights(line, ctx)


def take_foot_lines(page: Page) -> None:
    """Take those lines behind the last paragraph of a Chinese text that say themselves that they are the page's."""
    if page.has_body and _HANZI.search(page.lines[page.last].text):
        for line in page.lines[page.last + 1 :]:
            if not line.gone and (rule := match_line(line, "foot")) is not None:
                line.take(rule.rule.id)


def _is_rest(line: Line) -> bool:
    """Whether a line behind the end of an article is the page's: no sentence, or a list's entry."""
    return not line.prose and len(line.text) <= 60 and not re.search(r"[。！？；]", line.text)


def read_rights(line: Line, ctx: Context) -> None:
    """Read who holds the rights out of a footer line that goes."""
    m = _RIGHTS.search(line.flat)
    if line.rule == "chrome.footer" and m:
        ctx.fields.propose("rights_holder", line.text[m.start("who") : m.end("who")], "line")
        line.split([(m.start("who"), m.end("who"), "field.rights-holder")], line.rule)


def plain(text: str) -> str:
    """The letters and hanzi of a text, folded: what a repeat is compared by."""
    return _NO_LETTER.sub("", fold(text))
