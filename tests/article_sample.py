"""A small article of the project's own, for tests that need one round what they test."""

HEAD = "清晨六点，渡口的第一班船准时离岸，船上坐着十几个去对岸上学的孩子。"
BODY = (
    "船工老陈在这条河上摆渡了三十年，他说水位涨落他看一眼石阶就知道。",
    "去年冬天，镇里给渡口装上了太阳能路灯，夜里靠岸再也不用打手电。",
    "今年开春以后，对岸的茶园请了二十多名帮工，早晚两班船都坐得满满当当。",
    "孩子们喜欢坐在船头看水鸟，谁先数到十只，谁就能得到一颗糖。",
)
TAIL = "等大桥通车以后，老陈打算把船留下来，给愿意慢慢过河的人再撑几年。"


def laid(example: str, place: str) -> str:
    """The example in its place: the whole drop, or at the head of, inside or at the foot of the sample article."""
    if place == "alone":
        return example
    body = [HEAD, *BODY, TAIL]
    lines = {"head": [example, *body], "inside": [*body[:3], example, *body[3:]], "foot": [*body, example]}[place]
    return "\n\n".join(lines)
