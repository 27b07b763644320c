"""Follow-ups, verb by verb (R1): called, answered, not reached, refused, given up; and consultations as a sample."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import CallOut
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import follow_ups
from hotline.ports import Refused
from hotline.tickets.rules.guards import CITIZEN, CLOCK
from hotline.tickets.verbs.life import actor
from hotline.values.quiet_hours import Quiet
from hotline.words import FollowUpChannel, TicketState
from tests.builders import NOW
from tests.hotline.tickets.town import Town, answered, china, history

pytestmark = pytest.mark.unit
QUIET = Quiet(dt.time(20), dt.time(8))
CONTENT, AGAIN = Said(True, True, 5), Said(True, False, 1)


@pytest.fixture
def number(town: Town) -> str:
    """A ticket that waits for its citizen's word; the follow-up clerk has a telephone."""
    rows.Person.update(extension="1010").where(rows.Person.login == "visitor").execute()
    return answered(town)


def follow_up(**where: Any) -> Any:
    return rows.FollowUp.select().order_by(rows.FollowUp.id.desc()).get()


def tries() -> list[tuple[int, str, str | None, int | None]]:
    found = rows.FollowUpTry.select().order_by(rows.FollowUpTry.id)
    return [(one.number, one.result, one.call, one.person_id) for one in found]


def call(town: Town, at: dt.datetime | None = None) -> int:
    who, now = town.who["visitor"], at or town.now
    return follow_ups.call(follow_up().id, who.id, by=who.login, now=now, client_ip="", quiet=QUIET)


def say(town: Town, said: Said, text: str = "", *, by: str = "visitor", more: bool = False) -> TicketState:
    who = CITIZEN if by == "citizen" else actor(town.who[by].id)
    return follow_ups.answered(
        follow_up().id, said, text, who=who, way=FollowUpChannel.CALL, now=town.now, wants_more=more
    )


def sentence(verb: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        verb(*args, **given)
    return refused.value.sentence()


# ---- called


def test_a_call_is_an_order_and_a_try(town: Town, number: str) -> None:
    clerk = town.who["visitor"]
    order = call(town)
    (claimed,) = claim(claimant="x", now=NOW)
    assert isinstance(claimed.command, CallOut)
    assert (claimed.id, claimed.person, claimed.command.number, claimed.command.name) == (
        order, clerk.id, "13800001234", "张三",
    )  # fmt: skip
    assert (tries(), follow_up().tries, follow_up().state) == ([(1, "", None, clerk.id)], 1, "open")
    assert ("tickets", number) in [(change.topic, change.ref) for change in rows.Change.select()]


def test_who_calls_again_ends_the_try_before(town: Town, number: str) -> None:
    clerk = town.who["visitor"].id
    call(town)
    call(town)
    assert tries() == [(1, "not_reached", None, clerk), (2, "", None, clerk)]


@pytest.mark.parametrize("hour", ["20:00", "23:30", "07:59"])
def test_nobody_is_called_in_the_quiet_hours(town: Town, number: str, hour: str) -> None:
    why = sentence(call, town, china("2026-11-23", hour))
    assert why == "Nobody is called between 20:00 and 08:00"
    assert (tries(), follow_up().tries, rows.Order.select().count()) == ([], 0, 0)
    call(town, china("2026-11-23", "08:00"))
    assert follow_up().tries == 1


def test_of_a_visit_that_is_over_nobody_is_called(town: Town, number: str) -> None:
    say(town, CONTENT)
    assert sentence(call, town) == "This visit is over"
    assert rows.Order.select().count() == 0
    who = town.who["visitor"]
    assert sentence(
        follow_ups.call, 999, who.id, by=who.login, now=NOW, client_ip="", quiet=QUIET
    ) == "There is no such visit"  # fmt: skip


# ---- answered


def test_dealt_with_solved_and_satisfied_are_kept_apart(town: Town, number: str) -> None:
    assert say(town, Said(True, None, 2), "态度尚可。") is TicketState.CLOSED
    row, one = town.row(number), follow_up()
    assert (row.handled, row.solved, row.satisfied, row.closed_at) == (True, None, 2, NOW)
    assert (one.state, one.way, one.handled, one.solved, one.satisfied, one.text, one.done_at) == (
        "done", "call", True, None, 2, "态度尚可。", NOW,
    )  # fmt: skip
    assert sentence(say, town, CONTENT) == "This visit is over"


@pytest.mark.parametrize(
    ("said", "text", "more", "why"),
    [
        (Said(None, None, None), "好", False, "Say whether it was dealt with and solved"),
        (Said(True, True, 6), "", False, "Rate it from 1 to 5"),
        (Said(True, True, 0), "", False, "Rate it from 1 to 5"),
        (AGAIN, " ", True, "Write what is not solved yet"),
        (AGAIN, "长" * 2001, True, "The text is too long: leave out 1 characters"),
        (CONTENT, "长" * 100_000, False, "The text is too long: leave out 98000 characters"),
    ],
)
def test_what_is_no_answer_changes_nothing(
    town: Town, number: str, said: Said, text: str, more: bool, why: str
) -> None:
    before = history(number)
    assert sentence(say, town, said, text, more=more) == why
    assert (history(number), follow_up().state, town.row(number).solved) == (before, "open", None)


def test_a_text_is_kept_whole(town: Town, number: str) -> None:
    say(town, AGAIN, "长" * 2000, more=True)
    step = rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).get()
    assert (rows.FollowUp.get().text, step.text) == ("长" * 2000, "长" * 2000)


