"""The one way in which a program does something again and again: no failure ends it, and none is silent."""

import time
from collections.abc import Callable
from typing import Any

import structlog

log = structlog.get_logger()
STOOD_SECONDS = 20.0  # a step that did well for so long begins anew: its failure is the first
SHORTEST_SECONDS, LONGEST_SECONDS = 0.5, 2.0  # the pause after failures: no busy loop, and soon well again


def pause_after(failures: int, every: float) -> float:
    """How long to wait for the next step after so many failures in a row."""
    if failures == 0:
        return every
    doubled: float = SHORTEST_SECONDS * 2 ** min(failures - 1, 10)
    return max(every, min(LONGEST_SECONDS, doubled))


def is_told(failures: int) -> bool:
    """Whether the nth failure of the same cause in a row is logged: the 1st, 2nd, 4th, 8th … so that no disk fills."""
    return failures & (failures - 1) == 0


def forever(
    name: str, step: Callable[[], Any], *, every: float,
    wait: Callable[[float], Any] = time.sleep,  # noqa: TID251 - the default; under gevent only the greenlet waits
    expected: tuple[type[Exception], ...] = (), seconds: Callable[[], float] = time.monotonic,
) -> None:  # fmt: skip
    """Call `step`, wait `every` seconds, again and again, until `wait` returns True (as `Event.wait` does).

    An exception is logged and the loop goes on after a pause. For the kinds in `expected` (the database is away) the
    log has the cause alone, for all others the traceback too."""
    failures, cause = 0, ""
    while True:
        begun = seconds()
        try:
            step()
        except Exception as error:  # noqa: BLE001 - logged below, with its traceback
            if seconds() - begun > STOOD_SECONDS:
                failures, cause = 0, ""
            failures, why = failures + 1, f"{type(error).__name__}: {error}"
            same, cause = (failures if why == cause else 1), why
            if is_told(same):
                tell = log.warning if isinstance(error, expected) else log.exception
                tell("loop_failed", loop=name, why=why, failures=failures)
        else:
            if failures:
                log.info("loop_well_again", loop=name, failures=failures)
            failures, cause = 0, ""
        if wait(pause_after(failures, every)) is True:
            return
