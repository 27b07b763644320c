"""A call's session (a value), and `Turn`, a mutable builder for one turn that collects decisions. Pure."""

from dataclasses import dataclass, replace
from typing import Any

from controller.ivr.flow import Flow
from controller.ivr.steps import Position, Text
from controller.switch import port
from hotline.calls.rules.order_kinds import CallOut, Target
from hotline.words import CallState, Ender, Fact, Outcome, Script

from .asks import Arm, Decision, Disarm, Note
from .state import Move, after

BEFORE = Position()
BRIDGE = "bridge "  # begins the name of what a bridge rings, whose leg need not be known
GONE_SECONDS = 10.0  # repeat the hang-up command if the channel still exists after this time
WITHOUT_AGENT = frozenset({CallState.QUEUED, CallState.TESTING, CallState.IN_FLOW})
SLOT_SECONDS = 1.0  # wait this long for a stopped application's `Done`, then go on without it


@dataclass(frozen=True, slots=True)
class Running:
    """The application that runs on the caller's channel; FreeSWITCH runs one at a time."""

    token: str
    what: type[port.Ask]
    stopping: bool = False
    seconds: int = 0  # how long a bridge rings


@dataclass(frozen=True, slots=True)
class ActiveOffer:
    """The current offer; `token` is the token of its bridge, `seconds` how long it rings. `wanted`: the agent wishes to
    answer, but his leg is not known yet."""

    offer: int
    agent: int
    leg: str = ""
    token: str = ""
    ringing: bool = False
    on_hold: bool = False
    seconds: int = 0
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Third:
    """A third party next to caller and agent: `up` once it has answered; `rest` is rung if it does not answer."""

    leg: str
    to: Target
    up: bool = False
    rest: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Watcher:
    leg: str
    person: int
    up: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """Where each party is, once the conversation has left the bridge. `room`: the agent's leg is out of the bridge, in
    the call's room or waiting for it; `caller_in`: the caller is in the room too."""

    room: bool = False
    caller_in: bool = False
    muted: bool = False
    masked: bool = False
    third: Third | None = None
    watchers: tuple[Watcher, ...] = ()
    legs: int = 0


@dataclass(frozen=True, slots=True)
class Probe:
    """A script that is being spoken: which one, how often it has asked, and whether an agent started it."""

    script: Script
    asked: int = 0
    by_agent: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Everything known about one call. `queued_since` sets its place in the queue; it is kept if the agent is lost."""

    call: str
    flow: Flow | None = None
    state: CallState = CallState.ARRIVED
    at: Position = BEFORE
    answered: bool = False
    running: Running | None = None
    waiting: port.Application | None = None
    tokens: int = 0
    line: str = ""
    priority: int = 0
    queued_since: float | None = None
    held: ActiveOffer | None = None
    talked: bool = False
    served: bool = False
    queue_over: bool = False
    message_seconds: float = 0.0
    outcome: Outcome | None = None
    leaving_by: Ender | None = None
    odd: int = 0
    number: str = ""
    outgoing: CallOut | None = None
    parties: Parties = Parties()
    probe: Probe | None = None
    tested: bool = False
    inquiry: str = ""
    speech: tuple[str, tuple[str | Text, ...]] | None = None
    asked_back: bool = False
    ending: int | None = None  # the agent whose leg is gone; the end of `bridge` tells if the caller is gone too
    caller_gone: bool = False  # an application ended because the caller hung up; `HungUp` follows
    room_lost: bool = False  # the switch has put the caller out of the room once; he was brought back
    over_at: float | None = None  # when the agent hung up first and the flow went on with the caller


def engaged(s: Session) -> frozenset[int]:
    """The people whom this call keeps busy: its agent, a consulted colleague, listening supervisors."""
    third = s.parties.third
    people = {watcher.person for watcher in s.parties.watchers}
    if s.held is not None:
        people.add(s.held.agent)
    if third is not None and third.to.agent is not None:
        people.add(third.to.agent)
    return frozenset(people)


def ringing(s: Session, person: int) -> str:
    """The leg ringing at a person's telephone (an offer, his own outgoing call, a consultation); "" if none."""
    held, third = s.held, s.parties.third
    if held is not None and held.agent == person:
        asked = s.state is CallState.OFFERING or (s.state is CallState.DIALLING and not held.ringing)
        return held.leg if asked else ""
    if third is not None and third.to.agent == person:
        return "" if third.up else third.leg
    return next((watcher.leg for watcher in s.parties.watchers if watcher.person == person and not watcher.up), "")


def alone(parties: Parties) -> Parties:
    """The parties once the agent has left and the caller goes on alone. Supervisors' legs end with the agent's, and
    their ends are still to be heard."""
    return Parties(masked=parties.masked, watchers=parties.watchers, legs=parties.legs)


