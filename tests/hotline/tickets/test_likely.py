"""Hints while a ticket is registered: what may be the same matter, and whom it should go to (K9)."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.tickets.reads import suggestions
from hotline.tickets.reads.suggestions import Suggestion
from hotline.tickets.rules.likeness import About
from tests.builders import NOW, new_person, new_site, new_ticket, new_units

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)
LIFT = About("13800001234", "", None, "和平路一号", None, "电梯停运", "小区电梯停运三天，请尽快维修。")


@pytest.fixture
def clerk(head: Any) -> Any:
    return new_person(site=head)


def about_lifts(clerk: Any, **given: Any) -> Any:
    values = {"subject": LIFT.subject, "text": LIFT.text, "address": LIFT.address, "caller_number": LIFT.number}
    return new_ticket(opened_by=clerk, **values | given)


def twins(scope: Scope = Scope(), **given: Any) -> list[str]:  # noqa: B008
    return [twin.number for twin in suggestions.twins(LIFT, scope, now=NOW, **given)]


# ---- what may be the same


def test_the_likeliest_stands_first_and_says_why(clerk: Any) -> None:
    same = about_lifts(clerk)
    other_caller = about_lifts(clerk, caller_number="13900005678", state="closed")
    about_lifts(
        clerk, subject="拖欠工资", text="工地拖欠三个月工资。", address="建设路九号"
    )  # only the caller is the same
    found = suggestions.twins(LIFT, Scope(), now=NOW)
    assert [(twin.number, twin.why, twin.open) for twin in found] == [
        (same.number, ("text", "person", "place"), True),
        (other_caller.number, ("text", "place"), False),
    ]
    assert [twin.points for twin in found] == [100, 75]


@pytest.mark.parametrize(
    ("given", "is_found"),
    [
        ({}, True),
        ({"at": NOW - 90 * DAY}, True),
        ({"at": NOW - 91 * DAY}, False),
        ({"state": "merged"}, False),
        ({"confidential": True}, False),
        ({"caller_number": "", "address": ""}, False),  # nothing that it would be looked for by
    ],
)
def test_what_is_looked_at(clerk: Any, given: dict[str, Any], is_found: bool) -> None:
    made = about_lifts(clerk, **given)
    assert twins() == ([made.number] if is_found else [])


def test_its_own_number_and_another_site_are_left_out(clerk: Any, branch: Any) -> None:
    mine, far = about_lifts(clerk), about_lifts(new_person(site=branch))
    assert twins(Scope(site=clerk.site_id)) == [mine.number]
    assert twins(leave_out=mine.number) == [far.number]


def test_found_by_subject_and_place_or_identity_alone(clerk: Any) -> None:
    topic = rows.Entry.create(kind="topic", code="11", zh="住房", en="Housing")
    place = rows.Entry.create(kind="place", code="01", zh="练市镇", en="Lianshi")
    by_topic = about_lifts(clerk, caller_number="", client_ip="", topic=topic, place=place)
    by_person = about_lifts(clerk, caller_number="", client_ip="", identity_hash="ab" * 32)

    def found(**given: Any) -> list[str]:
        wanted = {"number": "", "identity": "", "place": None, "address": "", "topic": None}
        about = About(**wanted | given, subject=LIFT.subject, text=LIFT.text)
        return [twin.number for twin in suggestions.twins(about, Scope(), now=NOW)]

    assert found(topic=topic.id, place=place.id) == [by_topic.number]
    assert found(topic=topic.id) == [by_topic.number]
    assert found(topic=topic.id, place=place.id + 1) == []
    assert found(identity="ab" * 32) == [by_person.number]
    assert found() == []


def test_five_are_shown_of_many(clerk: Any) -> None:
    made = sorted(about_lifts(clerk).number for _ in range(9))
    assert twins() == made[: suggestions.SHOWN]


# ---- whom it should go to


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    """A tree of two subjects and two places, and units."""
    entry = rows.Entry
    made: dict[str, Any] = dict(new_units(head))
    for name, kind, above in (("home", "topic", ""), ("noise", "topic", "home"), ("town", "place", ""),
                              ("street", "place", "town")):  # fmt: skip
        made[name] = entry.create(kind=kind, code=name, zh=name, en=name, parent=made.get(above))
    return made


def rule(town: dict[str, Any], unit: str, *, topic: str = "", place: str = "", kind: str = "") -> None:
    site = town["hotline"].site
    rows.DispatchRule.create(
        topic=town.get(topic), place=town.get(place), kind=kind, site=site, unit=town[unit], at=NOW
    )


def suggested(town: dict[str, Any], topic: str = "noise", place: str = "street", kind: str = "complaint") -> list[str]:
    found = suggestions.suggestions(
        town[topic].id if topic else None, town[place].id if place else None, kind, town["hotline"].site_id, now=NOW
    )
    codes = {unit.id: unit.code for unit in rows.Unit.select()}
    return [f"{codes[one.unit]} {one.why} {one.count}" for one in found]


def test_the_narrowest_rule_decides(town: dict[str, Any]) -> None:
    """The nearest subject first, then the nearest place, then the kind."""
    assert suggested(town) == []
    for unit, given in (
        ("court", {}), ("housing", {"topic": "home"}), ("civil", {"topic": "home", "place": "street"}),
        ("enforcement", {"topic": "noise"}), ("court", {"topic": "noise", "kind": "complaint"}),
        ("housing", {"topic": "noise", "place": "town"}), ("civil", {"topic": "noise", "place": "street"}),
    ):  # fmt: skip
        rule(town, unit, **given)
        assert suggested(town) == [f"{unit} rule 0"]
    assert suggested(town, "home", "town") == ["housing rule 0"]
    assert suggested(town, "noise", "") == ["court rule 0"]
    assert suggested(town, "noise", "", "consult") == ["enforcement rule 0"]
    assert suggested(town, "", "") == ["court rule 0"]


def test_a_rule_of_a_dissolved_unit_or_of_another_site_is_none(town: dict[str, Any]) -> None:
    rule(town, "housing", topic="noise")
    rows.Unit.update(active=False).where(rows.Unit.code == "housing").execute()
    assert suggested(town) == []
    elsewhere = new_site(code="far", name="远区法院")
    rows.DispatchRule.create(topic=town["noise"], site=elsewhere, unit=town["civil"], at=NOW)
    assert suggested(town) == []


def returned(town: dict[str, Any], first: str, last: str, *, days: int = 1, **given: Any) -> None:
    """A ticket that one unit gave back and another had in the end."""
    person = rows.Person.get_or_none(rows.Person.login == "clerk") or new_person(login="clerk")
    ticket = new_ticket(opened_by=person, topic=town["noise"], unit=town[last], **given)
    rows.TicketRequest.create(
        ticket=ticket, kind="return", unit=town[first], person=person, asked_at=NOW - days * DAY, reason="非我局职责",
        granted=True, decided_at=NOW,
    )  # fmt: skip


def test_returns_teach_who_had_it_in_the_end(town: dict[str, Any]) -> None:
    for first, last in (("civil", "housing"), ("civil", "housing"), ("housing", "court"), ("court", "enforcement"),
                        ("civil", "civil")):  # fmt: skip
        returned(town, first, last)
    assert suggested(town)[0] == "housing learnt 2"
    assert len(suggested(town)) == 2  # not everybody who ever had one
    rule(town, "housing", topic="noise")
    assert suggested(town)[0] == "housing rule 0"  # what the rule says is not said twice
    assert "housing learnt 2" not in suggested(town)


def test_what_teaches_nothing(town: dict[str, Any]) -> None:
    returned(town, "civil", "housing", days=366)
    returned(town, "civil", "housing", confidential=True)
    returned(town, "civil", "housing")
    rows.TicketRequest.update(granted=False).where(rows.TicketRequest.id == 3).execute()
    assert suggested(town) == []
    rows.TicketRequest.update(granted=True).where(rows.TicketRequest.id == 3).execute()
    assert suggested(town) == ["housing learnt 1"]
    assert suggested(town, "home") == []  # of this subject alone
    rows.Unit.update(active=False).where(rows.Unit.code == "housing").execute()
    assert suggested(town) == []


def test_a_suggestion_names_its_unit(town: dict[str, Any]) -> None:
    rule(town, "housing", topic="noise")
    housing = town["housing"]
    found = suggestions.suggestions(town["noise"].id, None, "help", housing.site_id, now=NOW)
    assert found == [Suggestion(housing.id, "住建局", "rule")]
