"""Migration 0011: what an earlier round left on a ticket is no answer on the present one; the rest stays."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from hotline import rows
from hotline.store import database
from hotline.words import TicketState
from tests.builders import NOW, new_person, new_ticket

pytestmark = pytest.mark.unit
S = TicketState
BEFORE = NOW - dt.timedelta(days=2)


@pytest.fixture
def runner(migrated: object, db: Any) -> Any:
    if not isinstance(migrated, Path):
        pytest.skip("written for SQLite; on PostgreSQL the same runner does it")
    made = Runner(database.database.obj, str(database.MIGRATIONS))
    yield made
    made.up()


def raw(sql: str, *values: Any) -> Any:
    made = database.database.obj
    return made.execute_sql(sql.replace("?", made.param), values)


def test_answers_stay_with_their_round(runner: Any) -> None:
    clerk = new_person()
    cases: dict[str, Any] = {
        "rated": (S.CLOSED, 0, {"handled": True, "solved": True, "satisfied": 5}, [(0, "done")]),
        "again": (S.HANDLING, 1, {"handled": True, "solved": False, "satisfied": 1}, [(0, "done")]),
        "asked": (S.FOLLOWING_UP, 1, {"handled": True, "solved": False, "satisfied": 1}, [(0, "done"), (1, "open")]),
        "second": (S.CLOSED, 1, {"handled": True, "solved": True, "satisfied": 4}, [(0, "done"), (1, "done")]),
        "direct": (S.CLOSED, 1, {"handled": True, "solved": True, "satisfied": 4}, [(0, "done")]),
        "review": (S.UNDER_REVIEW, 1, {"handled": True, "solved": False, "satisfied": 2}, [(1, "done")]),
        "silent": (S.CLOSED, 0, {}, [(0, "given_up")]),
    }
    for name, (state, round_, said, follow_ups) in cases.items():
        ticket = new_ticket(opened_by=clerk, number=name, state=state, round=round_, steps=0, **said)
        for n, what in follow_ups:
            rows.FollowUp.create(ticket=ticket, round=n, state=what, planned_at=NOW, next_at=NOW, token=f"{name}{n}")
        if round_:
            rows.TicketStep.create(
                ticket=ticket, number=1, at=BEFORE, event="visit_refuse", old="visiting", new="dispatched", by="x"
            )
    runner.down("0011_rounds")
    assert raw("SELECT count(*) FROM ticket").fetchone() == (len(cases),)
    assert runner.up()[0] == "0011_rounds"
    found = {
        row.number: (row.handled, row.solved, row.satisfied, row.rated_round, row.again_at, row.again_event)
        for row in rows.Ticket.select()
    }
    nothing = (None, None, None, None)
    assert found == {
        "rated": (True, True, 5, 0, None, ""),
        "again": (*nothing, BEFORE, "visit_refuse"),
        "asked": (*nothing, BEFORE, "visit_refuse"),
        "second": (True, True, 4, 1, BEFORE, "visit_refuse"),
        "direct": (*nothing, BEFORE, "visit_refuse"),
        "review": (True, False, 2, 1, BEFORE, "visit_refuse"),
        "silent": (*nothing, None, ""),
    }
