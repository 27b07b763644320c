"""Wrap-up is prolonged: who may, how often, what is recorded."""

from typing import Any

import pytest

from controller.calls.messages import CallMessage
from controller.queueing.dispatch import Dispatch
from controller.queueing.line import LineRouting
from controller.queueing.presence import Agent, Changed
from controller.timers import VirtualTimers
from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import MoreTime
from hotline.calls.verbs.agents import more_time, prolonged
from hotline.ports import Refused
from hotline.rows import Parameter, PresenceChange
from hotline.words import Presence, Reason
from tests.builders import NOW, stand

pytestmark = pytest.mark.unit
BY: dict[str, Any] = {"by": "agent", "now": NOW}


def _ended(agent: Any, uid: str = "u") -> None:
    PresenceChange.create(
        uid=uid, person=agent, at=NOW, old="talking", new="wrap_up", reason=Reason.CALL_ENDED, by="system", call="c"
    )
    stand(agent, Presence.WRAP_UP, at=NOW, reason=Reason.CALL_ENDED, call="c")


def test_it_is_prolonged_so_many_times_for_a_call(agent: Any) -> None:
    Parameter.create(name="wrap_up.more_times", value=2, at=NOW, by="x")
    Parameter.create(name="wrap_up.more_seconds", value=45, at=NOW, by="x")
    _ended(agent)
    more_time(agent.id, **BY)
    more_time(agent.id, **BY)
    with pytest.raises(Refused, match="prolonged"):
        more_time(agent.id, **BY)
    assert [one.command for one in claim(claimant="t", now=NOW)] == [MoreTime(45), MoreTime(45)]
    assert prolonged(agent.id) == 2


@pytest.mark.parametrize("state", [state for state in Presence if state is not Presence.WRAP_UP])
def test_only_a_wrap_up_is_prolonged(agent: Any, state: Presence) -> None:
    stand(agent, state)
    with pytest.raises(Refused):
        more_time(agent.id, **BY)


def test_the_end_of_wrap_up_moves_and_the_wish_for_afterwards_stays() -> None:
    timers = VirtualTimers(0.0)
    booked: list[Changed] = []
    told: list[tuple[str, CallMessage]] = []
    dispatch = Dispatch(timers, lambda call, message: told.append((call, message)), booked.append)
    agent = Agent(1, "head", "1001", Presence.WRAP_UP, Reason.CALL_ENDED, until=30.0, kept=(Presence.AWAY, Reason.MEAL))
    dispatch.set_floor([agent], list[LineRouting]())
    assert dispatch.more_time(1, 60, by="agent1")
    assert (dispatch.agents[1].until, dispatch.agents[1].kept) == (90.0, (Presence.AWAY, Reason.MEAL))
    assert [(one.old, one.new, one.reason, one.by) for one in booked] == [
        (Presence.WRAP_UP, Presence.WRAP_UP, Reason.MORE_TIME, "agent1")
    ]
