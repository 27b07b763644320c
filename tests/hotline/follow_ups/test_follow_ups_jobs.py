"""Follow-ups that time moves on: asked, reminded, settled, given up; each page by page, none held up by others."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.follow_ups import jobs as follow_ups
from hotline.words import CallState, Outcome
from tests.builders import NOW, new_call, new_person, new_ticket
from tests.hotline.tickets.town import china

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)
LINK = "visit_link"


@pytest.fixture
def clerk(head: Any) -> Any:
    return new_person(login="clerk")


def new_visit(clerk: Any, *, number: str = "13800001234", state: str = "visiting", **given: Any) -> Any:
    """A ticket that waits for its citizen, and its follow-up. The clock burns until the day after tomorrow."""
    values = {"round": 0, "state": "open", "planned_at": NOW, "next_at": NOW}
    burns = given.pop("burns_at", NOW + 2 * DAY)
    ticket = new_ticket(
        opened_by=clerk, state=state, caller_number=number, burns_at=burns if state == "visiting" else None, steps=0
    )
    return rows.FollowUp.create(ticket=ticket, token=f"word{ticket.id}", **values | given)


def fresh(one: Any) -> Any:
    return rows.FollowUp.get_by_id(one.id)


def told() -> list[tuple[str, str]]:
    return [(notice.template, notice.ref) for notice in rows.Notice.select().order_by(rows.Notice.id)]


# ---- asked and reminded


def test_a_fresh_visit_is_asked_by_message_once(clerk: Any) -> None:
    one = new_visit(clerk)
    assert (follow_ups.ask(NOW), follow_ups.ask(NOW)) == (1, 0)
    (notice,) = rows.Notice.select()
    assert (notice.number, notice.template, notice.ref) == ("13800001234", LINK, f"visit:{one.id}")
    assert notice.fields["link"].endswith(f"/v/{one.token}")
    # called when he has not answered by then: it is Friday, and a day later nobody works
    assert (fresh(one).asked_at, fresh(one).next_at) == (NOW, china("2026-11-23", "09:00"))


def test_reminded_once_and_not_too_early(clerk: Any) -> None:
    one = new_visit(clerk)
    follow_ups.ask(NOW)
    assert follow_ups.ask(NOW + dt.timedelta(hours=19, minutes=59)) == 0
    assert (follow_ups.ask(NOW + dt.timedelta(hours=20)), follow_ups.ask(NOW + 2 * DAY)) == (1, 0)
    assert told() == [(LINK, f"visit:{one.id}"), ("visit_reminder", f"visit:{one.id}")]


@pytest.mark.parametrize("state", ["done", "given_up"])
def test_a_message_that_waits_for_the_morning_is_not_sent_when_he_has_spoken_meanwhile(clerk: Any, state: str) -> None:
    spoken, silent, sent = (new_visit(clerk) for _ in range(3))
    follow_ups.ask(NOW)
    rows.Notice.update(state="sent").where(rows.Notice.ref == f"visit:{sent.id}").execute()
    assert follow_ups.withdraw() == 0
    rows.FollowUp.update(state=state).where(rows.FollowUp.id.in_([spoken.id, sent.id])).execute()
    assert (follow_ups.withdraw(), follow_ups.withdraw()) == (1, 0)
    assert told() == [(LINK, f"visit:{silent.id}"), (LINK, f"visit:{sent.id}")]


@pytest.mark.parametrize("number", ["057212345678", "", "anonymous"])
def test_where_no_message_can_go_somebody_calls_at_once(clerk: Any, number: str) -> None:
    one = new_visit(clerk, number=number)
    follow_ups.ask(NOW)
    follow_ups.ask(NOW + 2 * DAY)
    assert (told(), fresh(one).next_at, fresh(one).reminded) == ([], NOW, 1)


@pytest.mark.parametrize(("given"), [{"tries": 1}, {"state_of": "done"}, {"state_of": "given_up"}])
def test_who_was_called_already_or_has_spoken_is_sent_nothing(clerk: Any, given: dict[str, Any]) -> None:
    new_visit(clerk, tries=given.get("tries", 0))
    rows.FollowUp.update(state=given.get("state_of", "open")).execute()
    assert (follow_ups.ask(NOW), told()) == (0, [])


def test_an_answer_ends_the_reminding(clerk: Any) -> None:
    new_visit(clerk)
    follow_ups.ask(NOW)
    rows.FollowUp.update(state="done").execute()
    assert (follow_ups.ask(NOW + 2 * DAY), len(told())) == (0, 1)


def test_without_messages_nobody_is_asked(clerk: Any) -> None:
    rows.Parameter.create(name="follow_up.sms", value=False, by="x", at=NOW)
    one = new_visit(clerk)
    assert (follow_ups.ask(NOW), told(), fresh(one).asked_at) == (0, [], None)


# ---- what calls came to


def tried(one: Any, clerk: Any, **call: Any) -> Any:
    """A try of a follow-up, with the call that was made of it."""
    attempt = rows.FollowUpTry.create(follow_up=one, number=1, way="call", at=NOW, person=clerk)
    rows.FollowUp.update(tries=1).where(rows.FollowUp.id == one.id).execute()
    if call:
        values = {"direction": "out", "number": one.ticket.caller_number, "state": CallState.ENDED}
        made = new_call(**values | call)
        rows.FollowUpTry.update(call=made.id).where(rows.FollowUpTry.id == attempt.id).execute()
    return attempt


def result(attempt: Any) -> str:
    return str(rows.FollowUpTry.get_by_id(attempt.id).result)


def test_a_call_that_reached_nobody_is_tried_again(clerk: Any) -> None:
    one = new_visit(clerk)
    attempt = tried(one, clerk, outcome=Outcome.NOT_REACHED)
    assert (follow_ups.settle(NOW), follow_ups.settle(NOW)) == (1, 0)
    assert (result(attempt), fresh(one).next_at, fresh(one).tries) == (
        "not_reached", NOW + dt.timedelta(hours=4), 1,
    )  # fmt: skip


def test_after_a_talk_the_clerk_says_what_was_said(clerk: Any) -> None:
    one = new_visit(clerk)
    attempt = tried(one, clerk, outcome=Outcome.TALKED, talking_at=NOW)
    assert follow_ups.settle(NOW) == 1
    assert (result(attempt), fresh(one).state, fresh(one).next_at) == ("talked", "open", NOW)


def test_a_call_that_goes_on_is_left_alone(clerk: Any) -> None:
    one = new_visit(clerk)
    attempt = tried(one, clerk, state=CallState.TALKING, talking_at=NOW)
    assert (follow_ups.settle(NOW), result(attempt)) == (0, "")


def test_of_a_visit_that_is_over_the_try_is_still_told(clerk: Any) -> None:
    one = new_visit(clerk)
    attempt = tried(one, clerk, outcome=Outcome.NOT_REACHED)
    rows.FollowUp.update(state="done").execute()
    assert (follow_ups.settle(NOW), result(attempt)) == (1, "not_reached")


# ---- given up


LATE = NOW + 3 * DAY


@pytest.mark.parametrize(
    ("given", "ended"),
    [
        ({"tries": 3}, True),
        ({"tries": 2}, False),
        ({"tries": 0, "number": ""}, True),
        ({"tries": 3, "burns_at": LATE + DAY}, False),
        ({"tries": 3, "burns_at": None}, False),
        ({"tries": 3, "planned_at": LATE - DAY}, False),
    ],
)
def test_given_up_is_after_the_clock_and_the_last_try(clerk: Any, given: dict[str, Any], ended: bool) -> None:
    one = new_visit(clerk, **given)
    assert follow_ups.give_up(LATE) == int(ended)
    assert (fresh(one).state, rows.Ticket.get().state) == (
        ("given_up", "closed") if ended else ("open", "visiting")
    )  # fmt: skip


@pytest.mark.parametrize(("days", "ended"), [(14, False), (15, True)])
def test_a_consultation_of_the_sample_waits_a_fortnight(clerk: Any, days: int, ended: bool) -> None:
    one = new_visit(clerk, state="closed_at_once", sample=True)
    assert follow_ups.give_up(NOW + days * DAY) == int(ended)
    assert (fresh(one).state, rows.Ticket.get().state) == ("given_up" if ended else "open", "closed_at_once")


# ---- page by page


def rounds(job: Any, now: dt.datetime) -> list[int]:
    """What each round came to, until one comes to nothing."""
    found = [job(now, most=2)]
    while found[-1]:
        found.append(job(now, most=2))
    return found


def test_all_are_asked_and_reminded_a_few_a_round(clerk: Any) -> None:
    for n in range(5):
        new_visit(clerk, number=("13800001234", "057212345678")[n % 2])
    assert rounds(follow_ups.ask, NOW) == [2, 2, 1, 0]
    assert (len(told()), rounds(follow_ups.ask, NOW + DAY), len(told())) == (3, [2, 1, 0], 6)


def test_calls_that_go_on_hold_up_none_behind_them(clerk: Any) -> None:
    """Of a try whose call never came the same holds."""
    on = [new_visit(clerk, number=f"1380000{n:04d}") for n in range(5)]
    for one in on[:4]:
        tried(one, clerk, state=CallState.TALKING, talking_at=NOW)
    tried(on[4], clerk)
    over = [new_visit(clerk, number=f"1390000{n:04d}") for n in range(3)]
    attempts = [tried(one, clerk, outcome=Outcome.NOT_REACHED) for one in over]
    assert rounds(follow_ups.settle, NOW) == [2, 1, 0]
    assert [result(one) for one in attempts] == ["not_reached"] * 3


def test_those_that_are_not_due_hold_up_none_behind_them(clerk: Any) -> None:
    waiting = [new_visit(clerk, tries=1) for _ in range(5)]
    over = [new_visit(clerk, tries=3) for _ in range(3)]
    assert rounds(follow_ups.give_up, LATE) == [2, 1, 0]
    assert [fresh(one).state for one in (*waiting, *over)] == ["open"] * 5 + ["given_up"] * 3
