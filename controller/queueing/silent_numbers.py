"""Numbers that call again and again without a word: their next call is asked for a voice before an agent is rung.

What counts is silence that was listened to, never how often somebody calls: who redials four times because nobody
answered, or hangs up in the queue, is not counted. A number without a talk since its silent calls is suspected at
`calls` of them, its neighbours (which differ in the last two digits) together at three times as many: a robot often
changes its sender. A withheld number is nobody.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hotline.words import Fact, Outcome

NEIGHBOUR_DIGITS = 2
NEIGHBOURS_TIMES = 3
SHORTEST = 7  # of shorter numbers the last two digits are nearly all
NUMBERS_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Wordless:
    """Why a call is tested: so many silent calls of its number, or (`alike`) of it and its neighbours."""

    calls: int
    alike: bool


class SilentNumbers:
    """`calls` silent ones within `seconds` make a number suspected; 0 calls: none is. Times are seconds since 1970."""

    def __init__(self, calls: int = 0, seconds: float = 1800.0) -> None:
        self.calls, self.seconds = calls, seconds
        self._at: OrderedDict[str, list[float]] = OrderedDict()  # the number that was silent last stands last
        self._near: dict[str, set[str]] = {}
        self._tested: dict[str, float] = {}  # calls that are tested, or were within `seconds`
        self._open: set[str] = set()  # of these, those in which no voice was heard yet

    # ---- what happens

    def heard(self, call: str, number: str, kind: Fact, data: Mapping[str, Any], at: float) -> None:
        """Take a fact of a call from outside."""
        if kind is Fact.SUSPECTED:
            self._tested[call] = at
            self._open.add(call)
        elif kind is Fact.TALKING or (kind is Fact.TESTED and data.get("voice")):
            self._open.discard(call)
        elif kind is Fact.ENDED:
            if data.get("outcome") == Outcome.SILENT or call in self._open:
                self.silent(number, at)
            elif data.get("outcome") == Outcome.TALKED:
                self.talked(number)
            self._open.discard(call)

    def silent(self, number: str, at: float) -> None:
        if not number:
            return
        self._at.setdefault(number, []).append(at)
        self._at.move_to_end(number)
        self._near.setdefault(_near(number), set()).add(number)
        self._forget(at)

    def talked(self, number: str) -> None:
        """Somebody spoke with this number: it begins anew."""
        if self._at.pop(number, None) is not None:
            self._leave(number)

    # ---- what follows

    def suspects(self, number: str, now: float) -> Wordless | None:
        """Why this number's call is tested first; None: it is not."""
        if not self.calls or not number:
            return None
        own = self._count(number, now)
        if own >= self.calls:
            return Wordless(own, alike=False)
        if len(number) < SHORTEST:
            return None
        near = sum(self._count(one, now) for one in self._near.get(_near(number), ()))
        return Wordless(near, alike=True) if near >= self.calls * NEIGHBOURS_TIMES else None

    def tested(self, now: float) -> int:
        """How many calls were tested for it within the time."""
        self._tested = {call: at for call, at in self._tested.items() if at > now - self.seconds}
        return len(self._tested)

    # ---- inside

    def _count(self, number: str, now: float) -> int:
        return sum(at > now - self.seconds for at in self._at.get(number, ()))

    def _forget(self, now: float) -> None:
        while self._at:
            number, times = next(iter(self._at.items()))
            if times[-1] > now - self.seconds and len(self._at) <= NUMBERS_MOST:
                return
            del self._at[number]
            self._leave(number)

    def _leave(self, number: str) -> None:
        near = self._near[_near(number)]
        near.discard(number)
        if not near:
            del self._near[_near(number)]


def _near(number: str) -> str:
    return number[:-NEIGHBOUR_DIGITS]
