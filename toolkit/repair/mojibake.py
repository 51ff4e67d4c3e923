"""Mojibake: text that was read in the wrong encoding before it came here, put right where the way back is certain.

Kinds that can be undone: UTF-8 read as Latin-1 or Windows-1252 (ä¸­æ–‡), GB 18030 or Big5 read as these (ÖÐÎÄ), UTF-8 read
as GBK (涓枃). Wrong readings are undone stretch by stretch: the characters go back to the bytes they were, and the bytes are
read in the encoding they are in. A stretch is changed only if all its bytes read as text there; what is left of
mojibake, and characters that were lost before (U+FFFD, 锟斤拷), gets a warning.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from toolkit.context import Context
from toolkit.decode.statistics import beyond_ascii, cost, non_ascii
from toolkit.decode.strict import strict
from toolkit.edits import Edit, apply
from toolkit.rules import Rule, RuleTable

RULES = RuleTable(
    Rule(
        "mojibake.utf8-latin1",
        "UTF-8 that was read as Latin-1 or Windows-1252 is read as UTF-8",
        ("æ¸¡å\x8f£çš„è€\x81èˆ¹å·¥", "ç¬¬ä¸€ç\xad’èŒ¶", "Ã¥Â\xadÂ\x90Ã¤Â¸Â\x80"),
        ("Ça va? Déjà vu, Übergröße, São João.", "温度是20°C±1，长×宽", "café “à la carte” — naïve…", "他说：“café”…", "“Pelé”—"),
    ),
    Rule(
        "mojibake.gb-latin1",
        "GB 18030 that was read as Latin-1 or Windows-1252 is read as GB 18030",
        ("¶É¿ÚµÄÀÏ´¬¹¤Ëµ£¬½ñÄêË®Î»¸ß¡£",),
        ("ÄÖÜäöüß", "ÀÁÂÃÄÅÆÇÈÉÊË", "Þórður Ægisson", "¡¡¡Olé!!!"),
    ),
    Rule(
        "mojibake.big5-latin1",
        "Big5 that was read as Latin-1 or Windows-1252 is read as Big5",
        ("´ç¤fªº¦Ñ²î¤u»¡¡A¤µ¦~¤ô¦ì°ª¡C",),
        ("¤ 20, ° C, § 3, ª, º", "¡Hola! ¿Qué tal?"),
    ),
    Rule(
        "mojibake.utf8-gbk",
        "UTF-8 that was read as GBK is read as UTF-8",
        ("娓″彛鐨勮€佽埞宸ラ兘鏉ヤ簡",),
        ("锛和銆是两个很少见的字", "涓涓细流，潺潺不绝"),
    ),
    Rule(
        "mojibake.left",
        "characters were lost or garbled before the drop was made, and the way back is not certain",
        ("第一章锟斤拷锟斤拷开场", "第一章\ufffd\ufffd开场", "ç¬¬ä¸€ç« å¼€åœº"),
        ("第一章，开场。",),
    ),
)

_C1 = "".join(map(chr, range(0x80, 0xA0)))
_CP1252 = bytes(range(0x80, 0xA0)).decode("cp1252", "replace").replace("\ufffd", "")
_HIGH = re.escape(_C1 + "".join(map(chr, range(0xA0, 0x100))) + _CP1252)
_TO_BYTE = {char: char.encode("cp1252")[0] for char in _CP1252} | {chr(i): i for i in range(0x100)}
# A letter or sign that lead bytes turn into; marks that Chinese texts use on purpose (· × ° ±) don't count. And the first of what is left
# where characters were lost.
_SIGNS = "\xa1-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xff"
_SIGN = re.compile(f"[{_SIGNS}]")
SIGN = re.compile(f"[{_SIGNS}\ufffd锟]")
_PAIR = re.compile(f"[\xa1-\xff][{_HIGH}@-~]")  # what every run has whose bytes are text in another encoding
_LATIN_RUN = re.compile(f"[{_HIGH}](?:[{_HIGH}]|[@-~])*")
_UTF8 = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3})+")
# Signs that hardly stand next to letters but in mojibake: controls, currency, fractions, accents without letter. Not quotes and dashes.
_STRONG = re.compile("[\x80-\x9f\xa0\xa2-\xa6\xa8\xaa\xac\xad\xaf\xb2-\xb6\xb8-\xba\xbc-\xbe‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ€]")
_LOST = ("\ufffd", "锟斤拷", "ï¿½")
_DOUBLE_BYTE = (("gb18030", "mojibake.gb-latin1"), ("big5hkscs", "mojibake.big5-latin1"))
_READS_WELL = 11.5  # bits a character
_MOST_TIMES = 3  # how often a text may have gone through the wrong encoding
_PROOF = 8  # characters in one encoding after which short runs are taken to be in it, too
_WINDOW = 4096  # bytes of a run decoded at once


def mojibake(text: str, ctx: Context, rare: str | None = None) -> Iterable[Edit]:
    """Edits that undo wrong readings in `text`; a warning for what can't be undone. `rare`: what the text holds of SIGN, where that is known."""
    signs = text if rare is None else rare
    edits = _latin_edits(text) if _SIGN.search(signs) and _PAIR.search(text) else []
    edits += _gbk_edits(text)
    left = _left(text, edits) if edits or SIGN.search(signs) else ""
    if left and not any(w.rule == "decode.damaged" for w in ctx.warnings):
        ctx.warn("mojibake.left", left)
    return edits


