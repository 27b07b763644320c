"""Nobody rings, waits or is busy for ever, whatever the switch says or fails to say; and who asks hears why not."""

from collections.abc import Callable
from typing import Any

import pytest

from controller.calls.ring_time import GRACE_SECONDS
from controller.forced_states import FREED, KEPT, RANG, SET
from freeswitch.simulator.callers import CallerAct
from hotline import rows
from hotline.calls.orders.place import place
from hotline.calls.reads import desk
from hotline.calls.rules.order_kinds import (
    Answer,
    CallOut,
    Command,
    Consult,
    ForceState,
    HangUp,
    Hold,
    MaskRecording,
    Mute,
    PlayScript,
    Return,
    Target,
    Transfer,
    Watch,
)
from hotline.clock import utc
from hotline.store.database import database
from hotline.words import Party, Presence, Reason, Script

from .house import House, hang_up
from .test_outgoing import CITIZEN, newest
from .test_third_party import LONG, legs, talk, target

pytestmark = pytest.mark.story
__all__ = ["talk"]
OUTSIDE = Target("05712345678", outside=True, party=Party.OUTSIDE)
RING, SECOND = 15, 1.0  # the ring time of the lines; the switch counts in whole seconds
REFUSED = "The telephone switch did not do this; try again"


def rest(house: House, call: str, kind: str) -> list[str]:
    """The facts after the last one of a kind."""
    kinds = house.kinds(call)
    return kinds[len(kinds) - kinds[::-1].index(kind) :]


def trouble(house: House, call: str) -> list[str]:
    return [data["what"] for kind, data in house.facts(call) if kind == "trouble"]


def rings_at_once(house: House) -> list[str]:
    """The telephones that ring now, by what the switch knows."""
    return sorted(p.extension for p in house.switch.phones if p.leg is not None and not p.leg.answered)


# ---- a caller who comes back to an agent after a talk in the room


@pytest.mark.parametrize("answers", ["answer", "ignore", "reject", "busy", "unregistered", "endless"])
@pytest.mark.parametrize("third", ["1001", "05712345678"])
def test_offered_again_after_a_consultation_and_the_silent_button(house: House, third: str, answers: str) -> None:
    house.desk(5, talk_seconds=LONG)
    house.telephone("1001", talk_seconds=LONG)
    house.telephone("05712345678", talk_seconds=LONG)
    call = house.rings("12345", CallerAct("speak", "at", 30), hang_up(150))
    house.run(10)
    assert house.order("agent5", Consult((Target(third, outside=third != "1001"),))) is None
    house.run(10)
    assert house.order("agent5", Return()) is None
    house.run(5)
    assert house.order("agent5", PlayScript(Script.SILENT)) is None
    house.switch.board.phones["1005"].answer = answers
    house.run(60)
    first, second = (result for *_, result in house.offers(call))
    assert first == "answered"
    expected = {
        "ignore": "no_answer", "endless": "no_answer", "answer": "answered", "reject": "rejected", "busy": "busy",
        "unregistered": "unreachable",
    }  # fmt: skip
    assert second == expected[answers]
    house.switch.phones.hang_up("1005")
    house.run(120)
    assert house.said(call)[0] == "ended"
    house.settled()


# ---- what rings beyond its time


def test_an_offer_that_rings_for_ever_is_ended_and_the_next_agent_has_the_caller(house: House) -> None:
    house.desk(5, answer="endless")
    house.desk(6, ring_seconds=1, talk_seconds=20)
    begun = house.now
    call = house.rings()
    house.run(RING + GRACE_SECONDS + 10)
    assert house.offers(call) == [("A", "agent5", "no_answer"), ("B", "agent6", "answered")]
    ended = rows.Offer.get(rows.Offer.call == call, rows.Offer.number == 1).ended_at.timestamp()
    assert ended - begun <= RING + GRACE_SECONDS + SECOND
    assert house.standing(5) == ("away", "no_answer")
    assert trouble(house, call) == ["rang_on"]
    assert rings_at_once(house) == []
    house.run(60)
    assert house.said(call) == ("ended", "talked", "agent")
    house.settled()


