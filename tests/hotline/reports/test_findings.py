"""Notes and tasks on findings: keys that stay, who may, whose task it is, when it is late."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hotline import rows
from hotline.people.rules.permissions import Permission, may
from hotline.ports import Refused
from hotline.reports.reads import findings
from hotline.reports.rules.findings import GRAVE, FindingKey, TaskWanted, is_overdue, key_of
from hotline.reports.verbs import findings as verbs
from hotline.words import FindingKind, Role, TaskState
from tests.builders import NOW, new_member, new_person, new_site, new_ticket, new_units

pytestmark = pytest.mark.unit
TODAY = dt.date(2026, 11, 20)
BACK = FindingKey(FindingKind.GRAVE, "redone_twice", None)
HERE: dict[str, Any] = {"now": NOW, "client_ip": ""}


@pytest.fixture
def house(db: Any) -> dict[str, Any]:
    units = new_units()
    return {
        **units, "leader": new_person(login="leader", role=Role.LEADER),
        "judge": new_member(units["civil"], login="judge"), "head_of": new_member(units["court"], login="head_of"),
        "other": new_member(units["housing"], login="other"),
    }  # fmt: skip


def task(house: dict[str, Any], *, unit: Any = None, person: Any = None, due: dt.date = TODAY) -> int:
    wanted = TaskWanted("核实", unit and unit.id, person and person.id, due)
    return verbs.hang_task(BACK, wanted, person=house["leader"].id, **HERE)


@pytest.mark.parametrize(
    ("kind", "about", "known"),
    [
        ("rise", "topic:12", True), ("rise", "agent:12", False), ("rise", "topic:x", False),
        ("rise", "topic:1\n", False),
        ("matter", "1:2", True), ("matter", "1:none", True), ("matter", "none:1", False),
        ("person", "20261120-01-0001", True), ("person", "x' OR 1=1", False), ("person", "", False),
        ("grave", "dispute_high", True), ("grave", "opened", False), ("else", "1", False),
    ],
)  # fmt: skip
def test_what_can_be_a_finding(kind: str, about: str, known: bool) -> None:
    assert (key_of(kind, about, None) is not None) == known


@given(some.sampled_from([*FindingKind]), some.text(max_size=40), some.one_of(some.none(), some.integers(1, 99)))
def test_two_keys_never_share_a_slot(kind: FindingKind, about: str, site: int | None) -> None:
    key, other = FindingKey(kind, about, site), FindingKey(FindingKind.GRAVE, GRAVE[0], None)
    assert (key.slot == other.slot) == (key == other)


@given(some.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)))
def test_on_its_day_a_task_is_in_time(due: dt.date) -> None:
    assert (is_overdue(due, open_=True, today=TODAY), is_overdue(due, open_=False, today=TODAY)) == (due < TODAY, False)


def test_a_note_stays_with_its_finding_and_is_in_the_audit(house: dict[str, Any]) -> None:
    verbs.hang_note(BACK, " 已约谈\r\n承办人 ", person=house["leader"].id, **HERE)
    verbs.hang_note(BACK, "再看", person=house["leader"].id, now=NOW + dt.timedelta(days=40), client_ip="")
    found = findings.hung([BACK, FindingKey(FindingKind.GRAVE, "dispute_low", None)], NOW)
    assert list(found) == [BACK]
    assert [(one.text, one.by) for one in found[BACK].notes] == [
        ("再看", house["leader"].name), ("已约谈\n承办人", house["leader"].name),
    ]  # fmt: skip
    assert (rows.Finding.select().count(), [row.act for row in rows.Audit.select()]) == (1, ["note_finding"] * 2)
    branch = new_site(code="branch", name="分院")
    assert findings.hung([FindingKey(BACK.kind, BACK.about, branch.id)], NOW) == {}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("away", [False, True])
def test_who_may_hang_something_and_on_what(house: dict[str, Any], role: Role, away: bool) -> None:
    branch = new_site(code="branch", name="分院")
    who = new_person(role=role, site=branch if away else None)
    for site in (None, branch.id):
        key = FindingKey(FindingKind.GRAVE, "redone_twice", site)
        allowed = may(role, Permission.ASSESS_RISK) and (not away or site == branch.id)
        assert allowed == (role in (Role.SUPERVISOR, Role.LEADER) and (not away or site is not None))
        for hang in (
            lambda key=key: verbs.hang_note(key, "x", person=who.id, **HERE),
            lambda key=key: verbs.hang_task(key, TaskWanted("x", None, who.id, TODAY), person=who.id, **HERE),
        ):
            if allowed:
                hang()
            else:
                with pytest.raises(Refused):
                    hang()
    assert rows.RiskNote.select().count() == rows.RiskTask.select().count()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "}, {"text": "x" * 1001}, {"unit": None}, {"person": 1}, {"unit": 99999}, {"due": None},
        {"due": TODAY - dt.timedelta(days=1)}, {"due": TODAY + dt.timedelta(days=367)},
    ],
)  # fmt: skip
def test_a_task_that_is_refused_leaves_nothing(house: dict[str, Any], wrong: dict[str, Any]) -> None:
    given = {"text": "核实", "unit": house["civil"].id, "person": None, "due": TODAY} | wrong
    with pytest.raises(Refused):
        verbs.hang_task(BACK, TaskWanted(**given), person=house["leader"].id, **HERE)
    assert (rows.Finding.select().count(), rows.RiskTask.select().count(), rows.Audit.select().count()) == (0, 0, 0)


def test_a_branch_gives_tasks_to_its_own_alone(house: dict[str, Any]) -> None:
    branch = new_site(code="branch", name="分院")
    key = FindingKey(FindingKind.GRAVE, "redone_twice", branch.id)
    leader = new_person(role=Role.LEADER, site=branch)
    for wanted in (TaskWanted("x", house["civil"].id, None, TODAY), TaskWanted("x", None, house["judge"].id, TODAY)):
        with pytest.raises(Refused):
            verbs.hang_task(key, wanted, person=leader.id, **HERE)


def test_whose_task_it_is(house: dict[str, Any]) -> None:
    of_unit, of_person = task(house, unit=house["civil"]), task(house, person=house["other"])
    seen = {name: [one.id for one in findings.for_person(house[name].id, NOW)[0]] for name in
            ("judge", "head_of", "other", "leader")}  # fmt: skip
    assert seen == {"judge": [of_unit], "head_of": [of_unit], "other": [of_person], "leader": []}
    with pytest.raises(Refused):
        verbs.finish(of_unit, "办了", person=house["other"].id, **HERE)
    with pytest.raises(Refused):
        verbs.finish(of_unit, " ", person=house["judge"].id, **HERE)
    verbs.finish(of_unit, "已当面答复", person=house["judge"].id, **HERE)
    assert (findings.waiting(house["judge"].id), findings.waiting(house["other"].id)) == (0, 1)
    [over] = findings.for_person(house["head_of"].id, NOW)[1]
    assert (over.state, over.told, over.ended_by) == (TaskState.DONE, "已当面答复", house["judge"].name)
    for again in (verbs.finish, verbs.withdraw):
        with pytest.raises(Refused, match="over already"):
            again(of_unit, "又", person=house["leader"].id, **HERE)


def test_a_withdrawn_task_says_why_and_by_whom(house: dict[str, Any]) -> None:
    one = task(house, person=house["judge"])
    with pytest.raises(Refused):
        verbs.withdraw(one, "不必", person=house["judge"].id, **HERE)
    verbs.withdraw(one, "不必", person=house["leader"].id, **HERE)
    [view] = findings.hung([BACK], NOW)[BACK].tasks
    assert (view.state, view.told, view.overdue) == (TaskState.WITHDRAWN, "不必", False)
    assert [row.act for row in rows.Audit.select().order_by(rows.Audit.id)] == ["hang_task", "withdraw_task"]


def test_a_task_is_overdue_from_the_next_day_on(house: dict[str, Any]) -> None:
    task(house, unit=house["civil"])
    for days, overdue in ((0, 0), (1, 1)):
        at = NOW + dt.timedelta(days=days)
        assert findings.hung([BACK], at)[BACK].overdue == overdue
        assert findings.of_site(None, at, only_open=True).rows[0].overdue == overdue


def test_who_left_has_no_task(house: dict[str, Any]) -> None:
    one = task(house, person=house["judge"])
    rows.Person.update(active=False).where(rows.Person.id == house["judge"].id).execute()
    with pytest.raises(Refused):
        verbs.finish(one, "办了", person=house["judge"].id, **HERE)


def test_the_same_person_is_the_same_finding_by_whatever_ticket(house: dict[str, Any]) -> None:
    first, second = (new_ticket(opened_by=house["leader"], caller_number="13900001230") for _ in range(2))
    key = FindingKey(FindingKind.PERSON, first.number, None)
    verbs.hang_note(key, "多次来电", person=house["leader"].id, **HERE)
    assert findings.anchors(None, ["13900001230", "13900001231", ""]) == {"13900001230": first.number}
    assert (findings.anchors(second.site_id, ["13900001230"]), findings.anchors(None, [])) == ({}, {})
    assert findings.numbers_of([key]) == {first.number: "13900001230"}
    rows.Ticket.update(confidential=True).where(rows.Ticket.id == first.id).execute()
    assert (findings.numbers_of([key]), findings.anchors(None, ["13900001230"])) == ({}, {})
    with pytest.raises(Refused):
        verbs.hang_note(key, "再", person=house["leader"].id, **HERE)


def test_a_second_page_goes_on_where_the_first_ended(house: dict[str, Any]) -> None:
    topics = [rows.Entry.create(kind="topic", code=f"{n}", zh=f"{n}", en=f"{n}", place=n) for n in range(60)]
    keys = [FindingKey(FindingKind.RISE, f"topic:{one.id}", None) for one in topics]
    for key in keys:
        verbs.hang_note(key, "x", person=house["leader"].id, **HERE)
    first = findings.of_site(None, NOW, only_open=False)
    second = findings.of_site(None, NOW, only_open=False, after=first.next)
    assert [one.key for one in (*first.rows, *second.rows)] == keys[::-1]
    assert (len(first.rows), second.next, findings.of_site(None, NOW, only_open=True).rows) == (50, "", ())
