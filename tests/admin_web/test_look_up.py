"""An agent serves a caller whose ticket somebody else registered: found, read, a note, an urging, a telephone
corrected; and nothing more, of his own site alone, never of a confidential complaint."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.citizens.views import make_views
from hotline.ports import Refused
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import Correction
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import CallState, Channel, Presence, Profile, Reason, Role, TicketEvent, Way
from tests.builders import NOW, new_call, new_person, new_units, stand

pytestmark = pytest.mark.unit
E = TicketEvent
MINE, ANOTHERS, ANOTHER_SITES, SECRET = "mine", "another's", "another site's", "confidential"
FOR_A_CALLER = {E.NOTE, E.URGE, E.CORRECT, E.WITHDRAW}  # of a ticket that a unit handles


@pytest.fixture
def town(head: Any, branch: Any, agent: Any) -> dict[str, Any]:
    """Four tickets that a unit handles (the confidential one lies with the inspection)."""
    units = new_units(head)
    who = {role.value: new_person(login=f"the-{role.value}", role=role) for role in Role}
    who["far"] = new_person(login="far", role=Role.DISPATCHER, site=branch)
    new_units_of = {head.id: units["civil"]}
    rows.Unit.create(code="b-desk", name="分院热线", kind="hotline", site=branch)
    new_units_of[branch.id] = rows.Unit.create(code="b-civil", name="分院民事庭", kind="division", site=branch)
    numbers = {
        MINE: opened(agent), ANOTHERS: opened(who["dispatcher"]), ANOTHER_SITES: opened(who["far"]),
        SECRET: opened(who["dispatcher"], confidential=True, channel=Channel.LETTER),
    }  # fmt: skip
    for name, by in ((MINE, "dispatcher"), (ANOTHERS, "dispatcher"), (ANOTHER_SITES, "far")):
        unit = new_units_of[who[by].site_id].id
        asked = TransitionRequest(E.DISPATCH, unit=unit, way=Way.TRANSFER, text="请办理")
        act(numbers[name], asked, who=actor(who[by].id), now=NOW)
    return {**who, "agent": agent, "units": units, "numbers": numbers}


def opened(person: Any, **given: Any) -> str:
    values = {"caller_number": "13800001234", "caller_name": "张三", "profile": Profile.COURT_12368} | given
    matter = Matter("complaint", "电梯停运", "三天没有维修。", **values)
    token = f"t{rows.Ticket.select().count()}"
    return open_ticket(matter, person=person.id, token=token, draft=None, now=NOW, client_ip="")


def looks() -> list[tuple[str, str]]:
    return [(row.who, row.object) for row in rows.Audit.select().where(rows.Audit.act == "look_up_ticket")]


def row_of(number: str) -> Any:
    return rows.Ticket.get(rows.Ticket.number == number)


@pytest.mark.parametrize("event", sorted(set(TicketEvent) - {E.OPEN}))
def test_every_act_on_every_ticket(event: TicketEvent, town: Any) -> None:
    """What the verb lets an agent do: the same on his own and on another's, nothing elsewhere."""
    unit, done = town["units"]["enforcement"].id, {}
    for name, number in town["numbers"].items():
        payload = Correction((("caller_number", "13900002222"),)) if event is E.CORRECT else None
        asked = TransitionRequest(event, text="来电人说。", unit=unit, half_days=2, rating=4, payload=payload)
        before = (row_of(number).steps, rows.Notice.select().count())
        try:
            act(number, asked, who=actor(town["agent"].id), now=NOW)
            done[name] = True
        except Refused:
            assert (row_of(number).steps, rows.Notice.select().count()) == before
            done[name] = False
    allowed = event in FOR_A_CALLER
    assert done == {MINE: allowed, ANOTHERS: allowed, ANOTHER_SITES: False, SECRET: False}


