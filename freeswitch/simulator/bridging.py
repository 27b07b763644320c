"""bridge and originate: ringing telephones, joining two legs, and the events when one of them ends."""

from __future__ import annotations

from collections.abc import Callable

from freeswitch.simulator import dialstring
from freeswitch.simulator.board import DOMAIN
from freeswitch.simulator.channels import Channel, Phone
from freeswitch.simulator.engine import Engine
from freeswitch.simulator.headers import known_cause
from freeswitch.simulator.phones import Phones
from freeswitch.simulator.timers import Timer

_DIAL_STATUS = {
    "USER_BUSY": "BUSY", "NO_ANSWER": "NOANSWER", "ORIGINATOR_CANCEL": "CANCEL", "SUCCESS": "SUCCESS",
    "NORMAL_CLEARING": "ANSWER", "CALL_REJECTED": "CALL_REJECTED", "USER_NOT_REGISTERED": "USER_NOT_REGISTERED",
    "SUBSCRIBER_ABSENT": "SUBSCRIBER_ABSENT",
}  # fmt: skip
_TIMEOUTS = ("originate_timeout", "call_timeout")


class Dialling:
    """Rings the legs of a dial string. Calls `won` with the leg that answered or `lost` with the cause."""

    def __init__(
        self, engine: Engine, phones: Phones, text: str, owner: Channel | None, won: Callable[[Channel], None],
        lost: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.engine, self.phones, self.owner = engine, phones, owner
        self.won, self.lost = won, lost
        self.shared, self.groups = dialstring.parse(text)
        self.legs: list[Channel] = []
        self.rang = False
        self.cause = "DESTINATION_OUT_OF_ORDER"
        self._limit: Timer | None = None
        self._over = False

    def begin(self) -> None:
        """Ring the next group; if none is left, the dialling is lost."""
        while self.groups and not self.legs:
            for leg in self.groups.pop(0):
                self._ring(leg)
            self._set_limit()
        if not self.legs and not self._over:
            self._end()
            self.lost(self.cause)

    def _set_limit(self) -> None:
        """Each group has a time limit in whole seconds of the epoch: `2` ends after 1 to 2 seconds (as seen).

        After that, no further group is tried.
        """
        if self._limit is not None:
            self._limit.cancel()
        own = self.owner.variables if self.owner else {}
        value = next((v[k] for v in (self.shared, own) for k in _TIMEOUTS if v.get(k, "").isdigit()), "60")
        board = self.engine.board
        group = self.owner.uuid if self.owner else ""
        self._limit = board.timers.at(int(board.now) + int(value), self._timed_out, group)

    def _timed_out(self) -> None:
        self.groups.clear()
        for leg in list(self.legs):
            if not _endless(leg):
                self.engine.hang_up(leg, "NO_ANSWER")

    def _ring(self, leg: dialstring.Leg) -> None:
        phone = self._phone(leg)
        if phone is None:
            return
        board = self.engine.board
        channel = board.new_channel(
            leg.variables.get("origination_uuid") or board.new_uuid(), "outbound", leg.extension, f"{DOMAIN}:5060"
        )
        self._dress(channel, leg)
        self.legs.append(channel)
        self.rang = True
        board.tell(channel, "CHANNEL_CREATE")
        board.tell(channel, "CHANNEL_ORIGINATE")
        channel.state = "CS_CONSUME_MEDIA"
        if (limit := leg.variables.get("leg_timeout", "")).isdigit():
            due = int(board.now) + int(limit) + 1
            board.timers.at(due, lambda: self._rang_too_long(channel), channel.uuid)
        channel.picked_up, channel.ended = self.picked_up, self.gone
        self.phones.ring(channel, phone)
        if self.owner and self.owner.caller:
            self.owner.caller.rings()

    def _rang_too_long(self, channel: Channel) -> None:
        if not channel.answered and not _endless(channel):
            self.engine.hang_up(channel, "ALLOTTED_TIMEOUT")

    def _phone(self, leg: dialstring.Leg) -> Phone | None:
        if leg.kind == "error":
            self.cause = known_cause(leg.extension.upper())
            return None
        if leg.kind == "null":
            self.cause = "CHAN_NOT_IMPLEMENTED"
            return None
        phone = self.engine.board.phones.get(leg.extension)
        if phone is None and leg.kind != "user":
            return Phone(leg.extension, ring_seconds=4.0)  # an outside number: somebody answers
        if phone is None or not phone.registered:
            self.cause = "USER_NOT_REGISTERED" if phone else "SUBSCRIBER_ABSENT"
            return None
        return phone

    def _dress(self, channel: Channel, leg: dialstring.Leg) -> None:
        owner = self.owner
        channel.destination = leg.extension
        channel.variables |= {"is_outbound": "true", "dialed_user": leg.extension, "dialed_domain": DOMAIN}
        channel.cid_name = leg.variables.get("origination_caller_id_name", owner.cid_name if owner else "")
        channel.cid_number = leg.variables.get(
            "origination_caller_id_number", owner.cid_number if owner else "0000000000"
        )
        if owner is not None:
            channel.other, channel.other_type, channel.call_uuid = owner, "originator", owner.uuid
            channel.variables |= {"originator": owner.uuid, "originating_leg_uuid": owner.uuid} | exported(owner)
        channel.variables |= leg.variables

    def picked_up(self, leg: Channel) -> None:
        """A telephone answered; the others stop ringing."""
        self.engine.answer(leg)
        if leg.gone or leg.cause:
            return
        self.phones.picked_up(leg)
        self._end()
        self.legs.remove(leg)
        leg.ended = leg.picked_up = None
        for other in list(self.legs):
            self.engine.hang_up(other, "LOSE_RACE")
        self.won(leg)

    def gone(self, leg: Channel) -> None:
        """A leg that did not answer has ended."""
        if leg in self.legs:
            self.legs.remove(leg)
            if not self._over:
                self.cause = leg.cause
                self.begin()

    def give_up(self, cause: str) -> None:
        """Stop ringing."""
        self._end()
        for leg in list(self.legs):
            self.engine.hang_up(leg, cause)

    def _end(self) -> None:
        self._over = True
        if self._limit is not None:
            self._limit.cancel()


def _endless(leg: Channel) -> bool:
    return leg.phone is not None and leg.phone.answer == "endless"


def exported(channel: Channel) -> dict[str, str]:
    """The variables that a leg inherits: those named in export_vars, without the prefix `nolocal:`."""
    names = [name for name in channel.variables.get("export_vars", "").split(",") if name]
    return {name.removeprefix("nolocal:"): channel.variables.get(name, "") for name in names}


class Bridge:
    """The job of the bridge application on the caller's channel."""

    def __init__(self, engine: Engine, phones: Phones, channel: Channel, text: str) -> None:
        self.engine, self.channel = engine, channel
        self.dialling = Dialling(engine, phones, text, channel, self._won, self._lost)
        self.leg: Channel | None = None

    def begin(self) -> None:
        """Start ringing."""
        self.dialling.begin()

    def pause(self) -> None:
        """Something is played into the talk: the bridge itself does nothing."""

    def go_on(self) -> None:
        """The sound has ended: the bridge itself does nothing."""

    def broken(self) -> bool:
        """A break does not end a bridge."""
        return False

    def key(self, digit: str) -> None:
        """Keys pass through."""

    def voice(self) -> None:
        """Speech passes through."""

    def _won(self, leg: Channel) -> None:
        self.leg = leg
        leg.ended, leg.moved = self.leg_gone, self.leg_moved
        self.engine.answer(self.channel)
        if self.channel.cause or self.channel.gone:
            return
        self._result("SUCCESS")
        join(self.engine, self.channel, leg)

    def _result(self, cause: str) -> None:
        status = _DIAL_STATUS.get(cause, cause)
        self.channel.variables |= {"originate_disposition": cause, "DIALSTATUS": status}

    def _lost(self, cause: str) -> None:
        self._result(cause)
        if self.dialling.rang:
            self.channel.variables["last_bridge_hangup_cause"] = cause
        goes_on = self.channel.variables.get("continue_on_fail", "").lower()
        if goes_on not in ("true", "yes", "1") and cause.lower() not in goes_on.split(","):
            self.channel.instant += 1
            self.engine.hang_up(self.channel, cause)
            self.channel.instant -= 1
        self.engine.finish(self.channel, self)

    def leg_gone(self, leg: Channel) -> None:
        """The agent's side has hung up."""
        part(self.engine, self.channel, leg)
        self.channel.variables |= {"last_bridge_hangup_cause": leg.cause, "bridge_hangup_cause": leg.cause}
        self.engine.board.tell(
            self.channel,
            "CHANNEL_UNBRIDGE",
            Bridge_A_Unique_ID=self.channel.uuid,
            Bridge_B_Unique_ID=leg.uuid,
        )
        if self.channel.truth("hangup_after_bridge"):
            self.channel.instant += 1
            self.engine.hang_up(self.channel, leg.cause)
            self.channel.instant -= 1
        elif self.channel.truth("park_after_bridge"):
            self.channel.plan, self.channel.moving = [("park", "")], True
        self.engine.finish(self.channel, self)

    def leg_moved(self, leg: Channel) -> None:
        """The agent's leg is transferred and continues: the bridge ends, the caller stays."""
        self.leg = leg.ended = leg.moved = None
        part(self.engine, self.channel, leg)
        self.engine.board.tell(
            self.channel,
            "CHANNEL_UNBRIDGE",
            Bridge_A_Unique_ID=self.channel.uuid,
            Bridge_B_Unique_ID=leg.uuid,
        )
        self.engine.finish(self.channel, self)

    def stop(self, why: str) -> None:
        """The caller leaves: cancel the ringing and hang up the agent's leg."""
        leg, self.leg = self.leg, None
        if leg is None:
            self._result("ORIGINATOR_CANCEL")
            self.dialling.give_up("ORIGINATOR_CANCEL")
            return
        leg.ended = None
        part(self.engine, self.channel, leg)
        cause = self.channel.cause or "NORMAL_CLEARING"
        self.engine.hang_up(leg, cause)
        self.channel.variables["bridge_hangup_cause"] = cause
        self.engine.board.tell(
            self.channel,
            "CHANNEL_UNBRIDGE",
            Bridge_A_Unique_ID=self.channel.uuid,
            Bridge_B_Unique_ID=leg.uuid,
        )


def join(engine: Engine, a: Channel, b: Channel) -> None:
    """Connect two legs: CHANNEL_BRIDGE on the first."""
    now = engine.board.now
    for one, two, kind in ((a, b, "originatee"), (b, a, "originator")):
        one.peer = one.other = two
        one.other_type = kind
        one.times.bridged = now
        one.talks.append([now, float("inf")])
        one.variables |= {"bridge_uuid": two.uuid, "bridge_channel": two.name, "signal_bond": two.uuid}
        one.variables["last_bridge_to"] = two.uuid
    b.state, b.call_uuid = "CS_EXCHANGE_MEDIA", a.call_uuid or a.uuid
    engine.board.tell(a, "CHANNEL_BRIDGE", Bridge_A_Unique_ID=a.uuid, Bridge_B_Unique_ID=b.uuid)
    for one in (a, b):
        if one.caller:
            one.caller.talks()


def part(engine: Engine, a: Channel, b: Channel) -> None:
    """Disconnect two legs."""
    for one in (a, b):
        one.peer = None
        if one.talks and one.talks[-1][1] == float("inf"):
            one.talks[-1][1] = engine.board.now
