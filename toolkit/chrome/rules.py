"""All rules of the strip step: those over one line (toolkit.chrome.table) and those that look at the whole text."""

from __future__ import annotations

from toolkit.chrome.table import LINE_RULES
from toolkit.rules import Rule, RuleTable

_SPAM = "低价船票预订_船票预订平台_平台低价船票_低价预订船票平台_船票低价平台预订_预订平台低价"
_TITLED = "渡口的灯亮了\n来源：某地日报  作者：陈立文  发布时间：2023-05-08 09:25  浏览次数：120"
_SALAD = "榤歰癃萄寗蠭癘徕喋捯浺聬嫱堻縝砢寃攳輻憺蓞煆桲苺吤曛纚爾珱弻軐祪訣漡痋磳沞箪艎襍毊峎庎豲"
_FINDINGS = "found on hijacked pages"

RULES = RuleTable(
    *(r.rule for r in LINE_RULES),
    Rule(
        "spam.keyword-list",
        "an injected list: short segments joined by one separator that repeat each other's words, hold no sentence and share nothing with the article",
        (_SPAM,),
        ("关键词：水位；渡口；航运；安全；夜航", "渡口-茶园-石阶-水鸟", "陈立文,李小河,王大江,周平安,吴渡口"),
        place="head",
        source=_FINDINGS,
    ),
    Rule(
        "spam.pool-list",
        "a list of links that names the link farm it was made for",
        ("主站蜘蛛池模板: 低价船票 | 船票预订 | 低价预订 | 船票平台",),
        ("页脚出现“主站蜘蛛池模板”字样以后，站长更换了口令。",),
        place="foot",
        source=_FINDINGS,
    ),
    Rule(
        "spam.salad",
        "a long stretch of rare characters without punctuation: filler that no person wrote",
        (_SALAD,),
        ("渡口边的石阶上长满了青苔雨天走起来要格外当心老人和孩子更是如此",),
    ),
    Rule(
        "chrome.tag-soup",
        "tags without text, left of a page that was stuffed with them",
        ('• <tr id="ab12zq"></tr>', "<sup id='x9'></sup><b></b>"),
        ("a < b > c", "他写下 <渡口> 两个字。"),
    ),
    Rule(
        "chrome.teaser",
        "the beginning of the article, set before it once more and cut off",
        ("[导读]清晨六点，渡口的第一班船准时离岸，船上坐着...",),
        ("清晨六点，渡口还没有人……",),
        place="head",
    ),
    Rule(
        "chrome.injected-tag",
        "a word behind the last sentence of paragraph after paragraph: a tag that copying software put in",
        ("渡口的灯亮了一夜，船工们轮流守着。水位到天亮才慢慢退下去。前端\n茶园的帮工第二天照常上船。早晚两班船都坐得满满当当的。git",),
        ("渡口的灯亮了一夜，船工们轮流守着。水位到天亮才退。",),
        place="alone",
    ),
    Rule(
        "chrome.breadcrumb",
        "the way through the site to this page",
        ("当前位置：首页 > 新闻中心 > 正文", "您的位置: 首頁 » 行業動態", "首页 > 新闻 > 地方"),
        ("水位高低的位置：石阶第三级", "甲 > 乙"),
        place="head",
    ),
    Rule(
        "field.section",
        "the section of the site, read out of the breadcrumb or the window title",
        ("当前位置：首页 > 新闻中心 > 正文",),
        ("当前位置：首页 > 正文",),
        place="head",
    ),
    Rule(
        "chrome.navigation",
        "a bar of links to the sections of the site",
        ("首页 新闻中心 行业动态 联系我们 登录/注册", "首頁 | 財經 | 體育 | 娛樂"),
        ("茶园 石阶 水鸟 渡船",),
        place="head",
    ),
    Rule("chrome.byline", "labels and counters round the metadata of an article", (_TITLED,), ("来源地的水位更高。",), place="head"),
    Rule(
        "chrome.editor",
        "the label before the names of editors and proof-readers",
        ("责任编辑：陈立文", "（責編：陳立文）"),
        ("编辑：这两个字他写了一辈子。",),
        place="foot",
    ),
    Rule(
        "chrome.author",
        "the brackets and the label round the author's name at the end of an article",
        ("（渡口日报记者 陈立文）",),
        ("（完）", "（第三章）"),
        place="foot",
    ),
    Rule("field.author", "the author's name", (_TITLED, "（记者 陈立文）"), ("作者：佚名",), place="head"),
    Rule("field.editor", "the editor's name", ("责任编辑：陈立文",), ("责任编辑：",), place="foot"),
    Rule("field.source", "where the article says it comes from", (_TITLED,), ("作者：陈立文",), place="head"),
    Rule("field.published", "when the article was published", (_TITLED, "2023年5月8日 09:25"), ("浏览次数：120",), place="head"),
    Rule("field.title", "the title of the article", ("渡口的灯亮了",), ("一、渡口的灯亮了", "春风起，"), place="head"),
    Rule("field.caption", "a picture caption", ("船工老陈在渡口点灯。李小河 摄", "图为渡口的第一班船。"), ("老陈说他最爱看人摄影。",)),
    Rule(
        "field.site-name",
        "the name of the site, read out of the window title",
        ("渡口的灯亮了 - 新闻 - 渡口新闻网\n渡口的灯亮了",),
        ("渡口的灯亮了",),
        place="head",
    ),
    Rule("field.rights-holder", "who holds the rights, as the footer says", ("版权所有 渡口新闻中心",), ("版权所有",), place="foot"),
    Rule(
        "chrome.window-title",
        "the title of the browser window, which says the title, the section and the site",
        ("渡口的灯亮了 - 新闻 - 渡口新闻网\n渡口的灯亮了",),
        ("渡口的灯亮了",),
        place="head",
    ),
    Rule("chrome.title-again", "the title, said once more", ("渡口的灯亮了一整夜\n渡口的灯亮了一整夜",), ("渡口的灯亮了一整夜",), place="head"),
    Rule(
        "chrome.head",
        "a short line above the title: the name of a channel, a label without a value",
        ("渡口天气：\n当前位置：首页 > 新闻\n渡口的灯亮了一整夜",),
        ("渡口的灯亮了一整夜",),
        place="head",
    ),
    Rule("chrome.foot", "a short line behind the end of the article", ("责任编辑：陈立文\n大桥的灯也亮了\n茶园开门了",), ("大桥的灯也亮了",), place="foot"),
    Rule(
        "chrome.disclaimer",
        "who is not responsible for what: the site speaks, not the article",
        ("免责声明：本文仅代表作者个人观点，与本站无关。", "凡本網註明來源的作品，版權均屬於本網所有，未經授權不得轉載。"),
        ("声明：渡口从明天起停航三天。",),
        place="foot",
    ),
    Rule("date.zone-assumed", "a clock time without a time zone is read as China Standard Time", (_TITLED,), ("2023年5月8日",), place="head"),
)
