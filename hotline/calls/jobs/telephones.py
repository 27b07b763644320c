"""Writes FreeSWITCH's configuration anew when an administrator adds or removes telephones, or one changes hands."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import structlog

from hotline.calls.reads import roster
from hotline.calls.rows import TelephoneTurn
from hotline.calls.verbs.telephones import turn
from hotline.people.rows import Person
from hotline.store.changes import announce
from hotline.store.database import writing

BY = "jobs"
log = structlog.get_logger()
TOPIC = "switch_conf"  # the controller then has the switch read it


def changed_hands(now: dt.datetime) -> int:
    """Whoever has somebody else's telephone now gets a new password for it: the one before him knows the old. Returns
    how many have changed hands."""
    last = {row.extension: row.person_id for row in list(TelephoneTurn.select())}
    holders = list(Person.select().where(Person.active, Person.extension.is_null(False)))
    moved = [row for row in holders if last.get(str(row.extension), row.id) != row.id]
    first = [row for row in holders if row.extension not in last]
    if moved or first:
        with writing():
            for row in moved:
                turn(str(row.extension), row.id, by=BY, now=now)
            for row in first:  # who has it first keeps the password that was printed for him
                TelephoneTurn.create(extension=row.extension, turn=0, person=row.id, at=now, by=BY)
    return len(moved)


def refresh(file: Path, render: Callable[[dict[str, int]], str], now: dt.datetime) -> bool:
    """Write `file` anew if the telephones have changed; `render` makes its text from their extensions and how often
    the password of each was changed.

    Does nothing if no FreeSWITCH of ours uses such a file. True: the file was written and announced.
    """
    if not file.exists():
        return False
    text = render(roster.turns())
    if text == file.read_text(encoding="utf-8"):
        return False
    beside = file.with_suffix(".new")
    beside.touch(mode=0o640)
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
    with writing():
        announce(TOPIC, at=now)
    log.info("telephones_written", file=str(file))
    return True
