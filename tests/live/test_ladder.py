"""A → B → pool → branch → call-back, with telephones that really ring; then the caller is called back."""

from collections.abc import Iterator

import pytest

from hotline import clock, rows
from hotline.callers import jobs as call_backs
from hotline.callers.verbs import call_backs as desk
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.quiet_hours import Quiet
from scripts.py.live_house import Live, wait_for

pytestmark = pytest.mark.live
LADDER = [
    {"whom": "A", "seconds": 5}, {"whom": "B", "seconds": 5}, {"whom": "pool", "seconds": 5},
    {"whom": "branch", "seconds": 5, "sites": ["east"]}, {"whom": "callback", "seconds": 5},
]  # fmt: skip
NEVER_QUIET = Quiet(begins=clock.now().time(), ends=clock.now().time())


@pytest.fixture
def walked(live: Live) -> Iterator[Live]:
    line = rows.Line.get(rows.Line.code == "government")
    _set(ladder=LADDER, announce_seconds=3)
    yield live
    _set(ladder=line.ladder, announce_seconds=0)


def _set(**given: object) -> None:
    """The controller reads it before the next order."""
    with writing():
        rows.Line.update(**given).where(rows.Line.code == "government").execute()
        announce("roster", at=clock.now())


def offers(call: rows.Call) -> list[tuple[str, str, str | None]]:
    query = rows.Offer.select(rows.Offer, rows.Person).join(rows.Person).where(rows.Offer.call == call.id)
    return [(o.step, o.person.login, o.result) for o in query.order_by(rows.Offer.number)]


def test_nobody_answers_and_the_caller_is_called_back(walked: Live) -> None:
    for extension, answers in (("1005", "ignore"), ("1006", "busy"), ("1001", "ignore"), ("1007", "reject")):
        walked.agent(extension, answers=answers)
    walked.ready("agent5", "agent6", "agent1", "branch1")
    number = "13800050001"
    caller = walked.call("12345", number)
    wait_for(lambda: "call_back" in walked.row(number).path, 60, "the offer of a call-back")
    walked.press(caller, "1")
    call = walked.ended(number, 90)
    assert (call.outcome, call.ended_by) == ("call_back", "system")
    assert offers(call) == [
        ("A", "agent5", "no_answer"), ("B", "agent6", "busy"), ("pool", "agent1", "no_answer"),
        ("branch", "branch1", "rejected"),
    ]  # fmt: skip

    assert call_backs.collect(clock.now()) >= 1
    task = rows.CallBack.get(rows.CallBack.number == number)
    assert (task.reason, task.state, task.line) == ("asked", "open", "government")
    assert abs((task.place_since - call.queued_at).total_seconds()) < 0.01, "the place in the queue is kept"
    walked.agent("1003")
    walked.ready("agent3")
    citizen = walked.citizen()
    person = rows.Person.get(rows.Person.login == "agent3")
    desk.call(task.id, person.id, by="agent3", now=clock.now(), client_ip="", quiet=NEVER_QUIET)

    out = rows.Call.number == number, rows.Call.direction == "out", rows.Call.state == "talking"
    wait_for(lambda: rows.Call.select().where(*out).count(), 20, "the citizen talks")
    walked.hang_up(citizen)

    def reached() -> bool:
        call_backs.settle(clock.now())
        return bool(rows.CallBack.get_by_id(task.id).state == "reached")

    wait_for(reached, 40, "the citizen is reached")
    attempt = rows.CallBackTry.get(rows.CallBackTry.call_back == task.id)
    made = rows.Call.get_by_id(attempt.call)
    assert (attempt.result, made.direction, made.outcome, made.number) == ("reached", "out", "reached", number)


def test_a_branch_lends_its_agent(walked: Live) -> None:
    phone = walked.agent("1007")
    walked.ready("branch1")
    number = "13800050002"
    caller = walked.call("12345", number)
    walked.talking(number)
    walked.hang_up(phone)
    walked.at(number, "survey")
    walked.hang_up(caller)
    call = walked.ended(number, 60)
    assert offers(call) == [("branch", "branch1", "answered")]
    offered = next(data for kind, data in walked.facts(call.id) if kind == "offered")
    assert offered["lent"] == "east"
