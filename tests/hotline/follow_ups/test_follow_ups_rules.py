"""What a citizen's word means: dealt with, solved and satisfied are three things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.follow_ups.rules import FIELDS, Said, complaint, event, of_keys, stars
from hotline.words import TicketEvent

pytestmark = pytest.mark.unit
WORDS = st.one_of(st.none(), st.booleans())
SAID = st.builds(Said, handled=WORDS, solved=WORDS, satisfied=st.one_of(st.none(), st.integers(1, 5)))


@pytest.mark.parametrize(
    ("said", "wants_more", "what"),
    [
        (Said(True, True, 5), False, TicketEvent.FOLLOW_UP_CLOSE),
        (Said(True, False, 1), True, TicketEvent.FOLLOW_UP_REFUSE),
        (Said(False, None, None), True, TicketEvent.FOLLOW_UP_REFUSE),
        (Said(True, False, 1), False, TicketEvent.FOLLOW_UP_CLOSE),  # not solved, but he leaves it at that
        (Said(True, True, 1), True, TicketEvent.FOLLOW_UP_CLOSE),  # solved: discontent alone sends nothing back
        (Said(None, None, 1), True, TicketEvent.FOLLOW_UP_CLOSE),
    ],
)
def test_only_what_is_not_solved_goes_back_and_only_when_he_wants_it(
    said: Said, wants_more: bool, what: TicketEvent
) -> None:
    assert event(said, wants_more=wants_more) is what


@given(SAID)
def test_who_does_not_want_it_again_ends_it(said: Said) -> None:
    assert event(said, wants_more=False) is TicketEvent.FOLLOW_UP_CLOSE


@given(SAID, st.booleans())
def test_a_grade_changes_nothing(said: Said, wants_more: bool) -> None:
    bare = Said(said.handled, said.solved, None)
    assert event(said, wants_more=wants_more) is event(bare, wants_more=wants_more)


@given(SAID)
def test_a_row_holds_what_was_said(said: Said) -> None:
    assert Said(*said.row()) == said


@pytest.mark.parametrize(
    ("scores", "read"),
    [
        ({"": 5}, (Said(True, True, 5), None)),
        ({"": 3}, (Said(True, True, 3), None)),
        ({"": 1}, (Said(False, False, 1), None)),
        ({"handled": 5, "solved": 5, "satisfied": 4}, (Said(True, True, 4), None)),
        ({"handled": 5, "solved": 1, "again": 5, "satisfied": 2}, (Said(True, False, 2), True)),
        ({"handled": 5, "solved": 1, "again": 1}, (Said(True, False, None), False)),
        ({"solved": 1}, (Said(None, False, None), None)),
        ({"satisfied": 3}, (Said(None, None, 3), None)),
        ({"handled": 5}, None),
        ({}, None),
    ],
)
def test_keys_of_the_voice_survey(scores: dict[str, int], read: tuple[Said, bool | None] | None) -> None:
    assert of_keys(scores) == read


@given(SAID, st.sampled_from((None, True, False)), st.booleans(), st.booleans())
def test_what_is_not_solved_is_never_closed_by_silence(
    said: Said, wants_more: bool | None, reason: bool, decides: bool
) -> None:
    """All answers × choices × with and without a text: closing needs a choice and a reason, another round too."""
    found = complaint(said, "因为" if reason else "", wants_more=wants_more, decides=decides)
    if said.satisfied not in (None, 1, 2, 3, 4, 5):
        assert found == "Rate it from 1 to 5"
    elif said.row() == (None, None, None):
        assert found == "Say whether it was dealt with and solved"
    elif not decides or (said.handled is not False and said.solved is not False):
        assert found is None
    elif wants_more is None:
        assert found == "Choose: to be handled again, or closed although it is not solved"
    elif not reason:
        assert found == (
            "Write what is not solved yet" if wants_more else "Write why it is closed although it is not solved"
        )
    else:
        assert found is None
    assert found is None or found in FIELDS


@pytest.mark.parametrize(("typed", "read"), [("", None), ("1", 1), ("5", 5), ("9", 0), ("0", 0), ("x", 0), ("²", 0)])
def test_stars_that_no_form_sends_are_refused_and_not_left_out(typed: str, read: int | None) -> None:
    assert stars(typed) == read
    told = complaint(Said(True, True, read), "", wants_more=None, decides=False)
    assert (told == "Rate it from 1 to 5") == (read == 0)