def test_an_offer_of_which_the_switch_says_nothing_is_ended(house: House) -> None:
    """The command is taken, and no leg ever rings."""
    house.desk(5)
    tell = house.wire.tell
    house.wire.tell = lambda call, command, on_reply: (  # type: ignore[method-assign]
        on_reply("+OK") if "app-name: bridge" in command else tell(call, command, on_reply)
    )
    call = house.rings("12345", hang_up(60))
    house.run(RING + GRACE_SECONDS + SECOND)
    assert [result for *_, result in house.offers(call)] in (["no_answer"], ["failed"])
    assert house.standing(5)[0] == "away"
    house.wire.tell = tell  # type: ignore[method-assign]
    house.run(120)
    house.settled()


def test_a_third_party_that_rings_for_ever_brings_the_agent_back(house: House, talk: str) -> None:
    house.switch.phones["1001"].answer = "endless"
    house.order("agent5", Consult((target(house, 1),)))
    house.run(20 + GRACE_SECONDS + SECOND)
    assert legs(house, talk) == [("colleague", "1001", "no_answer")]
    assert rest(house, talk, "trouble")[:2] == ["leg_ended", "returned"]
    assert (house.standing(1), rings_at_once(house)) == (("away", "no_answer"), [])
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_judges_who_ring_for_ever_are_rung_in_turn(house: House, talk: str) -> None:
    house.telephone("6001", answer="endless")
    house.telephone("6002", talk_seconds=LONG)
    house.order("agent5", Consult(tuple(Target(f"600{n}", party=Party.JUDGE, seconds=10) for n in (1, 2))))
    house.run(10 + GRACE_SECONDS + 10)
    assert legs(house, talk) == [("judge", "6001", "no_answer"), ("judge", "6002", None)]
    house.order("agent5", HangUp())
    house.run(5)
    house.switch.phones.hang_up("6002")
    house.run(60)
    house.settled()


def test_a_transfer_that_rings_for_ever_gives_the_caller_his_place_back(house: House, talk: str) -> None:
    house.switch.phones["1001"].answer = "endless"
    house.order("agent5", Transfer((target(house, 1),)))
    house.run(20 + GRACE_SECONDS + 40)
    assert legs(house, talk) == [("colleague", "1001", "no_answer")]
    assert house.offers(talk)[-1][1:] == ("agent5", "answered")
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_a_supervisor_who_rings_for_ever_is_free_again(house: House, talk: str) -> None:
    house.switch.phones["1001"].answer = "endless"
    house.order("agent1", Watch(house.person(5)))
    house.run(20 + GRACE_SECONDS + SECOND)
    assert (house.standing(1), rings_at_once(house)) == (("away", "no_answer"), [])
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


@pytest.mark.parametrize(
    ("agent", "citizen", "outcome", "seconds"),
    [("endless", "answer", "no_pick_up", 20), ("answer", "endless", "not_reached", 50)],
)
def test_a_call_out_that_rings_for_ever_ends(
    house: House, agent: str, citizen: str, outcome: str, seconds: int
) -> None:
    house.desk(5, answer=agent)
    house.telephone(CITIZEN, answer=citizen)
    house.order("agent5", CallOut(CITIZEN, line="government"))
    house.run(seconds + GRACE_SECONDS + SECOND)
    assert (newest(house).outcome, rings_at_once(house)) == (outcome, [])
    house.run(60)
    house.settled()


def test_while_the_switch_is_not_heard_nothing_is_ended(house: House) -> None:
    """He answers, and we learn of it when the switch is back."""
    house.desk(5, kind="human")
    call = house.rings()
    house.run(3)
    house.lose_switch()
    house.switch.phones.answer("1005")
    house.run(RING + GRACE_SECONDS + 30)
    house.find_switch()
    house.run(5)
    assert house.offers(call) == [("A", "agent5", "answered")]
    assert house.said(call)[0] == "talking"
    house.switch.phones.hang_up("1005")
    house.run(60)
    house.settled()