class Turn:
    """A mutable builder for one turn: `s` is replaced by changed copies, `out` collects the decisions."""

    def __init__(self, session: Session, now: float) -> None:
        self.s = session
        self.now = now
        self.out: list[Decision] = []

    def set(self, **changes: Any) -> None:
        self.s = replace(self.s, **changes)

    def decide(self, *decisions: Decision) -> None:
        self.out.extend(decisions)

    def note(self, fact: Fact, /, **data: Any) -> None:
        self.out.append(Note(fact, data))

    def move(self, move: Move) -> bool:
        """Apply a move of the state table. A move that the state does not allow is counted and changes nothing. A
        caller whom the agent has left is in no room any more, whichever way he goes on."""
        state = after(self.s.state, move)
        if state is None:
            self.set(odd=self.s.odd + 1)
            return False
        if self.s.state is CallState.TALKING and state in WITHOUT_AGENT:
            self.set(parties=alone(self.s.parties))
        self.set(state=state)
        return True

    def token(self) -> str:
        self.set(tokens=self.s.tokens + 1)
        return str(self.s.tokens)

    def answer(self) -> None:
        """Answer the call if it is not answered yet: a caller does not hear what is played before the answer."""
        if not self.s.answered:
            self.set(answered=True)
            self.decide(port.Answer(self.s.call, self.token()))

    def run(self, ask: port.Application) -> None:
        """Run an application on the caller's channel; a running one is stopped first."""
        if self.s.running is None:
            rings = ask.seconds if isinstance(ask, port.Bridge) else 0
            self.set(running=Running(ask.token, type(ask), seconds=rings), waiting=None)
            self.decide(ask)
            return
        self.set(waiting=ask)
        self.hush()
        self.decide(Arm("slot", SLOT_SECONDS))

    def hush(self) -> None:
        """Stop the playback, and drop speech that is still being made. A bridge is not stopped here: it ends with its
        legs, and `uuid_break` would hit the application that follows it."""
        self.set(speech=None)
        running = self.s.running
        if running is not None and not running.stopping and running.what is not port.Bridge:
            self.set(running=replace(running, stopping=True))
            self.decide(port.LeaveRoom(self.s.call) if running.what is port.Meet else port.Stop(self.s.call))

    def cut_bridge(self) -> None:
        """Take the caller out of a bridge that still rings, or forget it if it waits for the channel."""
        running = self.s.running
        if isinstance(self.s.waiting, port.Bridge):
            self.set(waiting=None)
        elif running is not None and running.what is port.Bridge:
            self.set(running=replace(running, stopping=True))
            self.decide(port.Unbridge(self.s.call), Arm("slot", SLOT_SECONDS))

    def free(self) -> Running | None:
        """The running application has ended: start the waiting one. Returns the one that ended."""
        ended, waiting = self.s.running, self.s.waiting
        self.set(running=None, waiting=None)
        if waiting is not None or (ended is not None and cut(ended)):
            self.decide(Disarm("slot"))
        if waiting is not None:
            self.run(waiting)
        return ended

    def leave(self, by: Ender, outcome: Outcome | None = None) -> None:
        """Hang up the caller; the call ends when the switch reports that the channel is gone."""
        if self.s.state in (CallState.LEAVING, CallState.ENDED):
            return
        self.set(outcome=self.s.outcome or outcome or settle(self.s), leaving_by=by)
        self.move(Move.LEAVE)
        self.decide(port.HangUp(self.s.call), Arm("gone", GONE_SECONDS))


def cut(running: Running) -> bool:
    """True for a bridge that we ended while it rang."""
    return running.what is port.Bridge and running.stopping


# An agent's script is how the call was handled, whether or not the caller waits for its end.
SCRIPT_OUTCOMES: dict[Script, Outcome] = {
    Script.SILENT: Outcome.SILENT,
    Script.TOO_QUIET: Outcome.TOO_QUIET,
    Script.HANDS_FREE: Outcome.HANDS_FREE,
    Script.NOISY: Outcome.NOISY,
}
WAYS_OUT: dict[CallState, Outcome] = {
    CallState.OFFERING: Outcome.ABANDONED_RINGING,
    CallState.QUEUED: Outcome.ABANDONED_QUEUE,
    CallState.TESTING: Outcome.ABANDONED_QUEUE,
}


def settle(s: Session) -> Outcome:
    """The outcome of a call that ends in this state. The first row that holds counts."""
    if s.state is CallState.TESTING and s.probe is not None and s.probe.by_agent:
        return SCRIPT_OUTCOMES[s.probe.script]
    done = (
        (s.outgoing is not None, Outcome.REACHED if s.talked else Outcome.NOT_REACHED),
        (s.talked, Outcome.TALKED),
        (s.asked_back, Outcome.CALL_BACK),
        (s.message_seconds >= 1, Outcome.MESSAGE_LEFT),
        (s.state in WAYS_OUT, WAYS_OUT.get(s.state, Outcome.FAILED)),
        (s.served, Outcome.SELF_SERVED),
        (s.queue_over, Outcome.NO_AGENT),
    )
    return next((outcome for holds, outcome in done if holds), Outcome.ABANDONED_MENU)
