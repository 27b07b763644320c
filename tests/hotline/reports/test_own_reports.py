"""Keeping, changing, sharing, copying and deleting a report of one's own, and the overview: who may, who sees, what is
told."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.ports import Refused
from hotline.reports.reads import own_drafts, own_reports
from hotline.reports.rules.own_reports import OWN_MOST, PINS_MOST, OwnDraft, OwnTyped
from hotline.reports.verbs import own_pins
from hotline.reports.verbs import own_reports as verbs
from hotline.words import Role
from tests.builders import NOW, new_line, new_member, new_person, new_site, new_units

pytestmark = pytest.mark.unit
CHOSEN = OwnTyped(rows="day", figures=("opened",), period="this_month", chart="line")
LATER = NOW + dt.timedelta(minutes=1)


@pytest.fixture
def house(db: Any) -> dict[str, Any]:
    """The head site's leader, supervisor and second leader; a branch's leader; an agent; a unit's reviewer."""
    head, branch = new_site(), new_site(code="east", name="东区法院")
    units = new_units(head)
    return {
        "leader": new_person(login="leader", role=Role.LEADER, site=head),
        "other": new_person(login="other", role=Role.LEADER, site=head),
        "supervisor": new_person(login="supervisor", role=Role.SUPERVISOR, site=head),
        "branch": new_person(login="branch", role=Role.LEADER, site=branch),
        "agent": new_person(login="agent", role=Role.AGENT, site=head),
        "reviewer": new_member(units["civil"], login="reviewer", role=Role.UNIT_REVIEWER),
        "units": units, "sites": (head, branch),
    }  # fmt: skip


def person(house: Any, name: str) -> int:
    return int(rows.Person.get(rows.Person.login == name).id)


def make(house: Any, who: str, name: str = "月报", *, roles: tuple[str, ...] = (), typed: OwnTyped = CHOSEN) -> int:
    draft = OwnDraft(name, "每月登记", typed, roles)
    return verbs.make(draft, person=person(house, who), now=NOW, client_ip="10.0.0.1")


def names(house: Any, who: str, **more: Any) -> list[str]:
    return [one.name for one in own_reports.listed(person(house, who), **more).rows]


def test_a_kept_report_is_the_owners_alone_until_it_is_shared_with_a_role_of_his_site(house: Any) -> None:
    report = make(house, "leader")
    everybody = ("leader", "other", "supervisor", "branch", "agent", "reviewer")
    assert {who: names(house, who) for who in everybody} == {"leader": ["月报"]} | {who: [] for who in everybody[1:]}
    draft = OwnDraft("月报", "", CHOSEN, ("leader", "unit_reviewer"))
    verbs.change(report, draft, version=1, person=person(house, "leader"), now=LATER, client_ip="x")
    assert {who: bool(names(house, who)) for who in everybody} == {
        "leader": True, "other": True, "supervisor": False, "branch": False, "agent": False, "reviewer": True,
    }  # fmt: skip
    view = own_reports.one(report, person(house, "other"))
    assert view is not None
    assert (view.mine, view.roles, view.typed, view.version) == (
        False, (Role.UNIT_REVIEWER, Role.LEADER), CHOSEN, 2,
    )  # fmt: skip
    acts = [(row.act, row.data) for row in list(rows.Audit.select().order_by(rows.Audit.id))]
    assert acts == [
        ("make_own_report", {"name": "月报", "role": []}),
        ("change_own_report", {"name": "月报", "role": ["leader", "unit_reviewer"]}),
        ("share_own_report", {"name": "月报", "role": ["leader", "unit_reviewer"]}),
    ]


@pytest.mark.parametrize("who", ["other", "supervisor", "branch", "agent", "reviewer"])
def test_only_the_owner_changes_and_deletes(house: Any, who: str) -> None:
    report = make(house, "leader", roles=("leader", "supervisor", "unit_reviewer"))
    given: dict[str, Any] = {"person": person(house, who), "now": LATER, "client_ip": "x"}
    for act in (
        lambda: verbs.change(report, OwnDraft("Mine", "", CHOSEN), version=1, **given),
        lambda: verbs.delete(report, **given),
    ):
        with pytest.raises(Refused):
            act()
    assert names(house, "leader") == ["月报"]


