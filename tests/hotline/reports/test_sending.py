"""Reports sent to lists: who is reached, who is not any more, what was read; and who may keep a list."""

from typing import Any

import pytest

from hotline import rows
from hotline.people.rules.permissions import Permission, may
from hotline.ports import Refused
from hotline.reports.reads import sending
from hotline.reports.verbs import reports
from hotline.reports.verbs import sending as verbs
from hotline.reports.verbs.sending import ListWanted
from hotline.words import Role
from tests.builders import NOW, new_member, new_person, new_site, new_units

pytestmark = pytest.mark.unit
HERE: dict[str, Any] = {"now": NOW, "client_ip": ""}


def report(number: str = "R", *, site: Any = None, state: str = "published", kind: str = "month") -> Any:
    return rows.Report.create(
        number=number, slot=number, kind=kind, site=site, first="2026-10-01", last="2026-10-31", state=state,
        asked_at=NOW, made_at=NOW, content={"figures": {}, "balance": []},
    )  # fmt: skip


@pytest.fixture
def house(db: Any) -> dict[str, Any]:
    head, branch = new_site(), new_site(code="branch", name="分院")
    return {
        "leader": new_person(login="leader", role=Role.LEADER), "branch": branch,
        "chief": new_person(login="chief", role=Role.SUPERVISOR),
        "away": new_person(login="away", role=Role.SUPERVISOR, site=branch),
        "agent": new_person(login="agent", role=Role.AGENT),
        "unit": new_member(new_units(head)["civil"], login="unit", role=Role.UNIT_REVIEWER),
    }  # fmt: skip


def wanted(*people: Any, roles: Any = (), kinds: Any = (), site: Any = None, name: str = "院领导") -> ListWanted:
    return ListWanted(name, site and site.id, [one.id for one in people], roles, kinds)


def keep(house: dict[str, Any], what: ListWanted) -> int:
    return verbs.put(None, what, person=house["leader"].id, **HERE)


def got(house: dict[str, Any]) -> set[str]:
    return {name for name in ("leader", "chief", "away", "agent", "unit") if sending.to_person(house[name].id)}


def test_a_role_reaches_the_people_of_the_site_and_a_name_one_person(house: dict[str, Any]) -> None:
    one, two = report(), report("B", site=house["branch"])
    to_head = keep(house, wanted(house["leader"], roles=["supervisor"]))
    to_branch = keep(house, wanted(house["leader"], roles=["supervisor"], site=house["branch"]))
    assert [view.reaches for view in sending.lists(None)] == [2, 2]
    assert verbs.send(one.id, to_head, person=house["leader"].id, **HERE) == 2
    assert got(house) == {"leader", "chief"}  # the unit's reviewer sees no report of the house
    assert verbs.send(one.id, to_head, person=house["leader"].id, **HERE) == 0
    verbs.send(two.id, to_branch, person=house["leader"].id, **HERE)
    assert got(house) == {"leader", "chief", "away"}
    for which, to in ((one, to_branch), (two, to_head)):
        with pytest.raises(Refused, match="another site"):
            verbs.send(which.id, to, person=house["leader"].id, **HERE)


def test_who_left_or_lost_the_right_gets_and_reads_nothing(house: dict[str, Any]) -> None:
    to = keep(house, wanted(house["leader"], house["chief"]))
    rows.Person.update(role=Role.AGENT).where(rows.Person.id == house["chief"].id).execute()
    one = report()
    assert verbs.send(one.id, to, person=house["leader"].id, **HERE) == 1
    late = report("L")
    rows.Person.update(role=Role.SUPERVISOR).where(rows.Person.id == house["chief"].id).execute()
    verbs.send(late.id, to, person=house["leader"].id, **HERE)
    assert sending.unread(house["chief"].id) == 1
    rows.Person.update(active=False).where(rows.Person.id == house["chief"].id).execute()
    assert (sending.unread(house["chief"].id), sending.to_person(house["chief"].id)) == (0, [])
    assert {(view.person, view.may) for view in sending.of_report(late.id)} == {
        (house["leader"].name, True), (house["chief"].name, False),
    }  # fmt: skip


