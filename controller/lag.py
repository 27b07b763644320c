"""How late the pump runs: all calls share it, so what keeps it busy keeps every caller waiting. Time is an argument."""

from collections import deque

EVERY_SECONDS = 0.25  # how often it is looked whether the pump comes round
KEPT_SECONDS = 60.0  # how long a stand is told, so that who looks once a minute sees it
STOOD_SECONDS = 1.0  # from here on a stand goes into the log


class Lag:
    """`tick` is called by the pump itself; it tells by how many seconds it came too late."""

    def __init__(self) -> None:
        self._due: float | None = None
        self._late: deque[tuple[float, float]] = deque()  # (when, seconds): each later and smaller than the one before

    def tick(self, now: float) -> float:
        """The pump comes round at `now`, in seconds of a clock that is never set. Returns how late it is."""
        late = 0.0 if self._due is None else max(0.0, now - self._due)
        self._due = now + EVERY_SECONDS
        while self._late and self._late[-1][1] <= late:
            self._late.pop()
        self._late.append((now, late))
        self._forget(now)
        return late

    def worst(self, now: float) -> float:
        """By how many seconds it was late at the worst within the last minute."""
        self._forget(now)
        return round(self._late[0][1], 1) if self._late else 0.0

    def _forget(self, now: float) -> None:
        while self._late and now - self._late[0][0] > KEPT_SECONDS:
            self._late.popleft()
