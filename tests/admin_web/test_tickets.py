"""Tickets under hostile hands: strange signs, broken forms, absurd numbers, two people at once; never a broken page."""

import datetime as dt
import itertools
from typing import Any

import pytest

from admin_web.pages.tickets import listing
from hotline import rows
from hotline.settings import secret
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.values.identity import identity_key
from hotline.words import Profile, Role, TicketEvent, Way
from tests.builders import NOW, new_member, new_person, new_ticket, new_units

pytestmark = pytest.mark.unit
E = TicketEvent
STRANGE = (
    "𠮷龘", "😀👨‍👩‍👧", "\u202eabc\u2066", "a\x00b", "<script>alert(1)</script>", "{{7*7}}", "%(x)s %s",
    "'; DROP TABLE ticket; --", "\\", "²", "9" * 40,
)  # fmt: skip
LISTS = (
    "/work", "/work/now", "/visits", "/sealed", "/disputes", "/appointments", "/units", "/tickets",
    "/tickets/exports",
)  # fmt: skip


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    units = new_units(head)
    who = {role.value: new_person(login=role.value, role=role) for role in Role}
    who["civil"] = new_member(units["civil"], login="civil")
    return {**who, "unit": units["civil"].id}


def opened(town: dict[str, Any], count: int = 1, text: str = "三天没有维修。", **given: Any) -> list[str]:
    who, begin = town["dispatcher"].id, rows.Ticket.select().count()
    matter = Matter("complaint", "电梯停运", text, caller_number="13800001234", profile=Profile.COURT_12368, **given)
    return [
        open_ticket(matter, person=who, token=f"t{begin + n}", draft=None, now=NOW, client_ip="") for n in range(count)
    ]


@pytest.mark.parametrize("sign", STRANGE)
def test_strange_signs_in_every_field_of_intake_and_search(sign: str, town: Any, sign_in: Any) -> None:
    browser = sign_in(town["dispatcher"])
    fields = ("subject", "text", "caller_name", "address", "case_number", "party_name_0", "party_as_0")
    sent = {**dict.fromkeys(fields, sign), "kind": "complaint", "token": "f"}
    refused = browser.post("/intake", data={**sent, "caller_number": sign})
    assert (refused.status_code, "This is no telephone number" in refused.text) == (422, True)
    assert browser.post("/intake", data={**sent, "topic": sign, "place": sign}).status_code == 303
    row = rows.Ticket.get()
    assert (row.subject, row.text) == (sign.replace("\x00", ""),) * 2
    page = browser.get(f"/tickets/{row.number}").text
    assert "<script>alert" not in page
    for field in (*fields, "caller_number", "words", "q", "number", "call", "not"):
        for path in ("/tickets", "/tickets/twins"):
            assert (field, browser.get(path, query_string={field: sign, "subject": sign}).status_code) == (field, 200)


@pytest.mark.parametrize("sign", STRANGE)
def test_strange_signs_in_every_field_of_an_act(sign: str, town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    browser = sign_in(town["dispatcher"])
    fields = ("seen", "way", "unit", "others", "workdays", "person", "parent", "ground", "rating", "ref")
    for event in ("accept", "merge", "refuse", "dispatch", "", sign):
        for field in fields:
            answer = browser.post(f"/tickets/{number}/act", data={"event": event, "text": sign, field: sign})
            assert (event, field, answer.status_code in (303, 422)) == (event, field, True)
    assert browser.post(f"/tickets/{number}/act", data={"event": "note", "text": sign}).status_code == 303
    step = rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).get()
    assert (step.event, step.text) == ("note", sign.replace("\x00", ""))
    assert "<script>alert" not in browser.get(f"/tickets/{number}").text


def test_a_hundred_thousand_signs_open_show_and_list(town: Any, sign_in: Any) -> None:
    browser = sign_in(town["dispatcher"])
    sent = {"subject": "长文", "text": "字" * 100_000, "kind": "complaint", "token": "f"}
    assert browser.post("/intake", data=sent).status_code == 303
    number = rows.Ticket.get().number
    assert "字" * 1000 in browser.get(f"/tickets/{number}").text
    assert "字" * 1000 not in browser.get("/tickets").text
    assert browser.post("/intake", data={**sent, "text": "字" * 100_001, "token": "g"}).status_code == 422