@pytest.mark.parametrize("who", ["branch", "agent"])
def test_who_does_not_see_it_copies_pins_and_exports_nothing(house: Any, who: str) -> None:
    report = make(house, "leader", roles=("leader", "supervisor"))
    given: dict[str, Any] = {"person": person(house, who), "now": LATER, "client_ip": "x"}
    for act in (
        lambda: verbs.copy(report, **given),
        lambda: verbs.note_file(report, rows=1, **given),
        lambda: own_pins.pin(report, person=person(house, who)),
    ):
        with pytest.raises(Refused):
            act()
    assert (rows.OwnReport.select().count(), rows.OwnPin.select().count()) == (1, 0)


def test_who_lost_the_right_to_figures_sees_none_and_keeps_none(house: Any) -> None:
    make(house, "leader")
    rows.Person.update(role=Role.HANDLER).where(rows.Person.login == "leader").execute()
    assert names(house, "leader") == []
    with pytest.raises(Refused):
        make(house, "leader", "second")


def test_of_two_tabs_the_later_one_is_told_and_nothing_is_overwritten(house: Any) -> None:
    report, who = make(house, "leader"), person(house, "leader")
    verbs.change(report, OwnDraft("first", "", CHOSEN), version=1, person=who, now=LATER, client_ip="x")
    with pytest.raises(Refused, match="changed meanwhile"):
        verbs.change(report, OwnDraft("second", "", CHOSEN), version=1, person=who, now=LATER, client_ip="x")
    assert names(house, "leader") == ["first"]
    verbs.change(report, OwnDraft("second", "", CHOSEN), version=2, person=who, now=LATER, client_ip="x")
    assert names(house, "leader") == ["second"]
    verbs.delete(report, person=who, now=LATER, client_ip="x")
    with pytest.raises(Refused, match="not there any more"):
        verbs.change(report, OwnDraft("third", "", CHOSEN), version=3, person=who, now=LATER, client_ip="x")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"about": "x" * 501}, "about"),
        ({"name": "taken"}, "name"),
        ({"roles": ("agent",)}, "role"),  # who sees no figures
        ({"roles": ("nobody",)}, "role"),
        ({"typed": dataclasses.replace(CHOSEN, rows="")}, "rows"),
        ({"typed": dataclasses.replace(CHOSEN, where={"unit": "999"})}, "unit"),
        ({"typed": dataclasses.replace(CHOSEN, where={"channel": "smoke"})}, "channel"),
    ],
)
def test_what_is_wrong_is_told_by_its_field_and_kept_by_nobody(house: Any, changed: Any, field: str) -> None:
    make(house, "leader", "taken")
    draft = dataclasses.replace(OwnDraft("月报", "", CHOSEN), **changed)
    assert list(own_drafts.faults(draft, person(house, "leader"), NOW)) == [field]
    with pytest.raises(Refused):
        verbs.make(draft, person=person(house, "leader"), now=NOW, client_ip="x")
    assert names(house, "leader") == ["taken"]


def test_a_filter_offers_what_its_reader_sees(house: Any) -> None:
    head, branch = house["sites"]
    new_line(site=head, code="head-line")
    new_line(site=branch, code="branch-line")
    told = {
        who: {
            by.value: [key for key, _name in found] for by, found in own_drafts.filters_of(person(house, who)).items()
        }
        for who in ("leader", "branch", "reviewer")
    }
    assert told["leader"]["line"] == ["branch-line", "head-line"]
    assert (told["branch"]["line"], told["branch"]["site"]) == (["branch-line"], [str(branch.id)])
    assert told["reviewer"]["unit"] == [str(house["units"]["civil"].id)]
    assert {"site", "line", "agent"} & told["reviewer"].keys() == set()
    draft = OwnDraft("n", "", dataclasses.replace(CHOSEN, figures=("entered",), where={"line": "head-line"}))
    assert list(own_drafts.faults(draft, person(house, "branch"), NOW)) == ["line"]
    assert list(own_drafts.faults(draft, person(house, "leader"), NOW)) == []


def test_a_unit_keeps_no_report_of_calls_and_a_shared_one_shows_it_none(house: Any) -> None:
    calls = dataclasses.replace(CHOSEN, figures=("entered",))
    with pytest.raises(Refused, match="do not see"):
        make(house, "reviewer", typed=calls)
    report = make(house, "leader", roles=("unit_reviewer",), typed=calls)
    view = own_reports.one(report, person(house, "reviewer"))
    assert view is not None
    assert list(own_drafts.checked_for(view.typed, person(house, "reviewer"), NOW).wrong) == ["figure"]


