"""Values and keys of figures as a reader sees them."""

from collections.abc import Iterable

from flask_babel import pgettext

from admin_web import filters, language
from hotline.reports.reads import keys
from hotline.reports.rules.dimensions import ITSELF, NONE, WEEKDAYS
from hotline.reports.rules.figures import Bilingual, Figure, Measure, ValueUnit
from hotline.values import rates
from hotline.words import Channel, Dimension, PointEvent, Profile, TicketKind, Urgency, Word, WorkingTime

_CODES: dict[Dimension, type[Word]] = {
    Dimension.KIND: TicketKind,
    Dimension.CHANNEL: Channel,
    Dimension.PROFILE: Profile,
    Dimension.URGENT: Urgency,
    Dimension.WORKING: WorkingTime,
    Dimension.POINT_EVENT: PointEvent,
}


def text(given: Bilingual) -> str:
    return given.label(language.short())


def is_english() -> bool:
    return language.short() == "en"


def label(by: Dimension) -> str:
    return filters.label(by)


def value(figure: Figure, number: float | None) -> str:
    """`93.41 %`, `12.3 s`, `1:02:05`, `1,204`; a dash for what has no rows. Whether a limit is met is judged by the
    rate itself: 89.999 % shows as 90.00 % and is under it."""
    if number is None:
        return "–"
    match figure.unit:
        case ValueUnit.SHARE:
            return rates.percent(number)
        case ValueUnit.SECONDS:
            return (
                filters.lasting(number)
                if figure.measure is Measure.SUM
                else str(pgettext("figures", "%(n)s s", n=f"{number:.1f}"))
            )
        case ValueUnit.DAYS:
            return str(pgettext("figures", "%(n)s days", n=f"{number:.1f}"))
        case ValueUnit.POINTS:
            return f"{number:.2f}"
    return f"{number:,.0f}"


def change(figure: Figure, now: float | None, then: float | None) -> str:
    """By how much it went up or down: in percentage points for a share, otherwise in per cent of what it was."""
    if now is None or then is None:
        return "–"
    if figure.unit is ValueUnit.SHARE:
        return str(pgettext("figures", "%(n)s points", n=_signed((now - then) * 100, 2)))
    return "–" if then == 0 else f"{_signed((now - then) / then * 100, 1)}%"


def _signed(value: float, places: int) -> str:
    told = rates.rounded(abs(value), places)
    return f"{'-' if value < 0 else '+'}{told}"


def limit(figure: Figure) -> str:
    if figure.limit is None:
        return ""
    if figure.limit.most is not None:
        sign, bound = ("<" if figure.limit.below else "≤"), figure.limit.most
    else:
        sign, bound = "≥", figure.limit.least or 0.0
    return f"{sign} {value(figure, bound)}"


def names(by: Dimension, found: Iterable[str]) -> dict[str, str]:
    """What the parts of a dimension are called."""
    found = list(found)
    ids = {key.removeprefix(ITSELF) for key in found if key != NONE}
    known = keys.names(by, sorted(ids), english=language.short() == "en")
    return {key: _named(by, key, known) for key in found}


def _named(by: Dimension, key: str, known: dict[str, str]) -> str:
    if key == NONE and by is Dimension.OFFICIAL:
        return str(pgettext("figures", "not mapped"))
    if key == NONE:
        return str(pgettext("figures", "without"))
    if by is Dimension.WEEKDAY:
        return text(WEEKDAYS[int(key) - 1])
    if key.startswith(ITSELF):
        whose = key.removeprefix(ITSELF)
        return str(pgettext("figures", "%(name)s itself", name=known.get(whose, whose)))
    codes = _CODES.get(by)
    if codes is not None:
        return filters.label(codes(key)) if key in set(codes) else key
    return known.get(key, key)
