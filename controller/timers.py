"""Named timers: on gevent's clock, or for tests on a virtual clock that jumps to the next timer."""

import heapq
import itertools
from collections.abc import Callable, Hashable
from typing import Any, Protocol

import gevent
import structlog

from hotline import clock

log = structlog.get_logger()


class Timers(Protocol):
    def now(self) -> float:
        """Seconds since 1970."""
        ...

    def arm(self, key: Hashable, seconds: float, ring: Callable[[], Any]) -> None:
        """Call `ring` after `seconds`; arming the same key again replaces the timer."""
        ...

    def disarm(self, key: Hashable) -> None: ...


class RealTimers:
    """Timers on gevent's loop."""

    def __init__(self) -> None:
        self._armed: dict[Hashable, gevent.Greenlet[[], Any]] = {}

    def now(self) -> float:
        return clock.seconds()

    def arm(self, key: Hashable, seconds: float, ring: Callable[[], Any]) -> None:
        self.disarm(key)

        def go_off() -> None:
            self._armed.pop(key, None)
            try:
                ring()
            except Exception:
                log.exception("timer_failed", timer=str(key))

        self._armed[key] = gevent.spawn_later(max(0.0, seconds), go_off)

    def disarm(self, key: Hashable) -> None:
        if (armed := self._armed.pop(key, None)) is not None:
            armed.kill(block=False)


class VirtualTimers:
    """Time moves only with `advance`; timers due at the same time ring in the order of arming."""

    def __init__(self, now: float) -> None:
        self._now = now
        self._heap: list[tuple[float, int, Hashable]] = []
        self._armed: dict[Hashable, tuple[int, Callable[[], Any]]] = {}
        self._count = itertools.count()

    def now(self) -> float:
        return self._now

    def arm(self, key: Hashable, seconds: float, ring: Callable[[], Any]) -> None:
        number = next(self._count)
        self._armed[key] = (number, ring)
        heapq.heappush(self._heap, (self._now + max(0.0, seconds), number, key))

    def disarm(self, key: Hashable) -> None:
        self._armed.pop(key, None)

    def next_due(self) -> float | None:
        while self._heap and self._armed.get(self._heap[0][2], (-1,))[0] != self._heap[0][1]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def advance(self, now: float) -> None:
        """Move to `now` and ring the timers that are due on the way."""
        while (due := self.next_due()) is not None and due <= now:
            _, _, key = heapq.heappop(self._heap)
            self._now = max(self._now, due)
            self._armed.pop(key)[1]()
        self._now = max(self._now, now)
