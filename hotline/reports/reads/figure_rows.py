"""The rows behind a figure of the board: the same calls that the figure counts, as conditions for the list of calls."""

from collections.abc import Callable, Mapping
from typing import Any

from hotline.callers.rows import CallBack, CallBackCall
from hotline.calls.rows import Call
from hotline.reports.rules.standard import BY_MACHINE, GAVE_UP, MISSED, WAIT_LIMIT
from hotline.words import CallBackState, Outcome


def conditions(figure: str) -> list[Any]:
    """The conditions of a figure's rows; [] for no figure of ours: then the list is not narrowed."""
    made = FIGURES.get(figure)
    return [] if made is None else made()


def _entered() -> list[Any]:
    left_out = [Outcome.REFUSED.value, Outcome.UNKNOWN_NUMBER.value]  # as the catalogue leaves them out
    return [Call.direction == "in", Call.outcome.is_null() | Call.outcome.not_in(left_out)]


def _of(*outcomes: Outcome) -> list[Any]:
    return [Call.direction == "in", Call.outcome.in_([outcome.value for outcome in outcomes])]


def _called_back() -> list[Any]:
    reached = (
        CallBackCall.select(CallBackCall.call)
        .join(CallBack, on=(CallBackCall.call_back == CallBack.id))
        .where(CallBack.state == CallBackState.REACHED.value)
    )
    return [*_of(*MISSED), Call.id.in_(reached)]


def _waits() -> list[Any]:
    return [Call.direction == "in", Call.queued_at.is_null(False), Call.wait_seconds <= WAIT_LIMIT]


FIGURES: Mapping[str, Callable[[], list[Any]]] = {
    "entered": _entered,
    "answered": lambda: [*_entered(), Call.talking_at.is_null(False)],
    "abandoned": lambda: _of(*GAVE_UP),
    "by_machine": lambda: _of(*BY_MACHINE),
    "silent": lambda: _of(Outcome.SILENT),
    "called_back": _called_back,
    "waits": _waits,
}
