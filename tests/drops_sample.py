"""Twelve drops of the project's own prose: six that a run cleans without trouble, six with one fault each."""

from __future__ import annotations

from pathlib import Path

ORCHARD = """果园里的守夜人

来源：南坡新闻　2023-10-09 08:15　记者：林野

苹果熟透的那半个月，果园里要有人守夜。守夜人住在坡顶的小木屋里，屋里只有一张床和一盏马灯。
每天晚上他要绕着果园走三圈，第一圈看篱笆，第二圈看水渠，第三圈什么也不看，只是走走。
他说这活儿并不孤单，山里的狐狸认得他，有时候会远远地跟着他走上一段路。
等到最后一筐苹果下了山，他就把木屋的门锁上，来年秋天再回来。

（责任编辑：周桥）
"""

LIBRARY = """流动图书车开进山村

每个月的第二个星期三，一辆蓝色的面包车会开进青石村，车上装着八百本书。
孩子们早早等在村口的老槐树下，车还没停稳，就围了上去。
开车的是县图书馆的小吴，他记得每个孩子上次借了什么，也记得谁的书还没有还。
村里的老人也来借书，借得最多的是种菜和看病的书，有时候也借一本小说回去慢慢看。
小吴说，路修好以后，他打算每个月来两趟。

返回顶部
上一篇：山里的邮递员
下一篇：没有了
版权所有 © 青石新闻
"""

LANTERN = """老街上最後一家燈籠店

燈籠店開在老街的盡頭，門前掛著兩盞紅燈籠，夜裡遠遠就能看見。
店主今年七十三歲，他做了一輩子的燈籠，從劈竹子到糊紙，每一道工序都自己動手。
他說現在買燈籠的人少了，可是逢年過節，總還有人特地從外地趕來。
去年他收了一個徒弟，是個學設計的年輕人，學得很認真，已經能獨自做出一盞宮燈。
"""

FERRY = """渡口的第一班船

清晨六点，渡口的第一班船准时离岸，船上坐着十几个去对岸上学的孩子。
船工老陈在这条河上摆渡了三十年，他说水位涨落他看一眼石阶就知道。
去年冬天，镇里给渡口装上了太阳能路灯，夜里靠岸再也不用打手电。
等大桥通车以后，老陈打算把船留下来，给愿意慢慢过河的人再撑几年。
"""

BAKERY_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>凌晨三点的面包房_城事_巷口周刊</title></head>
<body><div class="nav"><a href="/">首页</a> <a href="/city">城事</a> <a href="/food">饮食</a></div>
<h1>凌晨三点的面包房</h1>
<div class="info">2022年4月17日 10:20 来源：巷口周刊</div>
<p>凌晨三点，整条街只有面包房的灯亮着。师傅把发好的面团从箱子里取出来，一个一个称重。</p>
<p>第一炉面包要在五点半之前出炉，因为六点钟就会有赶早班车的人来敲窗户。</p>
<p>他在这里做了十一年，邻居们都说，闻到香味就知道该起床了。</p>
<p>去年店里添了一台和面机，他却还是习惯用手揉最后几下，说这样心里才踏实。</p>
<div class="footer">版权所有 巷口周刊 <a href="/about">关于我们</a></div></body></html>
"""

BIRDS = """河口来了一群白鹭

　　入冬以后，河口的滩涂上来了一群白鹭，最多的一天数到了二百一十七只。

　　保护站的志愿者每天退潮的时候去数一次，数完了把数字写在站里的黑板上。

　　附近的渔民说，往年也有白鹭，可是从来没有这么多，大概是水变干净了的缘故。

　　志愿者提醒来看鸟的人，不要走到滩涂上去，也不要用闪光灯。
"""

KITES = """风筝节改在河滩举行

今年的风筝节改在城南的河滩上举行，比往年的广场大了三倍，风也更稳。
组委会说，报名的队伍有四十六支，最远的一支来自海边，带来了一只三十米长的蜈蚣风筝。
为了让孩子们也能玩，河滩的东头专门留出一块地方，放的都是一米以下的小风筝。
当天还有老艺人教人扎风筝，竹子和纸都由组委会准备，先到先得。
"""

WELL = """村口的古井重新出水

