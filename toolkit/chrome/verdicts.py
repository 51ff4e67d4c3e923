"""Pages that are no articles: error pages, login walls, shells without content, doorways of keywords, salads."""

from __future__ import annotations

import re

from toolkit.chrome.lines import Page
from toolkit.context import Context

_SHORT = 400  # visible characters; a page with more is judged by a reader
_ERROR = re.compile(
    r"404|not found|forbidden|bad gateway|internal server error|(?:页面|网页|文章|内容|信息|资源|地址|链接|帖子|主题|网址|"
    r"文件)(?:可能)?(?:已经?)?(?:不存在|找不到|无法(?:找到|访问|显示)|丢失|被删除|失效|过期|下线|走丢)|"
    r"(?:找不到|无法找到|没有找到)(?:该|您|你|相关|要|指定|这个|此)?.{0,12}(?:页面|网页|文章|内容|文件|资源)|(?:已被|已经)?(?:作者|管理员|"
    r"发布者)?删除|(?:访问|系统|服务器|程序|页面)(?:出错|错误|异常|繁忙)|出错了|发生错误|域名(?:已)?(?:过期|到期|出售)|"
    r"网站(?:正在|已)?(?:建设中|维护|升级|关闭|暂停|停止)|(?:没有|无)权限?(?:访问|查看)|参数错误|非法(?:请求|访问)|请求(?:的)?.{0,6}(?:不存在|失败)|"
    r"错误信息|错误代码"
)
_LOGIN = re.compile(
    r"(?:请|需要|必须|您|你)?(?:先)?(?:登录|登陆|注册)(?:后|之后|才|并|再|以|账号|帐号|您的|您|用户)|(?:未|没有|尚未)(?:登录|登陆)|用户名|密码|"
    r"验证码|忘记密码|记住(?:我|密码)|立即注册|免费注册|自动登录|(?:会员|付费|订阅|vip)(?:专享|阅读|可见|用户|内容|后)|没有(?:账号|帐号)"
)
_SHELL = re.compile(
    r"(?:请|需要|您)?(?:启用|开启|打开|支持)\s?(?:javascript|js)|enable javascript|正在加载|加载中|loading|请稍候|请稍等|"
    r"页面跳转|正在跳转|自动跳转|浏览器版本过低|正在(?:检查|验证)|安全验证|人机验证"
)
_KEPT_SPAM = 120  # visible characters left of a page that was mostly spam


def judge(page: Page, ctx: Context) -> None:
    """Turn a page away where nearly all of it says that it is no article."""
    left = sum([len(line.text) for line in page.lines if not line.gone])
    if left > _SHORT:
        return
    size = sum([len(line.text) for line in page.lines])
    salad = sum([len(line.text) for line in page.lines if line.rule == "spam.salad"])
    spam = sum([len(line.text) for line in page.lines if line.rule.startswith("spam.")]) - salad
    if size >= 60 and salad >= 0.6 * size and left <= _KEPT_SPAM:
        ctx.reject("page.salad", f"{salad} of {size} characters are a salad of rare characters")
    elif spam >= 0.6 * size > 0 and left <= _KEPT_SPAM and not any(line.prose and not line.gone for line in page.lines):
        ctx.reject("page.doorway", f"{spam} of {size} characters are lists of keywords, {left} are left")
    elif not _has_article(page):
        _short_page(page, ctx)


def _has_article(page: Page) -> bool:
    """Whether a paragraph is there that speaks of something else than errors and logins."""
    return any(not line.gone and len(line.text) >= 60 and line.prose and not _ERROR.search(line.flat) and not _LOGIN.search(line.flat) for line in page.lines)


def _short_page(page: Page, ctx: Context) -> None:
    whole = "\n".join([line.flat for line in page.lines])[:4000]
    left = len("\n".join([line.flat for line in page.lines if not line.gone]))
    errors = set(_ERROR.findall(whole))
    if len(errors) >= 2 and _ERROR.search("\n".join(line.flat for line in page.lines[:3])):
        ctx.reject("page.error", "the page says: " + "; ".join(sorted(errors)[:4]))
    elif left <= 200 and len(logins := set(_LOGIN.findall(whole))) >= 3:
        ctx.reject("page.login", "the page asks for a login: " + "; ".join(sorted(logins)[:4]))
    elif left <= 60 and (shells := set(_SHELL.findall(whole))):
        ctx.reject("page.shell", "the page holds no content of its own: " + "; ".join(sorted(shells)[:3]))
