"""The set of rows of points of the assessment, for who may read the unit's; those of no ticket too."""

from collections.abc import Sequence

from hotline.people.reads.scope import Scope
from hotline.store.conditions import NOTHING, Condition, among, either, equal, joined, known
from hotline.store.database import Statement
from hotline.tickets.reads.scope import PUBLIC
from hotline.words import ExclusionState

from .sql_parts import OF_TICKET

_GRANTED = (
    'SELECT 1 FROM assessment_exclusion x WHERE x.period_id = a.period_id AND x."key" = a."key" '  # noqa: S608
    f"AND x.state = '{ExclusionState.GRANTED.value}'"
)
_COLUMNS = (
    "a.id AS id, a.at AS at, a.unit_id AS unit, u.site_id AS site, a.event AS point_event, a.kind AS point_kind, "
    "CAST(a.points AS DOUBLE PRECISION) / 100 AS points, p.state AS state, "
    f"CASE WHEN EXISTS ({_GRANTED}) THEN 1 ELSE 0 END AS excluded, "
    f"{OF_TICKET.format(kind='ticket_kind')}"
)
_TABLES = (
    "assessment_point a JOIN unit u ON u.id = a.unit_id JOIN assessment_period p ON p.id = a.period_id "
    "LEFT JOIN ticket t ON t.id = a.ticket_id"
)


def statement(within: Sequence[Condition], scope: Scope) -> Statement:
    """The set as a SELECT, with its values."""
    where, values = joined([*within, either(known("t.id", False), PUBLIC), *_of_units(scope)])
    return f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {where}", values  # noqa: S608 - all of it is ours


def _of_units(scope: Scope) -> list[Condition]:
    if scope.person is not None:
        return [NOTHING]
    if scope.site is not None:
        return [equal("u.site_id", scope.site)]
    return [] if scope.units is None else [among("a.unit_id", scope.units)]
