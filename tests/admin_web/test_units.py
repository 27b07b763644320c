"""Units, the dictionary and further roles in the administrator's hands: what is set acts at once."""

from typing import Any

import pytest

from hotline import rows
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import EntryKind, Post, Role, TicketEvent
from tests.builders import NOW, new_member, new_person, new_units

pytestmark = pytest.mark.unit


@pytest.fixture
def browser(administrator: Any, sign_in: Any) -> Any:
    return sign_in(administrator)


UNIT = {"code": "water", "name": "水务局", "kind": "department", "ends": "17:00", "half": ["5"], "parent": ""}


def test_a_unit_is_made_changed_and_given_people(browser: Any, head: Any) -> None:
    answer = browser.post("/units/new", data=UNIT | {"site": head.id})
    unit = rows.Unit.get(rows.Unit.code == "water")
    assert (answer.status_code, unit.name, unit.ends, unit.half) == (303, "水务局", "17:00", "5")
    someone = new_person(role=Role.HANDLER)
    browser.post(f"/units/{unit.id}/members", data={"person": someone.id, "post": "handler"})
    browser.post(f"/units/{unit.id}/members", data={"person": someone.id, "post": "handler"})
    assert [(m.person_id, m.post) for m in rows.Member.select()] == [(someone.id, "handler")]
    assert "水务局" in browser.get("/units").text
    browser.post(f"/units/{unit.id}", data=UNIT | {"site": head.id, "name": "水利局", "half": []})
    assert (rows.Unit.get_by_id(unit.id).name, rows.Unit.get_by_id(unit.id).half) == ("水利局", "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Write the unit"),
        ({"code": "Water!"}, "A code is small letters"),
        ({"ends": "9"}, "Write the end"),
        ({"kind": "x"}, "Choose what kind"),
        ({"site": "99"}, "Choose a site"),
        ({"parent": "99"}, "There is no such unit"),
    ],
)
def test_a_wrong_unit_comes_back_with_the_sentence(browser: Any, head: Any, typed: Any, sentence: str) -> None:
    answer = browser.post("/units/new", data=UNIT | {"site": head.id} | typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not rows.Unit.select().where(rows.Unit.code == "water").exists()


def test_a_dissolved_unit_hands_its_tickets_on(browser: Any, head: Any) -> None:
    units = new_units(head)
    clerk = new_person(role=Role.DISPATCHER)
    number = open_ticket(Matter("complaint", "漏水", ""), person=clerk.id, token="t", draft=None, now=NOW, client_ip="")
    act(number, TransitionRequest(TicketEvent.DISPATCH, unit=units["civil"].id), who=actor(clerk.id), now=NOW)
    answer = browser.post(
        f"/units/{units['civil'].id}/dissolve", data={"follower": units["housing"].id}, follow_redirects=True
    )
    assert "1 tickets have been handed on" in answer.text
    row = rows.Ticket.get()
    assert (row.unit_id, row.holder_id, row.state) == (units["housing"].id, units["housing"].id, "dispatched")
    again = browser.post(f"/units/{units['civil'].id}/dissolve", data={}, follow_redirects=True)
    assert "dissolved already" in again.text
    assert "A site keeps" in browser.post(f"/units/{units['hotline'].id}/dissolve", data={}, follow_redirects=True).text


def test_entries_limits_rules_and_keywords_act_at_once(browser: Any, head: Any) -> None:
    units = new_units(head)
    browser.post("/dictionary", data={"kind": "topic", "code": "21", "zh": "供水", "en": "Water", "active": "1"})
    topic = rows.Entry.get(rows.Entry.kind == EntryKind.TOPIC.value)
    assert "供水" in browser.get("/dictionary").text.replace("Water", "")
    browser.post("/dictionary/rules", data={"topic": topic.id, "unit": units["housing"].id})
    assert "住建局 · by the rule" in browser.get(f"/dictionary/rules?topic={topic.id}").text
    browser.post(
        "/dictionary/limits", data={"profile": "court_12368", "kind": "", "clock": "finish", "workdays": "2.5"}
    )
    clerk = new_person(role=Role.DISPATCHER)
    matter = Matter("complaint", "停水", "", topic=topic.id)
    number = open_ticket(matter, person=clerk.id, token="t", draft=None, now=NOW, client_ip="")
    act(number, TransitionRequest(TicketEvent.ACCEPT), who=actor(clerk.id), now=NOW)
    clock = rows.TicketClock.get(rows.TicketClock.kind == "finish")
    assert (clock.half_days, f"{clock.due_at:%d %H:%M}") == (5, "25 04:00")  # Wednesday at noon in China
    browser.post(
        "/dictionary/keywords", data={"name": "停水", "words": "停水，断水\n投诉 上访", "level": "low", "active": "1"}
    )
    assert rows.KeywordRule.get().words == [["停水", "断水"], ["投诉", "上访"]]


@pytest.mark.parametrize("typed", ["viel", "0", "-3", "1e99", "nan", ""])
def test_a_limit_that_cannot_be_is_refused(browser: Any, head: Any, typed: str) -> None:
    browser.post("/dictionary/limits", data={"profile": "gov_12345", "kind": "", "clock": "finish", "workdays": typed})
    assert rows.LimitRow.select().count() == 0


def test_further_roles_act_at_once(browser: Any, head: Any, agent: Any, sign_in: Any) -> None:
    hers = sign_in(agent)
    assert hers.get("/visits").status_code == 403
    browser.post(f"/people/{agent.id}", data={
        "name": agent.name, "role": "agent", "site": head.id, "extension": "1001", "language": "en",
        "duties": ["visit_clerk", "dispatcher"],
    })  # fmt: skip
    assert hers.get("/visits").status_code == 200
    assert rows.Person.get_by_id(agent.id).roles == {Role.AGENT, Role.FOLLOW_UP_CLERK, Role.DISPATCHER}


def test_members_of_a_unit_see_its_tickets_and_those_below(head: Any, sign_in: Any) -> None:
    units = new_units(head)
    clerk = new_person(role=Role.DISPATCHER)
    number = open_ticket(Matter("complaint", "漏水", ""), person=clerk.id, token="t", draft=None, now=NOW, client_ip="")
    act(number, TransitionRequest(TicketEvent.DISPATCH, unit=units["civil"].id), who=actor(clerk.id), now=NOW)
    above = new_member(units["court"], role=Role.UNIT_REVIEWER, post=Post.HEAD)
    beside = new_member(units["housing"])
    assert sign_in(above).get(f"/tickets/{number}").status_code == 200
    assert sign_in(beside).get(f"/tickets/{number}").status_code == 404


def _topic(code: str, parent: Any = None, **given: Any) -> Any:
    return rows.Entry.create(kind="topic", code=code, zh=f"类{code}", parent=parent, **given)


@pytest.fixture
def subjects(head: Any) -> dict[str, Any]:
    """A subject of the court, one of the city, one of every hotline; each below its heading."""
    court, city, both = _topic("01", profile="court_12368"), _topic("11", profile="gov_12345"), _topic("21")
    below = {"court": _topic("0101", court), "city": _topic("1101", city), "both": _topic("2101", both)}
    return {"heading": city, **below}


FORM = {"kind": "complaint", "subject": "停水", "channel": "telephone"}


@pytest.mark.parametrize(
    ("subject", "chosen", "profile"),
    [
        ("court", "", "court_12368"), ("city", "", "gov_12345"), ("both", "", "court_12368"),
        ("both", "gov_12345", "gov_12345"), ("city", "gov_12345", "gov_12345"), ("", "gov_12345", "gov_12345"),
        ("", "", "court_12368"), ("city", "nonsense", "gov_12345"),
    ],
)  # fmt: skip
def test_the_hotline_follows_the_subject(subjects: Any, sign_in: Any, subject: str, chosen: str, profile: str) -> None:
    browser = sign_in(new_person(role=Role.DISPATCHER))
    topic = subjects[subject].id if subject else ""
    answer = browser.post("/intake", data=FORM | {"token": "t", "topic": topic, "profile": chosen})
    assert (answer.status_code, rows.Ticket.get().profile) == (303, profile)


@pytest.mark.parametrize(
    ("subject", "chosen", "sentence"),
    [
        ("city", "court_12368", "该分类属于政务 12345：请改选该热线或其他分类"),
        ("heading", "", "这是上级分类：请选择其下的具体分类"),
    ],
)
def test_a_wrong_subject_is_said_beside_it_and_all_stays(
    subjects: Any, sign_in: Any, subject: str, chosen: str, sentence: str
) -> None:
    browser = sign_in(new_person(role=Role.DISPATCHER), "zh_CN")
    others = {
        "party_name_1": "李四",
        "party_number_0": "13900001111",
        "party_number_1": "13900002222",
        "party_as_1": "邻居",
    }
    typed = FORM | others | {"token": "t", "topic": subjects[subject].id, "profile": chosen, "text": "昨晚停水"}
    answer = browser.post("/intake", data=typed)
    assert (answer.status_code, rows.Ticket.select().count()) == (422, 0)
    assert f'id="e-topic" role="alert">{sentence}' in answer.text
    for kept in ("昨晚停水", "李四", "13900001111", "13900002222", "邻居"):
        assert kept in answer.text, kept


def test_headings_are_not_offered_and_subjects_name_their_hotline(subjects: Any, sign_in: Any) -> None:
    html = sign_in(new_person(role=Role.DISPATCHER)).get("/intake").text
    city, heading = subjects["city"], subjects["heading"]
    assert f'<option value="{heading.id}" data-profile="gov_12345" disabled>' in html
    assert f'<option value="{city.id}" data-profile="gov_12345">' in html
    assert f'<option value="{subjects["both"].id}">' in html


def test_a_heading_whose_subjects_went_out_of_use_can_be_chosen(subjects: Any, sign_in: Any) -> None:
    rows.Entry.update(active=False).where(rows.Entry.id == subjects["city"].id).execute()
    browser = sign_in(new_person(role=Role.DISPATCHER))
    assert f'<option value="{subjects["heading"].id}" data-profile="gov_12345">' in browser.get("/intake").text
    assert browser.post("/intake", data=FORM | {"token": "t", "topic": subjects["heading"].id}).status_code == 303


def test_a_correction_chooses_no_heading_but_leaves_an_old_one(subjects: Any, sign_in: Any) -> None:
    clerk = new_person(role=Role.DISPATCHER)
    matter = Matter("complaint", "停水", "", topic=subjects["city"].id)
    number = open_ticket(matter, person=clerk.id, token="t", draft=None, now=NOW, client_ip="")
    browser = sign_in(clerk)

    def correct(**values: Any) -> str:
        given = {"event": "correct", "text": "听错了", "steps": rows.Ticket.get().steps, **values}
        return str(browser.post(f"/tickets/{number}/act", data=given, follow_redirects=True).text)

    assert "This is a heading: choose a subject below it" in correct(topic=subjects["heading"].id)
    rows.Ticket.update(topic=subjects["heading"].id).execute()
    assert "This is a heading" not in correct(topic=subjects["heading"].id, address="人民路1号")
    assert rows.Ticket.get().address == "人民路1号"


def test_a_top_subject_gets_its_hotline_in_the_dictionary(browser: Any, subjects: Any) -> None:
    entry = {"kind": "topic", "code": "31", "zh": "供水", "active": "1"}
    browser.post("/dictionary", data=entry | {"new": "1", "profile": "gov_12345"})
    made = rows.Entry.get(rows.Entry.code == "31")
    assert made.profile == "gov_12345"
    browser.post("/dictionary", data=entry)  # putting it out of use and back leaves the hotline
    assert rows.Entry.get_by_id(made.id).profile == "gov_12345"
    browser.post("/dictionary", data=entry | {"profile": ""})
    assert rows.Entry.get_by_id(made.id).profile == ""
    for wrong in ({"profile": "x"}, {"profile": "gov_12345", "parent": subjects["heading"].id, "code": "3101"},
                  {"profile": "gov_12345", "kind": "place"}):  # fmt: skip
        answer = browser.post("/dictionary", data=entry | wrong, follow_redirects=True)
        assert "Only a top subject belongs to a hotline" in answer.text, wrong


def test_parties_come_back_with_the_draft_and_a_number_alone_is_one(sign_in: Any, head: Any) -> None:
    clerk = new_person(role=Role.DISPATCHER)
    browser = sign_in(clerk)
    typed = {"subject": "停水", "party_name_0": "李四", "party_number_2": "13911114444", "party_as_2": "邻居"}
    assert browser.put("/desk/draft/ticket:", json=typed).status_code == 200
    html = browser.get("/intake").text
    for kept in ('value="李四"', 'value="13911114444"', 'value="邻居"', "<details open><summary>Other parties"):
        assert kept in html, kept
    assert browser.post("/intake", data=FORM | typed | {"token": "t"}).status_code == 303
    assert rows.Ticket.get().parties == [
        {"name": "李四", "number": "", "as": ""}, {"name": "", "number": "13911114444", "as": "邻居"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"caller_number": "x1"}, "caller_number"),
     ({"party_number_1": "坏号码", "party_name_1": "王五"}, "party_number_1"),
     ({"caller_number": "x1", "party_number_0": "y"}, "caller_number")],
)  # fmt: skip
def test_a_wrong_number_is_said_where_it_stands(sign_in: Any, head: Any, wrong: Any, field: str) -> None:
    browser = sign_in(new_person(role=Role.DISPATCHER))
    data = FORM | {"token": "t", "caller_number": "13900007778"} | wrong
    assert f'id="e-{field}" role="alert">This is no telephone' in browser.post("/intake", data=data).text
    told = browser.post("/intake", data=data, headers={"X-Requested-With": "fetch"}).json
    assert told["field"] == field
