"""A day of an agent as a band of 24 hours: ready, offered, talking, in wrap-up, away and why; its sums and spans."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from admin_web import filters, series_charts
from admin_web.access import needs, now, reader
from admin_web.series_charts import Stretch
from hotline.clock import day_bounds, local_day
from hotline.people.reads.scope import Scope
from hotline.people.rules.permissions import Permission
from hotline.reports.reads import agent_day, own_drafts
from hotline.reports.reads.agent_day import SHOWN, StateSpan
from hotline.reports.reads.drill import FigurePart
from hotline.reports.reads.row_sets import may_read
from hotline.reports.rules.figures import RowSet
from hotline.words import Dimension, PeriodKind, Presence, Reason

from .question import day_of, left_out

blueprint = Blueprint("agent_day", __name__, template_folder="templates")
PATTERNS = {  # solid, hatched, dotted, bare, lined: see admin_web/series_charts.py
    Presence.TALKING: 0, Presence.WRAP_UP: 1, Presence.OFFERED: 2, Presence.READY: 3, Presence.AWAY: 4,
}  # fmt: skip
FIGURE_OF = {
    Presence.READY: "time_ready", Presence.TALKING: "time_talking", Presence.WRAP_UP: "time_wrap_up",
    Presence.AWAY: "time_away",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StateSum:
    """How long a state lasted; of Away for each reason. `href`: the rows of the figure that counts the state."""

    state: Presence
    reason: Reason | None
    seconds: float
    href: str


@blueprint.get("/figures/agent-day")
@needs(Permission.SEE_FIGURES, Permission.SEE_OWN_CALLS)
def page() -> str:
    """Without an agent: the form alone. Who sees no figures of others sees his own day, and only his own."""
    others = reader().may(Permission.SEE_FIGURES) and may_read(RowSet.SPANS, reader().tickets)
    if not others and not reader().may(Permission.SEE_OWN_CALLS):
        abort(404)
    wrong: list[str] = []
    today = local_day(now())
    day = day_of(request.args.get("day", ""), today, wrong)
    own = {str(reader().id): reader().person.name}
    agents = dict(own_drafts.filters_of(reader().id).get(Dimension.AGENT, ())) if others else own
    agent = request.args.get("agent", "" if others else str(reader().id))
    if agent and agent not in agents:
        abort(404)
    scope = reader().tickets if others else Scope(person=reader().id)
    found = agent_day.spans(int(agent), day, scope, now()) if agent else ()
    return render_template(
        "figures/agent_day.html", agents=agents, agent=agent, day=day, wrong=left_out(wrong), spans=found,
        others=others, sums=_sums(found, agent, day, linked=others), band=_band(found, agents.get(agent, ""), day),
        before=day - dt.timedelta(days=1), after=day + dt.timedelta(days=1) if day < today else None,
    )  # fmt: skip


def _sums(found: Sequence[StateSpan], agent: str, day: dt.date, *, linked: bool) -> list[StateSum]:
    asks = {"span": PeriodKind.DAY.value, "day": day.isoformat(), "agent": agent, "part": FigurePart.COUNTED.value}
    return [
        StateSum(
            state, reason, seconds,
            url_for("figures.rows", figure=FIGURE_OF[state], **asks) if linked and state in FIGURE_OF else "",  # type: ignore[arg-type]
        )
        for (state, reason), seconds in agent_day.lasted(found).items()
    ]  # fmt: skip


def _band(found: Sequence[StateSpan], name: str, day: dt.date) -> Markup | None:
    begin, end = day_bounds(day)
    whole = (end - begin).total_seconds()
    drawn = [
        Stretch(
            (one.begins - begin).total_seconds() / whole, (one.ends - begin).total_seconds() / whole,
            PATTERNS[one.state], _told(one),
        )
        for one in found if one.state in PATTERNS
    ]  # fmt: skip
    if not drawn:
        return None
    ordered = sorted(SHOWN, key=lambda state: PATTERNS[state])
    return series_charts.day_band(
        f"{name} {day}", drawn, [filters.label(state) for state in ordered],
        said=str(_("States of a day by the hour. The table under the chart has the same spans.")),
    )  # fmt: skip


def _told(one: StateSpan) -> str:
    why = f" ({filters.label(one.reason)})" if one.state is Presence.AWAY and one.reason is not None else ""
    ends = filters.hour(one.ends)
    return f"{filters.hour(one.begins)} – {ends}: {filters.label(one.state)}{why}, {filters.lasting(one.seconds)}"
