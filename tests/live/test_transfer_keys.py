"""What telephones ask in the middle of a talk: a transfer by their own key is refused, and the talk goes on."""

import pytest

from hotline import rows
from hotline.calls.rules.order_kinds import Consult, HandOver, Hold, Target
from scripts.py import sipp, sipp_asks
from scripts.py.live_house import Live

from .bare import api

pytestmark = pytest.mark.live
COLLEAGUE, OUTSIDE = "<sip:1002@tingsu.local>", "<sip:0088213000000@tingsu.local>"
# RFC 3515 and 3891: to a colleague, out of the house, and onto another talk.
REFERS = (COLLEAGUE, OUTSIDE, "<sip:1002@tingsu.local?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2>")


def refers(ask: str, *given: str) -> str:
    """A REFER for each of these, one after the other."""
    made = getattr(sipp_asks, ask)
    return "".join(made(*given, "REFER", 405, place=2 + n, more=f"Refer-To: {to}\n") for n, to in enumerate(REFERS))


def talked(live: Live, number: str) -> None:
    """The talk went on until the caller hung up, and nobody else was rung or talked to."""
    call = live.ended(number)
    assert (call.outcome, call.ended_by) == ("talked", "caller")
    kinds = [kind for kind, _ in live.facts(call.id)]
    assert kinds.count("talking") == 1
    assert not {"transferred", "consulting", "leg", "agent_lost", "talk_over", "trouble"} & set(kinds)
    assert kinds.index("recorded") > kinds.index("talking")


def test_an_agents_transfer_key_leaves_the_talk_as_it_is(live: Live) -> None:
    number = "13800077001"
    live.agent("1002")
    phone = live.agent("1001", rings=0.5, moves=sipp.told() + refers("called_asks") + sipp.told())
    live.ready("agent1")
    caller = live.call("12345", number)
    live.talking(number)
    live.tell(phone)
    live.tell(phone)  # it waits again: all three were refused
    live.pause(1)
    assert live.talking(number).ended_at is None
    live.hang_up(caller)
    talked(live, number)
    assert phone.wait(10) == 0


def test_a_caller_who_refers_leaves_the_talk_as_it_is(live: Live) -> None:
    number = "13800077002"
    live.agent("1001", rings=0.5)
    live.ready("agent1")
    caller = live.call("12345", number, sipp.told() + refers("caller_asks", number, "caller") + sipp.told())
    live.talking(number)
    live.tell(caller)
    live.tell(caller)
    live.hang_up(caller)
    talked(live, number)


def test_methods_that_nobody_knows_leave_the_talk_as_it_is(live: Live) -> None:
    number = "13800077003"
    strange = sipp_asks.caller_asks(number, "caller", "NONSENSE", 501) + sipp_asks.caller_asks(
        number, "caller", "SUBSCRIBE", 405, place=3, more="Event: nothing\n"
    )
    live.agent("1001", rings=0.5)
    live.ready("agent1")
    caller = live.call("12345", number, sipp.told() + strange + sipp.told())
    live.talking(number)
    live.tell(caller)
    live.tell(caller)
    live.hang_up(caller)
    talked(live, number)


NOBODY, HIMSELF, ABROAD = "<sip:1999@tingsu.local>", "<sip:1001@tingsu.local>", "<sip:0044207946000@tingsu.local>"
EACH = (COLLEAGUE, HIMSELF, NOBODY, ABROAD)


def keyed() -> str:
    """The telephone's transfer key to each of these, one after the other: each is refused at once, so that a second one
    never meets a first that runs."""
    return "".join(
        sipp_asks.called_asks("REFER", 405, place=20 + n, more=f"Refer-To: {to}\nReferred-By: {HIMSELF}\n")
        for n, to in enumerate(EACH)
    )


def test_the_key_while_it_rings(live: Live) -> None:
    """The caller goes on ringing; then the agent picks up, and they talk."""
    number = "13800077011"
    live.agent("1002")
    phone = live.agent("1001", answers="told", early=sipp.told() + keyed())
    live.ready("agent1")
    caller = live.call("12345", number)
    live.has(live.row(number), "ringing")
    live.tell(phone)
    live.tell(phone)  # all were refused: it waits again, and picks up
    live.talking(number)
    live.hang_up(caller)
    talked(live, number)


def test_the_key_while_the_telephone_holds_the_call(live: Live) -> None:
    """Hold, the key, and off hold again: what a telephone does for a transfer that is announced."""
    number = "13800077012"
    moves = sipp_asks.called_offers("sendonly") + keyed() + sipp_asks.called_offers("sendrecv", place=40)
    live.agent("1002")
    phone = live.agent("1001", rings=0.5, moves=sipp.told() + moves + sipp.told())
    live.ready("agent1")
    caller = live.call("12345", number)
    live.talking(number)
    live.tell(phone)
    live.tell(phone)
    live.hang_up(caller)
    talked(live, number)


def test_the_key_while_the_page_holds_the_call(live: Live) -> None:
    number = "13800077013"
    live.agent("1002")
    phone = live.agent("1001", rings=0.5, moves=sipp.told() + keyed() + sipp.told())
    live.ready("agent1")
    caller = live.call("12345", number)
    live.talking(number)
    assert live.order("agent1", Hold()) is None
    live.tell(phone)
    live.tell(phone)
    live.hang_up(caller)
    talked(live, number)


def test_the_key_while_a_colleague_is_asked(live: Live) -> None:
    """The caller waits, the colleague stays, and the page hands the call over as it would have."""
    number = "13800077014"
    phone = live.agent("1005", rings=0.5, moves=sipp.told() + keyed() + sipp.told())
    live.agent("1001")
    live.ready("agent5")
    caller = live.call("12345", number)
    call = live.talking(number)
    live.ready("agent1")
    colleague = rows.Person.get(rows.Person.login == "agent1").id
    assert live.order("agent5", Consult((Target(agent=colleague),))) is None
    live.has(call, "leg_answered")
    live.tell(phone)
    live.tell(phone)
    assert [kind for kind, _ in live.facts(call.id)].count("leg_ended") == 0
    assert live.order("agent5", HandOver()) is None
    live.has(call, "talking", 2)
    live.hang_up(caller)
    call = live.ended(number)
    assert (call.outcome, call.ended_by, call.agent_id) == ("talked", "caller", colleague)


def test_a_talk_is_not_taken_by_a_call_that_names_it(live: Live) -> None:
    """An INVITE with Replaces would put another in the place of the agent or of the caller."""
    number = "13800077004"
    live.agent("1001", rings=0.5)
    live.ready("agent1")
    caller = live.call("12345", number)
    call = live.talking(number)
    told = live.settings.switch
    named = api(told.port, told.password, f"uuid_getvar {call.id} sip_call_id")
    tags = [api(told.port, told.password, f"uuid_getvar {call.id} sip_{which}_tag") for which in ("to", "from")]
    for talk in (f"{named};to-tag={tags[0]};from-tag={tags[1]}", f"{call.id};to-tag=x;from-tag=y;a-leg=true"):
        thief = live.call("12368", "13800077005", ends="wait", replaces=talk)
        assert thief.wait(30) == 0  # he is hung up on
    live.pause(0.5)
    assert live.talking(number).ended_at is None
    live.hang_up(caller)
    talked(live, number)
