"""The audit as its reader sees it: names, links, outcomes, days, and as a file."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from hotline.rows import Audit, Chamber, Contact, Judge, Recording
from tests.builders import NOW, new_call, new_line, new_ticket

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator, "zh_CN")


def noted(act, thing, who="administrator", at=NOW, **data):
    return Audit.create(at=at, who=who, act=act, object=thing, data=data)


def test_names_and_pages_instead_of_numbers(browser, administrator, agent):
    line, call = new_line(), new_call(id="c9", agent=agent)
    recording = Recording.create(call=call.id, kind="call", path="a.wav", state="kept", begun_at=NOW)
    judge = Judge.create(chamber=Chamber.create(site=agent.site, name="民事庭"), name="钱玉兰")
    contact = Contact.create(
        judge=judge, urgent=True, state="open", text="x", caller_number="13800001234", site=agent.site,
        opened_by=agent, opened_at=NOW, due_at=NOW,
    )  # fmt: skip
    noted("force_state", f"person:{agent.id}", state="away", note="开会", outcome="done")
    noted("edit_line", f"line:{line.id}", active=True)
    noted("listen", f"recording:{recording.id}", call="c9")
    noted("open_contact", f"contact:{contact.id}", urgent=True)
    html = browser.get("/audit").text
    for words in (f'<a href="/people/{agent.id}">王小兰 ({agent.login})</a>',
                  f'<a href="/lines/{line.id}">立案咨询</a>',
                  '<a href="/calls/c9">', "的录音</a>", "联系法官：钱玉兰", "加急：是", "状态：示忙", "备注：开会",
                  f"{administrator.name} (administrator)", "已完成"):  # fmt: skip
        assert words in html, words
    assert ("urgent=True" in html, f"contact:{contact.id}<" in html, '<a href="/contacts' in html) == (False,) * 3


def test_listening_whispering_and_speaking_read_apart(browser, agent):
    for how in ("watch", "whisper", "barge", "stop"):
        noted("watch", f"person:{agent.id}", how=how, outcome="refused", refused="The order came too late")
    html = browser.get("/audit?act=watch").text
    for words in (">监听通话</td>", ">密语</td>", ">强插</td>", ">结束监听</td>"):
        assert words in html
    assert ("The order came too late" in html, html.count("未成功：")) == (False, 4)


def test_an_old_publish_does_not_say_that_it_was_done(browser):
    noted("publish_flow", "flow:court", why="x", order=3)
    assert "已申请，结果未知" in browser.get("/audit").text


def test_days_people_things_and_the_total(browser, agent):
    for n in range(3):
        noted("edit_person", f"person:{agent.id}", at=NOW + n * DAY)
    noted("edit_line", "line:99", who=agent.login)
    noted("set_language", f"person:{agent.id}", language="en")
    today = NOW.date()
    for query, count in (
        ("act=edit_person", 3), (f"act=edit_person&since={today + DAY}", 2),
        (f"act=edit_person&until={today:%Y/%m/%d}", 1),
        ("about=line:", 1), ("about=王小兰", 3), ("who=王小", 1), ("act=set_language", 1), ("about=nothing", 0),
    ):  # fmt: skip
        html = browser.get(f"/audit?{query}").text
        assert f"共 {count} 条" in html, query
    wrong = browser.get("/audit?since=soon")
    assert (wrong.status_code, "日期请写作" in wrong.text) == (422, True)


def test_confidential_complaints_are_named_by_nobody(browser, supervisor):
    new_ticket(opened_by=supervisor, number="S1", confidential=True)
    new_ticket(opened_by=supervisor, number="T1")
    noted("look_sealed", "ticket:*", what="list")
    noted("read_file", "ticket:S1")
    noted("read_file", "ticket:T1")
    html = browser.get("/audit").text
    assert ("保密件" in html, 'href="/tickets/S1"' in html, 'href="/tickets/T1"' in html) == (True, False, True)


def test_the_list_as_a_file_is_safe_and_noted(browser, agent):
    noted("force_state", f"person:{agent.id}", who="=1+1", note="=cmd()", outcome="done")
    noted("edit_line", "line:99")
    answer = browser.post("/audit/export", data={"act": "force_state"})
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (len(rows), rows[1][1], rows[1][3], rows[1][6]) == (2, "=1+1", "已完成", "备注：=cmd()")
    assert sheet.cell(2, 2).data_type == "s"
    note = Audit.get(Audit.act == "export_audit")
    assert (note.who, note.data) == ("administrator", {"rows": 1, "by_what": ["act"]})
    assert browser.post("/audit/export", data={"since": "x"}).status_code == 422


def test_who_may_not(supervisor, sign_in):
    assert sign_in(supervisor).post("/audit/export").status_code == 403
