"""The clerk calls by a click: his telephone, then the citizen's; the call is the follow-up's, he is in no queue."""

import datetime as dt
from typing import Any

import pytest

from hotline import clock, rows
from hotline.follow_ups import jobs as jobs
from hotline.follow_ups.reads import Stage, last_call
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import follow_up_calls, follow_ups
from hotline.ports import Refused
from hotline.tickets.verbs.life import Matter, actor, open_ticket
from hotline.values.quiet_hours import Quiet
from hotline.words import FollowUpChannel
from tests.there import there

from .house import House
from .test_outgoing import CITIZEN
from .test_third_party import LONG, legs

pytestmark = pytest.mark.story
CLERK = "1010"


@pytest.fixture
def follow_up(house: House) -> Any:
    """A ticket that has been answered, and its follow-up."""
    now = clock.utc(house.now)
    matter = Matter("complaint", "电梯停运", "", caller_number=CITIZEN, caller_name="张三")
    open_ticket(matter, person=house.person(5), token="t", draft=None, now=now, client_ip="")
    row = rows.Ticket.get()
    rows.Ticket.update(state="visiting").where(rows.Ticket.id == row.id).execute()
    return rows.FollowUp.create(ticket=row, round=0, state="open", planned_at=now, next_at=now, token="w")


def clerk() -> Any:
    return rows.Person.get(rows.Person.login == "visitor")


def does(house: House, verb: Any, follow_up: Any, **given: Any) -> str | None:
    """A verb of the clerk, done by the controller; why it was refused there."""
    house.recorder.flush(house.now)
    order = verb(follow_up.id, clerk().id, by="visitor", now=clock.utc(house.now), **given)
    house.controller.door.open()
    house.feed()
    refused: str | None = rows.Order.get_by_id(order).refused
    return refused


def calls(house: House, follow_up: Any, seconds: float, **how: Any) -> str | None:
    """The clerk clicks; the citizen's telephone behaves as `how` says."""
    house.telephone(CITIZEN, **({"talk_seconds": LONG} | how))
    refused = does(house, follow_up_calls.call, follow_up, client_ip="", quiet=Quiet())
    house.run(seconds)
    return refused


def stage(follow_up: Any) -> Stage:
    last = last_call(follow_up.id)
    assert last is not None
    return last.stage


def tries() -> list[tuple[int, str]]:
    return [(one.number, one.result) for one in rows.FollowUpTry.select().order_by(rows.FollowUpTry.number)]


def stands(house: House) -> list[tuple[str, str]]:
    house.recorder.flush(house.now)
    query = rows.PresenceChange.select().where(rows.PresenceChange.person == clerk().id)
    return [(one.old, one.new) for one in query.order_by(rows.PresenceChange.id)]


def test_the_page_is_told_how_it_rings_talks_and_ends_and_the_answer_has_its_call(house: House, follow_up: Any) -> None:
    house.telephone(CLERK, ring_seconds=3, talk_seconds=LONG)
    assert calls(house, follow_up, 1, ring_seconds=4) is None
    told = [stage(follow_up)]
    for seconds in (4, 5):
        house.run(seconds)
        told.append(stage(follow_up))
    assert told == [Stage.YOURS_RINGS, Stage.THEIRS_RINGS, Stage.TALKING]
    call = there(rows.FollowUpTry.get().call)
    follow_ups.answered(
        follow_up.id, Said(True, True, 5), "", who=actor(clerk().id), way=FollowUpChannel.CALL,
        now=clock.utc(house.now), wants_more=False, call=call,
    )  # fmt: skip
    assert does(house, follow_up_calls.hang_up, follow_up) is None
    house.run(30)
    last, row = last_call(follow_up.id), house.row(call)
    assert last is not None
    assert (last.stage, last.outcome, row.direction, row.agent.login) == (Stage.ENDED, "reached", "out", "visitor")
    assert legs(house, call) == [("agent", CLERK, "answered"), ("citizen", CITIZEN, "answered")]
    assert (rows.FollowUp.get().call, rows.Ticket.get().state) == (call, "closed")
    assert rows.Recording.get(rows.Recording.call == call).state == "kept"
    assert stands(house) == [("off", "offered"), ("offered", "talking"), ("talking", "off")]
    house.settled()