def test_refused_it_goes_back_with_a_new_clock_and_a_new_visit_follows(town: Town, number: str) -> None:
    town.later(days=3)
    assert say(town, AGAIN, "还是没有修好。", more=True) is TicketState.DISPATCHED
    row = town.row(number)
    assert (row.round, row.holder_id, row.burns_at) == (1, town.units["civil"].id, china("2026-11-24"))
    assert row.due_at == china("2026-11-26")
    assert history(number)[-1] == ("visit_refuse", "visiting", "dispatched", "visitor")


def test_who_leaves_it_at_that_ends_it(town: Town, number: str) -> None:
    assert say(town, AGAIN, "算了。") is TicketState.CLOSED
    assert town.row(number).solved is False


def test_a_citizen_who_sends_it_back_again_and_again_is_called_first(town: Town, number: str) -> None:
    rows.Ticket.update(round=follow_ups.ROUNDS).execute()
    rows.FollowUp.update(round=follow_ups.ROUNDS, next_at=NOW + dt.timedelta(days=1)).execute()
    assert say(town, AGAIN, "第四次了。", by="citizen", more=True) is TicketState.FOLLOWING_UP
    one = follow_up()
    assert (one.state, one.solved, one.text, one.next_at) == ("open", False, "第四次了。", NOW)
    assert say(town, AGAIN, "第四次了。", more=True) is TicketState.DISPATCHED  # the clerk may


def test_by_the_word_of_the_link_the_citizen_answers_himself(town: Town, number: str) -> None:
    given: dict[str, Any] = {"way": FollowUpChannel.WEB, "now": NOW, "wants_more": False, "client_ip": "10.0.0.1"}
    assert sentence(follow_ups.by_token, "guessed", CONTENT, "", **given) == "This link is not valid"
    assert follow_ups.by_token(follow_up().token, CONTENT, "谢谢。", **given) is TicketState.CLOSED
    assert history(number)[-1] == ("visit_close", "visiting", "closed", "citizen")
    assert sentence(follow_ups.by_token, follow_up().token, CONTENT, "", **given) == "This visit is over"


# ---- not reached, given up


def test_not_reached_is_tried_again_some_hours_later(town: Town, number: str) -> None:
    clerk = town.who["visitor"].id
    follow_ups.not_reached(follow_up().id, "busy", person=clerk, now=NOW)
    assert (tries(), follow_up().next_at, follow_up().state) == (
        [(1, "busy", None, clerk)], NOW + dt.timedelta(hours=4), "open",
    )  # fmt: skip
    assert history(number)[-1] == ("visit_try", "visiting", "visiting", "visitor")