def test_ringing_while_the_switch_was_not_heard_ends_after_it(house: House) -> None:
    house.desk(5, answer="endless")
    call = house.rings("12345", hang_up(200))
    house.run(3)
    house.lose_switch()
    house.run(60)
    house.find_switch()
    house.run(2 * GRACE_SECONDS)
    assert [result for *_, result in house.offers(call)] == ["no_answer"]
    house.run(300)
    house.settled()


def test_the_caller_hears_music_again_after_an_offer_that_was_cut(house: House) -> None:
    rows.Line.update(ladder=[{"whom": "pool", "seconds": 300}]).where(rows.Line.code == "government").execute()
    house.controller.learn_floor()
    house.desk(5, answer="endless")
    house.desk(4, talk_seconds=LONG)
    other = house.rings("12345", hang_up(150), number="13800000009")
    house.run(1)
    call = house.rings("12345", hang_up(100))
    house.run(RING + GRACE_SECONDS + 10)
    kept = [c for c in (call, other) if house.row(c).state == "queued"]
    assert [house.switch.board.channels[c].stack[-1].app for c in kept] == ["playback"] * len(kept)
    house.switch.phones.hang_up("1004")
    house.run(300)
    house.settled()


# ---- orders that the switch refuses


def refusing(house: House, words: str) -> Callable[[], None]:
    """The switch refuses commands with these words; gives how to end it."""
    tell = house.wire.tell

    def refused(call: str, command: str, on_reply: Callable[[str | None], Any]) -> None:
        if words in command:
            on_reply("-ERR Operation failed\n")
        else:
            tell(call, command, on_reply)

    house.wire.tell = refused  # type: ignore[method-assign]

    def end() -> None:
        house.wire.tell = tell  # type: ignore[method-assign]

    return end


@pytest.mark.parametrize(
    ("words", "order", "undone"),
    [
        ("uuid_hold", Hold(), ["held", "trouble", "resumed"]),
        ("uuid_audio", Mute(), ["muted", "trouble", "unmuted"]),
        ("mask", MaskRecording(), ["masked", "trouble", "unmasked"]),
        ("uuid_kill", HangUp(), []),
        ("originate", Consult((OUTSIDE,)), ["consulting", "leg", "trouble", "leg_ended", "returned"]),
    ],
)
def test_who_asks_hears_that_the_switch_did_not_do_it(
    house: House, talk: str, words: str, order: Command, undone: list[str]
) -> None:
    end = refusing(house, words)
    assert house.order("agent5", order) == REFUSED
    assert rest(house, talk, "talking") == undone
    end()
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_an_answer_that_the_switch_refuses_is_told(house: House) -> None:
    house.desk(5, kind="human")
    call = house.rings("12345", hang_up(50))
    house.run(2)
    refusing(house, "uuid_phone_event")
    assert house.order("agent5", Answer()) == REFUSED
    assert trouble(house, call) == ["refused"]
    house.run(60)
    house.settled()


def test_a_supervisor_hears_that_he_cannot_listen(house: House, talk: str) -> None:
    end = refusing(house, "originate")
    assert house.order("agent1", Watch(house.person(5))) == REFUSED
    assert legs(house, talk) == [("supervisor", "1001", "failed")]
    assert house.standing(1) == ("away", "offer_failed")
    end()
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_without_the_switch_an_order_says_so(house: House, talk: str) -> None:
    house.lose_switch()
    assert house.order("agent5", Hold()) == "The connection to the telephone switch is lost; try again in a moment"
    house.find_switch()
    house.run(5)
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_who_answers_before_it_rings_has_the_call_as_soon_as_it_does(house: House) -> None:
    house.desk(5, kind="human")
    call = house.rings()
    assert house.order("agent5", Answer()) is None
    house.run(2)
    assert house.said(call)[0] == "talking"
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


