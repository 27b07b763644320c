"""Callers who cannot be heard: spoken scripts with the texts and pauses of the service standard (S4 app. A). Pure.

Silent: greeting, 5 s, greeting, 5 s, farewell, hang up. A voice in a gap brings the caller to an agent.
Too quiet, hands-free, noisy: one sentence, 5 s, hang up.
"""

from dataclasses import replace

from controller.switch import port
from hotline.calls.rules.order_kinds import PlayScript
from hotline.words import CallState, Ender, Fact, Script

from . import speaking, watching
from .asks import Arm, Disarm, Join, LeaveQueue, TalkOver
from .messages import AgentRequest, TestFirst
from .state import Move
from .turn import SCRIPT_OUTCOMES, Probe, Turn

GAP_SECONDS = 5
GREETINGS = 2
GREETING, FAREWELL = "standard.greeting", "standard.silent_farewell"
SENTENCES = {
    Script.TOO_QUIET: "standard.too_quiet",
    Script.HANDS_FREE: "standard.hands_free",
    Script.NOISY: "standard.noisy",
}
HEARD_PRIORITY = 50  # a caller who speaks now has had an agent already, or has waited through two greetings


def test_first(turn: Turn, message: TestFirst) -> None:
    """Test for a voice before any agent is rung; the call keeps its queue time."""
    if turn.s.state is CallState.QUEUED and turn.move(Move.TEST):
        if message.calls:
            turn.note(Fact.SUSPECTED, calls=message.calls, alike=message.alike)
        turn.decide(LeaveQueue())
        _begin(turn, Probe(Script.SILENT))


def play_script(turn: Turn, message: AgentRequest[PlayScript]) -> None:
    """The agent's button: the script is spoken, the agent is free at once."""
    held = turn.s.held
    if held is None or held.agent != message.person or turn.s.state is not CallState.TALKING or turn.s.parties.third:
        return
    watching.mask(turn, on=False)
    turn.set(held=None)
    turn.move(Move.TEST)
    turn.note(Fact.SCRIPT, script=message.order.script, agent=message.person)
    turn.decide(port.HangUp(held.leg), TalkOver(message.person))
    _begin(turn, Probe(message.order.script, by_agent=True))


def _begin(turn: Turn, probe: Probe) -> None:
    turn.set(probe=probe)
    speaking.say(turn, (GREETING if probe.script is Script.SILENT else SENTENCES[probe.script],))


def spoken(turn: Turn) -> None:
    """A sentence has been said: listen, wait, or say goodbye."""
    probe = turn.s.probe
    if probe is None:
        return
    if probe.script is not Script.SILENT:
        turn.decide(Arm("gap", GAP_SECONDS))
    elif probe.asked < GREETINGS:
        turn.run(port.Detect(turn.s.call, turn.token(), GAP_SECONDS))
    else:
        _over(turn)


def listened(turn: Turn, *, spoke: bool) -> None:
    """The pause is over, or a voice was heard in it."""
    probe = turn.s.probe
    if probe is None or turn.s.state is not CallState.TESTING:
        return
    if spoke:
        turn.note(Fact.TESTED, voice=True)
        turn.set(probe=None, tested=True)
        turn.move(Move.VOICE)
        priority = HEARD_PRIORITY if probe.by_agent else turn.s.priority
        turn.set(priority=priority)
        turn.decide(Join(turn.s.line, priority, turn.s.queued_since or turn.now, turn.s.number, tested=True))
        return
    turn.set(probe=replace(probe, asked=probe.asked + 1))
    speaking.say(turn, (GREETING if probe.asked + 1 < GREETINGS else FAREWELL,))


def gap_over(turn: Turn) -> None:
    if turn.s.probe is not None and turn.s.state is CallState.TESTING:
        _over(turn)


def _over(turn: Turn) -> None:
    assert turn.s.probe is not None
    script = turn.s.probe.script
    if script is Script.SILENT:
        turn.note(Fact.TESTED, voice=False)
    turn.decide(Disarm("gap"))
    turn.set(probe=None)
    turn.leave(Ender.SYSTEM, SCRIPT_OUTCOMES[script])
