"""Words that tell furniture of a page from its article, by kind: on Chinese pages in both scripts, and on English ones.

Each is in use on pages of many sites. They are evidence for the model's features, never a reason on their own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.alternation import by_first_letter

KINDS = ("byline", "rights", "related", "comment", "editor", "notice", "tools", "way")
_WORDS = {
    "byline": "来源[:：]|來源[:：]|来源于|稿源|文章出处|作者[:：]|记者[:：]|發佈[:：於时時]|发布[:：于时時]|发表[:：于时時]|日期[:：]|时间[:：]"
    "|時間[:：]|浏览[:：次量]|瀏覽|点击[:：数次量]|點擊|阅读[:：数量次(（]|人气[:：]|字号|字體|字体|Source:|Published|Updated"
    r"|Posted (?:on|by|at)|Written by|By [A-Z]|min(?:ute)?s? read",
    "rights": r"版权|版權|著作權|Copyright|©|\(C\)|ICP|许可证|經營許可|备案|备\d|All [Rr]ights|违法和不良|举报电话|举报邮箱|服务热线|客服电话"
    "|联系电话|Terms of|Privacy",
    "related": "相关(?:新闻|阅读|文章|报道|链接|专题|推荐|内容|资讯|搜索|主题|帖子|评论|图片|视频)|相關|延伸(?:阅读|閱讀)|廷伸阅读"
    "|推荐(?:阅读|文章|新闻|内容)|推薦|更多|热门|熱門|热点|熱點|排行|猜你喜欢|你可能|您可能|上一[篇页条张则個]|下一[篇页条张则個]"
    "|上[篇則]|下[篇則]|图片新闻|圖片|精彩|最新|头条|編輯推薦|编辑推荐|大家都在|Related|RELATED|Read [Mm]ore"
    "|More (?:from|on|in|stories)|You may|Most (?:[Rr]ead|[Pp]opular|[Vv]iewed)|Previous|Next|Recommended|Trending|Popular|Latest"
    "|Also (?:read|on)",
    "comment": r"评论|評論|留言|网友|網友|回复|回覆|回應|发表|發表|跟帖|登录|登錄|登入|注册|註冊|匿名|顶\(|踩\(|我要|投票|支持\(|反对\(|楼主|沙发"
    "|Comment|comment|Repl(?:y|ies)|Log ?[Ii]n|Sign [UuIi]|Register|Subscribe",
    "editor": r"责任编辑|責任編輯|责编|責編|编辑[:：]|編輯[:：]|（编辑|【编辑|\(编辑|本文来源|原标题|作者[:：]|文[/／]|图[/／]|摄[影]?[:：]|校对"
    r"|审核[:：]|（记者|【记者|（完）|\(完\)|The End|Editing by|Reporting by",
    "notice": "免责|免責|声明[:：]|凡注明|凡本|真实性|真實性|赞同其|本公司|专页|專頁|正式登陆|正式登陸|讓你|让您|请(?:联系|注明|在文中)"
    "|請(?:聯|註|支持)|概不负责|不负任何|风险自|不构成|並不構成|并不構成|法律责任|追究|抄袭|版权所有|特别声明|郑重声明|聲明|本站|本网"
    "|本網|不代表|仅供参考|僅供參考|侵权|侵權|版权归|观点|转载|轉載|未经|未經|授权|授權|投资(?:有|需)|据此操作|公众号|公眾號|扫码"
    "|扫一扫|掃描|二维码|关注我们|下载|客户端|订阅|訂閱|投稿|爆料|热线|加入|广告|廣告|disclaimer|Disclaimer|Newsletter|newsletter|Advertis|advertis"
    "|reproduced|permission|Follow us|follow us",
    "tools": "分享|打印|列印|收藏|关闭|關閉|转发|轉寄|微博|微信|空间|复制链接|返回|纠错|字号|推荐给|加入收藏|设为首页|QQ|Share|Print|Email|Tweet"
    "|Facebook|Twitter|WhatsApp|Pinterest|LinkedIn",
    "way": "首页|首頁|您的位置|当前位置|目前位置|你的位置|所在位置|位置[:：]|正文$|&gt;|>>|»|›|频道|栏目|导航|網站|网站地图|Home|Menu|Search"
    "|Skip to|Contact|About",
}
# Every alternative starts with a letter: so they are searched for fast. The kind of what is found is asked of the grouped
# one, once for each string.
PATTERN = by_first_letter("|".join(_WORDS.values()))
_GROUPED = re.compile("|".join(f"({words})" for words in _WORDS.values()))


@lru_cache(maxsize=2048)
def kind_of(found: str) -> int:
    """The number in KINDS of a string that PATTERN found."""
    m = _GROUPED.match(found)
    return (m.lastindex or 1) - 1 if m is not None else 0


# What class and id names say of an element.
HINTS = (
    "article",
    "content",
    "detail",
    "text",
    "editor",
    "comment",
    "nav",
    "foot",
    "side",
    "related",
    "meta",
    "ad",
    "tags",
    "login",
    "head",
    "pager",
    "share",
    "post",
)
_HINTS = {
    "article": "article|story|news(?!letter)|entry|artical",
    "content": "content|cont(?:ent)?s?(?![a-z])|main(?![a-z]{0,32}(?:nav|menu))|neirong|con(?![a-z])",
    "detail": "detail|article-?body|artibody|post-?body|entry-?body|page-?body|body",
    "text": "text|txt|zhengwen|wenzhang|para|prose|rich|zoom",
    "editor": "editor|ueditor|kindeditor|ckeditor|markdown|html",
    "comment": "comment|cmt|reply|replies|pinglun|disqus|remark|feedback|liuyan|discuss|floor",
    "nav": "nav|menu|crumb|position|location|channel|breadcrumb|path|guide|site-?map|dropdown",
    "foot": "foot|copyright|bottom|icp|btm|beian|colophon",
    "side": "side|aside|right|left|column|col(?![a-z])|rail|widget|sub(?![a-z])",
    "related": "relat|recommend|xiangguan|tuijian|hot|rank|list|more|link|also|popular|trend|top(?![a-z])|jingcai|xgwz|others?|similar|latest"
    "|promo|card|teaser",
    "meta": "meta|info|author|source|date|time|byline|byname|title|tit(?![a-z])|headline|subtitle|laiyuan|xinxi|sign|credit|caption|summary"
    "|desc|intro|abstract|lead|daodu",
    "ad": "(?<![a-z])ads?(?![a-z])|advert|banner|sponsor|gg(?![a-z])|guanggao|adv(?![a-z])|promotion|gpt",
    "tags": "tags?(?![a-z])|keyword|categor|label|biaoqian",
    "login": "login|form|search|vote|subscribe|app(?![a-z])|qr-?code|popup|modal|dialog|cookie|newsletter|signup|reg(?![a-z])|user|member"
    "|profile|toolbar|survey",
    "head": "head(?!line)|topbar|logo|banner|masthead|top-",
    "pager": "page(?![a-z]{0,32}(?:body|content))|pager|pagin|next|prev|fenye",
    "share": "share|social|tool|bdshare|sns|weibo|wechat|weixin|print|font-?size|follow|like(?![a-z])|favor|bookmark",
    "post": "thread|topic|floor|forum|bbs|reply|replies|answer|quote|message",
}
HINT_PATTERN = re.compile("|".join(f"({words})" for words in _HINTS.values()))


def hint_bits(names: str) -> int:
    """Which kinds of HINTS a class and id string speaks of, as a bit mask."""
    bits = 0
    for m in HINT_PATTERN.finditer(names.lower()):
        bits |= 1 << (m.lastindex or 1) - 1
    return bits
