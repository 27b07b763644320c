"""A citizen who picks up at once: as soon as the agent has."""

import pytest

from controller.switch.esl import SafeESL
from hotline import rows
from hotline.calls.rules.order_kinds import CallOut
from scripts.py.live_house import CARRIER, Live, wait_for

pytestmark = pytest.mark.live


def in_room(live: Live, call: str) -> int:
    chosen = live.settings.switch
    link = SafeESL(chosen.host, chosen.port, chosen.password)
    link.connect()
    listed = link.ask(f"api conference {call} list")
    link.close()
    return 0 if listed.startswith("-ERR") else len(listed.strip().splitlines())


@pytest.mark.parametrize("rings", [0.0, 0.03, 0.07, 0.12])
def test_a_citizen_who_picks_up_at_once_is_joined(live: Live, rings: float) -> None:
    agent = live.agent("1005")
    live.ready("agent5")
    citizen = live.phone(CARRIER, ends="told", rings=rings)
    number = f"1380004{int(rings * 1000):04d}"
    assert live.order("agent5", CallOut(number, "张三", "government", "12345", "gov_12345")) is None
    wait_for(lambda: rows.Call.select().where(rows.Call.number == number).count(), 5, "the call is made")
    call = rows.Call.select().where(rows.Call.number == number).get()
    live.has(call, "talking")
    wait_for(lambda: in_room(live, call.id) == 2, 3, "both are in the room")
    live.pause(1)
    assert (in_room(live, call.id), rows.Call.get_by_id(call.id).state) == (2, "talking")
    live.hang_up(citizen)
    call = live.ended(number)
    assert (call.outcome, call.ended_by) == ("reached", "caller")
    assert agent.wait(10) is not None