# ---- a supervisor frees somebody


def force(house: House, number: int, state: Presence) -> tuple[str | None, str]:
    """Give the state; what was refused, and what was said."""
    refused = house.order(f"agent{number}", ForceState(state, Reason.BY_HAND, "下班"))
    return refused, rows.Order.select().order_by(rows.Order.id.desc()).get().data.get("said", "")


FORCED = (Presence.OFF, Presence.AWAY, Presence.READY)


@pytest.mark.parametrize("state", FORCED)
@pytest.mark.parametrize("answers", ["ignore", "endless"])
def test_who_only_rings_is_freed(house: House, answers: str, state: Presence) -> None:
    house.desk(5, answer=answers)
    house.desk(6, ring_seconds=1, talk_seconds=20)
    call = house.rings()
    house.run(3)
    assert force(house, 5, state) == (None, RANG)
    assert house.standing(5) == (state, "by_hand")
    house.run(5)
    assert house.offers(call) == [("A", "agent5", "no_answer"), ("B", "agent6", "answered")]
    assert rings_at_once(house) == []
    house.run(60)
    house.settled()


@pytest.mark.parametrize("state", FORCED)
def test_who_rings_without_a_leg_is_freed(house: House, state: Presence) -> None:
    house.desk(5)
    end = refusing(house, "nothing")
    tell = house.wire.tell
    house.wire.tell = lambda call, command, on_reply: (  # type: ignore[method-assign]
        on_reply("+OK") if "app-name: bridge" in command else tell(call, command, on_reply)
    )
    house.rings("12345", hang_up(20))
    house.run(3)
    assert force(house, 5, state) == (None, RANG)
    end()
    house.run(1)
    house.run(60)
    house.settled()


@pytest.mark.parametrize("state", FORCED)
def test_a_consulted_colleague_and_one_who_calls_out_are_freed(house: House, talk: str, state: Presence) -> None:
    house.switch.phones["1001"].answer = "endless"
    house.order("agent5", Consult((target(house, 1),)))
    house.run(2)
    assert force(house, 1, state) == (None, RANG)
    assert house.standing(1) == (state, "by_hand")
    house.desk(2, answer="endless")
    house.order("agent2", CallOut(CITIZEN, line="government"))
    house.run(2)
    assert force(house, 2, state) == (None, RANG)
    assert house.standing(2) == (state, "by_hand")
    assert rings_at_once(house) == []
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_who_talks_has_the_state_after_the_talk(house: House, talk: str) -> None:
    assert force(house, 5, Presence.OFF) == (None, KEPT)
    house.run(2)
    assert house.standing(5)[0] == "talking"
    house.order("agent5", HangUp())
    house.run(60)
    assert house.standing(5) == ("off", "by_hand")
    house.settled()


def vanish(house: House, extension: str) -> None:
    """A leg is gone from the switch, and nobody is told."""
    leg = house.switch.board.phones[extension].leg
    assert leg is not None
    leg.phone, leg.ended, leg.moved = None, None, None
    house.switch.board.phones[extension].leg = None
    house.switch.board.channels.pop(leg.uuid)


def test_who_talks_without_a_leg_is_freed(house: House, talk: str) -> None:
    vanish(house, "1005")
    assert force(house, 5, Presence.OFF) == (None, FREED)
    assert house.standing(5) == ("off", "by_hand")
    assert trouble(house, talk) == ["no_leg"]
    house.run(10)
    assert house.offers(talk)[-1][1:] == ("agent1", "answered")
    house.order("agent1", HangUp())
    house.run(60)
    house.settled()


@pytest.mark.parametrize("state", FORCED)
def test_who_is_kept_by_a_call_that_does_not_have_him_is_freed(house: House, state: Presence) -> None:
    five = house.desk(5)
    house.controller.dispatch.engage("no-such-call", five)
    assert house.standing(5)[0] == "offered"
    assert force(house, 5, state) == (None, FREED)
    assert house.standing(5) == (state, "by_hand")
    house.settled()