def test_a_copy_is_ones_own_unshared_and_has_a_name_of_its_own(house: Any) -> None:
    report = make(house, "leader", "x" * 80, roles=("leader",))
    given: dict[str, Any] = {"now": LATER, "client_ip": "x"}
    verbs.copy(report, person=person(house, "other"), **given)
    verbs.copy(report, person=person(house, "leader"), **given)
    verbs.copy(report, person=person(house, "leader"), **given)
    assert sorted(names(house, "leader", whose="mine")) == sorted(["x" * 80, "x" * 78 + " 2", "x" * 78 + " 3"])
    assert [
        (one.name, one.mine, one.roles) for one in own_reports.listed(person(house, "other"), whose="mine").rows
    ] == [("x" * 80, True, ())]


def test_a_person_keeps_so_many_and_no_more(house: Any) -> None:
    who = person(house, "leader")
    for n in range(OWN_MOST):
        rows.OwnReport.create(person=who, name=f"n{n}", chosen=CHOSEN.kept(), made_at=NOW, changed_at=NOW)
    with pytest.raises(Refused, match="delete one"):
        make(house, "leader", "one more")
    with pytest.raises(Refused, match="delete one"):
        verbs.copy(rows.OwnReport.get().id, person=who, now=NOW, client_ip="x")


def test_the_list_is_searched_and_goes_on_on_a_second_page(house: Any) -> None:
    who = person(house, "leader")
    for n in range(60):
        at = NOW + dt.timedelta(minutes=n // 2)  # two at the same moment
        rows.OwnReport.create(person=who, name=f"n{n:02}", about="100%_", chosen={}, made_at=at, changed_at=at)
    first = own_reports.listed(who)
    second = own_reports.listed(who, after=first.next)
    assert [one.name for one in (*first.rows, *second.rows)] == [f"n{n:02}" for n in reversed(range(60))]
    assert (len(first.rows), second.next) == (50, "")
    assert names(house, "leader", text="n0 领导") == []
    assert len(names(house, "leader", text="N0 %_")) == 10
    assert names(house, "leader", text="__") == []
    assert own_reports.listed(who, after="nonsense~x").rows == first.rows
    assert (names(house, "leader", whose="shared"), len(names(house, "leader", whose="mine"))) == ([], 50)


def test_an_overview_is_each_persons_own_in_his_order(house: Any) -> None:
    leader, other = person(house, "leader"), person(house, "other")
    made = [make(house, "leader", f"n{n}", roles=("leader",)) for n in range(3)]
    for report in (*made, made[0]):  # twice is once
        own_pins.pin(report, person=leader)
    own_pins.pin(made[2], person=other)

    def shown(who: int) -> list[tuple[str, bool]]:
        return [(one.name, one.report is not None) for one in own_reports.pins(who)]

    assert shown(leader) == [("n0", True), ("n1", True), ("n2", True)]
    last = own_reports.pins(leader)[2].id
    own_pins.move(last, up=True, person=leader)
    own_pins.move(last, up=True, person=leader)
    own_pins.move(last, up=True, person=leader)  # the first one stays first
    assert [name for name, _is in shown(leader)] == ["n2", "n0", "n1"]
    own_pins.move(last, up=False, person=leader)
    assert [name for name, _is in shown(leader)] == ["n0", "n2", "n1"]
    with pytest.raises(Refused, match="not on your overview"):
        own_pins.move(last, up=True, person=other)
    own_pins.unpin(last, person=other)  # not his: nothing happens
    own_pins.unpin(own_reports.pins(leader)[0].id, person=leader)
    assert (shown(leader), shown(other)) == ([("n2", True), ("n1", True)], [("n2", True)])


def test_what_was_deleted_or_is_not_shared_any_more_is_told_on_the_overview(house: Any) -> None:
    leader, other = person(house, "leader"), person(house, "other")
    gone, hidden = make(house, "leader", "gone", roles=("leader",)), make(house, "leader", "hidden", roles=("leader",))
    for report in (gone, hidden):
        own_pins.pin(report, person=other)
    verbs.delete(gone, person=leader, now=LATER, client_ip="x")
    verbs.change(hidden, OwnDraft("hidden", "", CHOSEN), version=1, person=leader, now=LATER, client_ip="x")
    assert [(one.name, one.report) for one in own_reports.pins(other)] == [("gone", None), ("hidden", None)]
    for one in own_reports.pins(other):
        own_pins.unpin(one.id, person=other)
    assert own_reports.pins(other) == []


def test_an_overview_holds_so_many_and_no_more(house: Any) -> None:
    who = person(house, "leader")
    for n in range(PINS_MOST):
        own_pins.pin(make(house, "leader", f"n{n}"), person=who)
    with pytest.raises(Refused, match="take one off"):
        own_pins.pin(make(house, "leader", "more"), person=who)
