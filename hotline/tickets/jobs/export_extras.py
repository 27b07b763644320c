"""What an exported list says of its tickets from other tables: co-handlers, parents, words of follow-ups, in time."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hotline.tickets.rows import FollowUp, Ticket, TicketClock, TicketShare
from hotline.words import ClockKind, Light, ShareState
from hotline.workdays.rules.deadlines import lit


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """For the tickets of a batch, by id: the units of the shares, the parent's number, the citizen's words at the last
    follow-up, whether the last finish clock stopped in time (None: it had no due moment)."""

    now: dt.datetime
    shares: Mapping[int, Sequence[int]] = field(default_factory=dict)
    parents: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    in_time: Mapping[int, bool | None] = field(default_factory=dict)

    def light(self, row: Any) -> Light | None:
        """The light of the clock that is due next; None if none runs."""
        return lit(self.now, yellow_at=row.yellow_at, due_at=row.burns_at) if row.burns_at is not None else None

    def timely(self, row: Any) -> bool | None:
        """Whether it was finished in time; of one that still runs False once it is late, else None."""
        if row.id in self.in_time:
            return self.in_time[row.id]
        late = row.due_at is not None and row.paused_at is None and row.burns_at is not None and row.due_at < self.now
        return False if late else None


def extras_of(rows: Sequence[Any], now: dt.datetime) -> SheetExtras:
    """Read all of it for a batch, one query for each table."""
    ids = [row.id for row in rows]
    return SheetExtras(
        now, _shares(ids), _parents([row.parent for row in rows if row.parent]), _words(ids), _in_time(ids)
    )


def _shares(ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    kept = (TicketShare.ticket << ids) & (TicketShare.state != ShareState.DROPPED.value)
    for row in list(TicketShare.select().where(kept).order_by(TicketShare.id)):
        found.setdefault(row.ticket_id, []).append(row.unit_id)
    return found


def _parents(ids: Collection[int]) -> dict[int, str]:
    query = Ticket.select(Ticket.id, Ticket.number).where(Ticket.id << ids, ~Ticket.confidential)
    return {row.id: row.number for row in list(query)} if ids else {}


def _words(ids: Collection[int]) -> dict[int, str]:
    query = FollowUp.select(FollowUp.ticket, FollowUp.text).where(FollowUp.ticket << ids, FollowUp.text != "")
    return {row.ticket_id: row.text for row in list(query.order_by(FollowUp.round, FollowUp.id))}


def _in_time(ids: Collection[int]) -> dict[int, bool | None]:
    """Of tickets whose last finish clock has stopped."""
    mine = (TicketClock.ticket << ids) & (TicketClock.kind == ClockKind.FINISH.value)
    last = {row.ticket_id: row for row in list(TicketClock.select().where(mine).order_by(TicketClock.id))}
    return {
        ticket: row.stopped_at <= row.due_at if row.due_at is not None else None
        for ticket, row in last.items() if row.stopped_at is not None
    }  # fmt: skip
