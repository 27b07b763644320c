"""Timers in a test's hand, and the same on the real clock."""

import gevent
import pytest

from controller.timers import RealTimers, VirtualTimers

pytestmark = pytest.mark.unit


def test_time_stands_still_until_it_is_moved() -> None:
    timers, rung = VirtualTimers(100.0), list[tuple[str, float]]()
    for name, seconds in (("late", 5.0), ("early", 1.0), ("same", 1.0), ("past", -3.0)):
        timers.arm(name, seconds, lambda name=name: rung.append((name, timers.now())))  # type: ignore[misc]
    assert (timers.now(), timers.next_due(), rung) == (100.0, 100.0, [])
    timers.advance(104.0)
    assert (timers.now(), rung) == (104.0, [("past", 100.0), ("early", 101.0), ("same", 101.0)])
    assert timers.next_due() == 105.0


def test_armed_again_replaces_and_disarmed_is_silent() -> None:
    timers, rung = VirtualTimers(0.0), list[str]()
    timers.arm("a", 1.0, lambda: rung.append("first"))
    timers.arm("a", 2.0, lambda: rung.append("second"))
    timers.arm("b", 1.0, lambda: rung.append("b"))
    timers.disarm("b")
    timers.disarm("never")
    timers.advance(10.0)
    assert (rung, timers.next_due()) == (["second"], None)


def test_a_timer_may_arm_the_next_on_the_way() -> None:
    timers, rung = VirtualTimers(0.0), list[float]()

    def ring() -> None:
        rung.append(timers.now())
        timers.arm("again", 2.0, ring)

    timers.arm("again", 2.0, ring)
    timers.advance(7.0)
    assert (rung, timers.now(), timers.next_due()) == ([2.0, 4.0, 6.0], 7.0, 8.0)


def test_the_real_ones_keep_the_same_promises() -> None:
    timers, rung = RealTimers(), list[str]()
    timers.arm("a", 30.0, lambda: rung.append("replaced"))
    timers.arm("a", 0.01, lambda: rung.append("a"))
    timers.arm("b", 0.005, lambda: rung.append("b"))
    timers.disarm("b")
    timers.arm("c", -1.0, lambda: rung.append("c"))
    with gevent.Timeout(5):
        while len(rung) < 2:
            gevent.sleep(0.001)
    assert rung == ["c", "a"]
    timers.disarm("a")
