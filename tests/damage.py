"""A simulator of what happens to pages: clean texts in, damaged texts out, with what was done to them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.fold import traditional_only
from toolkit.repair.readings import default_reading


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Words of four lines of business that no rule names.
TOPICS: dict[str, tuple[str, ...]] = {
    "loans": _words("贷款 无抵押 小额 秒批 信用 借款 利息 征信 黑户 车贷 房贷 应急 周转 放款 额度 网贷 身份证 当天 到账 代办 公司 哪家好 正规 平台 上门"),
    "medicine": _words(
        "丰胸 减肥 药 祛斑 白癜风 医院 专科 治疗 偏方 痛风 特效药 前列腺 补肾 胶囊 多少钱 哪里好 医生 预约 牛皮癣 中药 根治 痘印 男科 妇科 权威"
    ),
    "streaming": _words(
        "电视剧 全集 高清版 蓝光 追剧 影视 大结局 抢先版 剧情 国语 粤语 动漫 综艺 迅雷 资源 下载站 百度云 韩剧 美剧 泰剧 更新 韩国 完整版 手机看 片源"
    ),
    "games": _words(
        "传奇 私服 开服 变态版 手游 外挂 发布网 辅助 单机 破解版 无限元宝 攻略 装备 礼包 兑换码 激活码 公益服 合击 复古 刷金币 端游 脚本 满级 爆率"
    ),
}
SEPARATORS = ("-", "_", "|", ",", " | ", "，", " - ")


def keyword_list(rng: random.Random, topic: str, segments: int, separator: str) -> str:
    """A list as spam pages carry it: combinations of one to four words of a topic."""
    words = TOPICS[topic]
    return separator.join("".join(rng.choices(words, k=rng.choice((1, 2, 2, 2, 3, 3, 4)))) for _ in range(segments))


def with_line(rng: random.Random, lines: Sequence[str], line: str) -> list[str]:
    """The lines of a text with another one at its head, at its foot or somewhere inside."""
    at = rng.choice((0, 0, len(lines), rng.randrange(len(lines) + 1)))
    return [*lines[:at], line, *lines[at:]]


def misread(raw: bytes) -> tuple[str, bool]:
    """Bytes read as GBK by a reader that shows a lone half as `?` (and eats the ASCII byte behind it) and drops pairs
    that are no character; the flag says whether any was dropped.
    """
    out: list[str] = []
    gap = False
    i = 0
    while i < len(raw):
        lead = raw[i]
        if lead < 0x80:
            out.append(chr(lead))
            i += 1
        elif i + 1 >= len(raw):
            out.append("?")
            i += 1
        elif raw[i + 1] < 0x40 or raw[i + 1] == 0x7F:
            out.append("?")
            i += 1 if raw[i + 1] in b"\n<" else 2
        else:
            pair = raw[i : i + 2]
            try:
                out.append(pair.decode("gbk"))
            except UnicodeDecodeError:
                gap = True
            i += 2
    return "".join(out), gap


class Event(NamedTuple):
    """A misalignment: the damaged line, the clean one, and whether a pair vanished."""

    damaged: str
    clean: str
    gap: bool


def split_events(line: str) -> Iterator[Event]:
    """The kit splits a line at the bytes of ？！； wherever they lie across the border of two characters."""
    raw = line.encode("gbk")
    for mark in ("？", "！", "；"):
        pair = mark.encode("gbk")
        at = raw.find(pair)
        while at >= 0:
            if _inside(raw, at):
                one, gap_one = misread(raw[:at])
                two, gap_two = misread(raw[at:])
                yield Event(one + two, line, gap_one or gap_two)
            at = raw.find(pair, at + 1)


def host_events(line: str, hosts: Mapping[str, str]) -> Iterator[Event]:
    """The kit annotates a character (of `hosts`, with its reading) whose bytes lie across the border of two others."""
    raw = line.encode("gbk")
    for host, reading in hosts.items():
        pair = host.encode("gbk")
        at = raw.find(pair)
        while at >= 0:
            if _inside(raw, at):
                text, gap = misread(raw[: at + 2] + f"({reading})".encode("gbk") + raw[at + 2 :])
                yield Event(text, line, gap)
            at = raw.find(pair, at + 1)


def _inside(raw: bytes, at: int) -> bool:
    """Whether offset `at` lies between the two bytes of a character."""
    i = 0
    while i < at:
        i += 1 if raw[i] < 0x80 else 2
    return i != at


def annotate(rng: random.Random, text: str, share: float) -> str:
    """The kit's annotations behind a share of the Traditional-only characters of a text."""
    out: list[str] = []
    for char in text:
        out.append(char)
        reading = default_reading(char)
        if reading and char in traditional_only() and rng.random() < share:
            out.append(f"({reading})")
    return "".join(out)
