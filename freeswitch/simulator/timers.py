"""Timers. Time is a float (epoch seconds) given from outside; nothing here reads a clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, order=True)
class Timer:
    """One thing to do at `due`; `group` is the channel it belongs to, `task` a sched_* task's number."""

    due: float
    order: int
    run: Callable[[], object] = field(compare=False)
    group: str = field(default="", compare=False)
    task: int = field(default=0, compare=False)
    alive: bool = field(default=True, compare=False)

    def cancel(self) -> None:
        """Cancel the timer."""
        self.alive = False


class Timers:
    """A heap of timers; timers with equal times run in the order in which they were set."""

    def __init__(self) -> None:
        self._heap: list[Timer] = []
        self._count = 0
        self._tasks = 0

    def at(self, due: float, run: Callable[[], object], group: str = "") -> Timer:
        """Call `run` at `due`."""
        self._count += 1
        timer = Timer(due, self._count, run, group)
        heapq.heappush(self._heap, timer)
        return timer

    def schedule(self, due: float, run: Callable[[], object], group: str) -> Timer:
        """The same as a task of the switch's scheduler, which sched_del can remove."""
        timer = self.at(due, run, group)
        self._tasks += 1
        timer.task = self._tasks
        return timer

    def drop_tasks(self, key: str) -> int:
        """Remove tasks by group (a channel) or by number; return how many."""
        hit = [t for t in self._heap if t.alive and t.task and key in (t.group, str(t.task))]
        for timer in hit:
            timer.cancel()
        return len(hit)

    def drop_group(self, group: str) -> None:
        """Cancel all timers of a channel that has ended."""
        for timer in self._heap:
            if timer.group == group:
                timer.cancel()

    def next_due(self) -> float | None:
        """When the next timer is due, or None."""
        while self._heap and not self._heap[0].alive:
            heapq.heappop(self._heap)
        return self._heap[0].due if self._heap else None

    def pop_due(self, now: float) -> Timer | None:
        """The next timer due at or before `now`."""
        due = self.next_due()
        if due is None or due > now:
            return None
        return heapq.heappop(self._heap)
