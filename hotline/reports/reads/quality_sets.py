"""The sets of rows of the quality inspection: first looks that are done, their marks, and the talks that could be
looked at. A blind second look is in none, and nothing that is confidential, or has become so (K8).
"""

from hotline.store.conditions import Condition, equal
from hotline.store.database import Statement
from hotline.words import InspectionEvent, InspectionState

from .figure_scope import FigureScope, at_site, select

_SEALED = 'k.confidential AND (k.number = i.ticket_number OR k."call" = i."call")'
_DONE = (
    f"i.done_at IS NOT NULL AND NOT i.blind AND NOT i.confidential AND i.state <> '{InspectionState.CLOSED.value}' "  # noqa: S608
    f"AND NOT EXISTS (SELECT 1 FROM ticket k WHERE {_SEALED})"
)


def inspections(asked: FigureScope) -> Statement:
    return select(
        "i.id AS id, i.done_at AS at, i.agent_id AS agent, i.site_id AS site, i.line AS line, "
        "i.inspected AS inspected, i.why AS why, i.state AS state, "
        "CAST(i.points AS DOUBLE PRECISION) / 100 AS points, CASE WHEN i.fatal THEN 1 ELSE 0 END AS fatal, "
        f"{_step(InspectionEvent.APPEALED)} AS appealed, {_step(InspectionEvent.UPHELD)} AS upheld, "
        f'{_step(InspectionEvent.DISMISSED)} AS dismissed, i."call" AS call_id',
        "inspection i JOIN person p ON p.id = i.agent_id",
        _looked_at(asked),
    )


def marks(asked: FigureScope) -> Statement:
    """The mark of each item, where it applied: what was reached of it in percent. `item`: form and item."""
    return select(
        "m.id AS id, i.done_at AS at, i.agent_id AS agent, i.site_id AS site, i.line AS line, "
        "i.inspected AS inspected, q.code || '.' || m.item AS item, m.value AS value, "
        "CAST(m.percent AS DOUBLE PRECISION) / 100 AS percent, i.\"call\" AS call_id",
        "inspection_mark m JOIN inspection i ON i.id = m.inspection_id JOIN quality_form q ON q.id = i.form_id "
        "JOIN person p ON p.id = i.agent_id",
        [
            *(asked.within("i.done_at") if asked.ids is None else asked.chosen("m.id")), Condition(_DONE),
            *at_site(asked.scope, "i.agent_id"),
        ],
    )  # fmt: skip


def inspectable(asked: FigureScope) -> Statement:
    """Calls that an agent answered, and whether one was inspected."""
    looked = f"EXISTS (SELECT 1 FROM inspection i WHERE i.inspected = 'call' AND i.ref = c.id AND {_DONE})"  # noqa: S608
    return select(
        "c.id AS id, c.arrived_at AS at, c.profile AS profile, c.line AS line, c.agent_id AS agent, "
        "COALESCE(l.site_id, p.site_id) AS site, l.site_id AS line_site, p.site_id AS person_site, "
        f"c.talk_seconds AS talk_seconds, CASE WHEN {looked} THEN 1 ELSE 0 END AS looked_at, c.id AS call_id",
        '"call" c LEFT JOIN line l ON l.code = c.line JOIN person p ON p.id = c.agent_id',
        [
            *asked.within("c.arrived_at"), equal("c.direction", "in"), Condition("c.talking_at IS NOT NULL"),
            *at_site(asked.scope, "c.agent_id", "l.site_id"),
        ],
    )  # fmt: skip


def _looked_at(asked: FigureScope) -> list[Condition]:
    return [*asked.within("i.done_at"), Condition(_DONE), *at_site(asked.scope, "i.agent_id")]


def _step(event: InspectionEvent) -> str:
    found = f"SELECT 1 FROM inspection_step s WHERE s.inspection_id = i.id AND s.event = '{event.value}'"  # noqa: S608
    return f"CASE WHEN EXISTS ({found}) THEN 1 ELSE 0 END"
