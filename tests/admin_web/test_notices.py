"""The outbox on the web: states, and numbers masked for everybody."""

import datetime as dt

import pytest

from admin_web.pages.notices.views import hide
from hotline.records.rows import Notice
from hotline.words import NoticeState
from tests.builders import NOW

pytestmark = pytest.mark.unit
TEXT = "来电人13812345678请您回复，请于11-23 17:00前联系 057187654321。"


def message(n=0, **given):
    values = {
        "number": "13900001111", "template": "contact_judge", "text": TEXT, "ref": f"c:{n}", "state": "waiting",
        "at": NOW - dt.timedelta(minutes=n), "next_at": NOW,
    }  # fmt: skip
    return Notice.create(**values | given)


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


@pytest.mark.parametrize("count", [0, 1, 3, 51])
def test_none_one_some_and_more_than_a_page(browser, count):
    for n in range(count):
        message(n)
    html = browser.get("/notices").text
    assert (html.count("请您回复"), "No messages yet" in html) == (min(count, 50), count == 0)
    assert ("Older" in html) == (count > 50)
    if count > 50:
        href = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert browser.get(href).text.count("请您回复") == 1


def test_no_number_can_be_read(browser):
    message()
    html = browser.get("/notices").text
    for number in ("13900001111", "13812345678", "057187654321"):
        assert number not in html
    for shown in ("139****1111", "来电人138****5678请", "11-23 17:00"):
        assert shown in html


def test_states_are_counted_and_chosen(administrator, sign_in):
    for n, state in enumerate(NoticeState):
        message(n, state=state, error="网关超时" if state == "failed" else "", tries=n)
    browser = sign_in(administrator, "zh_CN")
    html = browser.get("/notices").text
    for words in ("待发送 1", "已存（未接网关） 1", "已发送 1", "失败 1", "网关超时"):
        assert words in html
    failed = browser.get("/notices?state=failed").text
    assert (failed.count("请您回复"), "网关超时" in failed) == (1, True)
    assert "没有符合条件的短信" in browser.get("/notices?state=<b>&after=~x").text


def test_hostile_texts_are_shown_and_never_run(browser):
    message(text="<script>x</script>", error="<b>")
    assert "<script>x" not in browser.get("/notices").text


def test_who_may_not(agent, supervisor, sign_in):
    assert {sign_in(person).get("/notices").status_code for person in (agent, supervisor)} == {403}


def test_short_numbers_and_dates_stay():
    assert hide("12368 2026-11-20 +8613812345678") == "12368 2026-11-20 +86*******5678"