def test_a_ticket_whose_clocks_are_lost_still_opens(town: Any, sign_in: Any) -> None:
    """As another program has brought it in: what it is due stands on the ticket, no clock beside it."""
    number = opened(town)[0]
    rows.TicketClock.delete().execute()
    rows.Ticket.update(due_at=NOW).execute()
    assert sign_in(town["dispatcher"]).get(f"/tickets/{number}").status_code == 200


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("count", [0, 1, 51])
def test_every_list_with_none_one_and_many_and_wrong_pages(path: str, count: int, town: Any, sign_in: Any) -> None:
    opened(town, count, confidential=path == "/sealed")
    who = {"/sealed": "inspector", "/units": "administrator"}.get(path, "supervisor")
    browser = sign_in(town[who])
    assert browser.get(path).status_code == 200
    for wrong in ("x", "0~²", "0~" + "9" * 30, "99999999999999999~1", "-1~1", "~", "1~\x00", "𠮷"):
        for field in ("after", "panel", "light", "sort", "later", "state", "day"):
            assert (field, wrong, browser.get(path, query_string={field: wrong}).status_code < 500) == (
                field, wrong, True,
            )  # fmt: skip


def test_a_second_page_shows_the_rest(town: Any, sign_in: Any) -> None:
    numbers = opened(town, 51)
    browser = sign_in(town["dispatcher"])
    first = browser.get("/work?panel=accept").text
    marked = rows.Ticket.get(rows.Ticket.number == numbers[49])
    assert (numbers[49] in first, numbers[50] in first) == (True, False)
    micros = int(marked.burns_at.timestamp()) * 1_000_000
    second = browser.get(f"/work?panel=accept&after={micros}~{marked.id}").text
    assert (numbers[49] in second, numbers[50] in second) == (False, True)


