"""The table of a ticket's life: nothing is out of reach, nothing is a trap, and every name in it means something."""

import dataclasses
from collections.abc import Iterable

import pytest

from admin_web.ticket_forms import FORMS, PARTS, VERBS
from hotline.people.rules.permissions import MAY
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules.guards import GUARDS
from hotline.tickets.rules.life import (
    ENDED,
    LONG,
    OPEN_STATES,
    OPINION,
    RUNS,
    SEALED,
    SHORT,
    STAYS,
    TABLE,
    ActorRelation,
)
from hotline.tickets.verbs.life.acts import EFFECTS
from hotline.words import ClockKind, TicketEvent, TicketState

pytestmark = pytest.mark.house
E, S = TicketEvent, TicketState
# what no form of a ticket's page sends: the first step, what the follow-up desk and citizens do, what the clock does
OPENS = {E.OPEN}
VISITS = {E.FOLLOW_UP_TRY, E.FOLLOW_UP_CLOSE, E.FOLLOW_UP_REFUSE, E.FOLLOW_UP_GIVE_UP}
BY_CLOCK = {E.CLOSE_CHILD, E.RECOMPUTE, E.REMOVE_UNIT, E.MOVE_SUPERVISION}


def moves() -> Iterable[tuple[TicketState, TicketEvent, ticket_life.Move]]:
    for state in TicketState:
        for event in ticket_life.events(state):
            move = ticket_life.move(state, event)
            assert move is not None
            yield state, event, move


def reached(*begin: TicketState) -> set[TicketState]:
    found, todo = set(begin), list(begin)
    while todo:
        state = todo.pop()
        for event in ticket_life.events(state):
            new = ticket_life.after(state, event)
            if new is not None and new not in found:
                found.add(new)
                todo.append(new)
    return found


def test_every_state_is_reached_from_registration() -> None:
    """But for what is closed in the call: that one begins there."""
    assert set(TicketState) - reached(S.REGISTERED) == {S.CLOSED_AT_ONCE}
    assert S.ACCEPTED in reached(S.CLOSED_AT_ONCE)


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_state_is_left_and_leads_to_an_end(state: TicketState) -> None:
    left = {ticket_life.after(state, event) for event in ticket_life.events(state)} - {state}
    assert left
    assert reached(state) & ENDED


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_a_person_or_the_citizen_can_move_every_open_state_on(state: TicketState) -> None:
    """No state waits for a program alone."""
    ways = [event for at, event, move in moves() if at is state and move.new not in (None, state)]
    assert [event for event in ways if TABLE[state, event].seat is not ActorRelation.CLOCK]


def test_what_has_ended_for_good_stays_so() -> None:
    assert reached(S.FINAL) == {S.FINAL}


def test_open_and_ended_share_the_states_between_them() -> None:
    assert set(TicketState) == OPEN_STATES | ENDED
    assert not OPEN_STATES & ENDED


@pytest.mark.parametrize("event", list(TicketEvent))
def test_every_event_has_an_effect_and_a_place(event: TicketEvent) -> None:
    places = [state for state in TicketState if ticket_life.move(state, event) is not None]
    if event is E.OPEN:
        assert (places, event in EFFECTS) == ([], False)
    else:
        assert places
        assert event in EFFECTS


def test_no_event_stands_in_both_tables() -> None:
    """Else one of the two would be hidden."""
    assert {event for _state, event in TABLE} & set(STAYS) == set()


def test_what_stays_stays_and_what_moves_moves() -> None:
    assert [event for event, (_states, move) in STAYS.items() if move.new is not None] == []
    assert {event for (_state, event), move in TABLE.items() if move.new is None} == {E.REMOVE_UNIT}


def test_every_guard_that_is_named_exists_and_none_is_idle() -> None:
    named = {need for _state, _event, move in moves() for need in move.needs}
    assert named == set(GUARDS)


