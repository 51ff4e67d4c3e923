"""Breadcrumbs and navigation bars: where the page lies in its site."""

from __future__ import annotations

import re

from toolkit.chrome.lines import Line, Page
from toolkit.context import Context

_PLACE = re.compile(
    r"[\s\W]*(?:您|你)?(?:现在|当前|目前|所在)?(?:的|所在|所处)?(?:的)?(?:位置|栏目|路径)(?:在|是)?\s?[:>»|]|[\s\W]*(?:您|你)(?:现在|当前|"
    r"目前)?(?:的|所在|所处)?(?:的)?位置\s?(?:是|在)?\s?[:：]?|[\s\W]*(?:您|你)(?:现在|当前|正)?(?:正)?在\s?[:]"
)
_ARROW = re.compile(r"\s*(?:>+|»|›|→|＞|/|\\|-{1,2}>?|—+|\||·|::|≫|⟩|〉|▶|►)\s*")
_STRONG_ARROW = re.compile(r">|»|›|→|≫|〉|▶|►")
_HOME = re.compile(r"(?:网站|网|本站|返回|站点)?(?:首页|主页)|home|[\u3400-\u9fff]{0,8}首页")
_GENERIC = re.compile(
    r"(?:网站|网|本站|返回)?(?:首页|主页)|home|正文|内容|详情|文章|详细|详细内容|内容页|文章内容|文章正文|内容详情|新闻详情|文章详情|浏览文章|"
    r"查看文章|查看|浏览|阅读|正文内容|新闻内容|信息内容|正文页|列表|详细页|详细信息|全文|原文|.*(?:位置|首页)\s?[:]?"
)
_NAV = frozenset(
    "首页 网站首页 主页 新闻 新闻中心 新闻资讯 新闻动态 行业动态 行业新闻 公司新闻 公司动态 企业新闻 通知公告 公告 关于我们 联系我们 联系方式 登录 "
    "登陆 注册 登录/注册 产品中心 产品展示 服务 服务项目 解决方案 成功案例 案例 人才招聘 招聘 "
    "公司简介 企业简介 简介 企业文化 在线留言 留言板 留言 论坛 博客 专题 视频 图片 图库 财经 体育 娱乐 科技 汽车 房产 教育 健康 文化 旅游 国际 "
    "国内 社会 军事 时政 要闻 评论 时评 理论 经济 民生 政务 党建 法治 生活 美食 时尚 游戏 女性 母婴 星座 "
    "历史 读书 直播 滚动 热点 推荐 排行 下载 商城 搜索 客户端 手机版 邮箱 微博 微信 帮助 更多 导航 网站地图 设为首页 加入收藏 政策法规 政策 "
    "办事指南 机构设置 信息公开 政务公开 互动交流 数据 地图 天气 English 繁体 繁體 简体 无障碍 招商 加盟 资讯 动态 会员中心 个人中心 我的 退出 "
    "购物车 问答 知识 百科 图书 学院 "
    "概况 学校概况 院系设置 师资队伍 科学研究 招生就业 校园文化 学生工作 党群工作 领导信箱 县情 区情 市情 走进 基层 综合 副刊 文艺 公益 广告 彩票 "
    "股票 基金 理财 银行 保险 能源 环保 食品 数码 家居 亲子 情感 宠物".lower().split()
)


def take_breadcrumb(page: Page, ctx: Context, near: int) -> int:
    """Take the breadcrumb among the first lines and read the section out of it; the index of its line, -1 where there is none.

    near: how many lines to look at. The section is the last step that names one.
    """
    for i, line in enumerate(page.lines[:near]):
        if line.gone or line.prose or len(line.text) > 160:
            continue
        steps = _steps(line)
        if steps is None:
            continue
        section = _section(line, steps)
        if section:
            start, end = section
            ctx.fields.propose("section", line.text[start:end], "line")
            line.split([(start, end, "field.section")], "chrome.breadcrumb")
        else:
            line.take("chrome.breadcrumb")
        return i
    return -1


def is_breadcrumb(line: Line) -> bool:
    """Whether a line is a breadcrumb."""
    return len(line.text) <= 160 and _steps(line) is not None


def _steps(line: Line) -> list[tuple[int, int]] | None:
    """The steps of a breadcrumb as places in the line; None where the line is none."""
    flat = line.flat
    m = _PLACE.match(flat)
    at = m.end() if m else 0
    cuts = list(_ARROW.finditer(flat, at))
    strong = sum(_STRONG_ARROW.search(c.group()) is not None for c in cuts)
    from_home = strong > 0 and _HOME.fullmatch(flat[at : cuts[0].start()].strip()) is not None
    if not m and not from_home and not (strong >= 2 and strong == len(cuts) and len(flat) <= 80):
        return None
    if "〈" in flat:  # then 〉 ends the name of something
        return None
    if m and not cuts and len(flat) - at > 30:
        return None
    steps: list[tuple[int, int]] = []
    for c in [*cuts, None]:
        end = c.start() if c else len(flat)
        if flat[at:end].strip():
            steps.append((at, end))
        at = c.end() if c else end
    return steps


def _section(line: Line, steps: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The place of the last step that names a section of the site: not its front page, not the article itself."""
    for start, end in reversed(steps):
        step = line.flat[start:end]
        name = step.strip(" :>[]()\xa0")
        if name and len(name) <= 12 and not _GENERIC.fullmatch(name):
            offset = step.find(name)
            return start + offset, start + offset + len(name)
    return None


_NAV_CUT = re.compile(r"[\s|·•,、>]+")
_NAV_EDGE = " []()<>·•|/"


def is_navigation(line: Line) -> bool:
    """Whether a line is a bar of links: three or more short words, a good part of them names of sections every site has."""
    if len(line.text) > 240 or line.flat.endswith((".", "。", "!", "?", ";")):
        return False
    parts = _NAV_CUT.split(line.flat)
    words = [w for w in [w.strip(_NAV_EDGE) for w in parts] if w] if len(parts) >= 3 else []
    if len(words) < 3 or max(map(len, words)) > 12 or sum(map(len, words)) > 7 * len(words):
        return False
    known = sum(w in _NAV or (w.endswith("首页") and len(w) < 8) or ("/" in w and all(p in _NAV for p in w.split("/"))) for w in words)
    first = words[0] in ("首页", "网站首页", "主页", "网首页", "登录", "注册", "设为首页")
    return known >= (2 if first else max(3, 0.5 * len(words)))