停用了二十多年的古井，上个星期又打出了清水，村里的人都跑来看。
修井的师傅说，井壁的石头一块也没有坏，只是井底积了三尺厚的淤泥。
他们用了六天，把淤泥一桶一桶地吊上来，又在井口加了一圈新的石栏。
水送到县里化验过了，可以喝，不过村里决定只用来浇菜，算是给古井养老。
"""

TRAIN_TRADITIONAL = """慢車上的集市

這趟慢車每天清晨從山裡開出來，車廂裡坐滿了趕集的人，過(guò)道上放著竹籃和扁擔。
車開得很慢，每個(gè)小站都要停，乘務員說她認識車上一半的人，還(hái)知道誰家的雞下了蛋。
賣菜的大嬸們在車上就開始做生意，等(děng)到了縣城，有的人籃子已經空了，正好坐下一趟車回去。
去年有人說這(zhè)趟車要停，村裡的人寫(xiě)了聯名信，後來車留了下來，票價也沒有漲過(guò)。
對(duì)住在山裡的人來說，它不只是一趟車，還是一個會走的集市，開(kāi)了四十年，沒有斷過。
"""

SPAM_ENDINGS = ("下载", "官网", "入口", "注册", "登录", "手机版", "网页版", "最新版", "app下载", "app官网")
SPAM_FOOT = "\n" + " | ".join(f"体育平台{ending}" for ending in SPAM_ENDINGS) + "\n"

SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body>
<noscript>请打开脚本</noscript><div id="app"></div><script>start("app")</script></body></html>
"""

FUTURE = """新桥定下通车的日子

来源：河湾日报　2031-05-20 09:00

连接两岸的新桥定下了通车的日子，工程队说最后一段桥面下个月合龙。
桥上除了车道，还留出了三米宽的人行道，栏杆上嵌着旧渡船的木料。
住在对岸的人算过，以后去县城可以少走四十分钟，孩子上学再也不用等船。
老渡口会改成一个小公园，石阶和缆桩都留在原来的地方。
"""


def fine() -> dict[str, bytes]:
    """Six drops without a fault, by path: four encodings, text and HTML, ordinary chrome."""
    return {
        "good/orchard.txt": ORCHARD.encode("utf-8"),
        "good/library.txt": LIBRARY.encode("gb18030"),
        "good/lantern.txt": LANTERN.encode("big5"),
        "good/ferry.txt": FERRY.encode("utf-16"),
        "good/bakery.html": BAKERY_PAGE.encode("utf-8"),
        "good/河口 birds.txt": BIRDS.encode("utf-8"),
    }


def damaged() -> bytes:
    """GB18030 with bytes lost in two places: one half of a pair, and a byte that no character holds."""
    raw = WELL.encode("gb18030")
    first = raw.index("二十多年".encode("gb18030"))
    second = raw.index("县里化验".encode("gb18030"))
    return raw[:first] + b"\xff" + raw[first + 2 : second] + b"\xff\xff" + raw[second + 2 :]


def faulty() -> dict[str, tuple[bytes, str]]:
    """Six drops with one fault each, by path: the bytes, and the rule that must speak."""
    return {
        "poor/damaged.txt": (damaged(), "decode.damaged"),
        "poor/future.txt": (FUTURE.encode("utf-8"), "date.future"),
        "poor/pinyin.txt": (TRAIN_TRADITIONAL.encode("utf-8"), "repair.pinyin"),
        "poor/shell.html": (SHELL.encode("utf-8"), "empty.no-text"),
        "poor/spam.txt": ((KITES + SPAM_FOOT).encode("utf-8"), "spam.keyword-list"),
        "poor/twice.txt": (FERRY.encode("gb18030"), "duplicate.text"),
    }


def lay(root: Path) -> Path:
    """Write all twelve under `root`/drops; that folder."""
    drops = root / "drops"
    for name, data in {**fine(), **{n: d for n, (d, _) in faulty().items()}}.items():
        path = drops / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return drops
