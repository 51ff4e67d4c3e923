"""Foreign matter inside the text of an article: brands round its title, watermarks between sentences, advertising lines, emoji."""

from __future__ import annotations

import re
from collections import Counter

from toolkit.alternation import by_first_letter
from toolkit.chrome.lines import Page
from toolkit.chrome.spam import Said, grams

_PART = re.compile(r"[^-_|｜【】\[\]()（）—–:：]+")
# What a betting site calls itself and offers; a part of a title is a brand's only if it also shares nothing with the article.
_BRAND = re.compile(
    r"官网|官方(?:网站|网|平台|入口|版)|登录|登陆|注册|入口|app|下载|手机版|网页版|最新版|客户端|体育|娱乐(?:城|场|平台)?|真人|棋牌|彩票|电竞|电子|"
    r"国际|平台|投注|博彩|赌场|开户|体彩|优惠|集团官"
)
# A notice of where a text comes from, with the site's address, or the name of the software that put it there.
_ADDRESS = r"(?:https?://|www\.)[\w./?=&%-]{3,60}|[a-z0-9-]{2,30}\.(?:com|cn|net|org|cc|top|vip|com\.cn)(?:/[\w./-]{0,30})?"
_NOTICE = re.compile(
    rf"(?<=[。！？”])\s?[(（【\[〔{{《<]?(?:(?:本文|内容|文章|资料|原文|转载|更多|版权|欢迎|请|手机|访问|来自|来源|摘自|选自|转自|copyright|首发|"
    rf"尽在|详见|关注)[^。！？\n]{{0,30}})?"
    rf"(?:{_ADDRESS})[^。！？\n\u3400-\u9fff]{{0,4}}(?:[)）】\]〕}}》>])?[。！]?"
    r"|(?<=[。！？”])\s?[(（【\[]?(?:copyright|内容来自|本文来自|来自)?\s?@?\s?(?:dedecms|织梦(?:内容管理系统|好[，,]好织梦|cms)?|phpcms|帝国cms|"
    r"discuz!?|wordpress)[\w.]{0,12}[)）】\]]?[。！]?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:^|(?<=[。！？”]))[^。！？\n]{4,40}[。！？]")
_OF_A_SITE = re.compile(r"本文|来源|来自|转载|首发|公众号|小编|版权|整理发布|关注我们|收藏本站|手机阅读|最新地址|防止失联")
_BRACKETED = re.compile(r"[(（【\[〔][^()（）【】\[\]〔〕\n]{3,24}[)）】\]〕]")
_AD = by_first_letter(
    r"点击|戳这|立即|马上|免费|领取|优惠|限时|加微信|微信号|加v|加q|咨询|下载|注册|开户|送\d|红包|福利|报名|秒杀|特价|折扣|购买|抢购|客服|招商|加盟|"
    r"代理|推广|赚钱|日赚|月入|包邮|进群|扫码|入群|官网|赢取|大奖|彩金|提现|返利"
)
_LOUD = re.compile(r"[!！↓→↑⬇👇👉🔥💰☎📞>》]|https?://|www\.|(?<!\d)1[3-9]\d{9}(?!\d)|\d{3,4}-\d{7,8}|[qv]{1,2}\s?[:：]?\s?\d{5,}", re.IGNORECASE)
# The sign first, then what stands before it: so it is searched for fast.
_EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff](?<=[\u3400-\u9fff].)\ufe0f?(?=[\u3400-\u9fff])")
_MIN_EMOJI = 3


def take_marks(page: Page) -> None:
    """Take brands round the title, watermarks, advertising lines and emoji noise."""
    _watermarks(page)
    _advertising(page)
    _emoji(page)
    _brand(page)


def _brand(page: Page) -> None:
    """Cut what a brand put before and behind the title: parts that speak of logging in and not of the article."""
    heads = [line for line in page.lines[:4] if not line.prose and not line.gone and len(line.text) <= 120]
    suspects = [line for line in heads if len(_BRAND.findall(line.flat)) >= 2]
    if not suspects:
        return
    known = Said("\n".join([line.flat for line in page.lines if line.prose])[:20000])
    for line in suspects:
        parts = [m for m in _PART.finditer(line.flat) if m.group().strip()]
        foreign = [m for m in parts if not any(map(known.__contains__, grams(m.group()))) and _BRAND.search(m.group())]
        rest = [m for m in parts if m not in foreign and grams(m.group())]
        if not foreign or not rest or not known.is_article() or not _is_wrap(foreign):
            continue
        line.core = (rest[0].start(), rest[-1].end())
        line.cut(0, rest[0].start(), "spam.brand-wrap")
        line.cut(rest[-1].end(), len(line.text), "spam.brand-wrap")


def _is_wrap(foreign: list[re.Match[str]]) -> bool:
    """Whether the parts are a brand's: two of them share a name, or one says two of the things that brands offer."""
    counts = Counter(g for m in foreign for g in grams(m.group()))
    return any(n > 1 for n in counts.values()) or any(len(_BRAND.findall(m.group())) >= 2 for m in foreign)


def _watermarks(page: Page) -> None:
    """Cut notices of origin between sentences: with an address, or the same sentence or bracket of a site again and again."""
    prose = [line for line in page.lines if line.prose and not line.gone]
    for line in prose if _may_hold_notice(page.text) else ():
        for m in _NOTICE.finditer(line.text) if _may_hold_notice(line.text) else ():
            line.cut(m.start(), m.end(), "chrome.watermark")
    if len(_OF_A_SITE.findall(page.text)) < 2:
        return
    named = [line for line in prose if _OF_A_SITE.search(line.text)]
    if len(named) < 2:
        return
    for pattern in (_SENTENCE, _BRACKETED):
        found = [(line, m) for line in named for m in pattern.finditer(line.text) if _OF_A_SITE.search(m.group())]
        counts = Counter(m.group() for _, m in found)
        for line, m in found:
            if counts[m.group()] >= 2:
                line.cut(m.start(), m.end(), "chrome.watermark")


def _may_hold_notice(text: str) -> bool:
    return "." in text or "织梦" in text or "cms" in text


def _advertising(page: Page) -> None:
    """Take short loud lines between paragraphs that sell something the article does not speak of."""
    loud = [line for line in page.lines if len(line.text) <= 60 and not line.gone and len(set(_AD.findall(line.flat))) >= 2 and _LOUD.search(line.text)]
    if not loud:
        return
    known = Said("\n".join([line.flat for line in page.lines if not line.gone and line not in loud])[:20000])
    for line in loud:
        own = grams(line.flat)
        if own and sum(map(known.__contains__, own)) <= 0.15 * len(own) and known.is_article():
            line.take("spam.advertising")


def _emoji(page: Page) -> None:
    """Cut emoji set into the middle of sentences, where a text is full of them."""
    if not _EMOJI.search(page.text):
        return
    found = [(line, m) for line in page.lines if not line.gone for m in _EMOJI.finditer(line.text)]
    if len(found) >= _MIN_EMOJI:
        for line, m in found:
            line.cut(m.start(), m.end(), "spam.emoji")
