"""A fact of a call as a clerk would say it; the label of its kind stands before."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from admin_web import filters
from admin_web.flow_names import title_of_flow, words_of_path
from hotline.records.queries.calls import CallLine, Moment
from hotline.words import (
    Ender,
    Fact,
    OfferResult,
    Outcome,
    QueueEnd,
    RecordingKind,
    RecordingTrouble,
    Trouble,
    Whom,
    Word,
)

Data = dict[str, Any]


def tell(moment: Moment, call: CallLine, agents: dict[int, str], lines: dict[str, str]) -> str:
    """What more there is to say of a fact, "" for nothing."""
    data = moment.data
    who = agents.get(data.get("agent", 0), "")
    match moment.kind:
        case Fact.QUEUED:
            return str(lines.get(data.get("line", ""), data.get("line", "")))
        case Fact.NODE | Fact.SERVED:
            return words_of_path([str(data.get("node", ""))], call.flow)
        case Fact.OFFERED:
            return f"{who} · {_word(Whom, data.get('whom'))}"
        case Fact.OFFER_ENDED:
            return f"{who} · {_word(OfferResult, data.get('result'))}"
        case _:
            return _PLAIN[moment.kind](data) if moment.kind in _PLAIN else who


def why_failed(error: str) -> str:
    """Why a recording failed, in the reader's language where it is a word of ours."""
    return _word(RecordingTrouble, error) or _("no reason is known")


def _trouble(data: Data) -> str:
    return f"{_word(Trouble, data.get('what'))} {data.get('detail', '')}".strip()


def _word(kind: type[Word], code: object) -> str:
    """The label of a code; a code that this version does not know is shown as it is."""
    return filters.label(kind(str(code))) if code in set(kind) else str(code or "")


def _ended(data: Data) -> str:
    by = _("ended by: %(who)s", who=_word(Ender, data.get("by")))
    return f"{_word(Outcome, data.get('outcome'))} · {by}"


_PLAIN: dict[Fact, Callable[[Data], str]] = {
    Fact.ARRIVED: lambda data: str(data.get("dialled", "")),
    Fact.KEY: lambda data: str(data.get("key", "")),
    Fact.FLOW: lambda data: _word(Trouble, title_of_flow(str(data.get("flow", "")))),
    Fact.STEP: lambda data: _word(Whom, data.get("whom")),
    Fact.TROUBLE: _trouble,
    Fact.QUEUE_OVER: lambda data: _word(QueueEnd, data.get("why")),
    Fact.MESSAGE: lambda data: filters.lasting(data.get("seconds")),
    Fact.RECORDING: lambda data: _word(RecordingKind, data.get("kind")),
    Fact.RECORDED: lambda data: filters.lasting(data.get("seconds")),
    Fact.ENDED: _ended,
}
