"""The way by which a list is read is chosen by what its conditions test, never by how they are spelled."""

import datetime as dt
import itertools
from typing import Any

import pytest

from hotline.people.reads.scope import Scope
from hotline.store import conditions, shaped
from hotline.store.conditions import Condition, either, equal, flag, known, listed_in, moment
from hotline.store.paging import mark
from hotline.tickets.reads import find, inbox
from hotline.tickets.reads import scope as scopes
from hotline.tickets.reads.inbox import InboxFilter
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.query import Sort, TicketQuery
from hotline.words import Light
from tests.builders import NOW, new_ticket, new_units

pytestmark = pytest.mark.unit
BEFORE, AFTER = "/* other */ ", " /* words */"
DAY = dt.date(2026, 11, 20)
STATES = tuple(sorted(OPEN_STATES))
QUERIES = (
    TicketQuery(), TicketQuery(light=Light.RED), TicketQuery(light=Light.GREEN), TicketQuery(due_from=DAY),
    TicketQuery(due_to=DAY, light=Light.YELLOW), TicketQuery(closed_from=DAY, answered=False),
)  # fmt: skip
LISTS = (
    InboxFilter(),
    InboxFilter(STATES),
    InboxFilter(STATES[:3], light=Light.RED),
    InboxFilter(STATES[:2], urgent=True),
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SQL of each list that is read."""
    said: list[str] = []
    read = conditions.fetched

    def fetched(sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        said.append(sql)
        return read(sql, values)

    monkeypatch.setattr(shaped, "fetched", fetched)
    return said


@pytest.fixture
def site(agent: Any) -> int:
    new_ticket(opened_by=agent, burns_at=NOW, due_at=NOW)
    return int(agent.site_id)


def read_all(scopes_: list[Scope]) -> list[Any]:
    marks = ("", mark(NOW - dt.timedelta(days=1), 1))
    found: list[Any] = []
    for scope, query, sort, after in itertools.product(scopes_, QUERIES, Sort, marks):
        found.append(find.find(scope, query, sort=sort, after=after, numbers=True, now=NOW))
    for scope, wanted, after in itertools.product(scopes_, LISTS, marks):
        found.append(inbox.page(wanted, scope, now=NOW, numbers=True, after=after))
    return found


def respelled(sql: str, *rest: Any) -> Condition:
    return Condition(f"{BEFORE}{sql}{AFTER}", *rest)


def test_another_spelling_changes_no_way(asked: list[str], site: int, monkeypatch: pytest.MonkeyPatch) -> None:
    units = frozenset(one.id for one in list(new_units().values())[:2])
    readers = [Scope(), Scope(site=site), Scope(units=units)]
    usual = read_all(readers), asked.copy()
    asked.clear()
    monkeypatch.setattr(conditions, "Condition", respelled)
    monkeypatch.setattr(scopes, "PUBLIC", flag("t.confidential", False))
    found = read_all(readers)
    assert any(BEFORE in sql for sql in asked)
    assert (found, [sql.replace(BEFORE, "").replace(AFTER, "") for sql in asked]) == usual


@pytest.mark.parametrize(
    ("one", "compares"),
    [(moment("t.due_at", "<", NOW), True), (equal("t.due_at", 1), True), (known("t.due_at"), False),
     (known("t.due_at", False), False), (moment("t.burns_at", "<", NOW), False), (equal("+t.due_at", 1), False),
     (either(moment("t.due_at", "<", NOW), known("t.due_at", False)), False),
     (listed_in("t", equal("t.due_at", 1)), False)],
    ids=lambda one: one.sql if isinstance(one, Condition) else "",
)  # fmt: skip
def test_what_compares_a_column(one: Condition, compares: bool) -> None:
    assert one.compares("t.due_at") is compares