def test_every_page_of_every_ticket(town: Any, sign_in: Any) -> None:
    browser, numbers = sign_in(town["agent"]), town["numbers"]
    for name, number in numbers.items():
        ticket, clock = row_of(number), rows.TicketClock.select().where(rows.TicketClock.ticket == row_of(number)).get()
        file = rows.Attachment.create(
            ticket=ticket.id, name="a.txt", type="text/plain", size=1, sha256="0", path=f"p{ticket.id}", at=NOW
        )
        opens = name in (MINE, ANOTHERS)
        got = {
            "page": browser.get(f"/tickets/{number}").status_code,
            "why": browser.get(f"/tickets/{number}/clocks/{clock.id}").status_code,
            "file": browser.get(f"/files/{file.id}").status_code,
            "note": browser.post(f"/tickets/{number}/act", data={"event": "note", "text": "补充"}).status_code,
            "paper": browser.post(f"/tickets/{number}/papers", data={"kind": "slip"}).status_code,
            "sealed": browser.get(f"/sealed/{number}").status_code,
            "dispute": browser.post(f"/disputes/of/{number}", data={"text": "x"}).status_code,
        }
        page = {"page": 200, "why": 200, "file": 303, "note": 303} if opens else dict.fromkeys(got, 404)
        assert (name, got) == (name, {**page, "paper": 403, "sealed": 403, "dispute": 403})


def test_his_lists_and_searches_keep_to_his_own(town: Any, sign_in: Any) -> None:
    browser = sign_in(town["agent"])
    for path in ("/tickets", "/work", "/work/now", "/tickets?q=13800001234", "/tickets?words=电梯"):
        page = browser.get(path).text.replace("\\", "")
        shown = {name for name, number in town["numbers"].items() if number in page}
        assert (path, shown <= {MINE}) == (path, True)
    for path in ("/tickets/exports", "/tickets/exports/now", "/disputes", "/visits"):
        assert (path, browser.get(path).status_code) == (path, 403)
    assert browser.post("/tickets/exports").status_code == 403
    assert looks() == []


def test_each_look_is_a_line_of_the_audit(town: Any, sign_in: Any) -> None:
    numbers = town["numbers"]
    browser = sign_in(town["agent"])
    for number in numbers.values():
        browser.get(f"/tickets/{number}")
    assert looks() == [(town["agent"].login, f"ticket:{numbers[ANOTHERS]}")]
    sign_in(town["supervisor"]).get(f"/tickets/{numbers[MINE]}")
    assert len(looks()) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [({"code": ANOTHERS}, True), ({"code": MINE}, True), ({"code": ANOTHER_SITES}, False), ({"code": SECRET}, False),
     ({"name": "张三", "secret": "1234"}, True), ({"name": "张三", "secret": "138 0000 1234"}, True),
     ({"name": "张三", "secret": "9999"}, False), ({"name": "李四", "secret": "1234"}, False),
     ({"name": "张", "secret": "1234"}, False), ({"name": "张三", "secret": "34"}, False), ({}, False)],
)  # fmt: skip
def test_found_by_number_or_by_name_and_last_digits(typed: Any, found: bool, town: Any, sign_in: Any, db: Any) -> None:
    make_views(db)
    numbers = town["numbers"]
    sent = {"kind": "ticket", **typed} | ({"code": numbers[typed["code"]]} if "code" in typed else {})
    answer = sign_in(town["agent"]).post("/enquiries", data=sent)
    shown = [name for name in (ANOTHERS, MINE) if f"/tickets/{numbers[name]}" in answer.text]
    expected = [typed["code"]] if "code" in typed else [ANOTHERS, MINE]
    assert (answer.status_code, shown) == (200 if found else 422, expected if found else [])
    told = [name for name in (SECRET, ANOTHER_SITES) if typed.get("code") != name and numbers[name] in answer.text]
    assert told == []
    assert len(looks()) == len(shown)


def test_another_sites_ticket_is_told_by_its_code_and_not_opened(town: Any, sign_in: Any, db: Any) -> None:
    make_views(db)
    ticket = row_of(town["numbers"][ANOTHER_SITES])
    sent = {"kind": "ticket", "code": ticket.code, "secret": "1234"}
    page = sign_in(town["agent"]).post("/enquiries", data=sent).text
    assert ("已转交承办单位，承办单位是分院民事庭" in page, f"/tickets/{ticket.number}" in page) == (True, False)
    assert "told, not opened" in page


