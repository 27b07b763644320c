"""The only writer of facts: to the journal at once, to the database in batches, when it is reachable."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import structlog

from controller.queueing.presence import Changed
from hotline.calls.rows.call_record_writer import CallRecordWriter, PresenceTold
from hotline.calls.rules.call_record import CallFact
from hotline.store.database import DatabaseAway
from hotline.words import Fact

from .journal import Journal

log = structlog.get_logger()
BATCH = 500


class Recorder:
    """`run` marks this controller's changes of presence. `poke` wakes the greenlet that calls `flush`."""

    def __init__(self, journal: Journal, run: str, poke: Callable[[], Any] = lambda: None) -> None:
        self._journal, self._run, self._poke = journal, run, poke
        self._pen = CallRecordWriter()
        self._waiting: list[CallFact | PresenceTold] = []
        self._changes = 0
        self.away_since: float | None = None
        self.journal_trouble = ""

    # ---- taking facts

    def tell(self, fact: CallFact) -> None:
        self._take(fact)

    def book(self, change: Changed) -> None:
        self._changes += 1
        uid = f"{self._run}-{self._changes}"
        self._take(
            PresenceTold(
                uid,
                change.person,
                change.at,
                change.old,
                change.new,
                change.reason,
                change.by,
                change.call,
                change.until,
            )
        )

    def _take(self, line: CallFact | PresenceTold) -> None:
        """A write error of the journal (a full disk) must not end calls: the line still goes to the database."""
        try:
            self._journal.write(_pack(line))
        except OSError as error:
            if not self.journal_trouble:
                log.error("journal_not_written", why=str(error))
            self.journal_trouble = str(error)
        else:
            self.journal_trouble = ""
        self._waiting.append(line)
        self._poke()

    # ---- to the database

    @property
    def backlog(self) -> int:
        return len(self._waiting)

    def flush(self, at: float) -> bool:
        """Write waiting lines to the database. False: it is not reachable; the lines stay in memory and on disk."""
        full = self._journal.full()  # all their lines are waiting or in the database already
        while self._waiting:
            batch = self._waiting[:BATCH]
            try:
                self._write(batch)
            except DatabaseAway as error:
                if self.away_since is None:
                    self.away_since = at
                    log.error("database_away", backlog=len(self._waiting), error=str(error))
                return False
            del self._waiting[: len(batch)]
        if self.away_since is not None:
            log.warning("database_back", seconds=round(at - self.away_since, 1))
            self.away_since = None
        self._journal.drop(full)
        return True

    def replay(self) -> int:
        """Write earlier runs' journal lines to the database; returns their number. Raises DatabaseAway."""
        lines = [line for packed in self._journal.left_behind() if (line := _unpack(packed)) is not None]
        for begin in range(0, len(lines), BATCH):
            self._write(lines[begin : begin + BATCH])
        self._journal.drop_left_behind()
        return len(lines)

    def _write(self, batch: list[CallFact | PresenceTold]) -> None:
        """If the database rejects a batch, write it line by line; a line that fails alone is set aside."""
        told = [line for line in batch if isinstance(line, CallFact)]
        changes = [line for line in batch if isinstance(line, PresenceTold)]
        try:
            self._pen.write(told, changes)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - one bad line must not hold back the others
            if len(batch) > 1:
                for line in batch:
                    self._write([line])
                return
            file = self._journal.set_aside(_pack(batch[0]))
            log.error("line_set_aside", file=str(file), why=f"{type(error).__name__}: {error}")

    def close(self, at: float) -> None:
        self._journal.close(done=self.flush(at))


def _pack(line: CallFact | PresenceTold) -> dict[str, Any]:
    if isinstance(line, PresenceTold):
        return asdict(line) | {"line": "presence"}
    return {"line": "fact", "call": line.call, "seq": line.seq, "at": line.at, "kind": line.kind, "data": line.data}


def _unpack(packed: dict[str, Any]) -> CallFact | PresenceTold | None:
    kind = packed.pop("line", "")
    try:
        if kind == "fact":
            return CallFact(**(packed | {"kind": Fact(packed["kind"])}))
        return PresenceTold(**packed)
    except (TypeError, KeyError, ValueError):
        log.error("journal_line_unreadable", kind=kind)
        return None
