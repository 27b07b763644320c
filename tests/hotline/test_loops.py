"""A loop goes on after every failure, says its cause, and neither hurries nor floods the log."""

import pytest
from structlog.testing import capture_logs

from hotline.loops import forever, is_told, pause_after

pytestmark = pytest.mark.unit


def run(outcomes, every=2.0, expected=()):
    """Each outcome is None or the exception of a step; returns the pauses and the log."""
    left, pauses = list(outcomes), []

    def step():
        if (error := left.pop(0)) is not None:
            raise error

    def wait(seconds):
        pauses.append(seconds)
        return not left

    with capture_logs() as told:
        forever("x", step, every=every, wait=wait, expected=expected)
    return pauses, told


def test_it_goes_on_and_says_why():
    pauses, told = run([None, IndexError("pop from empty list"), None, None])
    assert pauses == [2.0, 2.0, 2.0, 2.0]
    assert [(one["event"], one["log_level"]) for one in told] == [("loop_failed", "error"), ("loop_well_again", "info")]
    assert told[0]["why"] == "IndexError: pop from empty list"
    assert (told[0]["loop"], "exc_info" in told[0]) == ("x", True)


def test_what_is_expected_is_said_without_its_traceback():
    _, told = run([OSError("away"), None], expected=(OSError,))
    assert (told[0]["log_level"], "exc_info" in told[0]) == ("warning", False)


def test_the_same_failure_is_said_ever_less_often_another_at_once():
    _, told = run([OSError("a")] * 9 + [OSError("b")])
    assert [(one["why"], one["failures"]) for one in told] == [
        ("OSError: a", 1), ("OSError: a", 2), ("OSError: a", 4), ("OSError: a", 8), ("OSError: b", 10),
    ]  # fmt: skip


def test_a_step_that_stood_for_long_begins_anew():
    left, pauses, at = [OSError("a")] * 4, [], [0.0]

    def step():
        at[0] += 21.0
        raise left.pop()

    def wait(seconds):
        pauses.append(seconds)
        return not left

    with capture_logs() as told:
        forever("x", step, every=0.0, wait=wait, seconds=lambda: at[0])
    assert (pauses, len(told)) == ([0.5] * 4, 4)


def test_pauses_are_bounded():
    pauses, _ = run([OSError("a")] * 6, every=0.0)
    assert pauses == [0.5, 1.0, 2.0, 2.0, 2.0, 2.0]
    assert [pause_after(n, 5.0) for n in (0, 1, 99)] == [5.0, 5.0, 5.0]
    assert [n for n in range(1, 20) if is_told(n)] == [1, 2, 4, 8, 16]