def test_who_is_in_no_call_has_the_state_at_once(house: House) -> None:
    house.desk(5)
    assert force(house, 5, Presence.AWAY) == (None, SET)
    assert force(house, 5, Presence.OFF) == (None, SET)
    house.settled()


# ---- what the half minute's comparison finds


def test_a_talk_without_a_leg_is_found(house: House, talk: str) -> None:
    vanish(house, "1005")
    house.run(40)
    assert (trouble(house, talk), house.standing(5)[0]) == (["no_leg"], "wrap_up")
    house.run(30)
    assert house.offers(talk)[-1][1:] == ("agent1", "answered")
    house.order("agent1", HangUp())
    house.run(60)
    house.settled()


def test_an_offer_without_a_leg_is_found(house: House) -> None:
    rows.Line.update(ring_seconds=120, ladder=[{"whom": "A", "seconds": 120}]).execute()
    house.controller.learn_floor()
    house.desk(5, answer="ignore")
    call = house.rings("12345", hang_up(100))
    house.run(3)
    vanish(house, "1005")
    house.run(40)
    assert house.offers(call) == [("A", "agent5", "failed")]
    assert trouble(house, call) == ["no_leg"]
    house.run(200)
    house.settled()


def test_a_third_party_and_a_supervisor_without_a_leg_are_found(house: House, talk: str) -> None:
    house.desk(2, talk_seconds=LONG)
    house.order("agent5", Consult((target(house, 1),)))
    house.order("agent2", Watch(house.person(5)))
    house.run(10)
    vanish(house, "1001")
    vanish(house, "1002")
    house.run(40)
    assert trouble(house, talk) == ["no_leg", "no_leg"]
    assert [house.standing(n)[0] for n in (1, 2)] == ["wrap_up", "wrap_up"]
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_an_agent_kept_by_a_call_that_does_not_have_him_is_found(house: House, talk: str) -> None:
    house.controller.dispatch.engage(talk, house.person(1))
    house.run(40)
    assert house.standing(1) == ("away", "reconciled")
    assert trouble(house, talk) == ["reconciled"]
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_a_lane_whose_channel_is_gone_is_closed(house: House, talk: str) -> None:
    channel = house.switch.board.channels.pop(talk)
    channel.gone = True
    house.run(45)
    assert (trouble(house, talk)[0], house.said(talk)[0]) == ("lost_track", "ended")
    house.run(60)
    house.switch.phones.hang_up("1005")
    house.settled()


def test_a_leg_that_no_call_has_is_hung_up(house: House, talk: str) -> None:
    house.order("agent5", Consult((target(house, 1),)))
    house.run(10)
    end = refusing(house, "uuid_kill")
    house.order("agent5", Return())
    end()
    house.run(40)
    assert house.switch.board.phones["1001"].leg is None
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_the_supervisor_who_placed_it_hears_what_happened_and_nobody_else(house: House) -> None:
    five = house.desk(5, answer="ignore")
    house.rings("12345", hang_up(30))
    house.run(3)
    supervisor, other = (rows.Person.get(rows.Person.login == login) for login in ("supervisor", "agent1"))
    with database.atomic():
        order = place(
            ForceState(Presence.OFF, Reason.BY_HAND, "下班"), person=five, by=supervisor.login, now=utc(house.now)
        )
    rows.Change.delete().execute()
    house.controller.door.open()
    assert desk.order_end(order, supervisor.id, supervisor.login) == desk.OrderEnd(done=True, refused="", said=RANG)
    assert desk.order_end(order, other.id, other.login) is None
    assert {(c.topic, c.ref) for c in rows.Change.select() if c.ref == "order"} == {
        (f"agent:{five}", "order"), (f"agent:{supervisor.id}", "order"),
    }  # fmt: skip
    house.run(60)
    house.settled()
