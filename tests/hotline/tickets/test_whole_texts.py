"""What somebody writes is kept whole or refused with a sentence: nothing is cut without a word."""

from collections.abc import Callable
from typing import Any

import pytest

from hotline import rows
from hotline.callers.verbs import call_backs, contacts
from hotline.calls.verbs import agents, nuisance
from hotline.citizens import verbs as public
from hotline.citizens.views import make_views
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import ratings
from hotline.ports import Refused
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules.guards import TransitionRequest, most_of
from hotline.tickets.verbs import appointments, disputes
from hotline.values.privacy import clean, whole
from hotline.words import TicketEvent, TicketState, Way
from tests.builders import NOW
from tests.hotline.tickets.town import Town, answered, handled

pytestmark = pytest.mark.unit
E = TicketEvent
BY: dict[str, Any] = {"by": "agent", "now": NOW, "client_ip": ""}
HOUSE = BY | {"by": "house"}
LONG = "长" * 100_000


def too_long(verb: Callable[..., object], *args: Any, **given: Any) -> int:
    """How many characters a verb asks to leave out."""
    with pytest.raises(Refused, match="The text is too long") as refused:
        verb(*args, **given)
    return int(str(refused.value.fields["over"]))


@pytest.mark.parametrize(("event", "by"), [(E.SUPERVISE, "supervisor"), (E.INSTRUCT, "leader")])
def test_an_opinion_stands_whole_in_its_row_or_is_refused(town: Town, event: TicketEvent, by: str) -> None:
    number = handled(town)
    assert too_long(town.do, number, event, by, LONG) == 98_000
    assert (rows.Supervision.select().count(), town.row(number).state) == (0, "handling")
    town.do(number, event, by, "长" * 2000)
    step = rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).get()
    assert (rows.Supervision.get().opinion, step.text) == ("长" * 2000, "长" * 2000)


def test_a_co_handlers_part_says_all_that_is_wanted(town: Town) -> None:
    number = town.open()
    civil, housing = town.units["civil"].id, town.units["housing"].id
    joint = {"unit": civil, "others": (housing,), "way": Way.JOINT}
    assert too_long(town.do, number, E.DISPATCH, "dispatcher", "长" * 501, **joint) == 1
    town.do(number, E.DISPATCH, "dispatcher", "长" * 500, **joint)
    assert rows.TicketShare.get().wanted == "长" * 500


def test_alone_a_unit_is_told_more(town: Town) -> None:
    number = town.open()
    town.do(number, E.DISPATCH, "dispatcher", "长" * 20_000, unit=town.units["civil"].id)
    assert rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).get().text == "长" * 20_000


@pytest.mark.parametrize("event", [event for event in TicketEvent if event is not E.OPEN])
def test_what_an_event_may_have_fits_where_it_is_kept(event: TicketEvent) -> None:
    """The history keeps any length; a row of its own has a column."""
    columns = {
        E.SUPERVISE: rows.Supervision.opinion, E.INSTRUCT: rows.Supervision.opinion, E.URGE: rows.Urge.text,
        E.FOLLOW_UP_CLOSE: rows.FollowUp.text, E.FOLLOW_UP_REFUSE: rows.FollowUp.text,
        E.FOLLOW_UP_GIVE_UP: rows.FollowUp.text,
        E.PAUSE: rows.TicketPause.reason, E.ASK_RETURN: rows.TicketRequest.reason,
        E.ASK_EXTENSION: rows.TicketRequest.reason, E.APPROVE_RETURN: rows.TicketRequest.answer,
        E.REFUSE_RETURN: rows.TicketRequest.answer, E.APPROVE_EXTENSION: rows.TicketRequest.answer,
        E.REFUSE_EXTENSION: rows.TicketRequest.answer, E.RATE_SUPERVISION: rows.Supervision.rated_text,
        E.ADD_SHARE: rows.TicketShare.wanted,
    }  # fmt: skip
    request = TransitionRequest(event, others=(1,))
    most = max(most_of(move, request) for state in TicketState if (move := ticket_life.move(state, event)) is not None)
    column = columns.get(event, rows.TicketShare.wanted if event is E.DISPATCH else None)
    assert most <= (20_000 if column is None else column.max_length)


def test_what_a_citizen_writes(town: Town, db: Any) -> None:
    make_views(db)
    said = Said(True, False, 2)
    number = answered(town)
    word = rows.FollowUp.get().token
    assert too_long(public.say, said, LONG, token=word, wants_more=False, now=NOW, client_ip="") == 98_000
    assert rows.PublicAnswer.select().count() == 0
    public.say(said, f"\u202e{'长' * 1000}\r\n{'短' * 999}\n", token=word, wants_more=False, now=NOW, client_ip="")
    assert rows.PublicAnswer.get().text == f"{'长' * 1000}\n{'短' * 999}"
    town.do(number, E.FOLLOW_UP_GIVE_UP, "visitor")
    assert too_long(ratings.rate, number, said, LONG, now=NOW, wants_more=False, client_ip="") == 98_000
    assert town.row(number).solved is None


def test_what_is_written_beside_tickets(town: Town, agent: Any, head: Any) -> None:
    number, clerk = handled(town), town.who["dispatcher"]
    rows.CallBack.create(
        number="13800001234", profile="court_12368", reason="missed", state="open", call="c", last_call="c",
        created_at=NOW, missed_at=NOW, next_at=NOW,
    )  # fmt: skip
    listed = nuisance.add("13911112222", "反复骚扰", 30, refused=False, person=agent.id, **HOUSE)
    judge = rows.Judge.create(chamber=rows.Chamber.create(site=head, name="民事庭", telephone="6100"), name="刘志明")
    request = contacts.Request(judge=judge.id, text=LONG, caller_number="13800001234")
    verbs: list[tuple[int, Callable[[], object]]] = [
        (98_000, lambda: disputes.write_down(number, "high", "3", LONG, person=clerk.id, now=NOW)),
        (99_500, lambda: appointments.book(
            number, "home", "2026-11-23", "09:00-10:00", "家中", LONG, person=clerk.id, now=NOW)),
        (99_500, lambda: call_backs.close(1, LONG, person=agent.id, **BY)),
        (99_500, lambda: nuisance.appeal(listed, LONG, **HOUSE)),
        (99_500, lambda: nuisance.answer(listed, LONG, lift=True, person=agent.id, **HOUSE)),
        (99_800, lambda: agents.force_state(agent.id, "off", LONG, site=None, **BY)),
        (96_000, lambda: contacts.open_contact(request, person=agent.id, **BY)),
    ]  # fmt: skip
    assert [too_long(verb) for _, verb in verbs] == [over for over, _ in verbs]


def test_signs_that_are_taken_out_do_not_count() -> None:
    assert whole("\u200b" * 600 + "好", 500) == "好"
    assert whole("长" * 500, 500) == clean("长" * 500, 500)
