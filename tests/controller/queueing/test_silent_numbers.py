"""Who is asked for a voice first: whose silent calls were many, never who only redials, never a withheld number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.queueing import silent_numbers
from controller.queueing.silent_numbers import NEIGHBOURS_TIMES, SilentNumbers, Wordless
from hotline.words import Fact, Outcome
from tests.effort import often

pytestmark = pytest.mark.unit
A, NEAR, FAR = "13800001234", "13800001299", "13900001234"


def ended(outcome: Outcome) -> tuple[Fact, dict[str, str]]:
    return Fact.ENDED, {"outcome": outcome.value}


def test_redialling_is_no_silence() -> None:
    """Whoever hangs up in the menu, in the queue, while it rings, or finds nobody, may call as often as he likes."""
    known = SilentNumbers(3)
    for n, outcome in enumerate(one for one in Outcome if one is not Outcome.SILENT):
        for again in range(4):
            known.heard(f"{n}-{again}", A, *ended(outcome), at=100.0 + n)
    assert known.suspects(A, 200.0) is None


def test_the_third_silence_within_the_time_and_a_talk_forgets() -> None:
    known = SilentNumbers(3, 600.0)
    for n in range(3):
        assert known.suspects(A, 100.0 + n) is None
        known.heard(str(n), A, *ended(Outcome.SILENT), at=100.0 + n)
    assert known.suspects(A, 103.0) == Wordless(3, alike=False)
    assert known.suspects(FAR, 103.0) is None
    assert known.suspects(A, 701.0) is None
    known.heard("t", A, *ended(Outcome.TALKED), at=104.0)
    assert known.suspects(A, 105.0) is None


def test_who_hangs_up_in_the_test_without_a_word_was_silent() -> None:
    known = SilentNumbers(1)
    known.silent(A, 0.0)
    known.heard("c", A, Fact.SUSPECTED, {"calls": 1}, 1.0)
    known.heard("c", A, *ended(Outcome.ABANDONED_QUEUE), at=2.0)
    assert (known.suspects(A, 3.0), known.tested(3.0)) == (Wordless(2, alike=False), 1)
    known.heard("d", A, Fact.SUSPECTED, {"calls": 2}, 4.0)
    known.heard("d", A, Fact.TESTED, {"voice": True}, 5.0)
    known.heard("d", A, *ended(Outcome.ABANDONED_QUEUE), at=6.0)
    assert known.suspects(A, 7.0) == Wordless(2, alike=False)


def test_a_robot_that_changes_its_last_digits() -> None:
    known = SilentNumbers(3)
    for n in range(3 * NEIGHBOURS_TIMES):
        assert known.suspects(NEAR, 1.0) is None
        known.silent(f"138000012{n:02d}", 1.0)
    assert known.suspects(NEAR, 1.0) == Wordless(9, alike=True)
    for n in range(20):
        known.silent(f"10{n:02d}", 1.0)
    assert known.suspects("1050", 1.0) is None  # of four digits the last two are no neighbourhood


@settings(max_examples=often(200, 3000), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([A, NEAR, FAR, "", "10086"]),
            st.sampled_from([Outcome.SILENT, Outcome.SILENT, Outcome.TALKED, Outcome.ABANDONED_QUEUE]),
            st.integers(0, 400),
        ), max_size=60,
    ),
    st.integers(0, 4),
)  # fmt: skip
def test_it_is_what_counting_from_scratch_gives(calls: list[tuple[str, Outcome, int]], most: int) -> None:
    known, now, past = SilentNumbers(most, 600.0), 0.0, []
    for n, (number, outcome, after) in enumerate(calls):
        now += after
        known.heard(str(n), number, *ended(outcome), at=now)
        past.append((number, outcome, now))
        for one in (A, NEAR, FAR, "", "10086"):
            own = naive(past, one, now)
            near = naive(past, A, now) + naive(past, NEAR, now) if one in (A, NEAR) else own
            expected = None
            if most and one and own >= most:
                expected = Wordless(own, alike=False)
            elif most and len(one) >= 7 and near >= most * NEIGHBOURS_TIMES:
                expected = Wordless(near, alike=True)
            assert known.suspects(one, now) == expected


def naive(past: list[tuple[str, Outcome, float]], number: str, now: float) -> int:
    """Silent calls of a number within the time, since its last talk."""
    count = 0
    for one, outcome, at in past:
        if one == number:
            count = 0 if outcome is Outcome.TALKED else count + (outcome is Outcome.SILENT and at > now - 600.0)
    return count


def test_a_flood_of_new_senders_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silent_numbers, "NUMBERS_MOST", 50)
    known = SilentNumbers(1)
    for n in range(500):
        known.silent(f"1{n:010d}", 1.0)
    assert (len(known._at), sum(len(one) for one in known._near.values())) == (50, 50)
