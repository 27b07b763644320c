"""Two do something in the same breath, each with a connection of its own."""

import threading
from collections.abc import Callable

from hotline.ports import Refused
from hotline.store.changes import is_postgresql
from hotline.store.database import database, writing


def together(*verbs: Callable[[], object]) -> list[str]:
    """Each in a thread with its own connection, all let go at once; what each came to."""
    told: list[str] = []
    gate = threading.Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        with database.connection_context():
            gate.wait(20)
            try:
                verb()
                told.append("done")
            except Refused as error:
                told.append(error.code)
            except Exception as error:  # noqa: BLE001 - a thread would keep it to itself
                told.append(repr(error))

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


def overtaken(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """The second begins while what the first did is not committed yet; what the second came to. SQLite lets it begin
    after the commit alone; on PostgreSQL it is waited for until it stands at a lock of the first."""
    told: list[str] = []

    def run() -> None:
        told.extend(together(second))

    thread = threading.Thread(target=run)
    with writing():
        first()
        thread.start()
        gate, tries = threading.Event(), 0
        while is_postgresql() and thread.is_alive() and tries < 500 and not _waits():
            gate.wait(0.01)
            tries += 1
    thread.join(60)
    return told


def _waits() -> bool:
    return bool(database.execute_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0])
