"""The columns of the list of tickets, as a person chose them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline import rows
from hotline.tickets.reads import choices
from hotline.tickets.rules.columns import SIZES, USUAL, Column, chosen, sized
from hotline.tickets.verbs.views import choose_columns
from tests.builders import new_person

pytestmark = pytest.mark.unit


@given(st.lists(st.sampled_from([*Column, "none", "", None, 7])))
def test_columns_are_read_once_each_and_in_their_order(names: list[object]) -> None:
    read = chosen(names)
    assert list(read) == sorted(read, key=list(Column).index)
    assert set(read) == ({name for name in names if name in set(Column)} or set(USUAL))
    assert chosen([str(one) for one in read]) == read


@pytest.mark.parametrize(("value", "size"), [("25", 25), (100, 100), ("1000", 50), ("-5", 50), ("²", 50), (None, 50)])
def test_sizes(value: object, size: int) -> None:
    assert sized(value) == size
    assert size in SIZES


def test_each_person_has_his_own(head: object) -> None:
    one, two = new_person(login="one").id, new_person(login="two").id
    choose_columns("tickets", ["case", "unit", "none"], "25", person=one)
    assert choices.of_list("tickets", one) == ((Column.UNIT, Column.CASE), 25)
    choose_columns("tickets", ["state"], "100", person=one)
    assert (choices.of_list("tickets", one), rows.ListChoice.select().count()) == (((Column.STATE,), 100), 1)
    assert choices.of_list("tickets", two) == (USUAL, 50)
    choose_columns("tickets", [], "", person=one)
    assert choices.of_list("tickets", one) == (USUAL, 50)
