"""The audit as its reader sees it: names, links, outcomes, days, and as a file."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest

from hotline.clock import CHINA
from hotline.people.jobs import audit_chain
from hotline.rows import (
    Alarm,
    Attachment,
    Audit,
    AuditArchive,
    CallBack,
    Chamber,
    Contact,
    DispatchRule,
    Entry,
    Export,
    Judge,
    Notice,
    Nuisance,
    Recording,
    ReplyTemplate,
    SpecialDay,
)
from tests.builders import NOW, new_call, new_line, new_ticket, new_units

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)
SHOWN = f"{NOW.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


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


@pytest.fixture
def things(agent, supervisor):
    """One row of each kind that has a number or a name of its own; the thing as stored, and what the page says."""
    unit, by = new_units()["civil"], {"at": NOW, "by": "x"}
    topic = Entry.create(kind="topic", code="01", zh="立案", en="Filing")
    late = {"created_at": NOW, "missed_at": NOW, "next_at": NOW, "call": "c", "last_call": "c"}
    task = CallBack.create(
        number="13800001234", name="张三", reason="queue", state="open", profile="court_12368", **late
    )  # fmt: skip
    entry = Nuisance.create(number="13900001234", reason="骚扰", by=supervisor, at=NOW, until=NOW + DAY)
    alarm = Alarm.create(kind="waits_long", ref="c", since=NOW)
    notice = Notice.create(number="13700001234", template="ticket_opened", state="sent", at=NOW, next_at=NOW)
    day = SpecialDay.create(day="2026-12-31", name="年终盘点", spans=[])
    export = Export.create(person=agent, state="done", asked_at=NOW)
    file = Attachment.create(
        token="t", name="判决书.pdf", type="application/pdf", size=1, sha256="", path="a", person=agent, at=NOW
    )
    template = ReplyTemplate.create(site=agent.site, title="告知书", text="x", **by)
    rule = DispatchRule.create(topic=topic, site=agent.site, unit=unit, at=NOW)
    return {
        f"call_back:{task.id}": "回拨任务 张三 13800001234", f"nuisance:{entry.id}": "骚扰号码 13900001234",
        f"alarm:{alarm.id}": "告警 等候过久 2026-11-20 10:00", f"notice:{notice.id}": "短信 工单已登记 13700001234",
        f"special_day:{day.id}": "特别日期 2026-12-31 年终盘点",
        f"export:{export.id}": "导出文件 王小兰 2026-11-20 10:00",
        f"file:{file.id}": "附件 判决书.pdf", f"template:{template.id}": "答复模板 告知书",
        "entry:topic:01": "字典条目 事项分类 立案", f"rule:{rule.id}": "派单规则 立案 → 民事庭",
        "keywords:群体讨薪": "关键词规则 群体讨薪", "parameter:keep.talked": "参数 人工通话录音保存天数",
        "limit:court_12368:complaint:finish": "办理期限 法院 12368 · 投诉 · 办结", "number:1234": "号码尾号 1234",
        "case:20261024": "案件查询码 20261024", "petition:20260017": "信访查询码 20260017", "people": "人员表",
        "recordings": "全部录音", "audit": "审计日志", "rule:999": "派单规则 999", "old_kind:7": "old_kind:7",
        "person": "人员", "ticket:S9": "工单 S9",
    }  # fmt: skip


def test_every_kind_of_thing_has_a_name_and_its_page(browser, things):
    for thing in things:
        noted("edit_rules", thing)
    html = browser.get("/audit?act=edit_rules").text
    shown = re.findall(r'data-label="对象">(?:<a href="([^"]+)">)?([^<]+)<', html)
    assert [name for _href, name in shown] == list(reversed(things.values()))
    links = dict(zip(reversed(things), (href for href, _name in shown), strict=True))
    assert {thing: href for thing, href in links.items() if not href}.keys() == {
        next(thing for thing in things if thing.startswith(f"{kind}:")) for kind in ("file", "old_kind", "number",
        "case", "petition", "call_back", "template")
    } | {"person", "ticket:S9"}  # fmt: skip
    for href in filter(None, links.values()):
        assert browser.get(href).status_code == 200, href


def test_a_name_is_told_in_the_readers_language(administrator, sign_in, things):
    noted("edit_dictionary", "entry:topic:01")
    noted("edit_limits", "limit:gov_12345:*:finish")
    html = sign_in(administrator, "en").get("/audit").text
    for words in ("Dictionary entry Subject Filing<", "Limit Government 12345 · * · "):
        assert words in html, words


def test_a_file_that_came_with_a_confidential_complaint_is_not_named(browser, agent):
    ticket = new_ticket(opened_by=agent, number="S1", confidential=True)
    given = {"type": "x", "size": 1, "sha256": "", "person": agent, "at": NOW}
    file = Attachment.create(ticket=ticket, token="t", name="举报信.pdf", path="b", **given)
    noted("attach", f"file:{file.id}")
    html = browser.get("/audit").text
    assert (f"附件 {file.id}<" in html, "举报信" in html) == (True, False)


def test_what_nobody_would_write_is_shown_as_stored_and_breaks_nothing(browser):
    strange = ["", ":", "limit:", "limit:a:b:c:d", "person:99999999999999999999", "person:x", "entry:", "entry:topic",
               "rule:-1", "ticket:", "<b>:1", "parameter:none", "file:１", "unit:%(x)s"]  # fmt: skip
    for thing in strange:
        noted("edit_rules", thing)
    answer = browser.get("/audit?act=edit_rules")
    assert (answer.status_code, answer.text.count('data-label="对象"'), "<b>:1" in answer.text) == (200, 14, False)


def test_listening_whispering_and_speaking_read_apart(browser, agent):
    call, withheld = new_call(agent=agent), new_call(number="")
    noted("take_over", f"person:{agent.id}", call=withheld.id)
    noted("take_over", f"person:{agent.id}", call="gone-for-good")
    for how in ("watch", "whisper", "barge", "stop"):
        noted(
            "watch", f"person:{agent.id}", call=call.id, how=how, outcome="refused", refused="The order came too late"
        )
    taken = browser.get("/audit?act=take_over").text
    assert (f"{SHOWN} 未显示号码" in taken, withheld.id in taken, "gone-for-good" in taken) == (True, False, True)
    html = browser.get("/audit?act=watch").text
    assert (html.count(f"{SHOWN} 13800001234"), call.id in html) == (4, False)
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


def test_a_large_audit_is_not_counted_to_its_end(browser, monkeypatch):
    for n in range(4):
        noted("edit_line", f"line:{n}")
    monkeypatch.setattr("hotline.people.reads.audit.COUNTED_MOST", 3)
    assert "超过 3 条" in browser.get("/audit?act=edit_line").text
    monkeypatch.setattr("admin_web.pages.audit.views.ROWS_MOST", 3)
    answer = browser.post("/audit/export", data={"act": "edit_line"})
    assert (answer.status_code, "3" in answer.text) == (422, True)


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


def test_things_are_found_as_they_are_shown_in_any_writing(browser, supervisor):
    new_ticket(opened_by=supervisor, number="20261120-01-0007")
    task = CallBack.create(
        number="13800001011", name="蒋六", profile="court_12368", reason="queue", state="open", call="c", last_call="c",
        created_at=NOW, missed_at=NOW, next_at=NOW,
    )  # fmt: skip
    noted("read_file", "ticket:20261120-01-0007")
    noted("take_call_back", f"call_back:{task.id}", who="Supervisor")
    for query, count in (
        ("about=２０２６１１２０－０１－０００７", 1), ("about=20261120 01 0007", 1), ("about=第20261120-01-0007号", 1),
        ("about=13800001011", 1), ("about=138 0000 1011", 1), ("about=1011", 1), ("about=011", 0),
        ("who=SUPERVISOR", 1), ("who=supervisor", 1),
    ):  # fmt: skip
        assert f"共 {count} 条" in browser.get(f"/audit?{query}").text, query


def test_logins_are_names_and_codes_are_words(browser, agent):
    noted("edit_members", "unit:x", put=agent.login, post="handler")
    noted("edit_members", "unit:x", drop="gone", post="handler")
    noted("look_sealed", "ticket:*", what="list")
    noted("show_file", "ticket:T1", file=3, shown=True)
    html = browser.get("/audit").text
    for words in ("加入人员：王小兰 (agent)", "移出人员：gone", "事项：列表", "对来电人公开：是"):
        assert words in html, words


@pytest.fixture
def archive(db, settings):
    """An entry of long ago in a file, and its file."""
    old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    for n in range(3):
        noted("edit_line", f"line:old{n}", who="bob", at=old + n * DAY)
        audit_chain.chain(old + n * DAY)
    assert audit_chain.archive(settings.old_audit, 180, old + 300 * DAY) == 3
    return settings.old_audit / AuditArchive.get().file


def test_the_page_searches_the_archive_too(archive, browser, administrator, sign_in):
    noted("edit_line", "line:new0", who="bob")
    html = browser.get("/audit?who=bob").text
    places = [html.index(word) for word in ("new0", "old2", "old1", "old0")]
    assert places == sorted(places)
    assert html.count('<span class="tag">归档</span>') == 3
    assert "不含归档" in html
    assert "old1" not in browser.get("/audit?who=bob&since=2020-02-01").text
    assert "Archive" in sign_in(administrator, "en").get("/audit?about=old1").text


def test_the_second_page_goes_on_into_the_archive(archive, browser):
    for n in range(50):
        noted("edit_line", f"line:new{n}", who="bob", at=NOW + n * dt.timedelta(seconds=1))
    html = browser.get("/audit?who=bob").text
    assert "归档</span>" not in html
    (after,) = re.findall(r'href="(/audit\?[^"]*after=[^"]*)"', html)
    after = after.replace("&amp;", "&")
    assert "archive" in after
    second = browser.get(after).text
    assert [word in second for word in ("old2", "old1", "old0", "new0")] == [True, True, True, False]


def test_a_lost_or_changed_archive_is_a_sentence(archive, browser):
    noted("edit_line", "line:new0", who="bob")
    archive.write_bytes(archive.read_bytes().replace(b"old1", b"oldX"))
    html = browser.get("/audit?who=bob").text
    assert ("被改动" in html, "oldX" in html, html.count("与审计链不符")) == (True, True, 3)
    archive.unlink()
    html = browser.get("/audit?who=bob").text
    assert ("不在目录中" in html, "new0" in html, "old1" in html) == (True, True, False)
