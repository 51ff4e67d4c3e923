"""Dates as Chinese pages write them, read into ISO 8601 (EDTF level 0)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

# Where a page gives a clock time and no zone, it is read as China Standard Time.
ASSUMED_ZONE = "+08:00"
YEARS = range(1900, 2100)
_CENTURY = 70  # years of two digits below it are of this century
_SHORT = 200  # code points of a line


class Moment(NamedTuple):
    """A date found in a text: `value` as EDTF ("2023-11", "2023-11-11", "2023-11-11T09:25:00+08:00"), at [start, end).

    `assumed_zone` says that a clock time stood without a zone and was read as China Standard Time.
    """

    value: str
    start: int
    end: int
    assumed_zone: bool = False


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
# What may stand between a date and its clock time, never more than a few characters: 星期六, （周六）, Thursday, T.
_JOIN = r"[\sT,，|/　]{0,4}(?:[（(\[]?(?:星期|礼拜|禮拜|周|週)[一二三四五六日天][）)\]]?\s{0,3})?"
_CLOCK = (
    r"(?:(?P<half>上午|下午|凌晨|早上|中午|晚上)\s?)?(?P<hour>[012]?\d)\s?(?:[:：]|时|時|点|點)\s?"
    r"(?P<minute>[0-5]\d)(?:\s?[:：分]\s?(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?(?:\s?[分秒])?"
    r"(?:\s?(?P<ampm>[ap]\.?m\b))?(?:\s?(?P<zone>Z|UTC|GMT(?:\s?[+-]\d{1,2})?|[+-][01]\d:?[0-5]\d)(?![\w]))?"
)
_ENDS = r"(?:(?!\d)|(?<=[-/.]\d\d)(?=[012]\d:[0-5]\d))"  # the clock time may stand close, as two elements of a page side by side
_ONE_DATE = re.compile(
    r"(?<![\d.])(?:"
    r"(?P<y1>(?:19|20)\d\d)\s?年\s?(?P<m1>[01]?\d)\s?月(?:\s?(?P<d1>[0-3]?\d)(?:\s?[日号號]|(?=\s|$)))?"
    rf"|(?P<y2>(?:19|20)\d\d)(?P<sep>[-/.—–－])(?P<m2>[01]?\d)(?:(?P=sep)(?P<d2>[0-3]?\d))?{_ENDS}(?!(?P=sep))"
    r"|(?P<y3>[一二][九〇○零Ｏ0][〇○零Ｏ0一二三四五六七八九]{2})年(?P<m3>[一二三四五六七八九十]{1,2})月(?:(?P<d3>[一二三四五六七八九十廿卅]{1,3})[日号號])?"
    r"|(?:中華民國|中华民国|民國|民国)\s?(?P<y4>\d{2,3})\s?年\s?(?P<m4>[01]?\d)\s?月(?:\s?(?P<d4>[0-3]?\d)\s?日)?"
    rf"|\b(?P<m5>{_MONTH})\s{{1,2}}(?P<d5>[0-3]?\d)(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y5>(?:19|20)\d\d)"
    rf"|(?P<d6>[0-3]?\d)(?:st|nd|rd|th)?[\s-]{{1,2}}(?P<m6>{_MONTH}),?[\s-]{{1,2}}(?P<y6>(?:19|20)\d\d)"
    r"|(?P<a7>[0-3]?\d)/(?P<b7>[0-3]?\d)/(?P<y7>(?:19|20)\d\d)"
    rf"|(?<=[间間期][:：])(?P<y8>\d\d)-(?P<m8>[01]\d)-(?P<d8>[0-3]\d){_ENDS}"
    rf")(?:{_JOIN}{_CLOCK})?",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"[间間期][:：]\d\d-[01]\d-[0-3]\d")  # 时间：18-03-08: the year comes first, as everywhere else
_DIGITS = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:[T ]?([012]\d)([0-5]\d)([0-5]\d))?")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")
_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "Ｏ": 0, "0": 0}


def read_date(text: str) -> Moment | None:
    """The first date of `text` with its place; a text that is nothing but digits is read as a compact date or Unix time."""
    bare = text.strip()
    if bare.isdecimal() and len(bare) >= 8:
        return _from_digits(bare, text.index(bare))
    return next(find_dates(text), None)


def find_dates(text: str) -> Iterator[Moment]:
    """Every date of `text`, in order. One pass; no date is guessed from a day without a year."""
    if "20" in text or "19" in text or "年" in text or _SHORT_YEAR.search(text) is not None:  # every way to write a year has one of them
        return iter(_dates(text) if len(text) <= _SHORT else _read_dates(text))
    return iter(())


@lru_cache(maxsize=64)
def _dates(text: str) -> tuple[Moment, ...]:
    """The dates of a short line, which several steps ask for one after the other."""
    return tuple(_read_dates(text))


def _read_dates(text: str) -> Iterator[Moment]:
    for m in _ONE_DATE.finditer(text):
        day = _day(m)
        if day is None:
            continue
        clock, assumed = _clock(m) if m["hour"] else ("", False)
        if clock and len(day) == 10:
            yield Moment(f"{day}T{clock}", m.start(), m.end(), assumed)
        else:
            yield Moment(day, m.start(), m.start("half") if m["half"] else m.start("hour") if m["hour"] else m.end())


def _day(m: re.Match[str]) -> str | None:
    """The date of a match, "YYYY-MM" or "YYYY-MM-DD"; None where there is no such day."""
    if m["y1"]:
        return _checked(int(m["y1"]), int(m["m1"]), m["d1"])
    if m["y2"]:
        if (m["d2"] is None and m["sep"] not in "-/") or (m["d2"] is None and len(m["m2"]) < 2):
            return None  # 2005.6 is more often a number than a month
        return _checked(int(m["y2"]), int(m["m2"]), m["d2"])
    if m["y3"]:
        year = int("".join(str(_NUMERALS.get(c, 0)) for c in m["y3"]))
        return _checked(year, _numeral(m["m3"]), str(_numeral(m["d3"])) if m["d3"] else None)
    if m["y4"]:
        return _checked(int(m["y4"]) + 1911, int(m["m4"]), m["d4"])
    if m["y5"]:
        return _checked(int(m["y5"]), _month(m["m5"]), m["d5"])
    if m["y6"]:
        return _checked(int(m["y6"]), _month(m["m6"]), m["d6"])
    if m["y8"]:
        return _checked(int(m["y8"]) + (2000 if int(m["y8"]) < _CENTURY else 1900), int(m["m8"]), m["d8"])
    return _slashed(int(m["y7"]), int(m["a7"]), int(m["b7"]))


def _slashed(year: int, a: int, b: int) -> str | None:
    if a > 12:
        a, b = b, a
    elif b <= 12 and a != b:
        return None  # 3/4/2023: month first or day first? not told
    return _checked(year, a, str(b))


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _numeral(text: str) -> int:
    """The value of a Chinese numeral up to 39 (十一, 二十三, 廿三)."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    value = _NUMERALS.get(ones, 0) if ones else 0
    return value + (10 * _NUMERALS.get(tens, 1) if ten else 0)


