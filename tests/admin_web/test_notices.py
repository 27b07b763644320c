"""The outbox on the web: states, what must be looked at, sending again; numbers for those who may see them."""

import datetime as dt

import pytest

from admin_web.app import create_app
from hotline.messages.verbs import count_refused
from hotline.rows import Audit, Notice, Person
from hotline.settings import load
from hotline.words import NoticeState, NoticeTrouble
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


def test_who_may_see_numbers_sees_them_and_others_see_none(administrator, sign_in, monkeypatch):
    message(error="refused 13812345678")
    browser = sign_in(administrator)
    shown = browser.get("/notices").text
    assert ("13900001111" in shown, "来电人13812345678请" in shown) == (True, True)
    monkeypatch.setattr("admin_web.access.Reader.sees_numbers", False)
    hidden = browser.get("/notices").text
    for number in ("13900001111", "13812345678", "057187654321"):
        assert number not in hidden
    for shown in ("139****1111", "来电人138****5678请", "11-23 17:00", "refused 138****5678"):
        assert shown in hidden


def test_codes_and_links_are_shown_to_nobody(browser):
    message(1, template="ticket_opened", text="", fields={"number": "head-20261120-0001", "code": "884213"})
    link = {"number": "head-20261120-0002", "link": "https://a.gov.cn/v/tok3n"}
    message(2, template="visit_link", text="请评价：https://a.gov.cn/v/tok3n", fields=link)
    html = browser.get("/notices").text
    assert ("884213" in html, "tok3n" in html) == (False, False)
    for words in ("工单编号head-20261120-0001，查询码****。", "请评价：https://a.gov.cn/****", "Ticket registered"):
        assert words in html


def test_a_message_that_waits_shows_what_it_will_say(browser):
    message(1, text="", fields={"judge": "刘志明", "caller": "张三", "until": "11-23 17:30"})
    message(2, text="", template="of_a_later_version", fields={})
    html = browser.get("/notices").text
    assert "【公共服务热线】刘志明法官：来电人张三请您回复，请于11-23 17:30前联系。" in html
    assert ("There are no words for this message yet." in html, "of_a_later_version" in html) == (True, True)


def test_states_are_counted_and_chosen(administrator, sign_in):
    for n, state in enumerate(NoticeState):
        failed = {"error": "timeout", "trouble": "given_up"} if state == "failed" else {}
        message(n, state=state, tries=n, **failed)
    browser = sign_in(administrator, "zh_CN")
    html = browser.get("/notices").text
    for state in NoticeState:
        assert f"{state.zh} 1" in html
    assert ("多次尝试未能发出" in html, "timeout" in html) == (True, True)
    failed = browser.get("/notices?state=failed").text
    assert (failed.count("请您回复"), "timeout" in failed, "需要处理" in failed) == (1, True, False)
    assert "没有符合条件的短信" in browser.get("/notices?state=<b>&after=~x").text


def test_what_failed_or_may_be_lost_stands_first(browser):
    message(1)
    for n, state in ((2, "failed"), (3, "unknown")):
        message(n, state=state, trouble="left")
    message(4, state="failed", at=NOW - dt.timedelta(days=31))
    head, _, rest = browser.get("/notices").text.partition("All messages")
    assert ("To be looked at <small>2</small>" in head, head.count("请您回复"), rest.count("请您回复")) == (True, 2, 4)


def test_for_whom_they_are_written(browser):
    message(1)
    message(2, template="silent_call", text="请换一部电话", fields={})
    for to, judges, silent in (("staff", 1, 0), ("citizen", 0, 1), ("<b>", 1, 1)):
        html = browser.get(f"/notices?to={to}").text
        assert (html.count("请您回复"), html.count("请换一部电话")) == (judges, silent)


def test_every_trouble_is_said_in_both_languages(administrator, sign_in):
    for n, trouble in enumerate(NoticeTrouble):
        message(n, trouble=trouble, state="failed")
    for language, label in (("zh_CN", "zh"), ("en", "en")):
        html = sign_in(administrator, language).get("/notices").text
        assert [t for t in NoticeTrouble if getattr(t, label).replace("'", "&#39;") not in html] == []


def test_what_is_not_set_up_is_said_above(browser):
    message(1, trouble="not_set_up")
    message(2, trouble="no_words")
    count_refused(now=NOW)
    html = browser.get("/notices").text
    for words in ("nobody receives them", "are set right: 2", "had not signed them: 1"):
        assert words in html


def test_a_broken_file_of_words_is_said(administrator, settings, clock, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "notices.yml").write_text("texts: 1", encoding="utf-8")
    given = {"content": tmp_path / "content", "sms": {"gateway": "http", "http": {"url": "http://a"}}}
    app = create_app(load(**settings.model_dump(exclude={"content", "sms"}), **given), now=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.post("/login", data={"login": administrator.login, "password": "a-good-password-1"})
    message(text="", fields={})
    html = browser.get("/notices").text
    assert ("notices.yml:1:1: texts: " in html, "nobody receives them" in html) == (True, False)


# ---- sending again


def test_an_administrator_has_one_sent_again(browser, administrator):
    row = message(state="unknown", trouble="no_answer")
    assert f'action="/notices/{row.id}/again"' in browser.get("/notices").text
    answer = browser.post(f"/notices/{row.id}/again", data={"reason": "电话核实未收到"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/notices")
    assert "The message is sent again" in browser.get("/notices").text
    now = Notice.get_by_id(row.id)
    assert (now.state, now.round, now.trouble) == ("waiting", 1, "")
    audits = [(a.who, a.object, a.data["reason"]) for a in Audit.select().where(Audit.act == "send_notice_again")]
    assert audits == [(administrator.login, f"notice:{row.id}", "电话核实未收到")]


def test_why_not_is_said(administrator, sign_in):
    row, browser = message(state="sent"), sign_in(administrator, "zh_CN")
    back = {"back": "/notices"}
    assert f"/notices/{row.id}/again" not in browser.get("/notices").text
    refused = browser.post(f"/notices/{row.id}/again", data=back | {"reason": "客户说没有收到"})
    assert (refused.status_code, "这条短信无需重发：已发送" in refused.text, "客户说没有收到" in refused.text) == (
        422,
        True,
        True,
    )
    browser.post(f"/notices/{row.id}/again", data=back)
    assert "请填写重新发送的原因" in browser.get("/notices").text
    assert "没有这条短信" in browser.post("/notices/999/again", data=back | {"reason": "x"}).text
    assert Notice.get().state == "sent"


def test_hostile_texts_are_shown_and_never_run(browser):
    message(text="<script>x</script>", error="<b>", trouble="refused", state="failed")
    html = browser.get("/notices").text
    assert ("<script>x" in html, "<b>" in html.split("<main")[1]) == (False, False)


def test_who_may_not(db, agent, supervisor, sign_in):
    row = message(state="failed")
    for person in (agent, supervisor):
        browser = sign_in(person)
        assert browser.get("/notices").status_code == 403
        assert browser.post(f"/notices/{row.id}/again", data={"reason": "x"}).status_code == 403
    assert (Notice.get().state, Person.select().count()) == ("failed", 2)