def _latin_edits(text: str) -> list[Edit]:
    """Runs of Windows-1252 characters whose bytes are text in UTF-8, GB 18030 or Big5."""
    runs = [m for m in _LATIN_RUN.finditer(text) if m.end() - m.start() > 1]
    raws = [bytes(map(_TO_BYTE.__getitem__, m.group())) for m in runs]
    proven = sum(map(len, (m.group() for run in runs for m in _STRONG.finditer(run.group())))) >= _PROOF
    utf8 = [_utf8_edits(text, m, raw, proven=proven) for m, raw in zip(runs, raws, strict=True)]
    doubles = _double_edits([None if _covers(edits, m) else (m, raw) for m, raw, edits in zip(runs, raws, utf8, strict=True)])
    return [e for edits, double in zip(utf8, doubles, strict=True) for e in (double or edits)]


def _covers(edits: list[Edit], match: re.Match[str]) -> bool:
    """Say whether the UTF-8 sequences are most of the run."""
    return sum(e.end - e.start for e in edits) * 2 >= match.end() - match.start()


def _utf8_edits(text: str, run: re.Match[str], raw: bytes, *, proven: bool) -> list[Edit]:
    """The UTF-8 sequences of one run; `proven`: the text holds so much of it that signs in use elsewhere count, too (é”…)."""
    before = text[run.start() - 1 : run.start()] if run.start() else ""
    edits = []
    for match in _UTF8.finditer(raw):
        old, new = run.group()[match.start() : match.end()], _again(match.group().decode("utf-8", "replace"))
        if (proven or _STRONG.search(old) or max(new) <= "\u07ff") and _is_certain(new, old, before if match.start() == 0 else run.group()[match.start() - 1]):
            edits.append(Edit(run.start() + match.start(), run.start() + match.end(), new, "mojibake.utf8-latin1"))
    return edits


def _is_certain(new: str, old: str, before: str) -> bool:
    """Sequences of three bytes are hardly there by chance; those of two only as a letter inside a word (cafÃ©)."""
    if any(c > "\u07ff" for c in new):
        return all(c.isprintable() or c in "\u3000\ufeff\u200b" for c in new) and cost(new) < 15 * len(new)
    return old[0] == "Ã" and new.isalpha() and not old.isalpha() and (len(new) > 1 or before.isalpha())


def _again(text: str) -> str:
    """The text read once more, if it is itself mojibake of UTF-8 through and through."""
    for _ in range(_MOST_TIMES - 1):
        if text.isascii() or not all(c in _TO_BYTE for c in text):
            break
        raw = bytes(map(_TO_BYTE.__getitem__, text))
        if not _UTF8.fullmatch(raw):
            break
        text = raw.decode("utf-8", "replace")
    return text