def test_a_call_that_was_begun_is_the_try_that_reached_nobody(town: Town, number: str) -> None:
    clerk = town.who["visitor"].id
    call(town)
    follow_ups.not_reached(follow_up().id, "no_answer", person=clerk, now=NOW, call="call-1")
    assert (tries(), follow_up().tries) == ([(1, "no_answer", "call-1", clerk)], 1)


def test_what_the_machine_wrote_down_first_is_no_second_try(town: Town, number: str) -> None:
    clerk = town.who["visitor"].id
    call(town)
    rows.FollowUpTry.update(call="call-1", result="busy").execute()  # the job has been faster
    follow_ups.not_reached(follow_up().id, "wrong_number", person=clerk, now=NOW + dt.timedelta(minutes=15))
    assert (tries(), follow_up().tries) == ([(1, "wrong_number", "call-1", clerk)], 1)
    follow_ups.not_reached(follow_up().id, "no_answer", person=clerk, now=NOW + dt.timedelta(minutes=16))
    assert (tries(), follow_up().tries) == (
        [(1, "wrong_number", "call-1", clerk), (2, "no_answer", None, clerk)], 2,
    )  # fmt: skip


def test_a_clerk_gives_up_after_the_last_try_and_not_before(town: Town, number: str) -> None:
    clerk = actor(town.who["visitor"].id)
    for _ in range(2):
        follow_ups.not_reached(follow_up().id, "busy", person=town.who["visitor"].id, now=NOW)
        assert sentence(follow_ups.give_up, follow_up().id, who=clerk, now=NOW) == "Try 3 times before giving up"
    follow_ups.not_reached(follow_up().id, "busy", person=town.who["visitor"].id, now=NOW)
    follow_ups.give_up(follow_up().id, who=clerk, now=NOW)
    row, one = town.row(number), follow_up()
    assert (row.state, row.handled, row.solved, row.satisfied) == ("closed", None, None, None)
    assert (one.state, one.done_at, one.person_id) == ("given_up", NOW, town.who["visitor"].id)


def test_what_a_citizen_had_written_stays_his_word(town: Town, number: str) -> None:
    rows.FollowUp.update(handled=True, solved=False, satisfied=2, text="没有解决。", tries=3).execute()
    follow_ups.give_up(follow_up().id, who=CLOCK, now=NOW)
    row, one = town.row(number), follow_up()
    assert (row.state, row.solved, row.satisfied, one.text) == ("closed", False, 2, "没有解决。")


# ---- a sample of consultations that were closed in the call


@pytest.fixture
def consultation(town: Town) -> str:
    rows.Parameter.create(name="follow_up.sample_percent", value=100, by="x", at=NOW)
    return town.open("consult", close_at_once=True)


def test_of_a_consultation_the_word_is_kept_and_nothing_moves(town: Town, consultation: str) -> None:
    assert follow_up().sample is True
    assert say(town, Said(True, False, 3), "没说清楚。", more=True) is TicketState.CLOSED_AT_ONCE
    row, one = town.row(consultation), follow_up()
    assert (row.state, row.handled, row.solved, row.satisfied) == ("closed_at_once", True, False, 3)
    assert (one.state, one.text, one.person_id) == ("done", "没说清楚。", town.who["visitor"].id)
    assert history(consultation) == [("open", "", "closed_at_once", "dispatcher")]


def test_a_consultation_whose_citizen_is_not_reached_is_given_up(town: Town, consultation: str) -> None:
    follow_ups.not_reached(follow_up().id, "busy", person=town.who["visitor"].id, now=NOW)
    follow_ups.give_up(follow_up().id, who=CLOCK, now=NOW)
    assert (follow_up().state, follow_up().tries, town.row(consultation).state) == ("given_up", 1, "closed_at_once")


def test_without_a_sample_no_consultation_is_visited(town: Town) -> None:
    rows.Parameter.create(name="follow_up.sample_percent", value=0, by="x", at=NOW)
    town.open("consult", close_at_once=True)
    assert rows.FollowUp.select().count() == 0
