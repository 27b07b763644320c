"""Contact the judge: asking from a call and without one, ringing, answers, what is overdue, the directory."""

import datetime as dt
import re

import pytest

from hotline.calls.orders.claim import claim
from hotline.calls.rules.call_ids import call_of
from hotline.calls.rules.order_kinds import CallOut, Consult, Target
from hotline.messages.verbs import put
from hotline.rows import CallLeg, Chamber, Contact, CourtCase, Judge, Order
from hotline.words import CallState, NoticeKind, Party, Presence
from tests.builders import NOW, new_call, stand

pytestmark = pytest.mark.unit
FETCH = {"X-Requested-With": "fetch"}
EVIL = "<script>alert(1)</script>"
FIELDS = {"judge": "刘志明", "caller": "张三", "until": "11-23 17:30"}


@pytest.fixture
def judge(head):
    chamber = Chamber.create(site=head, name="民事庭", telephone="6100")
    Judge.create(chamber=chamber, name="何静", title="庭长", telephone="6102", chief=True)
    return Judge.create(chamber=chamber, name="刘志明", title="审判员", telephone="6101", mobile="13700001111")


@pytest.fixture
def talking(agent):
    call = new_call(state=CallState.TALKING, agent=agent, talking_at=NOW)
    stand(agent, Presence.TALKING, call=call.id)
    return call


def _contact(judge, person, **given):
    values = {
        "judge": judge, "caller_number": "13800001234", "caller_name": "张三", "text": "请回电", "state": "open",
        "site": person.site, "opened_by": person, "opened_at": NOW, "due_at": NOW + dt.timedelta(hours=5),
    }  # fmt: skip
    told = given.pop("told", True)
    row = Contact.create(**values | given)
    if told:  # the judge has got a message
        put("13700001111", NoticeKind.CONTACT_JUDGE, FIELDS, ref=f"contact:{row.id}", now=NOW)
    return row


def test_nobody_waits_and_the_directory_is_empty(agent, sign_in):
    html = sign_in(agent).get("/contacts").text
    assert ("Nobody waits for a judge." in html, "The directory is empty" in html) == (True, True)


def test_requests_stand_by_when_they_are_due_and_overdue_ones_are_red(judge, agent, sign_in):
    for n, hours in enumerate((5, -1, 2), 1):
        _contact(judge, agent, caller_name=f"来电人{n}", due_at=NOW + dt.timedelta(hours=hours), urgent=n == 3)
    _contact(judge, agent, caller_name="已答复", state="replied", reply="好", closed_by=agent, closed_at=NOW)
    html = sign_in(agent).get("/contacts").text
    assert re.findall(r"来电人\d", html) == ["来电人2", "来电人3", "来电人1"]
    assert (html.count('class="overdue"'), html.count("▲ Overdue"), html.count("Urgent<")) == (1, 1, 1)
    assert ("138****1234" in html, "13800001234" in html, "已答复" in html) == (True, False, False)


def test_filters_and_pages(judge, agent, supervisor, sign_in):
    for n in range(60):
        _contact(judge, agent, case_number=f"民初{n}号", due_at=NOW + dt.timedelta(hours=n % 3))
    _contact(judge, supervisor, caller_name="李四", state="closed", reply="撤回", closed_by=supervisor, closed_at=NOW)
    browser = sign_in(agent)

    def shown(path):
        html = browser.get(path).text
        further = re.search(r'rel="next" href="([^"]+)"', html)
        return re.findall(r'href="/contacts/(\d+)"', html), further and further[1].replace("&amp;", "&")

    first, further = shown("/contacts?mine=1")
    second, none = shown(further)
    assert (len(first), len(second), len({*first, *second}), none) == (50, 10, 60, None)
    assert len(shown("/contacts?words=民初59号")[0]) == 1
    assert (shown("/contacts?state=done")[0], shown("/contacts?state=all&words=李四")[0]) == (["61"], ["61"])
    assert shown("/contacts?state=done&mine=1")[0] == []
    for words in ("%", "_", "'--", "x" * 5000):
        assert shown(f"/contacts?words={words}")[0] == []
    assert browser.get("/contacts?after=~&endpoint=x&state=nonsense").status_code == 200


