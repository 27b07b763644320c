"""From ticket to ticket along a panel of the work page, so that a list is worked off without going back to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from admin_web import access
from admin_web.access import now, reader
from admin_web.ticket_forms import FORMS
from hotline.tickets.reads import inbox, page
from hotline.tickets.reads.inbox import InboxFilter
from hotline.tickets.verbs.life import actor, offered

from .panels import Panel, panels, shown_by


@dataclass(frozen=True, slots=True)
class Walk:
    """The panel that the reader walks along, and the ticket after the open one ("" at the end)."""

    panel: Panel
    kept: dict[str, Any]
    wanted: InboxFilter
    next: str

    @property
    def onward(self) -> str:
        """The path of the next ticket, or of the list at its end."""
        return url_for("tickets.one", number=self.next, **self.kept) if self.next else url_for("work.page", **self.kept)

    def stays(self, number: str) -> bool:
        """After an act: whether the ticket stays open, because the list holds it still, or because the reader himself
        does the next step (who has taken a ticket answers it)."""
        me = reader()
        if inbox.holds(self.wanted, me.tickets, number, now=now()):
            return True
        row = page.row(number, me.tickets)
        may = offered(row, actor(me.id), now()) if row is not None else frozenset()
        return any(FORMS[event].tone == "main" for event in may if event in FORMS)


def along(asked: Mapping[str, str], row: Any) -> Walk | None:
    """The walk that a ticket's URL names (`panel`, `light`); None if it names none of the reader's panels. `row`: the
    open ticket's row, read before an act moves it."""
    code = asked.get("panel", "")
    panel = next((one for one in panels(reader()) if one.code == code), None) if code else None
    if panel is None:
        return None
    wanted, light = shown_by(panel, asked.get("light", ""))
    found = inbox.after(wanted, reader().tickets, row, now=now())
    return Walk(panel, access.kept({"panel": panel.code, "light": light}), wanted, found)
