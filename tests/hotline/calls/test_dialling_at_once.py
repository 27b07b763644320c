"""Two who call out at the same moment do not pass a limit together: who counts and then writes waits for the other."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from hotline import rows
from hotline.calls.rules.dialling import WayOut
from hotline.calls.verbs import dialling
from hotline.ports import Refused
from hotline.store.database import database, writing
from scripts.py.pace import patient
from tests.builders import NOW, new_person

pytestmark = pytest.mark.unit
NUMBER = "13800001111"


def test_the_second_waits_until_the_first_has_written(db: Any, head: Any, database_url: str) -> None:
    """On PostgreSQL by its advisory lock, on SQLite by its one writer. The second begins when the first has counted and
    written, and not committed: without the lock he would count nothing."""
    rows.Parameter.create(name="dialling.house_hour", value=1, by="x", at=NOW)
    people = [new_person(login=f"caller{n}", extension=f"19{n:02d}", site=head) for n in range(2)]
    written, commit, asking, told = threading.Event(), threading.Event(), threading.Event(), list[str]()

    def call(who: Any, begins: Callable[[], Any], then: Callable[[], Any]) -> None:
        with database.connection_context():
            begins()
            try:
                with writing():
                    dialling.allow(NUMBER, WayOut.CALL_BACK, who, NOW)
                    order = rows.Order.create(kind="x", person=who, placed_by="x", placed_at=NOW)
                    dialling.note([NUMBER], order.id, who.id, NOW)
                    then()
                told.append("called")
            except Refused as error:
                told.append(error.code)

    def wait() -> None:
        written.set()
        assert commit.wait(patient(30))

    first = threading.Thread(target=call, args=(people[0], lambda: None, wait))
    second = threading.Thread(target=call, args=(people[1], asking.set, lambda: None))
    first.start()
    assert written.wait(patient(30))
    second.start()
    assert asking.wait(patient(30))
    second.join(0.3)  # were he not held up, he would be through by now
    assert told == []
    commit.set()
    for one in (first, second):
        one.join(patient(30))
    assert told[0] == "called"
    assert told[1].startswith("The house has made")