def test_it_is_seen_who_has_read_it_and_the_first_time_counts(house: dict[str, Any]) -> None:
    one, to = report(), keep(house, wanted(house["leader"], house["chief"]))
    verbs.send(one.id, to, person=house["leader"].id, **HERE)
    for hour in (11, 12):
        verbs.read(one.id, person=house["chief"].id, now=NOW.replace(hour=hour))
    verbs.read(one.id, person=house["agent"].id, now=NOW)
    assert [(view.person, view.read_at) for view in sending.of_report(one.id)] == [
        (house["leader"].name, None), (house["chief"].name, NOW.replace(hour=11)),
    ]  # fmt: skip
    assert (sending.unread(house["chief"].id), sending.unread(house["leader"].id)) == (0, 1)


def test_a_list_that_chose_the_kind_gets_it_when_it_is_published(house: dict[str, Any]) -> None:
    keep(house, wanted(house["leader"], kinds=["month"]))
    keep(house, wanted(house["chief"], kinds=["quarter"], name="季"))
    keep(house, wanted(house["away"], kinds=["month"], name="分", site=house["branch"]))
    draft = report(state="draft")
    reports.publish(draft.id, person=house["leader"].id, **HERE)
    assert got(house) == {"leader"}
    assert [row.act for row in rows.Audit.select().order_by(rows.Audit.id)][-2:] == ["publish_report", "send_report"]
    rows.Report.update(state="replaced").execute()
    assert got(house) == set()  # the version that replaced it is sent in its place


@pytest.mark.parametrize("state", ["waiting", "draft", "replaced", "failed"])
def test_only_what_is_published_is_sent(house: dict[str, Any], state: str) -> None:
    to = keep(house, wanted(house["leader"]))
    with pytest.raises(Refused, match="published"):
        verbs.send(report(state=state).id, to, person=house["leader"].id, **HERE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"name": "x" * 81}, {"name": "a\nb"}, {"people": []}, {"people": [99999]}, {"roles": ["agent"]},
        {"roles": ["x"]}, {"roles": ["unit_reviewer"]}, {"kinds": ["free"]}, {"kinds": ["x"]}, {"site": 99999},
    ],
)  # fmt: skip
def test_a_list_that_is_refused_leaves_nothing(house: dict[str, Any], wrong: dict[str, Any]) -> None:
    given = {"name": "x", "site": None, "people": [house["leader"].id], "roles": [], "kinds": []} | wrong
    with pytest.raises(Refused):
        keep(house, ListWanted(**given))
    assert (rows.ReportList.select().count(), rows.Audit.select().count()) == (0, 0)


def test_nobody_stands_on_a_list_who_may_not_see_its_reports(house: dict[str, Any]) -> None:
    for who in ("agent", "unit", "away"):
        with pytest.raises(Refused, match="may see these reports"):
            keep(house, wanted(house[who]))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("away", [False, True])
def test_who_may_keep_a_list_and_send(house: dict[str, Any], role: Role, away: bool) -> None:
    who, here = new_person(role=role, site=house["branch"] if away else None), house["away"]
    to_head = keep(house, wanted(house["leader"]))
    to_branch = keep(house, wanted(here, site=house["branch"]))
    for site, to, on in ((None, to_head, house["leader"]), (house["branch"], to_branch, here)):
        allowed = may(role, Permission.PUBLISH_REPORTS) and (not away or site is not None)
        one = report(f"{site and site.id}", site=site)
        for act in (
            lambda site=site, on=on: verbs.put(None, wanted(on, site=site), person=who.id, **HERE),
            lambda to=to, on=on, site=site: verbs.put(to, wanted(on, site=site), person=who.id, **HERE),
            lambda one=one, to=to: verbs.send(one.id, to, person=who.id, **HERE),
            lambda to=to: verbs.drop(to, person=who.id, **HERE),
        ):
            if allowed:
                act()
            else:
                with pytest.raises(Refused):
                    act()
    assert rows.ReportListPerson.select().count() == rows.ReportList.select().count()
