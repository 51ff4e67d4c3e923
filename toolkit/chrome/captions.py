"""Picture captions: a short line that ends in the photographer's name or says that it describes a picture."""

from __future__ import annotations

import re

from toolkit.chrome.credits import take_by_line
from toolkit.chrome.lines import Line, Page
from toolkit.chrome.names import is_person
from toolkit.context import Context

_LONGEST = 70  # code points; a longer one with sentences in it is text
_SHARE = 0.4  # of what is left
_STOPS = re.compile(r"[。！？]")
_MAY_BE = re.compile("[图供摄绘拍照视▲△▼]")  # what every caption and credit below holds one of
_SPREAD = re.compile(r"(?<=^[\u3400-\u9fff])\s(?=[\u3400-\u9fff]$)")
_NAME = r"[\u3400-\u9fff·]{2,4}(?:\s[\u3400-\u9fff])?"
# A credit without a name.
_NAMELESS = re.compile(
    r"(?:(?:受访|采访|被访)(?:者|单位|对象|企业|方)?(?:供图|提供|供)|[\u3400-\u9fff]{2,12}(?:供图)|资料图|资料图片|资料照片|视频截图|网络图片|"
    r"网络配图|图源网络|网络截图|档案图片|效果图|示意图|图集|图片来自.{1,16}|图片来源.{1,24}|图源[:/]?.{1,16}|来源[:/]视觉中国|视觉中国|图/.{2,16}|"
    r"摄影[:/].{2,20}|摄[:/].{2,20}|供图[:/].{2,24}|图片由.{2,20}提供)[)\]]?[。.]?$"
)
_CREDIT_END = r"(?:摄影报道|图文|供图|提供|摄影|摄像|摄|图|航拍|绘|制图|文/图)(?:[)\]])?[。.]?$"
_ENDS_AS_CREDIT = re.compile(_CREDIT_END)
_CREDIT = re.compile(
    rf"(?:^|[\s。,，!！)\]”\"|、;：:—])(?:[(\[]?)(?:(?:本报|本网|本刊|新华社|中新社|中新网|[\u3400-\u9fff]{{2,8}}(?:报|网|社|台|新闻))?\s?(?:全媒体|"
    rf"融媒体|见习|实习|首席|特约)?(?:记者|通讯员)?\s?)?"
    rf"(?P<who>{_NAME}(?:[\s、,/]{{1,2}}{_NAME}){{0,3}})\s?/?\s?{_CREDIT_END}"
)
_SHOWS = re.compile(
    r"^[▲△▼▽↑↓●]*\s?(?:图为|(?:上|下|左|右|本|题|资料|配|此)图(?:为|[:,]|\d?(?:和下图|、下图))|图片?(?:说明|来源|源)[:]|图\s?/|摄影[:/]|供图[:/]|"
    r"图[:]|[(\[]?(?:资料|网络|示意|效果|配)图(?:片)?[)\]]?$)|^[▲△▼]\s?\S"
)


def is_caption(line: Line) -> bool:
    """Whether a line is a caption or a photo credit."""
    if len(line.text) > (_LONGEST if "。" in line.text[:-1] else 2 * _LONGEST):
        return False
    flat = line.flat
    if _SHOWS.match(flat):
        return len(_STOPS.findall(line.text)) <= 2
    m = _NAMELESS.search(flat)
    if m:
        return len(_STOPS.findall(line.text[: m.start()])) <= 2
    m = _CREDIT.search(flat) if _ENDS_AS_CREDIT.search(flat) else None
    if not m:
        return False
    names = [n for n in re.split(r"[\s、,/]+", _SPREAD.sub("", m["who"])) if n]
    return any(is_person(n) for n in names) and len(_STOPS.findall(line.text[: m.start()])) <= 1


def take_captions(page: Page, ctx: Context) -> None:
    """Move captions into their field; a story told in captions keeps them."""
    short = [line for line in page.lines if len(line.text) <= 2 * _LONGEST and not line.gone and _MAY_BE.search(line.flat)]
    found = [line for line in short if is_caption(line) and not take_by_line(line, ctx)]
    if not found:
        return
    said = sum(len(line.text) for line in found)
    if said <= _SHARE * sum(len(line.text) for line in page.lines if not line.gone):
        for line in found:
            ctx.fields.propose("caption", line.text, "line")
            line.take("field.caption")
