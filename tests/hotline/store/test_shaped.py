"""Reads by statements of our own give what the row classes give, and each reader sees what he is promised."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.people.reads.scope import Scope
from hotline.rows import ALL, Ticket, TicketShare, Unit
from hotline.store.conditions import NOTHING, among, below_in, clause, either, equal, moment, one_of
from hotline.store.shaped import Shown
from hotline.tickets.reads import scope as scopes
from hotline.words import ShareState
from tests.builders import NOW, new_person, new_ticket, new_units
from tests.effort import often

pytestmark = pytest.mark.unit


@pytest.fixture
def tickets(agent: Any, head: Any) -> list[Any]:
    """Of two people; charged, held and shared by three units in every way; some of them confidential."""
    units = list(new_units(head).values())[:3]
    other = new_person(site=head)
    made = []
    for n in range(54):
        unit, holder = (None, *units)[n % 4], (None, *units)[n // 4 % 4]
        row = new_ticket(
            opened_by=(agent, other)[n % 2], unit=unit, holder=holder, confidential=n % 9 == 0,
            burns_at=NOW + dt.timedelta(microseconds=n) if n % 3 else None, urgent=n % 2 == 0,
            solved=(None, True, False)[n % 3], extra={"n": [n, "行"]},
        )  # fmt: skip
        if n % 5 == 0:
            TicketShare.create(ticket=row, unit=units[n % 3], state=ShareState.OPEN.value, asked_at=NOW)
        made.append(row)
    return made


def test_rows_have_the_values_of_row_classes(tickets: list[Any]) -> None:
    found = Shown(Ticket).rows([])
    assert len(found) == len(tickets)
    for row in found:
        known = Ticket.get_by_id(row.id)
        assert row._asdict() == {
            field.column_name: getattr(known, field.object_id_name if hasattr(field, "object_id_name") else field.name)
            for field in Ticket._meta.sorted_fields
        }


def promised(row: Any, scope: Scope) -> bool:
    """Whether the reader of a scope sees a ticket, said once more without a database."""
    if row.confidential:
        return False
    if scope.person is not None:
        return bool(row.opened_by_id == scope.person)
    if scope.site is not None:
        return bool(row.site_id == scope.site)
    shares = {share.unit_id for share in TicketShare.select().where(TicketShare.ticket == row)}
    return scope.units is None or not scope.units.isdisjoint({row.unit_id, row.holder_id} | shares)


@settings(max_examples=often(20, 60))
@given(data=st.data())
def test_each_scope_sees_what_it_is_promised(tickets: list[Any], data: st.DataObject) -> None:
    some = st.frozensets(st.integers(0, 12), max_size=4)
    scope = data.draw(
        st.one_of(
            st.just(Scope()), st.builds(Scope, person=st.integers(0, 4)), st.builds(Scope, site=st.integers(0, 3)),
            st.builds(Scope, units=some | st.sampled_from([frozenset(one.id for one in Unit.select())])),
        )
    )  # fmt: skip
    wanted = {row.id for row in tickets if promised(row, scope)}
    assert {row.id for row in Shown(Ticket, [Ticket.id]).rows(scopes.seen(scope))} == wanted
    assert {row.id for row in Shown(Ticket, [Ticket.id]).rows(scopes.seen_of_few(scope))} == wanted
    assert {row.id for row in scopes.narrowed(scopes.NAMED_T.select(), scope)} == wanted


def test_a_clause_stands_by_itself_in_a_query_of_peewees(tickets: list[Any]) -> None:
    t = scopes.NAMED_T
    wanted = {row.id for row in tickets if row.urgent and row.id in (tickets[0].id, tickets[1].id, tickets[2].id)}
    narrow = clause([either(*(equal("t.id", row.id) for row in tickets[:3]))])
    assert {row.id for row in t.select().where(t.urgent == True).where(narrow)} == wanted  # noqa: E712
    assert {row.id for row in t.select().where(narrow).where(t.urgent == True)} == wanted  # noqa: E712


def test_conditions_of_nothing(tickets: list[Any]) -> None:
    shown = Shown(Ticket, [Ticket.id])
    assert (among("t.id", []), one_of("t.state", [])) == (NOTHING, NOTHING)
    assert shown.rows([among("t.id", [])]) == shown.rows([one_of("t.state", [])]) == []
    assert len(shown.rows([], most=7)) == 7


def test_what_is_typed_is_a_value(tickets: list[Any]) -> None:
    shown = Shown(Ticket, [Ticket.id])
    typed = "' OR 1 = 1 --"
    assert shown.rows([equal("t.number", typed)]) == []
    assert shown.rows([one_of("t.state", [typed, "?"])]) == []
    assert shown.rows([either(equal("t.number", typed), moment("t.opened_at", ">", NOW + dt.timedelta(days=1)))]) == []
    with pytest.raises(ValueError, match="invalid literal"):
        among("t.id", [typed])  # type: ignore[list-item]


def test_a_tree_below_some(head: Any) -> None:
    new_units(head)
    parents = {row.id: row.parent_id for row in Unit.select()}

    def above(unit: int | None) -> set[int]:
        return set() if unit is None else {unit} | above(parents[unit])

    for top in parents:
        assert below_in("unit", [top]) == {unit for unit in parents if top in above(unit)}
    assert below_in("unit", []) == frozenset()
    assert below_in("unit", parents) == frozenset(parents)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_table_is_read_this_way(kind: Any, db: Any) -> None:
    assert Shown(kind).rows([NOTHING], "1") == []
