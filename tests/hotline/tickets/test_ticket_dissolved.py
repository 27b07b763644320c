"""A unit is dissolved: in whatever state its tickets stand, somebody who works has each of them."""

from typing import Any

import pytest

from hotline import rows
from hotline.tickets.rules.payloads import CitizenAnswer
from hotline.tickets.verbs.life import repair
from hotline.tickets.verbs.units import dissolve_unit
from hotline.words import TicketEvent, Way
from tests.builders import NOW
from tests.hotline.tickets.town import Town, answered, handled, to_civil

pytestmark = pytest.mark.unit
E = TicketEvent
TO_REVIEW = ((E.REPLY, "civil"), (E.UNIT_APPROVE, "civilhead"))
TO_VISIT = (*TO_REVIEW, (E.APPROVE, "reviewer"))
TO_CLOSED = (*TO_VISIT, (E.FOLLOW_UP_GIVE_UP, "visitor"))
TO_REREVIEW = (*TO_CLOSED, (E.ASK_REVIEW, "dispatcher"), (E.UPHOLD, "courthead"), (E.ASK_REREVIEW, "dispatcher"))
LINES: dict[str, tuple[tuple[TicketEvent, str], ...]] = {
    "handling": (),
    "replied": TO_REVIEW[:1],
    "return_asked": ((E.ASK_RETURN, "civil"),),
    "reviewing": TO_REVIEW,
    "visiting": TO_VISIT,
    "under_review": (*TO_CLOSED, (E.ASK_REVIEW, "dispatcher")),
    "under_rereview": TO_REREVIEW,
}


def led(town: Town, state: str) -> str:
    number = handled(town)
    for event, by in LINES[state]:
        town.do(number, event, by)
    assert town.row(number).state == state
    return number


def stands(town: Town, number: str) -> tuple[str, str | None, str | None]:
    """State, unit and holder, by their codes."""
    row, codes = town.row(number), {unit.id: code for code, unit in town.units.items()}
    return row.state, codes.get(row.unit_id), codes.get(row.holder_id)


def dissolved(town: Town, code: str, follower: str | None = None) -> int:
    heir = town.units[follower].id if follower else None
    return dissolve_unit(town.units[code].id, heir, by="x", now=NOW, client_ip="")


@pytest.mark.parametrize(
    ("state", "holder"),
    [("handling", "housing"), ("replied", "housing"), ("return_asked", "hotline"), ("reviewing", "hotline"),
     ("visiting", "hotline"), ("under_review", "court"), ("under_rereview", "hotline")],
)  # fmt: skip
def test_a_follower_takes_it_as_it_stands(town: Town, state: str, holder: str) -> None:
    number = led(town, state)
    assert dissolved(town, "civil", "housing") == 1
    assert stands(town, number) == (state, "housing", holder)


@pytest.mark.parametrize(
    ("state", "then"),
    [("handling", ("accepted", None, "hotline")), ("replied", ("accepted", None, "hotline")),
     ("return_asked", ("accepted", None, "hotline")), ("reviewing", ("accepted", None, "hotline")),
     ("visiting", ("visiting", "civil", "hotline")), ("under_review", ("under_review", "civil", "court")),
     ("under_rereview", ("under_rereview", "civil", "hotline"))],
)  # fmt: skip
def test_without_one_it_goes_back_unless_its_answer_was_passed(town: Town, state: str, then: Any) -> None:
    number = led(town, state)
    dissolved(town, "civil")
    assert stands(town, number) == then


def test_the_dispatcher_finds_the_answer_that_was_written(town: Town) -> None:
    """He may give it at once: nothing of the unit's work is lost."""
    number = led(town, "reviewing")
    dissolved(town, "civil")
    assert town.row(number).reply == "按规定办理。"
    town.do(number, E.ANSWER, "dispatcher", town.row(number).reply)
    assert town.row(number).state == "closed"


@pytest.mark.parametrize(("event", "by"), [(E.FOLLOW_UP_REFUSE, "visitor"), (E.FOLLOW_UP_CLOSE, "visitor")])
def test_the_citizen_still_has_the_word(town: Town, event: TicketEvent, by: str) -> None:
    number = led(town, "visiting")
    dissolved(town, "civil")
    town.do(number, event, by, "没有修好。", payload=CitizenAnswer((True, False, 2)))
    assert stands(town, number) == {
        E.FOLLOW_UP_REFUSE: ("accepted", None, "hotline"), E.FOLLOW_UP_CLOSE: ("closed", "civil", None),
    }[event]  # fmt: skip


@pytest.mark.parametrize(("follower", "holder"), [("housing", "housing"), (None, "hotline")])
def test_who_was_to_judge_is_dissolved_too(town: Town, follower: str | None, holder: str) -> None:
    number = led(town, "under_review")
    dissolved(town, "civil")
    rows.Unit.update(active=False).where(rows.Unit.code == "enforcement").execute()  # it stands below the court
    dissolved(town, "court", follower)
    assert stands(town, number) == ("under_review", "civil", holder)
    recheck = rows.TicketClock.get(rows.TicketClock.kind == "recheck", rows.TicketClock.stopped_at.is_null())
    assert recheck.unit_id == town.units[holder].id


def test_nobody_judges_his_own_answer(town: Town) -> None:
    """The unit above takes over from the one whose answer it judges: the one above that judges, or the hotline."""
    number = led(town, "under_review")
    dissolved(town, "civil", "court")
    assert stands(town, number) == ("under_review", "court", "hotline")


def test_a_review_asked_later_is_the_followers(town: Town) -> None:
    number = answered(town)
    town.do(number, E.FOLLOW_UP_GIVE_UP, "visitor")
    dissolved(town, "civil", "enforcement")
    town.do(number, E.ASK_REVIEW, "dispatcher", "不服。")
    assert stands(town, number) == ("under_review", "enforcement", "court")


def test_a_follower_that_helped_already_helps_itself_no_more(town: Town) -> None:
    number = town.open()
    civil, housing = town.units["civil"].id, town.units["housing"].id
    town.do(number, E.DISPATCH, "dispatcher", unit=civil, others=(housing,), way=Way.JOINT)
    dissolved(town, "civil", "housing")
    assert stands(town, number) == ("dispatched", "housing", "housing")
    shares = [(share.unit_id, share.state) for share in rows.TicketShare.select()]
    running = {clock.kind for clock in rows.TicketClock.select().where(rows.TicketClock.stopped_at.is_null())}
    assert (shares, running) == ([(housing, "dropped")], {"take", "finish"})


def test_what_an_older_version_left_with_a_dissolved_unit_is_handed_on(town: Town) -> None:
    number, other = led(town, "reviewing"), to_civil(town)
    rows.Unit.update(active=False, followed_by=town.units["housing"].id).where(rows.Unit.code == "civil").execute()
    assert repair.adopt(NOW) == 2
    assert (stands(town, number), stands(town, other)) == (
        ("reviewing", "housing", "hotline"), ("dispatched", "housing", "housing"),
    )  # fmt: skip
    assert repair.adopt(NOW) == 0


def test_an_open_ticket_without_an_owner_gets_one(town: Town) -> None:
    number = town.open()
    rows.Ticket.update(holder=None, code=None, steps=0).execute()
    rows.TicketStep.delete().execute()
    assert (repair.adopt(NOW), stands(town, number)) == (1, ("registered", None, "hotline"))
    assert (town.row(number).steps, len(town.row(number).code)) == (1, 8)
