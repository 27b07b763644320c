"""Sets agents away who are ready, and whose page is asleep or cut off: a call would ring where nobody sees it."""

import datetime as dt
from typing import Any

from hotline.calls.orders.place import place
from hotline.calls.rows import AgentPage, AgentState, Order
from hotline.calls.rules.order_kinds import SetPresence
from hotline.calls.rules.pages import lost
from hotline.store.database import writing
from hotline.store.rows import Heartbeat
from hotline.words import OrderKind, Part, Presence, Reason

BY = "system"
FRESH = dt.timedelta(seconds=15)  # the web beats every five seconds, a round of the jobs takes two


class PageWatch:
    """Remembers since when pages can be judged: after a pause of the web, the database or the jobs it begins anew."""

    def __init__(self) -> None:
        self._looked: dt.datetime | None = None
        self._since: dt.datetime | None = None

    def look(self, now: dt.datetime, most: dt.timedelta) -> list[int]:
        """Order each ready agent away whose page was not awake for longer than `most`; returns who."""
        unbroken = self._looked is not None and now - self._looked <= FRESH
        self._looked = now
        if self._since is None or not unbroken or not _web_lives(now):
            self._since = now
        since = self._since
        gone = [
            person
            for person, ready, seen in _ready()
            if lost(now, ready_since=ready, seen_at=seen, judged_since=since, most=most)
        ]
        return [person for person in gone if _away(person, now)]


def _web_lives(now: dt.datetime) -> bool:
    beat = Heartbeat.get_or_none(Heartbeat.part == Part.WEB.value)
    return beat is not None and beat.at >= now - FRESH


def _ready() -> list[tuple[int, dt.datetime, dt.datetime]]:
    """The ready agents who had a page and need one: since when he is ready, when it was seen. Who never had one takes
    calls at his telephone alone."""
    rows: Any = (
        AgentState.select(AgentState.person, AgentState.since, AgentPage.seen_at)
        .join(AgentPage, on=(AgentPage.person == AgentState.person))
        .where(AgentState.state == Presence.READY.value, AgentPage.seen_at.is_null(False), ~AgentPage.exempt)
    )
    return [(int(person), since, seen) for person, since, seen in rows.tuples()]


def _away(person: int, now: dt.datetime) -> bool:
    """Place the order, unless one waits already."""
    with writing():
        waits = Order.select().where(
            Order.person == person,
            Order.kind == OrderKind.PRESENCE.value,
            Order.placed_by == BY,
            Order.done_at.is_null(),
        )
        if waits.exists():
            return False
        place(SetPresence(Presence.AWAY, Reason.PAGE_LOST), person=person, by=BY, now=now)
    return True
