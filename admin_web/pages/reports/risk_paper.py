"""A month's risk brief for the page and for its template `risk.docx`: names and sentences in one language."""

from typing import Any

from flask_babel import gettext as _

from admin_web import filters
from admin_web.pages.figures import said
from hotline.reports.reads.reports import ReportView
from hotline.reports.rules.content import figure_of
from hotline.reports.rules.dimensions import NONE
from hotline.values.rates import rounded
from hotline.words import Dimension, FindingKind, TaskState


def fields(view: ReportView, title: str) -> dict[str, Any]:
    """Empty where the report holds no brief."""
    told = view.content.get("risk")
    if told is None:
        return {}
    return {
        "title": title,
        "number": view.number,
        "state": filters.label(view.state),
        "period": f"{view.period.first} – {view.period.last}",
        "made": filters.local(view.made_at, "%Y-%m-%d %H:%M"),
        "trend": [
            {"month": month, "count": count, "year_ago": "–" if then is None else then}
            for month, count, then in told["trend"]
        ],
        "spread": [line for by, given in told["spread"].items() for line in _spread(Dimension(by), given)],
        "rising": [
            {"by": filters.label(Dimension(by)), "name": _name(Dimension(by), *named), "seen": seen,
             "expected": rounded(expected, 1), "limit": rounded(limit, 1)}
            for by, *named, seen, expected, limit, _chance in told["rising"]
        ],
        "matters": [
            {"topic": _name(Dimension.TOPIC, *topic), "place": _name(Dimension.PLACE, *place), "persons": persons,
             "count": count}
            for topic, place, persons, count in told["matters"]
        ],
        "persons": [{"number": number, "count": count} for number, count in told["persons"]],
        "grave": [{"name": _figure(name), "count": count} for name, count in told["grave"]],
        "notes": [
            {"name": _finding(one), "text": f"{text}（{by}）"} for one in told["hung"] for text, by, _at in one["notes"]
        ],
        "tasks": [
            {"name": _finding(one), "text": text, "whom": whom, "due": due, "told": done,
             "state": str(_("overdue")) if overdue else filters.label(TaskState(state))}
            for one in told["hung"] for text, whom, due, state, overdue, done in one["tasks"]
        ],
        "method": _method(told),
    }  # fmt: skip


def _spread(by: Dimension, given: dict[str, Any]) -> list[dict[str, Any]]:
    label = filters.label(by)
    lines = [{"by": label, "name": _name(by, *named), "count": count} for *named, count in given["lines"]]
    others = {"by": label, "name": str(_("all others")), "count": given["others"]}
    return [*lines, others] if given["others"] else lines


def _name(by: Dimension, key: str, zh: str, en: str) -> str:
    """What a part was called when the report was made."""
    own = en if said.is_english() else zh
    return own if own and key != NONE else said.names(by, [key])[key]


def _figure(name: str) -> str:
    figure = figure_of(name)
    return name if figure is None else said.text(figure.label)


def _finding(one: dict[str, Any]) -> str:
    kind = FindingKind(one["kind"])
    if kind is FindingKind.GRAVE:
        return _figure(one["about"])
    parts = [_name(Dimension(by), *named) for by, *named in one["parts"]]
    return f"{filters.label(kind)}：{' · '.join([*parts, one['number']]).strip(' ·')}"


def _method(told: dict[str, Any]) -> str:
    past = sum(count for _first, _last, count in told["past"])
    topic, place, caller = told["gaps"]
    return " ".join([
        str(_(
            "Compared with %(count)s months: the twelve before (without the last), and the same season of up "
            "to three years. Limit: quasi-Poisson, 2/3 power (Farrington 1996), alarms by chance %(chance)s "
            "%%; at least %(least)s tickets. %(looked_at)s were looked at; the same method gave %(past)s "
            "alarms in the 12 months before.",
            count=told["compared"], chance=told["chance"], least=told["least"], looked_at=told["looked_at"],
            past=past,
        )),
        str(_(
            "Many are at least %(least)s. A matter is one subject in one area. Tickets without a subject: "
            "%(topic)s, without an area: %(place)s, without a telephone number: %(caller)s. Confidential "
            "complaints are in none of it.",
            least=told["least"], topic=topic, place=place, caller=caller,
        )),
    ])  # fmt: skip
