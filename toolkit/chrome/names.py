"""Names of people as bylines give them."""

from __future__ import annotations

import re

# The surnames that cover about 98 % of Chinese people (census lists), folded to Simplified.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万覃"
    "武钱严赖莫孔汤向常温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶牟艾尤时阳阎穆农"
    "司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘"
    "满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "端木",
    "司空",
    "独孤",
    "南宫",
    "西门",
    "闻人",
    "完颜",
    "呼延",
    "拓跋",
    "长孙",
    "宇文",
)
# What stands before a role: words of the trade, and up to three names of offices or places, which may hold such words.
_PAPER = r"(?:报|网|社|台|新闻|客户端|融媒体中心|全媒体)"
_TRADE = rf"(?:(?:本报|本网|本台|本刊|本站|全媒体|融媒体|首席|特约|实习(?!生)|见习|新媒体|通讯(?!员)){_PAPER}*+\s*+)*+"
_ROLE = re.compile(
    rf"^{_TRADE}(?:(?:驻\S{{1,4}}|\S{{2,12}}?{_PAPER}++)\s*+{_TRADE}){{0,3}}"
    r"(?:记者|通讯员|特约记者|作者|编辑|摄影|文|图|实习生|评论员|撰稿人?)\s*[:/]?\s*"
)
_NO_END = "网报社台部院局厅委会处科室组站"  # ends of the names of offices and papers
# Words and places that begin as names do and stand where names do.
_WORDS = (
    "关注 管理 管理员 高清 高级 全部 全文 时间 时尚 应用 平台 相关 安全 单位 任务 项目 金融 黄金 文化 段落 包括 水平 房产 游客 程序 广告 应急 党建 "
    "路透 和讯 安徽 江苏 江西 云南 宁夏 宁波 温州 常州 苏州 金华 成都 黄山 马上 方便 明星 明天 毛利 沙龙 甘肃 湛江 郑州 徐州 温馨 于是 常见 金额 "
    "路况 车险 车市 从业 封面 石油 万科 万达 贵州 贵阳 易信 米聊 来往 花瓣 麦库 有道"
)
_NO_NAMES = frozenset(_WORDS.split())
_REPORTED = re.compile(r"[\u3400-\u9fff]{0,6}(?:报导|报道)")
_BETWEEN = re.compile(r"[\s、,，;；/&·]+")


def is_person(name: str) -> bool:
    """Whether `name` (folded) can be the name of a Chinese person: a surname and one or two more characters, or a compound one."""
    if not name or not all("一" <= c <= "鿿" for c in name) or name[-1] in _NO_END or name in _NO_NAMES:
        return False
    if len(name) in (3, 4) and name.startswith(_COMPOUND):
        return True
    return 2 <= len(name) <= 3 and name[0] in _SURNAMES


def people(value: str) -> list[str]:
    """The people a value names, in order (`张三、李四`, `本报记者 张三 通讯员 李四`); empty where anything else stands in it."""
    names: list[str] = []
    for part in _parts(value):
        m = _ROLE.match(part) if len(part) <= 60 else None
        rest = part[m.end() :] if m else part
        if not rest or (len(rest) >= 3 and rest[-1] in _NO_END) or (names and _REPORTED.fullmatch(rest)):
            continue
        if rest.endswith("摄") and len(rest) > 2:
            rest = rest[:-1]
        if not is_person(rest):
            return []
        names.append(rest)
    return names


def _parts(value: str) -> list[str]:
    """The parts of a list of names; `张 三` (a name of two spread over three cells) stays one."""
    spread = re.sub(r"(?<![^\s、,，;；])([一-鿿])\s{1,2}([一-鿿])(?![^\s、,，;；])", r"\1\2", value)
    return [p for p in _BETWEEN.split(spread) if p]
