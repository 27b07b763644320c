"""Each event carries what it needs and nothing that is another's."""

import pytest

from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import (
    PAYLOADS,
    AttemptMade,
    CitizenAnswer,
    Correction,
    Dissolved,
    Grounded,
    PartMeant,
    Payload,
)
from hotline.words import TicketEvent

pytestmark = pytest.mark.unit
KINDS: tuple[type[Payload], ...] = (Grounded, PartMeant, Dissolved, AttemptMade, Correction, CitizenAnswer)


def test_every_kind_is_some_events() -> None:
    assert set(PAYLOADS.values()) == set(KINDS)


@pytest.mark.parametrize("event", list(TicketEvent))
def test_an_event_takes_its_own_payload_alone(event: TicketEvent) -> None:
    for kind in KINDS:
        if PAYLOADS.get(event) is kind:
            assert TransitionRequest(event, payload=kind()).of(kind) == kind()
        else:
            with pytest.raises(TypeError, match="has no use for"):
                TransitionRequest(event, payload=kind())


def test_without_one_nothing_is_said() -> None:
    assert TransitionRequest(TicketEvent.FOLLOW_UP_GIVE_UP).of(CitizenAnswer).said == (None, None, None)
    assert TransitionRequest(TicketEvent.NOTE).of(PartMeant).id is None