def _double_edits(runs: list[tuple[re.Match[str], bytes] | None]) -> list[list[Edit]]:
    """The runs in the double-byte encoding that most of them read well in; short ones only if long ones prove it."""
    best: tuple[int, list[list[Edit]]] = (0, [[] for _ in runs])
    for codec, rule in _DOUBLE_BYTE:
        read = [_reads(raw, codec) if run and (raw := run[1]) else "" for run in runs]
        proof = sum(len(new) for new in read if len(new) >= 4)
        least = 1 if proof >= _PROOF else 4
        edits = [
            [Edit(run[0].start(), run[0].end(), new, rule)] if run and new and beyond_ascii(new) >= least else [] for run, new in zip(runs, read, strict=True)
        ]
        if proof > best[0]:
            best = (proof, edits)
    return best[1]


def _reads(raw: bytes, codec: str) -> str:
    """The run in a double-byte encoding, or "" where it does not read as Chinese to the last byte."""
    if sum(byte >= 0xA1 for byte in raw) < 2:
        return ""
    new = strict(raw, codec) or ""
    seen = non_ascii(new)
    return new if seen and cost(seen) < _READS_WELL * len(seen) else ""


@lru_cache(maxsize=1)
def _anchor() -> re.Pattern[str]:
    """Three characters of GBK whose six bytes are two UTF-8 sequences of Chinese."""
    lead, tail = (*range(0xE3, 0xEA), 0xEF), range(0x80, 0xC0)
    classes = []
    for first, second in ((lead, tail), (tail, lead), (tail, tail)):
        chars = {bytes((a, b)).decode("gb18030", "ignore") for a in first for b in second}
        classes.append("[" + re.escape("".join(sorted(c for c in chars if len(c) == 1 and c > "\x7f"))) + "]")
    return re.compile("".join(classes))


_STRETCH = re.compile("[^\x00-\x7f]+")


def _gbk_edits(text: str) -> list[Edit]:
    """Stretches of GBK characters that are UTF-8 sequences. 0x80, which GBK lacks, stands as € or as U+FFFD in them."""
    if not _anchor().search(text):
        return []
    edits: list[Edit] = []
    for match in _STRETCH.finditer(text):
        if _anchor().search(match.group()):
            edits += _gbk_stretch(match.group(), match.start())
    return edits


def _gbk_stretch(run: str, at: int) -> list[Edit]:
    """The parts of one stretch whose bytes are UTF-8, from character to character, at least three characters long."""
    pieces = [b"\x80" if c in "€\ufffd" else c.encode("gb18030", "replace") for c in run]
    raw = b"".join(pieces)
    offsets = [0, *accumulate(map(len, pieces))]
    edits: list[Edit] = []
    i = 0
    while i < len(run):
        window = raw[offsets[i] : offsets[i] + _WINDOW]
        try:
            window.decode("utf-8")
            stop = offsets[i] + len(window)
        except UnicodeDecodeError as fault:
            stop = offsets[i] + fault.start
        j = bisect_right(offsets, stop) - 1
        while j > i and not _ends_whole(raw, offsets[j]):
            j -= 1
        new = raw[offsets[i] : offsets[j]].decode("utf-8", "replace") if j > i else ""
        if beyond_ascii(new) >= 3 and cost(new) < _READS_WELL * len(new):
            edits.append(Edit(at + i, at + j, new, "mojibake.utf8-gbk"))
            i = j
        else:
            i += 1
    return edits


def _ends_whole(raw: bytes, offset: int) -> bool:
    """Say whether a UTF-8 sequence ends at `offset`: what follows is no tail byte."""
    return offset == len(raw) or not 0x80 <= raw[offset] < 0xC0


def _left(text: str, edits: list[Edit]) -> str:
    """A sentence on what is left of mojibake, or ""."""
    rest = apply(text, sorted(edits)) if edits else text
    if any(map(rest.__contains__, _LOST)):
        lost = re.findall("|".join(_LOST), rest)
        return f"{len(lost)} places where characters were lost before the drop was made: {' '.join(sorted(set(lost)))}"
    broken = sum(e.rule == "mojibake.utf8-latin1" and text[e.end : e.end + 1] in _LEADS for e in edits)
    return f"{broken} stretches of mojibake are not whole" if broken else ""


_LEADS = frozenset("âãäåæçèéï")
