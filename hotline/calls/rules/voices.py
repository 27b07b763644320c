"""What a talk sounds like, in figures: who spoke how long, when nobody did, how loud. Pure; never a verdict.

Times are seconds of the recording. A side is what one of the two recorded channels holds: the caller, or the agent.
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FRAME = 0.032  # seconds of one frame: 256 samples at 8 kHz
GAP = 0.3  # a shorter pause does not end what somebody says
BURST = 0.1  # a shorter sound is no speech
DEAD_LEAST = 3.0  # a shorter silence of both is a breath, not dead air

# from these on a figure is a reason to listen
LONG_SILENCE, LATE_WORD, AGENT_SILENT = 10.0, 3.0, 60.0  # seconds
TALKED_OVER, CLIPPED, TOO_QUIET = 0.1, 0.05, -45.0  # of the talk, of what was said; dB

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Side:
    """A frame each: whether it is speech, its level (dB below full scale, so 0 is the loudest), and whether it is
    clipped."""

    speech: Sequence[bool]
    level: Sequence[float]
    clipped: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Voices:
    """Figures of a talk. Seconds, but the levels (dB, None: nothing was said) and the clipped parts (of what was said,
    0 to 1). `talk`: what was measured, without `held`. `agent_first`: from the talk's beginning to the agent's first
    word, None if there was none. `agent_quiet`: the longest time in which the agent said nothing. `dead`: all silences
    of both of at least DEAD_LEAST."""

    talk: float
    held: float
    caller: float
    agent: float
    both: float
    dead: float
    dead_longest: float
    agent_first: float | None
    agent_quiet: float
    caller_level: float | None
    agent_level: float | None
    caller_clipped: float
    agent_clipped: float


def measured(caller: Side, agent: Side, talks: Iterable[Span], held: Iterable[Span] = ()) -> Voices:
    """The figures of the `talks` of a recording. While a caller is `held` nothing counts but the time itself."""
    end = max(len(caller.speech), len(agent.speech)) * FRAME
    talk_spans, on_hold = joined(_inside(talks, end)), joined(_inside(held, end))
    windows = without(talk_spans, on_hold)
    of_caller, of_agent = common(spoken(caller.speech), windows), common(spoken(agent.speech), windows)
    silent = without(windows, joined([*of_caller, *of_agent]))
    dead = [length for length in lengths(silent) if length >= DEAD_LEAST]
    return Voices(
        talk=total(windows),
        held=total(common(on_hold, talk_spans)),
        caller=total(of_caller),
        agent=total(of_agent),
        both=total(common(of_caller, of_agent)),
        dead=sum(dead),
        dead_longest=max(lengths(silent), default=0.0),
        agent_first=round(of_agent[0][0] - windows[0][0], 3) if of_agent else None,
        agent_quiet=max(lengths(without(windows, of_agent)), default=0.0),
        caller_level=_level(caller, of_caller),
        agent_level=_level(agent, of_agent),
        caller_clipped=_clipped(caller, of_caller),
        agent_clipped=_clipped(agent, of_agent),
    )


def spoken(speech: Sequence[bool]) -> list[Span]:
    """When somebody speaks: short pauses belong to it, short sounds do not."""
    found: list[list[float]] = []
    for n, is_speech in enumerate(speech):
        if not is_speech:
            continue
        begin, end = n * FRAME, (n + 1) * FRAME
        if found and begin - found[-1][1] < GAP:
            found[-1][1] = end
        else:
            found.append([begin, end])
    return [(begin, end) for begin, end in found if end - begin >= BURST]


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order, with those that touch made one; empty ones are left out."""
    found: list[list[float]] = []
    for begin, end in sorted(spans):
        if end <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([begin, end])
    return [(begin, end) for begin, end in found]


def common(ones: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What lies in both. Each is in order and apart, as `joined` gives them."""
    found, first, second = list[Span](), 0, 0
    while first < len(ones) and second < len(others):
        begin, end = max(ones[first][0], others[second][0]), min(ones[first][1], others[second][1])
        if begin < end:
            found.append((begin, end))
        if ones[first][1] < others[second][1]:
            first += 1
        else:
            second += 1
    return found


def without(ones: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What lies in the first and not in the second. Each is in order and apart."""
    found, second = list[Span](), 0
    for begin, end in ones:
        while second < len(others) and others[second][1] <= begin:
            second += 1
        at, place = begin, second
        while place < len(others) and others[place][0] < end:
            if others[place][0] > at:
                found.append((at, others[place][0]))
            at = max(at, others[place][1])
            place += 1
        if at < end:
            found.append((at, end))
    return found


def lengths(spans: Iterable[Span]) -> list[float]:
    return [round(end - begin, 3) for begin, end in spans]


def total(spans: Iterable[Span]) -> float:
    return round(sum(end - begin for begin, end in spans), 3)


def _inside(spans: Iterable[Span], end: float) -> list[Span]:
    return [(max(0.0, one[0]), min(one[1], end)) for one in spans]


def _frames(side: Side, spans: Sequence[Span]) -> list[int]:
    """The frames of speech in the spans."""
    found = list[int]()
    for begin, end in spans:
        first, last = round(begin / FRAME), min(len(side.speech), round(end / FRAME))
        found += [n for n in range(first, last) if side.speech[n]]
    return found


def _level(side: Side, spans: Sequence[Span]) -> float | None:
    frames = _frames(side, spans)
    return round(statistics.median(side.level[n] for n in frames), 1) if frames else None


def _clipped(side: Side, spans: Sequence[Span]) -> float:
    frames = _frames(side, spans)
    return round(sum(side.clipped[n] for n in frames) / len(frames), 4) if frames else 0.0
