"""Wishes for the telephone side become orders, and only those that may be."""

import pytest

from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import Answer, ForceState, SetPresence
from hotline.calls.verbs.agents import control, force_state, request_state
from hotline.ports import Refused
from hotline.rows import Audit, Order
from hotline.words import Presence, Reason
from tests.builders import new_person, stand

pytestmark = pytest.mark.unit


def _orders(now):
    return [(c.person, c.by, c.command) for c in claim(claimant="test", now=now)]


def test_ready_signs_in_from_off_and_is_by_hand_from_away(agent, now):
    request_state(agent.id, "ready", "", by="agent", now=now)
    stand(agent, Presence.AWAY, reason=Reason.MEAL)
    request_state(agent.id, "ready", "", by="agent", now=now)
    assert _orders(now) == [
        (agent.id, "agent", SetPresence(Presence.READY, Reason.SIGNED_IN)),
        (agent.id, "agent", SetPresence(Presence.READY, Reason.BY_HAND)),
    ]


def test_away_names_its_reason_and_off_signs_out(agent, now):
    request_state(agent.id, "away", "meal", by="agent", now=now)
    request_state(agent.id, "off", "", by="agent", now=now)
    assert [order for _person, _by, order in _orders(now)] == [
        SetPresence(Presence.AWAY, Reason.MEAL),
        SetPresence(Presence.OFF, Reason.SIGNED_OUT),
    ]


@pytest.mark.parametrize(("state", "reason"), [("away", ""), ("away", "no_answer"), ("talking", ""), ("x", "")])
def test_states_that_nobody_can_wish(agent, now, state, reason):
    with pytest.raises((Refused, ValueError)) as refused:
        request_state(agent.id, state, reason, by="agent", now=now)
    assert isinstance(refused.value, Refused)
    assert Order.select().count() == 0


def test_controls_become_orders(agent, now):
    control(agent.id, "answer", by="agent", now=now)
    assert _orders(now) == [(agent.id, "agent", Answer())]
    with pytest.raises(Refused):
        control(agent.id, "presence", by="agent", now=now)


def test_without_a_telephone_there_is_nothing_to_order(head, now):
    bare = new_person(name="无机")
    with pytest.raises(Refused) as refused:
        control(bare.id, "answer", by="x", now=now)
    assert refused.value.sentence() == "无机 has no telephone"


def test_a_supervisor_forces_a_state_and_says_why(agent, supervisor, now):
    force_state(agent.id, "away", "忘记签出", site=None, by="supervisor", now=now, client_ip="10.0.0.3")
    assert _orders(now) == [(agent.id, "supervisor", ForceState(Presence.AWAY, Reason.BY_HAND, "忘记签出"))]
    note = Audit.get()
    assert (note.who, note.act, note.data) == ("supervisor", "force_state", {
            "state": "away", "note": "忘记签出", "order": 1, "outcome": "asked",
        })  # fmt: skip


@pytest.mark.parametrize(
    ("state", "note", "other_site", "why"),
    [
        ("talking", "x", False, "A state that can be forced is ready, away or off"),
        ("off", "  ", False, "Say why"),
        ("off", "x", True, "This agent belongs to another site"),
    ],
)
def test_what_cannot_be_forced(agent, branch, now, state, note, other_site, why):
    with pytest.raises(Refused) as refused:
        force_state(agent.id, state, note, site=branch.id if other_site else None, by="s", now=now, client_ip="")
    assert (refused.value.code, Order.select().count()) == (why, 0)
