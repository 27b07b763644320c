"""Pieces of SQL that the sets of rows are made of, the same on both databases."""

from hotline.store.changes import is_postgresql


def one_or_none(column: str) -> str:
    return f"CASE WHEN {column} THEN 1 WHEN NOT {column} THEN 0 END"


# what figures are divided by, of the ticket t; `kind`: under which name its kind stands
OF_TICKET = (
    "t.kind AS {kind}, t.topic_id AS topic, t.place_id AS place, t.channel AS channel, t.profile AS profile, "
    f"t.number AS number, {one_or_none('t.urgent')} AS urgent"
)


def seconds_between(first: str, last: str) -> str:
    if is_postgresql():
        return f"CAST(EXTRACT(EPOCH FROM ({last} - {first})) AS DOUBLE PRECISION)"
    return f"round((julianday({last}) - julianday({first})) * 86400.0, 3)"  # it counts days, to some 0.05 ms


def moment_place() -> str:
    """A place for a moment: PostgreSQL does not guess its type everywhere."""
    return "CAST(? AS TIMESTAMPTZ)" if is_postgresql() else "?"
