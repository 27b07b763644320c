"""Who may rate, and what is said: all states × rounds × answers."""

import itertools

import pytest

from hotline.citizens.rules.rating import ASKED, standing
from hotline.tickets.rules.life import ENDED
from hotline.words import TicketEvent, TicketState

pytestmark = pytest.mark.unit
AGAIN = ("", "visit_refuse", "reopen", "overturn", "unmerge")
ALL = list(itertools.product(TicketState, (False, True), (False, True), AGAIN))


def test_he_may_rate_what_is_answered_once_a_round() -> None:
    for state, rated, waits, again in ALL:
        found = standing(state, rated=rated, waits=waits, again_event=again)
        assert found.may_rate is (state in ASKED and not rated and not waits)
        assert found.decides is (state is TicketState.FOLLOWING_UP and not rated and not waits)


def test_thanks_and_the_form_are_never_shown_together_and_an_answer_is_never_passed_over() -> None:
    for state, rated, waits, again in ALL:
        found = standing(state, rated=rated, waits=waits, again_event=again)
        assert bool(found.said) is (rated or waits)
        assert not (found.said and found.may_rate)


def test_while_it_is_handled_again_the_page_says_so_and_at_no_other_time() -> None:
    for state, rated, waits, again in ALL:
        found = standing(state, rated=rated, waits=waits, again_event=again)
        assert bool(found.again) is (again != "" and state not in ASKED and state not in ENDED)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (TicketEvent.FOLLOW_UP_REFUSE, "It has been handled again since %(day)s, as you asked."),
        (TicketEvent.UNMERGE, "It has been handled again since %(day)s, as you asked."),
        (TicketEvent.OVERTURN, "The review set the answer aside: it has been handled again since %(day)s."),
        (TicketEvent.REOPEN, "It has been handled again since %(day)s."),
    ],
)
def test_it_says_who_wanted_it_again(event: TicketEvent, said: str) -> None:
    assert standing(TicketState.HANDLING, rated=False, waits=False, again_event=event.value).again == said
