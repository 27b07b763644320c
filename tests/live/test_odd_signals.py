"""What telephones and carriers may do besides calling and hanging up: the call is untouched, or does what it should."""

import subprocess
from pathlib import Path

import pytest

from hotline import rows
from hotline.calls.rules.order_kinds import CallOut
from scripts.py import sipp, sipp_asks
from scripts.py.live_house import CARRIER, Live, wait_for

from .bare import Bare, api

pytestmark = pytest.mark.live
STRANGE = (("REFER", 405, "Refer-To: <sip:0088213000000@tingsu.local>\n"), ("NONSENSE", 501, ""),
           ("SUBSCRIBE", 405, "Event: nothing\n"), ("UPDATE", 200, ""))  # fmt: skip


def strange(number: str) -> str:
    """All strange requests of a caller, one after the other."""
    asked = enumerate(STRANGE, 2)
    return "".join(
        sipp_asks.caller_asks(number, "caller", what, answer, place=n, more=more) for n, (what, answer, more) in asked
    )


def talked(live: Live, number: str) -> rows.Call:
    call = live.ended(number)
    assert (call.outcome, call.ended_by) == ("talked", "caller")
    kinds = [kind for kind, _ in live.facts(call.id)]
    assert kinds.count("talking") == 1
    assert not {"transferred", "consulting", "agent_lost", "talk_over", "trouble"} & set(kinds)
    return call


def test_a_waiting_call_stays_where_it_waits(live: Live) -> None:
    """The only agent is busy with another caller; whoever waits asks for everything."""
    number = "13800078001"
    phone = live.agent("1001", rings=0.3)
    live.ready("agent1")
    first = live.call("12345", "13800078000")
    live.talking("13800078000")
    caller = live.call("12345", number, sipp.told() + strange(number) + sipp.told())
    call = live.row(number)
    live.has(call, "queued")
    wait_for(lambda: rows.Call.get_by_id(call.id).answered_at, 20, "he hears music")
    live.tell(caller)
    live.tell(caller)  # it waits again: all were answered
    live.pause(0.5)
    assert rows.Call.get_by_id(call.id).state == "queued"
    live.hang_up(caller)
    live.hang_up(first)
    assert live.ended(number).outcome == "abandoned_queue"
    assert (live.ended("13800078000").outcome, phone.wait(10)) == ("talked", 0)


def test_a_telephone_that_sends_the_call_elsewhere_is_away_and_nobody_else_rings(live: Live) -> None:
    number, stranger = "13800078003", Bare(live.settings.sip.agents_port)
    live.agent("1005", answers="moved", to=f"<sip:0088213000000@127.0.0.1:{stranger.port}>")
    live.agent("1001")
    live.ready("agent5", "agent1")
    caller = live.call("12345", number)
    live.talking(number)
    live.hang_up(caller)
    call = talked(live, number)
    offers = rows.Offer.select().where(rows.Offer.call == call.id).order_by(rows.Offer.id)
    assert [one.result for one in offers] == ["failed", "answered"]
    state = rows.AgentState.get_by_id(rows.Person.get(rows.Person.login == "agent5").id)
    assert state.state == "away"
    assert stranger.hears(0.2) == ""
    stranger.close()


@pytest.mark.parametrize("who", ["caller", "agent"])
def test_hold_and_refresh_by_a_further_invite(live: Live, who: str) -> None:
    """Hold, hold again (a refresh), off hold, refresh: the talk and its one recording go on."""
    number = "13800078004" if who == "caller" else "13800078005"
    steps = ("sendonly", "sendonly", "sendrecv", "sendrecv")
    told = (sipp.told(), sipp.told())
    caller_moves = "".join(sipp_asks.caller_offers(number, "caller", way, place=n) for n, way in enumerate(steps, 2))
    caller_moves += sipp_asks.caller_asks(number, "caller", "UPDATE", 200, place=9)
    agent_moves = "".join(sipp_asks.called_offers(way, place=n) for n, way in enumerate(steps, 2))
    given = {"moves": agent_moves.join(told)} if who == "agent" else {}
    agent = live.agent("1001", rings=0.3, **given)
    live.ready("agent1")
    caller = live.call("12345", number, caller_moves.join(told) if who == "caller" else "")
    asks = caller if who == "caller" else agent
    live.talking(number)
    live.tell(asks)
    live.tell(asks)
    live.pause(0.5)
    assert live.talking(number).ended_at is None
    live.hang_up(caller)
    call = talked(live, number)
    assert [kind for kind, _ in live.facts(call.id)].count("recorded") == 1


def menu(live: Live, number: str, moves: str, sdp: str = sipp_asks.KEYLESS) -> rows.Call:
    """A caller who does `moves` in the menu and comes to the agent by it."""
    live.agent("1001")
    live.ready("agent1")
    caller = live.call("12368", number, sipp.told() + moves, sdp=sdp)
    live.at(number, "main")
    live.tell(caller)
    live.talking(number)
    live.hang_up(caller)
    return live.ended(number)


def test_keys_as_info_without_telephone_event(live: Live) -> None:
    number = "13800078006"
    call = menu(live, number, sipp_asks.key(number, "caller", "0"))
    assert call.path == ["welcome", "main", "[0]", "person"]


def test_keys_as_tones_without_telephone_event(live: Live, tmp_path: Path) -> None:
    file = tmp_path / "zero.wav"
    tone = ("synth", "0.25", "sine", "941", "synth", "0.25", "sine", "mix", "1336", "gain", "-6", "pad", "0.2", "3")
    subprocess.run(["sox", "-n", "-r", "8000", "-c", "1", "-e", "a-law", str(file), *tone], check=True)
    call = menu(live, "13800078007", f'<nop><action><exec rtp_stream="{file},1,8"/></action></nop>')
    assert call.path == ["welcome", "main", "[0]", "person"]


def test_a_carrier_that_can_pcmu_alone(live: Live) -> None:
    number = "13800078008"
    live.agent("1001", rings=0.3)
    live.ready("agent1")
    caller = live.call("12345", number, sdp=sipp_asks.PCMU)
    call = live.talking(number)
    told = live.settings.switch
    assert api(told.port, told.password, f"uuid_getvar {call.id} rtp_use_codec_name") == "PCMU"
    live.hang_up(caller)
    talked(live, number)


def test_an_agents_telephone_with_183_and_no_180(live: Live) -> None:
    number = "13800078009"
    live.agent("1001", rings=1.0, answers="early")
    live.ready("agent1")
    caller = live.call("12345", number)
    live.talking(number)
    live.hang_up(caller)
    call = talked(live, number)
    assert [kind for kind, _ in live.facts(call.id)].count("ringing") == 1


def test_a_citizen_whose_carrier_says_183_and_no_180(live: Live) -> None:
    """Somebody whom we call: the early voice of his carrier is no talk yet."""
    number = "13800078010"
    live.agent("1005")
    live.ready("agent5")
    citizen = live.phone(CARRIER, answers="early", rings=2.0, ends="told")
    assert live.order("agent5", CallOut(number, "", "government", "12345", "gov_12345")) is None
    live.talking(number)
    live.hang_up(citizen)
    call = live.ended(number)
    legs = [(one.kind, one.result) for one in rows.CallLeg.select().where(rows.CallLeg.call == call.id)]
    assert (call.direction, call.outcome, call.ended_by) == ("out", "reached", "caller")
    assert ("citizen", "answered") in legs