def test_the_second_of_two_keeps_his_text(town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    act(number, TransitionRequest(E.ACCEPT), who=actor(town["supervisor"].id), now=NOW)
    sent = {"event": "answer", "text": "写了很久的答复", "seen": "1"}
    answer = sign_in(town["dispatcher"]).post(f"/tickets/{number}/act", data=sent)
    assert (answer.status_code, "Somebody else has just acted" in answer.text) == (422, True)
    assert "写了很久的答复" in answer.text
    assert rows.Ticket.get().state == "accepted"


def test_of_many_the_refused_are_named_and_the_others_done(town: Any, sign_in: Any) -> None:
    fine, gone = opened(town, 2)
    act(gone, TransitionRequest(E.WITHDRAW, text="已解决"), who=actor(town["dispatcher"].id), now=NOW)
    browser = sign_in(town["dispatcher"])
    sent = {"event": "accept", "numbers": [fine, fine, gone, "none", "a\x00"]}
    answer = browser.post("/work/many", data=sent)
    assert answer.status_code == 422
    states = [row.state for row in rows.Ticket.select().order_by(rows.Ticket.id)]
    assert states == ["accepted", "withdrawn"]
    said = answer.text
    assert (f"{gone}: " in said, "2 tickets were refused: There is no such ticket" in said) == (True, True)


def test_who_gives_many_to_no_unit_reads_it_once_and_his_choice_stays(town: Any, sign_in: Any) -> None:
    mine = opened(town, 3)
    browser = sign_in(town["dispatcher"])
    answer = browser.post("/work/many", data={"event": "dispatch", "numbers": mine[:2], "way": "assign", "unit": ""})
    assert (answer.status_code, "2 tickets were refused: Choose the unit that" in answer.text) == (422, True)
    assert [f'value="{n}" aria-label="{n}" checked' in answer.text for n in mine] == [True, True, False]
    assert '<option value="assign" selected>' in answer.text
    assert [row.state for row in rows.Ticket.select()] == ["registered"] * 3


def test_many_for_a_unit_in_which_nobody_is_are_asked_about_first(town: Any, sign_in: Any) -> None:
    mine = opened(town, 2)
    browser = sign_in(town["dispatcher"], "zh_CN")
    empty = rows.Unit.create(code="empty", name="空单位", kind="department", site=rows.Site.get())
    sent = {"event": "dispatch", "numbers": mine, "way": "transfer", "unit": empty.id, "anyway": ""}
    answer = browser.post("/work/many", data=sent)
    assert (answer.status_code, "该单位没有人员" in answer.text, "空单位 · 本单位无人" in answer.text) == (
        422,
        True,
        True,
    )
    assert f'name="anyway" value="{empty.id}"' in answer.text
    assert rows.Ticket.select().where(rows.Ticket.state == "dispatched").count() == 0
    assert browser.post("/work/many", data=sent | {"anyway": empty.id}).status_code == 303
    assert rows.Ticket.select().where(rows.Ticket.unit == empty.id).count() == 2


def test_a_word_of_a_template_that_the_ticket_did_not_know_goes_to_nobody(town: Any, sign_in: Any) -> None:
    [number] = opened(town, 1)
    browser = sign_in(town["dispatcher"])
    data = {"event": "answer", "text": "{姓名}您好：{工单号}已办"}
    answer = browser.post(f"/tickets/{number}/act", data=data)
    assert (answer.status_code, "{姓名} still stands in the text" in answer.text) == (422, True)
    assert browser.post(f"/tickets/{number}/act", data=data | {"text": "您好：{其他}已办"}).status_code == 303


def test_one_text_answers_many(town: Any, sign_in: Any) -> None:
    mine, text = opened(town, 2), "材料清单已公布，请到网站下载。"
    browser = sign_in(town["dispatcher"])
    nothing = browser.post("/work/many", data={"event": "answer", "numbers": mine, "text-answer": "  "})
    assert (nothing.status_code, "Write the text first" in nothing.text) == (422, True)
    sent = {"event": "answer", "numbers": mine, "text-answer": text, "text-send_back": "another act's text"}
    assert browser.post("/work/many", data=sent).status_code == 303
    assert [(row.state, row.reply) for row in rows.Ticket.select()] == [("closed", text)] * 2


def test_a_refused_text_for_many_is_kept(town: Any, sign_in: Any) -> None:
    gone, fine, _other = opened(town, 3)
    act(gone, TransitionRequest(E.WITHDRAW, text="已解决"), who=actor(town["dispatcher"].id), now=NOW)
    sent = {"event": "answer", "numbers": [gone, fine], "text-answer": "写了很久的答复", "panel": "accept"}
    answer = sign_in(town["dispatcher"]).post("/work/many", data=sent)
    assert (answer.status_code, "写了很久的答复</textarea>" in answer.text) == (422, True)
    assert [row.state for row in rows.Ticket.select().order_by(rows.Ticket.id)] == ["withdrawn", "closed", "registered"]


def test_a_list_is_worked_off_from_ticket_to_ticket(town: Any, sign_in: Any) -> None:
    """What stays in the list stays open; what has left it gives way to the next; the end of the list is told."""
    one, two = opened(town, 2)
    browser = sign_in(town["dispatcher"])
    assert f'href="/tickets/{one}?panel=accept"' in browser.get("/work").text
    page = browser.get(f"/tickets/{one}?panel=accept").text
    assert f'href="/tickets/{two}?panel=accept"' in page
    assert f'action="/tickets/{one}/act?panel=accept"' in page
    kept = browser.post(f"/tickets/{one}/act?panel=accept", data={"event": "accept"})
    assert kept.headers["Location"] == f"/tickets/{one}?panel=accept"
    gone = browser.post(f"/tickets/{one}/act?panel=accept", data={"event": "answer", "text": "已答复。"})
    assert gone.headers["Location"] == f"/tickets/{two}?panel=accept"
    assert f"{one}: " in browser.get(gone.headers["Location"]).text
    last = browser.post(f"/tickets/{two}/act?panel=accept", data={"event": "answer", "text": "已答复。"})
    assert last.headers["Location"] == "/work?panel=accept"
    assert "panel=accept" not in browser.get(f"/tickets/{two}?panel=none").text


def test_a_page_that_redraws_itself_takes_no_notice_from_the_one_that_is_seen_next(town: Any, sign_in: Any) -> None:
    one, two = opened(town, 2)
    browser = sign_in(town["dispatcher"])
    gone = browser.post(f"/tickets/{one}/act?panel=accept", data={"event": "answer", "text": "已答复。"})
    behind = browser.get(f"/tickets/{one}?panel=accept", headers={"X-Background": "1"})
    assert f"{one}: " not in behind.text
    assert gone.headers["Location"] == f"/tickets/{two}?panel=accept"
    assert f"{one}: " in browser.get(gone.headers["Location"]).text


def test_who_does_the_next_step_himself_stays(town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    who = actor(town["dispatcher"].id)
    act(number, TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER), who=who, now=NOW)
    browser = sign_in(town["civil"])
    taken = browser.post(f"/tickets/{number}/act?panel=take", data={"event": "take"})
    assert taken.headers["Location"] == f"/tickets/{number}?panel=take"
    replied = browser.post(f"/tickets/{number}/act?panel=take", data={"event": "reply", "text": "已维修。"})
    assert replied.headers["Location"] == "/work?panel=take"


def test_the_next_ticket_is_the_one_due_next_and_the_paused_come_last(town: Any, sign_in: Any) -> None:
    names = opened(town, 4)
    for number, hours in zip(names, (3, 1, 2, 0), strict=True):
        at = NOW + dt.timedelta(hours=hours) if hours else None
        rows.Ticket.update(burns_at=at).where(rows.Ticket.number == number).execute()
    browser, order = sign_in(town["dispatcher"]), [names[1], names[2], names[0], names[3], names[1]]
    for here, there in itertools.pairwise(order):
        assert (
            f'class="button" href="/tickets/{there}?panel=accept"' in browser.get(f"/tickets/{here}?panel=accept").text
        )


def test_who_dispatches_sees_a_unit_in_which_nobody_can_take_a_ticket(town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    page = sign_in(town["dispatcher"]).get(f"/tickets/{number}").text
    assert "1 people · 0 in hand" in page or "2 people · 0 in hand" in page
    rows.Member.delete().execute()
    page = sign_in(town["dispatcher"]).get(f"/tickets/{number}").text
    assert ("nobody in it" in page, "people · 0 in hand" in page) == (True, False)


def test_the_dispatcher_reads_what_is_still_missing(town: Any, sign_in: Any) -> None:
    browser = sign_in(town["dispatcher"])
    browser.post("/intake", data={"kind": "complaint", "subject": "只有主题", "token": "bare"})
    page = browser.get(f"/tickets/{rows.Ticket.get(rows.Ticket.token == 'bare').number}").text
    assert "Still missing: What was said、Caller" in page


def test_a_template_is_offered_filled_in_where_an_answer_is_written(town: Any, sign_in: Any) -> None:
    number = opened(town, caller_name="张<三>")[0]
    browser = sign_in(town["dispatcher"])
    wrong = browser.post("/templates", data={"title": "通用", "text": "{电话}您好", "place": ""})
    assert (wrong.status_code, "{电话}您好</textarea>" in wrong.text, "{姓名}" in wrong.text) == (422, True, True)
    sent = {"title": "通用", "text": "{姓名}：{工单号}已办理。", "place": ""}
    assert browser.post("/templates", data=sent).status_code == 303
    assert f'<option value="张&lt;三&gt;：{number}已办理。">通用</option>' in browser.get(f"/tickets/{number}").text
    which = rows.ReplyTemplate.get().id
    sign_in(town["civil"]).post(f"/templates/{which}/drop")
    assert sign_in(town["agent"]).get("/templates").status_code == 403
    assert rows.ReplyTemplate.select().exists()
    assert browser.post(f"/templates/{which}/drop").status_code == 303
    assert not rows.ReplyTemplate.select().exists()


@pytest.mark.parametrize(
    "typed", ["11010519491231002X", "110105 19491231 002x", "１１０１０５１９４９１２３１００２ｘ"]
)
def test_a_wrong_identity_number_is_corrected_in_any_writing(
    town: Any, sign_in: Any, settings: Any, typed: str
) -> None:
    number, browser = opened(town)[0], sign_in(town["dispatcher"])
    wrong = browser.post(
        f"/tickets/{number}/act", data={"event": "correct", "text": "登记有误", "identity": "110105194912310021"}
    )
    assert (wrong.status_code, "look at its digits again" in wrong.text, "110105194912310021" in wrong.text) == (
        422, True, True,
    )  # fmt: skip
    sent = {"event": "correct", "text": "登记有误", "identity": typed}
    assert browser.post(f"/tickets/{number}/act", data=sent).status_code == 303
    row = rows.Ticket.get(rows.Ticket.number == number)
    key = secret(settings.data, "identity")
    assert (row.identity_hash, row.identity_tail) == (identity_key(key, "11010519491231002X"), "002X")
    step = rows.TicketStep.select().where(rows.TicketStep.ticket == row).order_by(rows.TicketStep.number.desc()).get()
    assert step.data["was"] == {"identity_tail": ""}
    page = browser.get(f"/tickets/{number}").text
    assert ("ends with 002X" in page, "Identity number, last four signs" in page) == (True, True)


def test_a_withheld_name_fills_no_template_of_a_unit(town: Any, sign_in: Any) -> None:
    number = opened(town, caller_name="张三", hides_name=True)[0]
    who = actor(town["dispatcher"].id)
    act(number, TransitionRequest(E.DISPATCH, unit=town["unit"], way=Way.TRANSFER), who=who, now=NOW)
    rows.ReplyTemplate.create(site=town["civil"].site, unit=None, title="通用", text="{姓名}您好", at=NOW, by="d")
    browser = sign_in(town["civil"])
    browser.post(f"/tickets/{number}/act", data={"event": "take"})
    assert '<option value="{姓名}您好">' in browser.get(f"/tickets/{number}").text


def test_columns_size_and_headings_of_the_list(town: Any, sign_in: Any) -> None:
    opened(town, 30, case_number="(2026)浙0599民初1号")
    browser = sign_in(town["dispatcher"])
    assert "<th>Case number</th>" not in browser.get("/tickets").text
    sent = {"columns": ["case", "opened", "none"], "size": "25", "kind": "complaint"}
    assert browser.post("/tickets/columns", data=sent).headers["Location"] == "/tickets?kind=complaint"
    page = browser.get("/tickets?kind=complaint").text
    assert (page.count('data-label="Ticket"'), "<th>Case number</th>" in page, "<th>Unit</th>" in page) == (
        25,
        True,
        False,
    )
    assert page.count("（2026）浙0599民初1号") + page.count("(2026)浙0599民初1号") == 25
    assert 'href="/tickets?kind=complaint&amp;sort=oldest"' in page
    assert 'href="/tickets?kind=complaint&amp;sort=newest"' in browser.get("/tickets?kind=complaint&sort=oldest").text


def test_headings_sort_and_say_why_not(agent: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        new_ticket(opened_by=agent, subject=f"{'丁丙乙甲'[n]}事", at=NOW - dt.timedelta(hours=n))
    browser = sign_in(agent)
    page = browser.get("/tickets").text
    for sort in ("subject", "state", "unit", "caller", "burns", "oldest"):
        assert f'href="/tickets?sort={sort}"' in page, sort
    by_subject = browser.get("/tickets?sort=subject").text
    shown = [by_subject.index(f"{sign}事") for sign in "丙丁甲乙"]
    assert sorted(shown, reverse=False) == [by_subject.index(f"{sign}事") for sign in "丙丁甲乙"]
    assert 'aria-sort="ascending"' in by_subject
    assert 'href="/tickets?sort=subject_down"' in by_subject
    turned = browser.get("/tickets?sort=subject_down").text
    assert ('aria-sort="descending"' in turned, 'href="/tickets?sort=subject"' in turned) == (True, True)
    assert turned.index("乙事") < turned.index("丙事")
    monkeypatch.setattr(listing, "COUNTED", 4)
    many = browser.get("/tickets?sort=unit").text
    assert ("Narrow them to sort by subject" in many, "sort=subject" in many) == (True, False)


def test_a_single_act_says_that_it_was_done(town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    browser = sign_in(town["dispatcher"])
    page = browser.post(f"/tickets/{number}/act", data={"event": "accept"}, follow_redirects=True).text
    assert f'<p class="notice done">{number}: Accepted' in page
