from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.dates import find_dates, read_date

CASES = {
    "2023-11-11T09:25:00+08:00": "2023-11-11T09:25:00+08:00",
    "2023-11-11T01:25:00Z": "2023-11-11T01:25:00Z",
    "2023-11-11T01:25:00.123+0000": "2023-11-11T01:25:00+00:00",
    "2023-11-11 09:25": "2023-11-11T09:25:00+08:00",
    "2023-11-11": "2023-11-11",
    "2023-11": "2023-11",
    "2023/1/5": "2023-01-05",
    "2023.01.05": "2023-01-05",
    "发布时间：2023年11月11日 09:25:30 来源：本站": "2023-11-11T09:25:30+08:00",
    "2023年11月11日": "2023-11-11",
    "2023年11月": "2023-11",
    "2023年11月5人": "2023-11",
    "2023年1月5日 星期四 下午3:20": "2023-01-05T15:20:00+08:00",
    "2023年1月5日（周四）上午9:05": "2023-01-05T09:05:00+08:00",
    "2023年1月5日 09时25分": "2023-01-05T09:25:00+08:00",
    "2023年11月11日09：25": "2023-11-11T09:25:00+08:00",
    "二〇二三年十一月二十三日": "2023-11-23",
    "一九九六年三月十日": "1996-03-10",
    "二○○五年廿月": None,
    "民國112年11月11日": "2023-11-11",
    "Sep 26, 2019 10:00 AM": "2019-09-26T10:00:00+08:00",
    "Thu, 26 Sep 2019 22:01:02 GMT": "2019-09-26T22:01:02Z",
    "13/05/2005": "2005-05-13",
    "05/13/2005": "2005-05-13",
    "03/04/2005": None,
    "20231111": "2023-11-11",
    "20231111092500": "2023-11-11T09:25:00+08:00",
    "1568012345": "2019-09-09T14:59:05+08:00",
    "1568012345000": "2019-09-09T14:59:05+08:00",
    "2023-02-30": None,
    "2023年13月1日": None,
    "2005.6": None,
    "发布时间：18-03-08 23:16": "2018-03-08T23:16:00+08:00",
    "日期:98-12-31": "1998-12-31",
    "发布时间：18-03-0823:16": "2018-03-08T23:16:00+08:00",
    "2018-03-0823:16": "2018-03-08T23:16:00+08:00",
    "2018-03-0823": None,
    "18-03-08": None,  # nothing says which is the year
    "时间：18-13-08": None,
    "192.168.2023.11": None,
    "电话 010-2023-1111": None,
    "11月11日": None,
    "": None,
}


@pytest.mark.parametrize(("text", "value"), CASES.items())
def test_dates_are_read(text: str, value: str | None) -> None:
    found = read_date(text)
    assert (found and found.value) == value


def test_an_assumed_zone_is_told() -> None:
    assert [m.assumed_zone for m in find_dates("2023-11-11 09:25，2023-11-11T09:25:00Z，2023-11-11")] == [True, False, False]


def test_places_are_those_of_the_text() -> None:
    text = "时间：2023年11月11日 09:25　来源：晨报"
    found = read_date(text)
    assert found is not None
    assert text[found.start : found.end] == "2023年11月11日 09:25"


@given(st.text(alphabet="0123456789年月日-/.: TZ+上午一二十〇民國周（）Sepam,", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
    read_date(text)


@given(st.datetimes())
def test_iso_text_comes_back(moment: object) -> None:
    text = str(moment)[:10]
    found = read_date(text)
    assert (found and found.value) == (text if "1900" <= text[:4] <= "2099" else None)
