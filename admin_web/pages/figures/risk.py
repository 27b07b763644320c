"""The risk view: tickets over the years, what rises, matters of many persons, persons with many tickets, disputes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from markupsafe import Markup

from admin_web import charts
from admin_web.access import needs, now, reader
from hotline.clock import local_day
from hotline.people.rules.permissions import Permission
from hotline.reports.reads import drill, figures, reports, rising
from hotline.reports.reads.drill import FigurePart
from hotline.reports.reads.rising import OPENED, RiseHit
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.reads.summing import Where
from hotline.reports.rules import findings
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period, period_of
from hotline.reports.rules.rising import USUAL_CHANCE, USUAL_LEAST, earlier, last_whole
from hotline.words import Dimension, PeriodKind

from . import said
from .cells import headings, lines_of
from .hanging import hanging
from .question import Question, day_of, left_out, whole

blueprint = Blueprint("risk", __name__, template_folder="templates")
CHANCES = ("5", "1", "0.5", "0.1")  # per cent
KINDS = (PeriodKind.WEEK, PeriodKind.MONTH)
TREND_MONTHS = 36
GRAVE = tuple(FIGURES[name] for name in findings.GRAVE)


@dataclass(frozen=True, slots=True)
class RiskQuestion:
    """`chance`: in per cent, how often what is steady may be shown all the same. `least`: fewer tickets never rise.
    `many`: persons of a matter, and tickets of a person. `wrong`: what could not be read, as a sentence."""

    period: Period
    chance: str
    least: int
    many: int
    wrong: str = ""

    def fields(self, period: Period | None = None) -> dict[str, str]:
        of = period or self.period
        return {
            "span": of.kind.value, "day": of.first.isoformat(), "chance": self.chance, "least": str(self.least),
            "many": str(self.many),
        }  # fmt: skip


@blueprint.get("/figures/risk")
@needs(Permission.SEE_FIGURES)
def page() -> str:
    """What is more than usual in a week or a month."""
    asks = _read(request.args)
    asked = _asked(asks.period)
    found = rising.rising(asked, chance=float(asks.chance) / 100, least=asks.least)
    matters = rising.matters(asked, least=asks.many)
    callers = _repeaters(asked, asks)
    hits = [*found.hits, *(hit for _period, ones in found.past for hit in ones)]
    keys: dict[Dimension, set[str]] = {by: {hit.key for hit in hits if hit.by is by} for by in rising.OVER}
    keys[Dimension.TOPIC] |= {one.topic for one in matters}
    keys[Dimension.PLACE] |= {one.place for one in matters}
    trend = rising.trend(asked, TREND_MONTHS)
    grave = figures.read(GRAVE, asked)[0].values
    return render_template(
        "figures/risk.html", asks=asks, rising=found, matters=matters, said=said, trend=trend, chart=_chart(trend),
        names={by: said.names(by, sorted(found_keys)) for by, found_keys in keys.items()}, kinds=KINDS,
        repeaters=callers, chances=CHANCES, topic=Dimension.TOPIC, place=Dimension.PLACE,
        grave=[
            (one.id, said.text(one.label), grave[one.id].tally.counted, _rows_of(asks.period, {}, one.id))
            for one in GRAVE
        ],
        rows_of=_rows_of, rows_of_month=_rows_of_month, opened=OPENED, rows_of_hit=_rows_of_hit,
        following=_following(asks.period), previous=earlier(asks.period, 1)[0],
        hanging=hanging(reader(), now(), found, matters, callers), gaps=rising.gaps(asked),
        brief=reports.newest(asks.period.kind, asks.period.first, reader().site),
        by_chance=f"{found.looked_at * float(asks.chance) / 100:.1f}",
    )  # fmt: skip


@blueprint.get("/figures/risk/callers/<path:number>")
@needs(Permission.SEE_FIGURES)
def caller(number: str) -> str:
    """The tickets in the period of who brought this ticket. The address names the ticket, never the telephone."""
    asks = _read(request.args)
    asked = _asked(asks.period)
    wanted = rising.of_same_caller(number, asked) if _sees_callers() else None
    if wanted is None:
        abort(404)
    listed = drill.page(OPENED.rows, wanted, asked, where={}, after=request.args.get("after", ""))
    return render_template(
        "figures/caller.html", asks=asks, listed=listed, headings=headings(OPENED.rows),
        count=drill.count(OPENED.rows, wanted, asked, where={}), kept={"number": number, **asks.fields()},
        lines=lines_of(OPENED.rows, listed.rows),
    )  # fmt: skip


def _asked(period: Period) -> FigureScope:
    return FigureScope(period, reader().tickets, now())


def _sees_callers() -> bool:
    """Units are told no caller's number."""
    return reader().tickets.units is None


def _repeaters(asked: FigureScope, asks: RiskQuestion) -> Sequence[rising.Repeater] | None:
    return rising.repeaters(asked, least=asks.many) if _sees_callers() else None


def _read(typed: Mapping[str, str]) -> RiskQuestion:
    """The question of an address; without a day it is about the last week or month that is over."""
    wrong: list[str] = []
    span, chance, today = typed.get("span", ""), typed.get("chance", ""), local_day(now())
    kind = PeriodKind(span) if span in KINDS else PeriodKind.WEEK
    wrong += [span] if span and span not in KINDS else []
    wrong += [chance] if chance and chance not in CHANCES else []
    day = day_of(typed.get("day", ""), last_whole(kind, today).first, wrong)
    least, many = (whole(typed, name, 2, 10_000, wrong) for name in ("least", "many"))
    return RiskQuestion(
        period_of(kind, day), chance if chance in CHANCES else USUAL_CHANCE, least or USUAL_LEAST, many or USUAL_LEAST,
        left_out(wrong),
    )  # fmt: skip


def _following(period: Period) -> Period | None:
    after = period_of(period.kind, period.last + dt.timedelta(days=1))
    return after if after.first <= local_day(now()) else None


# ---- what is shown


def _chart(trend: Sequence[tuple[str, int, int | None]]) -> Markup | None:
    top = max((max(count, then or 0) for _key, count, then in trend), default=0)
    if not top:
        return None
    given = [
        charts.Bar(key[2:], f"{count}", count / top, _rows_of_month(key), beside=None if then is None else then / top)
        for key, count, then in trend
    ]
    return charts.columns(said.text(OPENED.label), given)


def _rows_of_month(key: str) -> str:
    return _rows_of(period_of(PeriodKind.MONTH, dt.date.fromisoformat(f"{key}-01")), {}, OPENED.id)


def _rows_of_hit(hit: RiseHit) -> str:
    return _rows_of(hit.period, {hit.by: hit.key}, OPENED.id)


def _rows_of(period: Period, where: Where, figure: str = OPENED.id) -> str:
    fields: dict[str, Any] = {"part": FigurePart.COUNTED.value, **Question(period, None, where).fields()}
    return url_for("figures.rows", figure=figure, **fields)