def test_a_branch_has_requests_of_its_own(judge, agent, other_agent, sign_in):
    contact = _contact(judge, agent)
    browser = sign_in(other_agent)
    assert "Nobody waits for a judge." in browser.get("/contacts").text
    assert browser.get(f"/contacts/{contact.id}").status_code == 404
    for act in ("ring", "call", "close"):
        assert browser.post(f"/contacts/{contact.id}/{act}", data={"state": "closed", "reply": "x"}).status_code == 404
    assert Contact.get().state == "open"


def test_from_the_desk_the_caller_his_case_and_its_judge_stand_there(judge, talking, agent, sign_in):
    CourtCase.create(
        number="(2026)浙0599民初1号", cause="借贷", party="张三", party_number="13800001234", judge="刘志明",
        division="民事庭", stage="审理中",
    )  # fmt: skip
    browser = sign_in(agent)
    assert f"/contacts/new?call={talking.id}" in browser.get("/desk").text
    html = browser.get(f"/contacts/new?call={talking.id}").text
    assert ("138****1234" in html, 'value="张三"' in html, 'value="(2026)浙0599民初1号"' in html) == (True, True, True)
    assert re.search(rf'name="judge" value="{judge.id}" checked', html)
    assert 'name="caller_number"' not in html


def test_two_cases_are_offered_and_none_is_chosen(judge, talking, agent, sign_in):
    for n in (1, 2):
        CourtCase.create(
            number=f"民初{n}号", cause="借贷", party="张三", party_number="13800001234", judge="刘志明", division="x",
            stage="x",
        )  # fmt: skip
    html = sign_in(agent).get(f"/contacts/new?call={talking.id}").text
    assert (html.count('<option value="民初'), 'name="case_number" maxlength="64" value=""' in html) == (2, True)
    assert "checked" not in html


def test_an_ordinary_request_from_a_call(judge, talking, agent, sign_in):
    browser = sign_in(agent)
    form = {"judge": judge.id, "call": talking.id, "caller_name": "张三", "case_number": "民初1号", "text": "请回电"}
    answer = browser.post("/contacts/new", data=form)
    row = Contact.get()
    assert answer.headers["Location"] == f"/contacts/{row.id}"
    assert (row.call, row.caller_number, row.case_number, row.urgent) == (talking.id, "13800001234", "民初1号", False)
    assert (Order.select().count(), "刘志明" in browser.get("/desk/now").json["html"]["pop"]) == (0, True)


def test_an_urgent_one_rings_at_once_and_leads_to_the_desk(judge, talking, agent, sign_in):
    browser = sign_in(agent)
    answer = browser.post("/contacts/new", data={"judge": judge.id, "call": talking.id, "urgent": "1"})
    order = Order.get()
    assert answer.headers["Location"] == f"/desk?order={order.id}"
    [claimed] = claim(claimant="t", now=NOW)
    assert isinstance(claimed.command, Consult)
    assert (claimed.person, [t.dialled for t in claimed.command.to]) == (
        agent.id,
        ["6101", "13700001111", "6100", "6102"],
    )
    assert {t.contact for t in claimed.command.to} == {Contact.get().id}


def test_without_a_call_number_and_name_are_typed(judge, agent, sign_in):
    form = {"judge": judge.id, "caller_number": "13900001111", "caller_name": EVIL, "text": EVIL, "urgent": "1"}
    browser = sign_in(agent)
    where = browser.post("/contacts/new", data=form).headers["Location"]
    html = browser.get(where).text
    assert (Contact.get().caller_number, EVIL in html, html.count("&lt;script&gt;") >= 2) == (
        "13900001111",
        False,
        True,
    )
    assert Order.select().count() == 0


