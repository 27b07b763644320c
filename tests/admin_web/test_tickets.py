"""Tickets under hostile hands: strange signs, broken forms, absurd numbers, two people at once; never a broken page."""

from typing import Any

import pytest

from hotline import rows
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import Profile, Role, TicketEvent
from tests.builders import NOW, new_member, new_person, new_units

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
    fields = ("subject", "text", "caller_name", "address", "case_number", "party_name", "party_as")
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
    assert browser.post("/work/many", data=sent).status_code == 303
    states = [row.state for row in rows.Ticket.select().order_by(rows.Ticket.id)]
    assert states == ["accepted", "withdrawn"]
    said = browser.get("/work").text
    assert (f"{gone}: " in said, "none: There is no such ticket" in said) == (True, True)


def test_who_dispatches_sees_a_unit_in_which_nobody_can_take_a_ticket(town: Any, sign_in: Any) -> None:
    number = opened(town)[0]
    page = sign_in(town["dispatcher"]).get(f"/tickets/{number}").text
    assert "1 people · 0 in hand" in page or "2 people · 0 in hand" in page
    rows.Member.delete().execute()
    page = sign_in(town["dispatcher"]).get(f"/tickets/{number}").text
    assert ("nobody can take it" in page, "people · 0 in hand" in page) == (True, False)


def test_the_dispatcher_reads_what_is_still_missing(town: Any, sign_in: Any) -> None:
    browser = sign_in(town["dispatcher"])
    browser.post("/intake", data={"kind": "complaint", "subject": "只有主题", "token": "bare"})
    page = browser.get(f"/tickets/{rows.Ticket.get(rows.Ticket.token == 'bare').number}").text
    assert "Still missing: What was said、Caller" in page
