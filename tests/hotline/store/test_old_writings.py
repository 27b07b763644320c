"""Migration 0009: numbers that were kept as typed come into one form; what cannot be read, or says more, is listed."""

from typing import Any

import pytest
from playhouse.migrations import Runner

from hotline import rows
from hotline.callers.rows import CallBackCall
from hotline.store import database
from hotline.store.changes import is_postgresql
from hotline.tickets.rows import search
from hotline.tickets.rules.search import asked
from tests.builders import NOW, new_call, new_person, new_ticket

pytestmark = pytest.mark.unit
WRITTEN = {
    "138 0000 1239": ("13800001239", ""),
    "+8613800001239": ("13800001239", ""),
    "１３８００００１２３９": ("13800001239", ""),
    "010-12345678转801": ("01012345678", "010-12345678转801"),
    "13800001239/13900001239": ("13800001239", "13800001239/13900001239"),
    "abc不是号码": ("", "abc不是号码"),
    "anonymous": ("", ""),
    "13800001239": ("13800001239", ""),
}


NUMBERS = "0009_numbers"


def _raw(sql: str, *values: Any) -> Any:
    made = database.database.obj
    return made.execute_sql(sql.replace("?", made.param), values)


@pytest.fixture
def runner(db: object) -> Any:
    """Back before the migration; whatever the test does, it is up again afterwards."""
    if is_postgresql():  # between tests every sequence begins anew; the migrations' rows stay
        _raw("SELECT setval(pg_get_serial_sequence('schema_migration', 'id'), (SELECT max(id) FROM schema_migration))")
    made = Runner(database.database.obj, str(database.MIGRATIONS))
    yield made
    made.up()


def test_old_writings_become_one_number(runner: Any) -> None:
    person = new_person()
    ids = {new_ticket(opened_by=person).id: written for written in WRITTEN}
    runner.down(NUMBERS)
    for ticket, written in ids.items():
        _raw(
            "UPDATE ticket SET caller_number = ?, case_number = ? WHERE id = ?",
            written,
            "〔2026〕浙0599民初1号",
            ticket,
        )
    assert runner.up()[0] == NUMBERS
    kept = {row.id: (row.caller_number, row.caller_written) for row in rows.Ticket.select()}
    assert kept == {ticket: WRITTEN[written] for ticket, written in ids.items()}
    assert {row.case_number for row in rows.Ticket.select()} == {"(2026)浙0599民初1号"}
    listed = [
        (row.place, int(row.row_id), row.value) for row in rows.UnreadValue.select().order_by(rows.UnreadValue.id)
    ]
    assert listed == [
        ("ticket.caller_number", ticket, written) for ticket, written in sorted(ids.items()) if WRITTEN[written][1]
    ]
    found = search.ids(asked("0086 138 0000 1239"), hidden=True, most=50)
    assert sorted(found) == sorted(ticket for ticket, one in ids.items() if WRITTEN[one][0] == "13800001239")


def test_three_call_backs_of_one_caller_become_one(runner: Any) -> None:
    new_person()
    calls = [new_call(id=f"c{n}") for n in range(3)]
    tasks = [
        rows.CallBack.create(
            number=f"1390000000{n}", reason="abandoned", state="open", profile="court_12368",
            call=call.id, last_call=call.id, created_at=NOW,
            missed_at=NOW, next_at=NOW,
        )
        for n, call in enumerate(calls)
    ]  # fmt: skip
    for task, call in zip(tasks, calls, strict=True):
        CallBackCall.create(call=call.id, call_back=task.id)
    runner.down(NUMBERS)
    for task, written in zip(tasks, ("13700001111", "+8613700001111", "013700001111"), strict=True):
        _raw("UPDATE call_back SET number = ? WHERE id = ?", written, task.id)
    runner.up()
    after = [(row.number, row.state) for row in rows.CallBack.select().order_by(rows.CallBack.id)]
    assert after == [("13700001111", "open"), ("13700001111", "closed"), ("13700001111", "closed")]
    assert {row.call_back_id for row in CallBackCall.select()} == {tasks[0].id}