@pytest.mark.parametrize(("number", "warned"), [("", True), ("anonymous", True), ("13800001234", False)])
def test_who_notes_no_number_is_told_that_nobody_can_call_back(judge, agent, sign_in, number, warned):
    form = {"judge": judge.id, "text": "请回电", "caller_number": number, "caller_name": "张三"}
    page = sign_in(agent).post("/contacts/new", data=form, follow_redirects=True)
    assert (page.status_code, "nobody can call back" in page.text) == (200, warned)


def test_the_call_of_somebody_else_brings_nothing_along(judge, talking, supervisor, sign_in):
    browser = sign_in(supervisor)
    html = browser.get(f"/contacts/new?call={talking.id}").text
    assert ("13800001234" in html, 'name="caller_number"' in html) == (False, True)
    browser.post("/contacts/new", data={"judge": judge.id, "call": talking.id, "text": "x"})
    assert (Contact.get().call, Contact.get().caller_number) == (None, "")


@pytest.mark.parametrize(
    ("given", "why"),
    [({"text": " "}, "请填写需要告知法官的内容"), ({"judge": "999"}, "请选择法官"), ({"judge": "../1"}, "请选择法官"),
     ({"judge": "9" * 300}, "请选择法官"), ({"judge": ""}, "请选择法官")],
)  # fmt: skip
def test_a_refused_request_comes_back_as_typed(judge, agent, sign_in, given, why):
    form = {"judge": judge.id, "caller_number": "139", "case_number": "民初9号", "text": "内容"} | given
    answer = sign_in(agent, "zh_CN").post("/contacts/new", data=form)
    assert (answer.status_code, why in answer.text, 'value="民初9号"' in answer.text) == (422, True, True)
    assert Contact.select().count() == 0


def test_every_telephone_that_was_rung_is_told(judge, agent, sign_in):
    contact = _contact(judge, agent)
    for n, (kind, name, number, result) in enumerate(
        (
            ("judge", "刘志明", "6101", "no_answer"),
            ("judge", "民事庭", "13700001111", "busy"),
            ("judge", EVIL, "6102", None),
        )
    ):
        CallLeg.create(
            call="c", leg=f"t{n}", kind=kind, name=name, dialled=number, contact=contact.id,
            begun_at=NOW + dt.timedelta(seconds=20 * n), result=result,
            ended_at=NOW + dt.timedelta(seconds=20 * n + 15) if result else None,
        )  # fmt: skip
    CallLeg.create(call="c", leg="agent", kind="agent", person=agent, dialled="1001", contact=contact.id, begun_at=NOW)
    CallLeg.create(call="c", leg="else", kind="judge", name="别人", dialled="6999", contact=99, begun_at=NOW)
    html = " ".join(sign_in(agent).get(f"/contacts/{contact.id}/now").json["html"]["ringings"].split())
    for words in (
        "Judge 刘志明",
        "No answer",
        "137****1111",
        "Busy",
        "&lt;script&gt;",
        "▲ Ringing",
        "Agent 王小兰",
        "0:15",
    ):
        assert words in html, words
    assert ("13700001111" in html, "别人" in html, "rung <small>4<" in html) == (False, False, True)


def test_every_message_to_the_judges_side_is_told(judge, agent, sign_in):
    contact, silent = _contact(judge, agent), _contact(judge, agent, told=False)
    put("13900002222", NoticeKind.CONTACT_JUDGE, FIELDS, ref=f"contact:{contact.id}:chief", now=NOW)
    browser = sign_in(agent)
    told, none = (
        " ".join(browser.get(f"/contacts/{one.id}/now").json["html"]["ringings"].split()) for one in (contact, silent)
    )
    for words in ("judge's side <small>2<", "137****1111", "139****2222", "Waiting"):
        assert words in told, words
    assert ("13900002222" in told, "No message was written" in told, "No message was written" in none) == (
        False, False, True,
    )  # fmt: skip