def _checked(year: int, month: int, day: str | None) -> str | None:
    if year not in YEARS or not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, int(day)).isoformat()
    except ValueError:
        return None


def _clock(m: re.Match[str]) -> tuple[str, bool]:
    """The clock time of a match with its zone, and whether the zone was assumed; "" where there is no such time."""
    hour = int(m["hour"])
    half, ampm = m["half"], (m["ampm"] or "").lower()
    if (half in ("下午", "晚上") or (half == "中午" and hour < 11) or ampm.startswith("p")) and hour < 12:
        hour += 12
    elif ampm.startswith("a") and hour == 12:
        hour = 0
    if hour > 23:
        return "", False
    zone = _zone(m["zone"])
    return f"{hour:02}:{int(m['minute']):02}:{int(m['second'] or 0):02}{zone or ASSUMED_ZONE}", not zone


def _zone(text: str | None) -> str:
    if not text:
        return ""
    if text.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    sign = "-" if "-" in text else "+"
    digits = re.sub(r"\D", "", text)
    hours, minutes = (digits[:2], digits[2:]) if len(digits) == 4 else (digits, "00")
    return f"{sign}{int(hours):02}:{int(minutes):02}" if int(hours) <= 14 else ""


def _from_digits(text: str, at: int) -> Moment | None:
    m = _DIGITS.fullmatch(text)
    if m:
        day = _checked(int(m[1]), int(m[2]), m[3])
        if day is None:
            return None
        if m[4] and int(m[4]) < 24:
            return Moment(f"{day}T{m[4]}:{m[5]}:{m[6]}{ASSUMED_ZONE}", at, at + len(text), True)
        return Moment(day, at, at + len(text))
    m = _EPOCH.fullmatch(text)
    if m and text.isascii():
        moment = datetime.fromtimestamp(int(m[1]), UTC).astimezone(timezone(timedelta(hours=8)))
        if moment.year in YEARS:
            return Moment(moment.isoformat(timespec="seconds"), at, at + len(text))
    return None
