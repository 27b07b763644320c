"""The figures of S4, each by its own sentence."""

import pytest

from hotline.reports.rules.standard import BY_MACHINE, MISSED, NOT_ENTERED, Counted, Figures, figures, mean_of_days
from hotline.words import Outcome

pytestmark = pytest.mark.unit


def test_called_back_calls_count_as_connected() -> None:
    rows = [
        Counted("talked", 6, 6, 30.0), Counted("self_served", 1, 0, 0.0), Counted("abandoned_queue", 2, 0, 0.0, 1),
        Counted("message_left", 1, 0, 0.0, 1),
    ]  # fmt: skip
    assert figures(rows) == Figures(10, 6, 2, 5.0, 0.9, by_machine=1, called_back=2)


def test_a_silent_call_is_answered_by_the_machine_and_takes_no_agent() -> None:
    assert figures([Counted("silent", 2, 0, 0.0)]) == Figures(2, 0, 0, None, 1.0, by_machine=2, silent=2)


@pytest.mark.parametrize("outcome", NOT_ENTERED)
def test_what_never_entered_counts_nowhere(outcome: Outcome) -> None:
    assert figures([Counted(outcome, 5, 0, 0.0, 5)]) == Figures(0, 0, 0, None, None)


def test_each_outcome_is_counted_in_one_way() -> None:
    """Connected, missed, failed or not entered: nothing twice, nothing forgotten."""
    connected = {o for o in Outcome if figures([Counted(o, 1, 0, 0.0)]).connect_rate == 1.0}
    missed = {o for o in Outcome if figures([Counted(o, 2, 0, 0.0, 1)]).connect_rate == 0.5}
    assert connected == {*BY_MACHINE, Outcome.TALKED, Outcome.FALLBACK}
    assert missed == set(MISSED)
    assert set(Outcome) - connected - missed - set(NOT_ENTERED) == {Outcome.FAILED}


def test_the_rate_of_many_days_is_the_mean_of_the_daily_rates() -> None:
    full, half, empty = (
        figures([Counted("talked", 100, 100, 0.0)]),
        figures([Counted("talked", 1, 1, 0.0), Counted("abandoned_menu", 1, 0, 0.0)]),
        figures([]),
    )
    assert mean_of_days([full, half, empty]) == 0.75
    assert mean_of_days([empty]) is None