def test_the_judge_is_rung_only_for_the_caller_on_the_line(judge, talking, agent, sign_in):
    contact = _contact(judge, agent, call=talking.id)
    other = _contact(judge, agent, caller_number="13955556666")
    browser = sign_in(agent, "zh_CN")
    assert ">立即呼叫法官</button>" in browser.get(f"/contacts/{contact.id}").text
    assert "ring-now" not in browser.get(f"/contacts/{other.id}").text
    assert browser.post(f"/contacts/{other.id}/ring", headers=FETCH).json == {"error": "该来电人当前不在您的通话中"}
    placed = browser.post(f"/contacts/{contact.id}/ring", headers=FETCH).json
    assert placed == {"order": 1, "href": "/desk?order=1"}
    [claimed] = claim(claimant="t", now=NOW)
    assert claimed.command == Consult(
        tuple(
            Target(dialled, outside, 20, Party.CHAMBER if dialled == "6100" else Party.JUDGE, name, contact=contact.id)
            for dialled, outside, name in (
                ("6101", False, "刘志明"), ("13700001111", True, "刘志明"), ("6100", False, "民事庭"),
                ("6102", False, "何静"),
            )
        )
    )  # fmt: skip
    stand(agent, Presence.WRAP_UP, call=talking.id)
    assert browser.post(f"/contacts/{contact.id}/ring", headers=FETCH).status_code == 422


def test_the_caller_who_was_called_back_counts_as_on_the_line(judge, agent, sign_in):
    contact = _contact(judge, agent, call="long-ago")
    call = new_call(state=CallState.TALKING, direction="out", agent=agent, talking_at=NOW)
    stand(agent, Presence.TALKING, call=call.id)
    assert "Ring the judge now" in sign_in(agent).get(f"/contacts/{contact.id}").text


def test_the_caller_is_called_back_about_it(judge, agent, sign_in):
    call = new_call(line="filing", agent=agent)
    contact = _contact(judge, agent, call=call.id)
    browser = sign_in(agent)
    assert browser.post(f"/contacts/{contact.id}/call", headers=FETCH).json["href"] == "/desk?order=1"
    assert [c.command for c in claim(claimant="t", now=NOW)] == [
        CallOut("13800001234", "张三", "filing", contact=contact.id, call=call_of(1, NOW))
    ]


@pytest.mark.parametrize(("state", "reply"), [("replied", f"已答复{EVIL}"), ("connected", ""), ("closed", "撤回")])
def test_what_came_of_it(judge, agent, sign_in, state, reply):
    contact = _contact(judge, agent)
    browser = sign_in(agent)
    answer = browser.post(f"/contacts/{contact.id}/close", data={"state": state, "reply": reply})
    assert answer.headers["Location"] == f"/contacts/{contact.id}"
    html = browser.get(f"/contacts/{contact.id}").text
    assert (Contact.get().state, EVIL in html, "Ring the judge" in html, "e-reply" in html) == (
        state, False, False, False,
    )  # fmt: skip


def test_an_answer_that_is_refused_comes_back_as_typed(judge, agent, sign_in):
    contact = _contact(judge, agent)
    browser = sign_in(agent, "zh_CN")
    answer = browser.post(f"/contacts/{contact.id}/close", data={"state": "replied", "reply": " "})
    assert (answer.status_code, "请填写答复内容" in answer.text) == (422, True)
    answer = browser.post(f"/contacts/{contact.id}/close", data={"state": "", "reply": "已打电话"})
    assert ("请选择处理结果" in answer.text, "已打电话</textarea>" in answer.text) == (True, True)
    close = f"/contacts/{contact.id}/close"
    answer = browser.post(close, data={"state": "closed", "reply": "字" * 100_000})
    assert (answer.status_code, "内容过长，请减少 96000 个字符" in answer.text) == (422, True)
    browser.post(close, data={"state": "closed", "reply": "字" * 4000})
    assert Contact.get().reply == "字" * 4000
    again = browser.post(f"/contacts/{contact.id}/close", data={"state": "closed", "reply": "x"})
    assert "此联系法官记录已办结：已关闭" in again.text


def test_the_list_and_one_request_are_drawn_anew(judge, agent, sign_in):
    contact = _contact(judge, agent)
    browser = sign_in(agent)
    assert "刘志明" in browser.get("/contacts/now?words=刘").json["html"]["requests"]
    assert set(browser.get(f"/contacts/{contact.id}/now").json["html"]) == {"facts", "ringings", "acts"}