def test_of_anothers_ticket_he_corrects_the_caller_alone(town: Any, sign_in: Any) -> None:
    number, browser = town["numbers"][ANOTHERS], sign_in(town["agent"])
    page = browser.get(f"/tickets/{number}").text
    form = page[page.index('id="w-correct"') :]
    form = form[: form.index("</dialog>")]
    assert [name in form for name in ("13800001234", 'name="address"', 'name="caller_number"')] == [False, False, True]
    kept = {"event": "correct", "caller_number": "", "caller_number_kept": "1", "caller_name": "张三丰", "text": "口误"}
    assert browser.post(f"/tickets/{number}/act", data=kept).status_code == 303
    assert (row_of(number).caller_number, row_of(number).caller_name) == ("13800001234", "张三丰")
    more = {"event": "correct", "address": "人民路1号", "text": "x"}
    refused = browser.post(f"/tickets/{number}/act", data=more)
    assert (refused.status_code, row_of(number).address) == (422, "")
    assert "Another registered this ticket" in refused.text
    mine = browser.post(f"/tickets/{town['numbers'][MINE]}/act", data=more)
    assert (mine.status_code, row_of(town["numbers"][MINE]).address) == (303, "人民路1号")


def test_a_withheld_name_stays_withheld(town: Any, sign_in: Any) -> None:
    number = town["numbers"][ANOTHERS]
    rows.Ticket.update(hides_name=True).where(rows.Ticket.number == number).execute()
    rows.Attachment.create(
        ticket=row_of(number).id, token="f", name="身份证.png", type="image/png", size=1, sha256="0", path="x", at=NOW
    )
    browser = sign_in(town["agent"])
    page = browser.get(f"/tickets/{number}").text
    assert [word in page for word in ("张三", "138****1234", "身份证.png")] == [False, False, False]
    assert browser.get(f"/files/{rows.Attachment.get().id}").status_code == 404
    assert "张三" in sign_in(town["supervisor"]).get(f"/tickets/{number}").text


def test_the_citizens_urging_is_not_the_supervisors(town: Any) -> None:
    """Each counts once a day; the citizen hears only of his own."""
    number = town["numbers"][ANOTHERS]

    def told() -> int:
        return int(rows.Notice.select().where(rows.Notice.template == "urged_citizen").count())

    for by, tells in (("supervisor", 0), ("agent", 1)):
        act(number, TransitionRequest(E.URGE, text="快"), who=actor(town[by].id), now=NOW)
        assert told() == tells
        with pytest.raises(Refused, match="urged today already"):
            act(number, TransitionRequest(E.URGE, text="快"), who=actor(town[by].id), now=NOW)
    assert [row.step for row in rows.Urge.select().order_by(rows.Urge.id)] == ["by_hand", "for_citizen"]
    act(number, TransitionRequest(E.URGE), who=actor(town["agent"].id), now=NOW + dt.timedelta(days=1))
    assert told() == 2


def test_the_pop_says_where_it_stands_and_opens_it(town: Any, sign_in: Any) -> None:
    call = new_call(state=CallState.TALKING, number="13800001234", talking_at=NOW)
    rows.Offer.create(call=call.id, number=1, person=town["agent"], step="A", offered_at=NOW, answered_at=NOW)
    stand(town["agent"], Presence.TALKING, call=call.id, reason=Reason.CALL_OFFERED)
    pop = sign_in(town["agent"]).get("/desk/now").json["html"]["pop"]
    assert pop.count("已转交承办单位，承办单位是") == 3
    numbers = town["numbers"]
    assert [f"/tickets/{numbers[name]}#w-urge" in pop for name in numbers] == [True, True, False, False]
    assert [numbers[name] in pop for name in numbers] == [True, True, True, False]
    assert ('data-key="Alt+K"' in pop, looks()) == (True, [])
