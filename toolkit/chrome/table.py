"""The rules that take whole lines by what they say: patterns over the folded line, each with its reason and examples."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from toolkit.chrome.lines import Line
from toolkit.rules import Rule

Zone = Literal["any", "ends", "foot"]


class LineRule(NamedTuple):
    """A rule over one line.

    pattern: what the folded line without its list mark (Line.bare) must be, from start to end. zone: "any" place of the
    text, its "ends" (before the first or behind the last paragraph), or its "foot". limit: the longest line it takes
    (code points). ends: whether an article is over where this line stands behind its last paragraph.
    """

    rule: Rule
    pattern: str
    zone: Zone
    limit: int = 60
    ends: bool = False


_WRAP = r"[\s«‹\[\](){}<>《》「」『』|/·•,:;>»›=*#&\-—_.~!+×x↓↑→←▼▲▶◀☞☟👇🔗0-9]*"

_SHARE = (
    r"(?:分享|转发|推荐|转播)(?:到|至|给|本文|此文|文章|按钮)?(?:[:|]|\s|微信|微博|朋友圈|好友|qq|新浪|腾讯|空间|更多|扫|一下|我的|手机|网|给|打印|"
    r"收藏|复制|链接|[\[\](),、/·+>-])*"
    r"|(?:请|欢迎|快来)?(?:用|打开|使用|通过)?(?:微信|手机|支付宝|qq)?(?:[“”\"]?扫一扫[“”\"]?|扫码|扫描(?:上方|下方|左侧|右侧|以下|此)?(?:二维码)?|"
    r"扫[二维上下]+码?)[^。]{0,36}"
    r"|(?:长按|识别|扫描|扫扫|扫码|微信扫)[^。]{0,14}(?:二维码|小程序码|关注|识别|下载)[^。]{0,24}"
    r"|[^。，]{0,12}(?:微信|官方|手机|客户端|公众号|app)?二维码[^。，]{0,8}"
    r"|(?:请|欢迎|敬请|记得|赶紧|赶快|马上|快|点击|戳|点)*(?:点击|点|戳|关注)?(?:文章)?(?:上方|下方|左上角|右上角|左下角|右下角|标题下|顶部|底部|"
    r"这里|上面|下面|蓝色|右侧)+(?:的)?(?:[“”\"「」]?[^。，“”\"]{0,12}[“”\"「」]?)?(?:蓝字|蓝色字|卡片|名片|按钮|二维码|关注|订阅|收藏|链接|"
    r"阅读原文)[^。]{0,30}"
    r"|(?:点击|戳|请|欢迎|长按)?(?:蓝字|蓝色字体)[^。]{0,24}"
    r"|(?:欢迎|敬请|请|快来|长按|点击|微信|赶紧|赶快|立即|一键|扫码|更多(?:(?!更多|关注|订阅|添加|加入|搜索)[^。]){0,12}+)*(?:关注|订阅|添加|加入|搜索)(?:(?:我们|本站|本报|"
    r"本网)(?![\u3400-\u9fff])|(?:我们|本站|本报|本网)?(?:官方|的)?[^。，]{0,10}?(?:微信|公众|微博|抖音|视频号|头条|订阅号|服务号|公号|官微|"
    r"客户端))[^。]{0,24}"
    r"|[^。，、]{0,10}(?:公众号|公众帐号|公众账号|微信号|官方微信|订阅号)[^。，]{0,4}[:]?\s?[a-z0-9_-]{0,24}"
    r"|(?:打开|下载|安装|点击下载|前往|使用|进入|在)[^。，]{0,14}(?:app|客户端|应用)[^。]{0,24}(?:打开|查看|阅读|体验|更多|下载|观看|"
    r"安装)[^。]{0,10}|(?:立即|点击|免费|扫码|马上)?(?:下载|打开|安装)[^。，]{0,14}(?:app|客户端)"
    r"|(?:点击)?(?:阅读原文|查看原文|展开全文|展开阅读全文|阅读全文|查看全文|显示全文|展开全部|收起全文|收起|余下全文|点击展开|点击查看全文|"
    r"点击加载更多|加载更多|查看更多内容)"
    r"|(?:喜欢|觉得|如果|看完|看到这)[^。]{0,20}(?:点赞|点个赞|在看|转发|分享|收藏|打赏)[^。]{0,30}"
    r"|点(?:个|一下)?[“\"](?:在看|赞)[”\"][^。]{0,20}|点个(?:在看|赞)[^。]{0,20}|(?:手机|移动)?(?:客户端|app)下载|手机看[^。，]{1,8}"
    r"|(?=.{0,12}[a-z\u3400-\u9fff])(?:点赞|在看|赞赏|打赏|赞赏支持|喜欢作者|写留言|留言|点个赞|收藏|转发|分享|点|赞|评论|举报|反馈|投诉|复制链接|"
    r"复制成功|海报|生成海报|微海报|"
    r"微信(?:扫码|扫一扫)?分享|qq分享|微博分享|朋友圈|微信好友|新浪微博|腾讯微博|qq空间|qq好友|人人网|豆瓣网?|开心网|facebook|twitter|"
    r"line|linkedin|x|copy link|"
    r"share|微信扫码|微信|微博|qq|\s|[|/·•,0-9()])++"
)
_TOP = (
    r"返回|欢迎(?:光临|访问|来到|您来到)[^。]{0,24}(?:今天是[^。]{0,30})?|今天是\s?\d{4}年[^。]{0,24}|(?:返回|回到|回|至)(?:顶部|顶端|首页|主页|列表|"
    r"列表页|上页|上一页|上一级|上级|页首|目录|专题|栏目首页)|top|back to top|置顶|(?:返|回)?顶部"
    r"|(?:加入|添加)(?:收藏夹?|书签)|设为首页|(?:关闭|打印|收藏|保存|放大|缩小)(?:本页|此页|窗口|页面|本文|此文|本窗口|文章)?(?:[\s|"
    r"/\[\]()·]*(?:关闭|打印|收藏|保存|返回|推荐|分享|top)(?:本页|此页|窗口|页面|本文|此文|顶部)?)*"
    r"|(?:我要|点击)?(?:纠错|报错|反馈|投稿|评论|意见反馈|错误反馈|内容纠错|在线投稿|我要(?:评论|投稿|反馈|收藏|分享|纠错|打印)|[at][+-]|详细|详情|"
    r"进入专题|举报|app专享|无障碍(?:阅读|浏览)?|关怀版|长者版|"
    r"长者模式|适老版|老年版|简体|繁体|繁體|english|手机版|电脑版|触屏版|移动版|网站支持ipv6|播放|暂停|语音播报|字体|字号|大|中|小|[|"
    r"/\s\[\]()]){1,12}"
)
_PREV_NEXT = (
    r"(?:上|下|前|后)(?:一?(?:篇|条|页|章|则|个|期|节|版|集|张)|1(?:篇|条|页))(?:文章|新闻|信息|资讯|内容|公告)?(?:\s*[:>»›\])]\s*.{0,90}|\s+.{1,90}|"
    r")(?:\s*(?:上|下)一?(?:篇|条|页).{0,90})?"
    r"|(?:第\s?\d{1,3}\s?页\s*+){2,20}(?:[下末]一?页)?"
)
_RELATED = (
    r"(?:相关|推荐|热门|最新|更多|精彩|延伸|往期|热点|本周|今日|编辑|猜你|您可能|你可能|大家|为您|为你|精选|图片|视频|头条|近期|本站|本月|同类|"
    r"同栏目|本类|其他|其它|专题|扩展|拓展|类似|热文|随机|点击|阅读|人气|一周|24小时|48小时|频道|下期|网友|还)"
    r"(?:的|最|也|都|感|在|人|们)*(?:阅读|新闻|文章|推荐|链接|资讯|报道|内容|回顾|专题|喜欢|图文|图集|排行|文献|话题|视频|产品|案例|"
    r"导读|信息|热点|精选|兴趣|看|关注|评论|动态|热门|标签|搜索|问题|问答|帖子|主题|下载|资料|热文|公告|文档|榜|栏目|精彩|词条|"
    r"知识|热搜|原创|聚焦|博文|日志|作品|课程|商品|职位|图书|分类|服务|图片)+(?:的?(?:文章|新闻|内容|资讯|阅读|信息|推荐))?"
)
_COMMENT = (
    r"(?:网友|最新|热门|精彩|全部|用户|我要|发表|查看|相关|读者|文章|已有|我来|参与|写|点击|游客|共有?)*\s*+(?:\d++\s*+(?:条|人|位))?\s*+(?:评论|留言|"
    r"跟帖|点评|说两句|讨论|回复|参与)(?:区|列表|内容|数|框|须知|列表|专区)?\s*+:?\s*+(?:\(?\d++\)?\s*+(?:条|人|个)?(?:评论)?)?(?:[\s|/]*+(?:登录|注册|"
    r"全部|最新|最热|排序|正序|倒序|查看|展开|更多|共\d++条|\d++))*"
    r"|(?:请|您)?(?:需要|尚未|还没有|必须)?(?:先)?(?:登录|登陆|注册)(?:后|并|后才|之后)(?:可以?|方可|才能?|再)?(?:发表|发布|进行|参与|查看|"
    r"回复)?(?:评论|留言|跟帖|回复|全文|更多|内容)?[^。]{0,16}"
    r"|(?:验证码|用户名|密码|匿名(?:发表|评论)?|昵称|记住我|忘记密码|立即注册|免费注册|自动登录|提交评论|发布评论|提交|(?:目前)?(?:还|"
    r"暂时)?没有(?:人)?(?:评论|跟帖|跟贴|留言)(?:过)?|还没有评论|暂无评论|抢沙发|"
    r"快来抢沙发|来说两句吧|文明上网|理性发言)[\s:|,!]*(?:.{0,20})"
    r"|(?:已有|共)?\s?\d++\s?人(?:觉得|都)?(?:很)?(?:点赞|赞过|喜欢|收藏|赞同)(?:了该(?:回答|文章))?"
    r"|(?:网友评论|评论|留言)?仅(?:供|代表)(?:其|网友|发表者|发言者).{0,40}"
)
_FOOTER_WORD = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼港澳台]\s?icp\s?(?:备|证|经)?|icp备案|公网安备|公安备案|版权所有|copyright|©|"
    r"\(c\)\s?\d{4}|all rights? reserved|增值电信|许可证(?:号|编号|:)|信息服务许可|"
    r"不良信息|举报(?:电话|热线|邮箱|中心|平台|入口)|网络文化经营|广播电视节目制作|技术支持\s?[:]|备案(?:号|编号|序号)|建议使用.{0,24}(?:浏览器|"
    r"分辨率)|最佳浏览|powered by|网站标识码|互联网出版|药品信息服务|视听节目许可|广告经营许可|您是第\s?\d++\s?位(?:访客|访问者|浏览者|来访者)"
)
_FOOTER_LINK = (
    r"关于(?:我们|本站|本网)|联系(?:我们|方式|本站)|网站(?:地图|声明|简介|导航|首页|管理|律师)|广告(?:服务|合作|刊登|投放|联系)|法律(?:声明|顾问)|"
    r"隐私(?:政策|条款|保护|声明)|友情链接|诚聘英才|招聘(?:信息|启事)|人才招聘|版权(?:声明|申明|信息)|免责(?:声明|条款)|"
    r"使用(?:条款|协议|帮助)|服务(?:条款|协议|声明)|用户(?:协议|服务|帮助)|帮助中心|意见反馈|常见问题|加入我们|商务合作|合作伙伴|公司简介|企业文化|"
    r"投稿(?:须知|邮箱|指南)|站点地图|客服中心|rss(?:订阅)?|报社简介|本报(?:简介|招聘)|设为首页|加入收藏|编辑部|违法和不良信息举报|网上有害信息"
)
_SITE_LINK = rf"首页|登录|注册|{_FOOTER_LINK}"
_OTHER_LINK = r"[\u3400-\u9fff]{2,6}(?=\s*[|/])"  # any word before a bar
_CONTACT_LABEL = (
    r"(?:联系|咨询|服务|客服|办公|值班|新闻|报料|爆料|投稿|热线|编辑部|广告|订报|监督|业务|投诉|举报|24小时|总编室|公司|单位|通讯|通信)*(?:电话|热线|"
    r"传真|地址|邮箱|邮编|邮政编码|信箱|e-?mail|email|手机|qq|qq群|微信|网址|官网|tel|fax)(?:号码?)?\s?:\s?"
)
_CONTACT = rf"(?:{_CONTACT_LABEL}[^。]{{2}}(?:(?!{_CONTACT_LABEL}[^。]{{2}})[^。]){{0,48}}+\s*+)++"

_SHEET_LABEL = (
    r"(?:文档编号|文档格式|文档大小|文档页数|文档类型|文档热度|文件大小|文件格式|下载积分|下载次数|浏览次数|阅读次数|所需积分|"
    r"所需金币|上传时间|上传者|上传人|上传会员|上传日期|贡献者|格式|页数|大小|积分|金币|价格|版权申诉|收藏|评分|阅读|下载|编号|属性)\s?:\s?"
)
_POST_GAP = r"[\s|/·•,:;\[\]()>-]*+"
# The number behind a word, unless it is that of a floor, a date or an age.
_POST_COUNT = r"(?:\s?:?\s?\d++(?!\s?[#楼]|-\d|\s?(?:天|小时|分钟)前))"
_POST_WORD = (
    r"(?:楼主|沙发|板凳|地板|\d++\s?(?:[#楼]|(?:天|小时|分钟)前)|#\d++|只看(?:该作者|楼主|大图|此人)|倒序(?:浏览|看帖)|正序浏览|电梯直达|显示全部楼层|"
    r"使用道具|阅读模式|支持|反对|引用|举报|评分|编辑|返回列表|发新帖|发帖|跳转到指定楼层|打印|字体大小|上一主题|下一主题|发表于|发布于|回复于|当前离线|"
    r"在线|离线|注册时间|最后登录|帖子等级|新手上路|初级会员|中级会员|高级会员|论坛元老|版主|管理员|昨天|前天|今天|加好友|发消息|发短消息|个人空间|个人资料|"
    rf"关注ta|加关注|(?:收藏|分享|回复|积分|帖子|主题|精华|威望|金钱|阅读权限){_POST_COUNT}?|(?:tid|查看){_POST_COUNT}|"
    r"\d{4}-\d{1,2}-\d{1,2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?)"
)

# What is followed by free text: as little of it as leads to the next word or to the end.
_POST_SAYS = rf"(?:签到天数.{{0,12}}?|本帖最后由.{{1,40}}?编辑|来自\S{{1,12}}?)(?={_POST_GAP}(?:{_WRAP}$|{_POST_WORD}|签到天数|本帖最后由|来自))"

LINE_RULES: tuple[LineRule, ...] = (
    LineRule(
        Rule(
            "chrome.share",
            "asks to share, scan, follow, open an app or unfold: a control of the page, not text of the article",
            ("分享到：", "扫一扫关注我们的公众号", "点击上方蓝字关注我们", "長按識別二維碼", "打开客户端查看更多精彩内容", "阅读原文"),
            ("渡口边贴着二维码，乘客扫一扫就能买票。", "他把这件事分享到了家族群里。", "关注我们身边的水鸟"),
        ),
        _SHARE,
        "any",
        48,
    ),
    LineRule(
        Rule(
            "chrome.tool",
            "a button of the page (top, print, close, bookmark, font size)",
            ("返回顶部", "[返回]", "【打印本页】【关闭窗口】", "加入收藏"),
            ("返回渡口", "大、中、小三条船"),
        ),
        _TOP,
        "any",
        32,
    ),
    LineRule(
        Rule(
            "chrome.button",
            "a button or a counter beside the title: follow, listen, how long it is to read, where it was posted from",
            ("+关注", "听新闻", "【原创】", "T大 T小", "本文字数：1234 阅读时间：5分钟", "IP屬地：河湾"),
            ("关注渡口的人多了起来", "原创的歌", "本文字数不多"),
            place="head",
        ),
        r"(?:\+?\s?关注|已关注|订阅|听(?:新闻|文章|全文)|语音播报|原创|转载|阅读模式|收录于合集|t大|t小|大字|小字|\s|[|/·])++"
        r"|(?:(?:本文|全文)?(?:共|字数)\s?:?\s?\d{1,6}\s?字?|(?:预计)?阅读(?:时间|时长|需要?|约)?\s?:?\s?\d{1,3}\s?分钟|\s|[|/·,])++"
        r"|ip属地\s?:\s?[\u3400-\u9fff]{2,6}",
        "ends",
        40,
    ),
    LineRule(
        Rule(
            "chrome.prev-next",
            "links to the previous and the next page of the site",
            ("上一篇：渡口的灯亮了", "下一篇:没有了", "下一頁", "第1页 第2页 下一页"),
            ("下一条船什么时候来，谁也说不准。", "上一章里说过的老陈"),
            place="foot",
        ),
        _PREV_NEXT,
        "ends",
        140,
        ends=True,
    ),
    LineRule(
        Rule(
            "chrome.related",
            "heading of a list of other pages",
            ("相关阅读", "【熱門推薦】", "往期回顾 查看更多", "猜你喜欢", "延伸阅读："),
            ("阅读推荐的书目里有一本讲渡船。", "相关部门"),
            place="foot",
        ),
        _RELATED + r"\s*(?:更多内容|查看|更多|换一换|换一批|全部|more|[»›:>|])*+",
        "foot",
        30,
        ends=True,
    ),
    LineRule(
        Rule("chrome.more", "link to more pages of the site", ("更多>>", "查看更多", "MORE>"), ("更多的船", "更多乘客"), place="foot"),
        r"(?:查看|阅读|点击|浏览|了解|显示|点击查看)?(?:更多|more)(?:新闻|内容|文章|资讯|信息|动态|评论|推荐|精彩|详情|公告)?(?:\s*[>»›.…+\]]+)?",
        "ends",
        16,
        ends=True,
    ),
    LineRule(
        Rule(
            "chrome.comment",
            "the comment box of the page and what stands round it",
            ("发表评论", "我来说两句", "登录后发表评论", "已有 12 条评论", "12 人赞同了该回答"),
            ("乘客评论说，这条船比桥还稳。",),
            place="foot",
        ),
        _COMMENT,
        "foot",
        48,
        ends=True,
    ),
    LineRule(
        Rule(
            "chrome.footer",
            "the site's own footer: copyright, registration numbers, licences, hotlines",
            ("渝ICP备12345678号-1", "版权所有 渡口新闻网", "Copyright © 2020-2024 All Rights Reserved", "違法和不良信息舉報電話：023-12345678"),
            ("他说版权所有这四个字写在船票背面，谁也没有留意过。", "举报热线开通以后，渡口再也没有人乱收费。"),
            place="foot",
        ),
        rf"\A[^。！？]*(?:{_FOOTER_WORD})[^。！？]*+",
        "ends",
        220,
        ends=True,
    ),
    LineRule(
        Rule(
            "chrome.footer-links",
            "the row of links about the site itself",
            ("关于我们 | 联系我们 | 网站地图", "關於我們 版權聲明 廣告服務"),
            ("联系我们的时候，老陈正在船上。", "关于我们村的渡口"),
            place="foot",
        ),
        # Words before a bar first, atomically: the two kinds overlap, and lists of such words would else be cut in every way there is.
        rf"(?:(?>{_OTHER_LINK}|{_SITE_LINK})[\s|/\-·•_,]*+){{2,}}+|(?:{_SITE_LINK})+(?:{_SITE_LINK}|{_OTHER_LINK})[\s|/\-·•_,]*+"
        rf"|友情链接.*|(?:{_FOOTER_LINK})",
        "ends",
        120,
        ends=True,
    ),
    LineRule(
        Rule(
            "chrome.contact",
            "the site's address and telephone numbers",
            ("地址：某市渡口路1号 邮编：400000", "联系电话:023-12345678"),
            ("电话：老陈说他没有电话，有事就到河边喊一声。",),
            place="foot",
        ),
        _CONTACT,
        "foot",
        140,
    ),
    LineRule(
        Rule(
            "chrome.media-matrix",
            "the list of the site's channels",
            ("媒体矩阵", "渡口网客户端", "渡口网抖音号", "官方微博"),
            ("渡口网客户端今天上线", "老陈的微信"),
            place="foot",
        ),
        r"(?:新媒体|媒体|官方|融媒|全媒体)?矩阵|(?:[\u3400-\u9fffa-z]{0,8}?)(?:手机客户端|客户端|微信号|微信公众号|微信公众平台|公众号|官方微信|"
        r"官方微博|微博号?|抖音号?|快手号?|头条号|百家号|视频号|小程序|官微|手机报|手机版|手机网|app下载|app|扫码关注|扫码下载|立即下载|马上体验|"
        r"微信矩阵)",
        "foot",
        18,
        ends=True,
    ),
    LineRule(
        Rule(
            "chrome.ad-mark",
            "the mark or the close button of an advertisement",
            ("×", "广告", "Advertisement"),
            ("一则广告", "×号"),
        ),
        r"\[?(?:广告|推广|赞助商?|广告位|关闭广告|跳过广告|跳过|ad|ads|advertisement|sponsored|赞助内容|广告时间)\]?(?:[:|]|\s*[x×])?",
        "any",
        16,
    ),
    LineRule(
        Rule(
            "chrome.tags",
            "the list of tags under an article",
            ("标签：渡口 船工 大桥", "Tags: 渡口, 大桥", "關鍵詞：渡口 船工"),
            ("标签上写着渡口的水位。",),
            place="foot",
        ),
        r"(?:文章|本文|相关)?(?:标签|关键[词字]|tags?|keywords?)\s?[:|]\s?[^。]{0,80}",
        "foot",
        100,
    ),
    LineRule(
        Rule(
            "chrome.address",
            "the address of the page, printed under its text",
            ("本文链接：https://www.example.com/a/1.html", "原文地址:www.example.com/1"),
            ("他的地址：河湾路1号", "链接两岸的只有这条船"),
            place="foot",
        ),
        r"(?:本文|原文|文章|本页|转载)?(?:的|永久)?(?:链接|地址|网址|出处|url)\s?:?\s?(?:https?://|www\.)[^\s\u3400-\u9fff]{1,160}",
        "foot",
        200,
    ),
    LineRule(
        Rule("chrome.end", "the mark that the text is over", ("- END -", "THE END"), ("END 是船尾的三个字母",), place="foot"),
        r"(?:the\s)?end",
        "foot",
        24,
        ends=True,
    ),
    LineRule(
        Rule(
            "chrome.docsite",
            "the data sheet of a document-sharing site",
            ("文档编号:12345 上传时间:2022-11-22 格式:DOCX 页数:34 下载积分:3 金币", "文檔大小：1.2MB 頁數：12"),
            ("页数：那本渡口账簿一共三百页。",),
        ),
        rf"(?=[^:]*:[^:]*:)(?>.{{0,24}}?{_SHEET_LABEL})(?>(?:.{{0,24}}?|[^:。]{{1,24}}?.{{24}}){_SHEET_LABEL})++[^:。]{{0,24}}?",
        "any",
        160,
    ),
    LineRule(
        Rule(
            "chrome.forum",
            "what a forum prints round a post",
            ("楼主 发表于 2014-3-14 | 只看该作者 | 倒序浏览", "只看楼主", "電梯直達", "使用道具 举报"),
            ("老陈是这栋楼的楼主，大家都认识他。",),
        ),
        rf"(?=.*[楼沙板只倒正电显使支引举收在积精威注签级元版])(?:(?>{_POST_WORD}|{_POST_SAYS})"
        rf"{_POST_GAP}){{2,}}+|只看(?:该作者|楼主)|电梯直达|倒序浏览|使用道具|显示全部楼层",
        "any",
        120,
    ),
)


_LETTER = re.compile(r"[a-wyz\u3400-\u9fff]")
_NUMBERED = re.compile(r"\d{1,2}[.、)]\s?[\u3400-\u9fff]")  # an entry of a list of the article's own
_CLOSE_MARK = re.compile("[×✕✖╳x]")
_LONGEST = max(r.limit for r in LINE_RULES)
_CLOSE = next(i for i, r in enumerate(LINE_RULES) if r.rule.id == "chrome.ad-mark")


_WITHIN: dict[Zone, tuple[Zone, ...]] = {"any": ("any",), "ends": ("any", "ends"), "foot": ("any", "ends", "foot")}  # zones whose rules hold in a zone


@lru_cache(maxsize=3)
def rules_of(zone: Zone) -> tuple[tuple[int, LineRule, re.Pattern[str]], ...]:
    """The rules of a zone alone, each with its place among all and its compiled pattern, in order."""
    return tuple((i, r, re.compile(rf"{_WRAP}(?:{r.pattern}){_WRAP}")) for i, r in enumerate(LINE_RULES) if r.zone == zone)


def match(bare: str, zone: Zone) -> LineRule | None:
    """The first rule that takes a folded line in a zone; None where none does."""
    if len(bare) > _LONGEST:
        return None
    first = min([_first(bare, z) for z in _WITHIN[zone]]) if zone != "any" else _first(bare, zone)
    return LINE_RULES[first] if first < len(LINE_RULES) else None


@lru_cache(maxsize=4096)  # a line is asked about in several zones and steps, and pages repeat lines
def _first(bare: str, zone: Zone) -> int:
    """The place of the first rule of a zone alone that takes a folded line; behind all where none does."""
    if _NUMBERED.match(bare):
        return len(LINE_RULES)
    if not _LETTER.search(bare):
        return _CLOSE if zone == "any" and _CLOSE_MARK.fullmatch(bare) else len(LINE_RULES)
    return next((i for i, rule, pattern in rules_of(zone) if len(bare) <= rule.limit and pattern.fullmatch(bare)), len(LINE_RULES))


def match_line(line: Line, zone: Zone) -> LineRule | None:
    """The first rule that takes a line in a zone, with or without its list mark; None where none does."""
    bare = line.bare()
    return match(bare, zone) or (match(line.flat, zone) if len(bare) < len(line.text) else None)