def test_the_clerk_is_no_agent_while_he_talks(house: House, follow_up: Any) -> None:
    """A caller of a line does not wait for him, and is not given to him afterwards."""
    house.telephone(CLERK, ring_seconds=1, talk_seconds=LONG)
    calls(house, follow_up, 10, talk_seconds=30)
    assert stage(follow_up) is Stage.TALKING
    caller = house.rings("12345")
    house.run(2)
    assert house.row(caller).state != "offering"
    assert "nobody" in [data.get("why") for kind, data in house.facts(caller) if kind == "queue_over"]
    house.run(300)
    assert house.offers(caller) == []
    assert stands(house)[-1] == ("talking", "off")
    house.settled()


def test_a_citizen_who_does_not_answer_is_tried_again_later(house: House, follow_up: Any) -> None:
    house.telephone(CLERK, ring_seconds=1, talk_seconds=LONG)
    calls(house, follow_up, 120, answer="ignore")
    assert jobs.settle(clock.utc(house.now)) == 1
    row = rows.FollowUp.get()
    assert (tries(), row.tries, row.state, row.next_at > clock.utc(house.now)) == (
        [(1, "not_reached")],
        1,
        "open",
        True,
    )
    assert rows.FollowUpTry.get().call == rows.Call.get().id
    house.settled()


def test_a_clerk_who_does_not_pick_up_has_tried_nobody(house: House, follow_up: Any) -> None:
    house.telephone(CLERK, answer="ignore")
    calls(house, follow_up, 60)
    assert stands(house) == [("off", "offered"), ("offered", "off")]
    assert jobs.settle(clock.utc(house.now)) == 1
    assert (tries(), rows.FollowUp.get().tries, rows.Ticket.get().state) == ([], 0, "visiting")
    house.settled()


def test_an_order_that_is_refused_is_told_and_no_try(house: House, follow_up: Any) -> None:
    assert calls(house, follow_up, 1) == "Your telephone is not registered"
    last = last_call(follow_up.id)
    assert last is not None
    assert (last.stage, last.refused) == (Stage.REFUSED, "Your telephone is not registered")
    assert jobs.settle(clock.utc(house.now)) == 0
    assert jobs.settle(clock.utc(house.now) + dt.timedelta(minutes=3)) == 1
    assert (tries(), rows.FollowUp.get().tries) == ([], 0)


def test_the_voice_survey_takes_over_and_the_clerk_is_free(house: House, follow_up: Any) -> None:
    house.telephone(CLERK, ring_seconds=1, talk_seconds=LONG)
    calls(house, follow_up, 10)
    assert does(house, follow_up_calls.survey, follow_up) is None
    house.run(3)
    assert (stage(follow_up), stands(house)[-1]) == (Stage.SURVEY, ("talking", "off"))
    engine = house.switch.engine
    for _ in range(3):
        engine.key(engine.board.channels[rows.Call.get().id], "1")
        house.run(4)
    house.run(30)
    assert jobs.settle(clock.utc(house.now)) == 1
    assert (rows.Ticket.get().state, rows.FollowUp.get().way, rows.FollowUp.get().call) == (
        "closed", "ivr", rows.Call.get().id,
    )  # fmt: skip
    house.settled()


def test_a_citizen_is_not_called_by_two(house: House, follow_up: Any) -> None:
    house.telephone(CLERK, ring_seconds=1, talk_seconds=LONG)
    calls(house, follow_up, 10)
    with pytest.raises(Refused, match="This call is being made already"):
        does(house, follow_up_calls.call, follow_up, client_ip="", quiet=Quiet())
    house.run(1)
    rows.Person.update(extension=None).where(rows.Person.login == "visitor").execute()
    with pytest.raises(Refused, match="You have no telephone: ask the administrator"):
        does(house, follow_up_calls.hang_up, follow_up)
    house.switch.phones.hang_up(CITIZEN)
    house.run(30)
    house.settled()


def test_who_may_not_visit_calls_nobody(house: House, follow_up: Any) -> None:
    with pytest.raises(Refused, match="You may not call out"):
        follow_up_calls.call(
            follow_up.id, house.person(1), by="agent1", now=clock.utc(house.now), client_ip="", quiet=Quiet()
        )
    with pytest.raises(Refused, match="You have no call"):
        does(house, follow_up_calls.hang_up, follow_up)
    assert rows.Order.select().count() == 0


def test_a_controller_that_dies_in_the_talk_leaves_the_clerk_off_after_it(house: House, follow_up: Any) -> None:
    house.telephone(CLERK, ring_seconds=1, talk_seconds=LONG)
    calls(house, follow_up, 10, talk_seconds=40)
    house.kill_controller()
    house.start_controller()
    house.run(120)
    assert stands(house)[-1] == ("talking", "off")
    assert house.said(there(rows.FollowUpTry.get().call))[0] == "ended"
    house.settled()