def test_every_act_that_is_named_somebody_may_do() -> None:
    granted = {act for acts in MAY.values() for act in acts}
    assert {move.act for _state, _event, move in moves()} <= granted


def test_confidential_ones_are_handled_by_what_fits_them() -> None:
    """K8: nothing that gives it to a unit, opens it to other eyes, or merges it; and an end can be reached by these."""
    to_units = {S.DISPATCHED, S.HANDLING, S.REPLIED, S.RETURN_ASKED, S.REVIEWING, S.MERGED}
    assert {ticket_life.after(state, event) for state in TicketState for event in SEALED} & to_units <= {
        ticket_life.after(state, E.NOTE) for state in to_units
    } | {ticket_life.after(state, E.RECOMPUTE) for state in to_units}
    led, todo = {S.REGISTERED}, [S.REGISTERED]
    while todo:
        state = todo.pop()
        for event in SEALED:
            new = ticket_life.after(state, event)
            if new is not None and new not in led:
                led.add(new)
                todo.append(new)
    assert led == {S.REGISTERED, S.ACCEPTED, S.CLOSED, S.NOT_ACCEPTED, S.WITHDRAWN}
    assert all(any(ticket_life.move(state, event) for state in led) for event in SEALED)


def test_the_pages_offer_what_the_table_has_and_the_table_what_pages_offer() -> None:
    assert set(FORMS) & set(PARTS) == set()
    assert {*FORMS, *PARTS} == set(TicketEvent) - OPENS - VISITS - BY_CLOCK
    assert set(VERBS) == {*FORMS, *PARTS}


def test_what_pages_offer_is_never_the_clocks_or_the_citizens() -> None:
    seats = {(event, move.seat) for _state, event, move in moves()}
    assert {event for event, seat in seats if seat is ActorRelation.CITIZEN} | {E.FOLLOW_UP_TRY} == VISITS
    assert {event for event, seat in seats if seat is ActorRelation.CLOCK} == BY_CLOCK


def test_a_form_asks_for_the_text_that_the_table_wants() -> None:
    """Who must write something finds a field for it; where nothing need be written the field says so."""
    wants = {event for _state, event, move in moves() if "text" in move.needs}
    for event, form in {**FORMS, **PARTS}.items():
        assert ("text" in form.fields, event) == (event in wants, event)


@pytest.mark.parametrize(
    ("need", "field"), [("unit", "unit"), ("parent", "parent"), ("ground", "ground"), ("rating", "rating"),
                        ("member", "person")],
)  # fmt: skip
def test_a_form_asks_for_what_a_guard_looks_at(need: str, field: str) -> None:
    wants = {event for _state, event, move in moves() if need in move.needs}
    assert {event for event, form in {**FORMS, **PARTS}.items() if field in form.fields} == wants


def test_each_open_state_has_a_clock_and_no_other_has() -> None:
    assert set(RUNS) == OPEN_STATES
    assert all(RUNS.values())
    assert {kind for kinds in RUNS.values() for kind in kinds} == set(ClockKind) - {
        ClockKind.SHARE, ClockKind.SUPERVISION,
    }  # fmt: skip


def test_an_event_says_how_long_its_text_may_be_and_says_it_once() -> None:
    """No row of the table is without a limit, and whatever state a ticket is in, the event's is the same."""
    limits: dict[TicketEvent, set[int]] = {}
    for _state, event, move in moves():
        limits.setdefault(event, set()).add(move.most)
    assert [event for event, found in limits.items() if len(found) > 1] == []
    assert {most for found in limits.values() for most in found} == {LONG, OPINION, SHORT}
    [said] = [field for field in dataclasses.fields(ticket_life.Move) if field.name == "most"]
    assert said.default is dataclasses.MISSING


def test_short_reasons_are_written_in_forms() -> None:
    assert {event for _state, event, move in moves() if move.most == SHORT} <= {*FORMS, *PARTS}