def test_the_directory_is_searched_and_hides_telephones(judge, agent, supervisor, sign_in):
    browser = sign_in(agent)
    html = browser.get("/judges").text
    assert ("137****1111" in html, "13700001111" in html, "刘志明" in html, "New judge" in html) == (
        True, False, True, False,
    )  # fmt: skip
    assert "13700001111" in sign_in(supervisor).get("/judges").text
    assert ("何静" in browser.get("/judges?words=何").text, "刘志明" in browser.get("/judges?words=何").text) == (
        True,
        False,
    )
    assert "刘志明" in browser.get("/judges?words=民事").text
    for words in ("%", "<b>", "x" * 3000):
        html = browser.get(f"/judges?words={words}").text
        assert ("Nobody fits." in html, "<b>" in html) == (True, False)


def test_an_administrator_keeps_the_directory(administrator, head, sign_in):
    browser = sign_in(administrator)
    browser.post("/judges/chambers/new", data={"site": head.id, "name": "执行局", "telephone": "6200"})
    form = {"chamber": 1, "name": EVIL, "title": "执行员", "telephone": "6201", "active": "1", "chief": "1"}
    browser.post("/judges/new", data=form)
    html = browser.get("/judges").text
    assert (EVIL in html, "&lt;script&gt;" in html, "执行局" in html, "6201" in html) == (False, True, True, True)
    browser.post("/judges/1", data={"chamber": 1, "name": "钱玉兰"})
    browser.post("/judges/chambers/1", data={"name": "执行一局"})
    row = Judge.get()
    assert (row.name, row.active, row.chief, row.chamber.name) == ("钱玉兰", False, False, "执行一局")
    assert "Not active" in browser.get("/judges").text  # who is no judge any more is still seen by who keeps it
    for path in ("/judges/1", "/judges/chambers/1", "/judges/new", "/judges/chambers/new"):
        assert browser.get(path).status_code == 200
    assert (browser.get("/judges/999").status_code, browser.get("/judges/chambers/999").status_code) == (404, 404)


@pytest.mark.parametrize(
    ("path", "form", "why"),
    [("/judges/new", {"chamber": "1", "name": " "}, "请填写名称"),
     ("/judges/new", {"chamber": "x", "name": "甲"}, "请选择庭室"),
     ("/judges/new", {"chamber": "1", "name": "甲", "mobile": "abc"}, "这不是电话号码"),
     ("/judges/chambers/new", {"site": "1", "name": "民事庭"}, "民事庭 已存在"),
     ("/judges/chambers/new", {"site": "99", "name": "新庭"}, "请选择站点"),
     ("/judges/chambers/1", {"name": "", "telephone": "6101"}, "请填写名称")],
)  # fmt: skip
def test_a_directory_entry_that_is_refused(judge, administrator, sign_in, path, form, why):
    answer = sign_in(administrator, "zh_CN").post(path, data=form)
    assert (answer.status_code, why in answer.text) == (422, True)
    assert (Judge.select().count(), Chamber.select().count()) == (2, 1)


def test_who_may_not(judge, agent, administrator, sign_in):
    contact = _contact(judge, agent)
    browser = sign_in(administrator)
    for method, path in (("GET", ""), ("GET", "/now"), ("GET", "/new"), ("POST", "/new"), ("GET", f"/{contact.id}"),
                         ("POST", f"/{contact.id}/ring"), ("POST", f"/{contact.id}/close")):  # fmt: skip
        assert browser.open(f"/contacts{path}", method=method).status_code == 403
    assert ('href="/judges"' in browser.get("/people").text, 'href="/contacts"' in browser.get("/people").text) == (
        True, False,
    )  # fmt: skip
    browser = sign_in(agent)
    for path in ("/judges/new", "/judges/1", "/judges/chambers/new", "/judges/chambers/1"):
        assert browser.get(path).status_code == browser.post(path).status_code == 403
