"""Silent callers, for the controller: the limits, and who was silent lately."""

import datetime as dt

from hotline.calls.rows import Call
from hotline.people.reads.parameters import parameter
from hotline.words import Outcome

ROWS_MOST = 20_000


def limits() -> tuple[int, float]:
    """How many silent calls make a number suspected, and within how many seconds."""
    return parameter("silent.calls"), parameter("silent.minutes") * 60.0


def lately(since: dt.datetime) -> list[tuple[str, float, bool]]:
    """Calls since then that were silent or talked, in order: number, when it ended (seconds since 1970), talked."""
    query = (
        Call.select(Call.number, Call.ended_at, Call.outcome)
        .where(
            Call.ended_at > since, Call.direction == "in", Call.number != "",
            Call.outcome.in_([Outcome.SILENT.value, Outcome.TALKED.value]),
        )
        .order_by(Call.ended_at)
        .limit(ROWS_MOST)
    )  # fmt: skip
    return [(row.number, row.ended_at.timestamp(), row.outcome == Outcome.TALKED) for row in list(query)]
