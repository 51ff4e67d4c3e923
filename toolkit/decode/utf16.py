"""UTF-16 that lost single bytes: found where the text reads better one byte on, and read on from there."""

from __future__ import annotations

from toolkit.decode.statistics import UNIT, cost, weights

BLOCK = 256  # bytes read together
_LOOK = 64  # bytes that show whether the text is in step
_PROBES = 16  # blocks looked at before a whole text is
_SUSPICIOUS = 11.0  # bits a code unit
_BETTER = 30.0  # bits by which bytes must read better one byte on
_LOST = 24 * UNIT  # a byte that is part of no character
_FAR = 1 << 40


def is_shifted(data: bytes, start: int, codec: str) -> bool:
    """Say whether some block, of a few all over the text, reads better one byte on: single bytes were lost before it."""
    if (len(data) - start) % 2:
        return True
    step = max(BLOCK, (len(data) - start) // _PROBES // 2 * 2)
    return any(_shifted(data[at : at + BLOCK + 1], codec) for at in range(start, len(data), step))


def _shifted(block: bytes, codec: str) -> bool:
    for at in range(0, max(1, len(block) - _LOOK), _LOOK):
        part = block[at : at + _LOOK]
        here = cost(part.decode(codec, "replace"))
        if here > _SUSPICIOUS * (len(part) // 2) and cost(block[at + 1 : at + _LOOK + 1].decode(codec, "replace")) + _BETTER < here:
            return True
    return False


def reads_with_losses(head: bytes, codec: str) -> float:
    """Bits a code unit along the cheapest way through a head that may have lost bytes; lost ones count in full."""
    steps = _path(head, codec)
    lost = sum(not good for *_, good in steps)
    text = b"".join(head[begin:end] for begin, end, good in steps if good).decode(codec, "replace")
    return (cost(text) + lost * _LOST / UNIT) / max(1, len(text))


def segments(data: bytes, start: int, codec: str) -> list[tuple[int, int, bool]]:
    """The text as [start, end) of bytes in step with the codec (True) and of lost ones (False)."""
    out: list[tuple[int, int, bool]] = []
    at = start
    while at < len(data):
        block = data[at : at + BLOCK]
        if len(block) == BLOCK and not _shifted(data[at : at + BLOCK + 1], codec):
            _append(out, at, at + BLOCK, good=True)
            at += BLOCK
            continue
        steps = _path(data[at : at + 2 * BLOCK], codec)
        last = at + 2 * BLOCK >= len(data)
        stop = at
        for begin, end, good in steps:
            if not last and begin >= BLOCK:
                break
            _append(out, at + begin, at + end, good=good)
            stop = at + end
        at = stop
    return out


def _append(out: list[tuple[int, int, bool]], start: int, end: int, *, good: bool) -> None:
    if out and out[-1][2] == good and out[-1][1] == start:
        out[-1] = (out[-1][0], end, good)
    else:
        out.append((start, end, good))


def _path(block: bytes, codec: str) -> list[tuple[int, int, bool]]:
    """The cheapest way through a block: two bytes a code unit, or one byte lost."""
    size = len(block)
    of = weights()
    high, low = (1, 0) if codec == "utf-16-le" else (0, 1)
    best = [0] + [_FAR] * (size + 1)
    back = [0] * (size + 2)
    for i in range(size):
        here = best[i]
        if here + _LOST < best[i + 1]:
            best[i + 1], back[i + 1] = here + _LOST, 1
        if i + 1 < size:
            price = here + of[block[i + high] << 8 | block[i + low]]
            if price < best[i + 2]:
                best[i + 2], back[i + 2] = price, 2
    steps = []
    at = size
    while at > 0:
        steps.append((at - back[at], at, back[at] == 2))
        at -= back[at]
    return steps[::-1]
