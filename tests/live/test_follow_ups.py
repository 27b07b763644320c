"""Follow-ups on the real switch: the clerk's click rings both telephones, the citizen's keys are the answer."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hotline import clock, rows
from hotline.follow_ups import jobs as jobs
from hotline.follow_ups.reads import Stage, last_call
from hotline.follow_ups.verbs import follow_up_calls
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.values.quiet_hours import Quiet
from scripts.py import sipp
from scripts.py.live_house import Live, wait_for
from scripts.py.sipp import Phone

pytestmark = pytest.mark.live
NEVER_QUIET = Quiet(dt.time(0, 0), dt.time(0, 0))
CLERK = "1010"


def visit_of(number: str) -> Any:
    """An answered ticket of this number whose citizen is to be asked."""
    matter = Matter("complaint", "电梯停运", "", caller_number=number)
    opened_by = rows.Person.get(rows.Person.login == "agent5")
    open_ticket(matter, person=opened_by.id, token=number, draft=None, now=clock.now(), client_ip="")
    row, unit = rows.Ticket.get(rows.Ticket.caller_number == number), rows.Unit.get(rows.Unit.code == "housing")
    rows.Ticket.update(state="visiting", unit=unit, holder=unit).where(rows.Ticket.id == row.id).execute()
    return rows.FollowUp.create(
        ticket=row, round=0, state="open", planned_at=clock.now(), next_at=clock.now(), token=f"w{number}"
    )


def orders(verb: Any, follow_up: Any, **given: Any) -> str | None:
    """A verb of the clerk, once the controller has done it; why it was refused."""
    clerk = rows.Person.get(rows.Person.login == "visitor")
    order = verb(follow_up.id, clerk.id, by="visitor", now=clock.now(), **given)
    wait_for(lambda: rows.Order.get_by_id(order).done_at, 10, "the order is done")
    refused: str | None = rows.Order.get_by_id(order).refused
    return refused


def calls(live: Live, number: str, **citizen: Any) -> tuple[Any, Phone]:
    """The clerk clicks; his telephone is there, the citizen's behaves as `citizen` says."""
    follow_up = visit_of(number)
    live.agent(CLERK)
    phone = live.citizen(**citizen)
    assert orders(follow_up_calls.call, follow_up, client_ip="", quiet=NEVER_QUIET) is None
    return follow_up, phone


def comes_to(follow_up: Any, stage: Stage, seconds: float = 20) -> None:
    def there() -> bool:
        last = last_call(follow_up.id)
        return last is not None and last.stage is stage

    wait_for(there, seconds, f"the call is {stage}")


def of(follow_up: Any) -> Any:
    return rows.Ticket.get_by_id(follow_up.ticket_id)


def keys(folder: Path, *pressed: str) -> str:
    """One to each question, when he is told."""
    return "".join(sipp.told() + sipp.press_called(key, folder, first=n) for n, key in enumerate(pressed))


@pytest.mark.parametrize(
    ("number", "pressed", "answer"),
    [
        ("13800060001", {"handled": "1", "solved": "1", "satisfied": "2"}, ("closed", 0, True, True, 4)),
        (
            "13800060002", {"handled": "1", "solved": "2", "again": "1", "satisfied": "4"},
            ("dispatched", 1, None, None, None),  # the answer stays with its round, the next one has none yet
        ),
    ],
)  # fmt: skip
def test_the_citizens_keys_stand_on_the_ticket(
    live: Live, number: str, pressed: dict[str, str], answer: tuple[Any, ...]
) -> None:
    follow_up, citizen = calls(live, number, moves=keys(live.folder, *pressed.values()))
    comes_to(follow_up, Stage.TALKING)
    assert orders(follow_up_calls.survey, follow_up) is None
    comes_to(follow_up, Stage.SURVEY)
    for question in pressed:
        live.at(number, question)
        live.tell(citizen)
    live.has(live.row(number), "survey", len(pressed))
    live.hang_up(citizen)
    comes_to(follow_up, Stage.ENDED, 40)
    assert jobs.settle(clock.now()) == 1
    ticket, done = of(follow_up), rows.FollowUp.get_by_id(follow_up.id)
    assert (ticket.state, ticket.round, ticket.handled, ticket.solved, ticket.satisfied) == answer
    assert (done.state, done.way, done.call) == ("done", "ivr", live.row(number).id)
    assert (done.handled, done.solved) == (pressed["handled"] == "1", pressed["solved"] == "1")


@pytest.mark.parametrize(("number", "answers"), [("13800060003", "busy"), ("13800060004", "reject")])
def test_who_is_not_reached_is_counted_and_tried_again(live: Live, number: str, answers: str) -> None:
    follow_up, _ = calls(live, number, answers=answers)
    comes_to(follow_up, Stage.ENDED)
    assert jobs.settle(clock.now()) == 1
    attempt = rows.FollowUpTry.get(rows.FollowUpTry.follow_up == follow_up.id)
    assert (attempt.result, attempt.call, of(follow_up).state) == ("not_reached", live.row(number).id, "visiting")
    row = rows.FollowUp.get_by_id(follow_up.id)
    assert (row.state, row.tries, row.next_at > clock.now()) == ("open", 1, True)


def test_a_clerk_without_a_place_in_a_queue_calls_talks_and_hangs_up(live: Live) -> None:
    follow_up, citizen = calls(live, "13800060005", answers="told")
    comes_to(follow_up, Stage.THEIRS_RINGS)
    live.tell(citizen)
    comes_to(follow_up, Stage.TALKING)
    live.pause(2)
    assert orders(follow_up_calls.hang_up, follow_up) is None
    comes_to(follow_up, Stage.ENDED)
    call = live.row("13800060005")
    clerk = rows.Person.get(rows.Person.login == "visitor")
    assert (call.direction, call.outcome, call.ended_by, call.agent_id) == ("out", "reached", "agent", clerk.id)
    assert (rows.AgentState.get(rows.AgentState.person == clerk.id).state) == "off"
    wait_for(lambda: rows.Recording.get(rows.Recording.call == call.id).state == "kept", 10, "the recording is closed")


def test_a_clerk_whose_telephone_is_not_there_is_told(live: Live) -> None:
    follow_up = visit_of("13800060006")
    live.register(CLERK, port=next(live.ports), expires=0)
    assert (
        orders(follow_up_calls.call, follow_up, client_ip="", quiet=NEVER_QUIET) == "Your telephone is not registered"
    )
    last = last_call(follow_up.id)
    assert last is not None
    assert (last.stage, last.refused) == (Stage.REFUSED, "Your telephone is not registered")
