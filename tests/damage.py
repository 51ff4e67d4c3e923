"""A simulator of what happens to pages: clean texts in, damaged texts out, with what was done to them."""

from __future__ import annotations

import random
from collections.abc import Sequence


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
