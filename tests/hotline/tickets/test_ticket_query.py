"""A combined query is written down and read back as it was; what is broken is left out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tickets.rules.query import Sort, TicketQuery, read, sorted_by, written
from hotline.words import Channel, Light, Profile, TicketKind, TicketState, Way

pytestmark = pytest.mark.unit
maybe = st.none() | st.booleans()
days = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
keys = st.none() | st.integers(0, 2**31 - 1)
texts = st.text(max_size=30).map(lambda text: text.replace("\x00", "").strip())
QUERIES = st.builds(
    TicketQuery, number=texts, words=texts, parent=texts, kind=st.none() | st.sampled_from(TicketKind),
    states=st.sets(st.sampled_from(TicketState)).map(lambda some: tuple(s for s in TicketState if s in some)),
    light=st.none() | st.sampled_from(Light), way=st.none() | st.sampled_from(Way),
    channel=st.none() | st.sampled_from(Channel), profile=st.none() | st.sampled_from(Profile),
    opened_from=days, opened_to=days, due_from=days, due_to=days, closed_from=days, closed_to=days,
    unit=keys, lead=keys, handler=keys, co_unit=keys, co_handler=keys, topic=keys, place=keys, satisfied=keys,
    answered=maybe, urgent=maybe, urged=maybe, supervised=maybe, extended=maybe, returned=maybe, again=maybe,
    merged=maybe, solved=maybe,
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(written(TicketQuery(
        number="1", states=(TicketState.CLOSED,), unit=1, urgent=True, opened_from=dt.date(2026, 1, 1)
    )))), inner),
    max_leaves=8,
)  # fmt: skip


@given(QUERIES)
def test_there_and_back(query: TicketQuery) -> None:
    assert read(written(query)) == query


@given(JSON)
def test_anything_can_be_read(data: object) -> None:
    assert read(written(read(data))) == read(data)


def test_what_is_not_asked_for_is_not_written() -> None:
    assert (written(TicketQuery()), written(TicketQuery(urgent=False))) == ({}, {"urgent": False})


def test_an_address_line() -> None:
    asked = {"kind": ["complaint"], "states": "closed,handling,nonsense", "unit": "7", "urgent": "1", "topic": "",
             "opened_from": "2026-11-20", "opened_to": "yesterday", "light": "blue",
             "unknown": "x", "place": "-1"}  # fmt: skip
    assert read(asked) == TicketQuery(
        kind=TicketKind.COMPLAINT, states=(TicketState.HANDLING, TicketState.CLOSED), unit=7, urgent=True,
        opened_from=dt.date(2026, 11, 20),
    )  # fmt: skip


def test_an_order() -> None:
    given: tuple[object, ...] = ("burns", "x", None, [])
    assert [sorted_by(one) for one in given] == [Sort.BURNS, Sort.NEWEST, Sort.NEWEST, Sort.NEWEST]
