"""The text of a call's fact for people, shown after the label of its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from admin_web import filters
from admin_web.flow_names import title_of_flow, words_of_path
from hotline.calls.reads.calls import CallLine, Moment
from hotline.words import (
    Ender,
    Fact,
    OfferResult,
    Outcome,
    Party,
    QueueEnd,
    RecordingKind,
    RecordingTrouble,
    Script,
    Trouble,
    WatchMode,
    Whom,
    Word,
)

Data = dict[str, Any]
SHORT = 6  # longest extension; longer numbers belong to outsiders
PEOPLE = ("agent", "person", "to")


@dataclass(frozen=True, slots=True)
class Names:
    """Names of people by id, of lines by code, and who was at the other end of each leg."""

    people: dict[int, str]
    lines: dict[str, str]
    legs: dict[str, str]

    def of(self, person: object) -> str:
        return self.people.get(person, "") if isinstance(person, int) else ""


def names(moments: list[Moment], people: dict[int, str], lines: dict[str, str]) -> Names:
    known = Names(people, lines, {})
    legs = {str(m.data.get("leg", "")): _party(m.data, known) for m in moments if m.kind is Fact.LEG}
    return Names(people, lines, legs)


def people_in(moments: list[Moment]) -> set[int]:
    """The people whom the facts name by their id."""
    return {m.data[key] for m in moments for key in PEOPLE if isinstance(m.data.get(key), int)}


def tell(moment: Moment, call: CallLine, known: Names) -> str:
    """Further text on a fact, "" for none."""
    data = moment.data
    who = known.of(data.get("agent"))
    match moment.kind:
        case Fact.QUEUED | Fact.CALL_BACK:
            line = str(data.get("line") or "")
            return f"{dialled(str(data.get('number', '')))} {known.lines.get(line, line)}".strip()
        case Fact.NODE | Fact.SERVED:
            return words_of_path([str(data.get("node", ""))], call.flow)
        case Fact.OFFERED:
            return f"{who} · {_word(Whom, data.get('whom'))}"
        case Fact.OFFER_ENDED:
            return f"{who} · {_word(OfferResult, data.get('result'))}"
        case Fact.LEG | Fact.LEG_ANSWERED | Fact.LEG_ENDED:
            words = (known.legs.get(str(data.get("leg", "")), ""), _word(OfferResult, data.get("result")))
            return " · ".join(word for word in words if word)
        case Fact.TRANSFERRED:
            to = known.of(data.get("to")) or data.get("name") or dialled(str(data.get("dialled") or ""))
            return f"{known.of(data.get('by')) or who} → {to}"
        case Fact.WATCHED:
            return f"{known.of(data.get('person'))} · {_word(WatchMode, data.get('mode'))}"
        case _:
            return _PLAIN[moment.kind](data) if moment.kind in _PLAIN else who


def dialled(number: str) -> str:
    """The dialled number: an extension unmasked, other numbers as this reader may see them."""
    return number if len(number) <= SHORT else filters.number(number)


def why_failed(error: str) -> str:
    """Why a recording failed, in the reader's language if it is one of our codes."""
    return _word(RecordingTrouble, error) or _("no reason is known")


def _party(data: Data, known: Names) -> str:
    """Who is at the other end of a leg."""
    party, name = _word(Party, data.get("party")), known.of(data.get("person")) or str(data.get("name") or "")
    return " ".join(word for word in (party, name, dialled(str(data.get("dialled") or ""))) if word)


def _trouble(data: Data) -> str:
    return f"{_word(Trouble, data.get('what'))} {data.get('detail', '')}".strip()


def _word(kind: type[Word], code: object) -> str:
    """The label of a code; an unknown code is shown as stored."""
    return filters.label(kind(str(code))) if code in set(kind) else str(code or "")


def _ended(data: Data) -> str:
    by = _("ended by: %(who)s", who=_word(Ender, data.get("by")))
    return f"{_word(Outcome, data.get('outcome'))} · {by}"


def _survey(data: Data) -> str:
    """The score, or yes and no to a question of a follow-up."""
    questions = {
        "handled": _("Was it dealt with?"), "solved": _("Is it solved?"), "again": _("To be handled again?"),
    }  # fmt: skip
    question = questions.get(str(data.get("asks", "")))
    if question is None:
        return str(_("%(score)s of 5", score=data.get("score", "")))
    return f"{question} {_('Yes') if int(data.get('score', 0)) >= 3 else _('No')}"


def _place(data: Data) -> str:
    seconds = data.get("seconds")
    return f"{data.get('position', '')}" + (f" · {filters.lasting(seconds)}" if seconds is not None else "")


def _flow(data: Data) -> str:
    return f"{_word(Trouble, title_of_flow(str(data.get('flow', ''))))} {data.get('version', '')}".strip()


def _suspected(data: Data) -> str:
    if data.get("alike"):
        return str(_("%(count)s silent calls of this number and those next to it", count=data.get("calls", 0)))
    return str(_("%(count)s silent calls of this number", count=data.get("calls", 0)))


_PLAIN: dict[Fact, Callable[[Data], str]] = {
    Fact.ARRIVED: lambda data: dialled(str(data.get("dialled", ""))),
    Fact.KEY: lambda data: str(data.get("key", "")),
    Fact.FLOW: _flow,
    Fact.STEP: lambda data: _word(Whom, data.get("whom")),
    Fact.TROUBLE: _trouble,
    Fact.QUEUE_OVER: lambda data: _word(QueueEnd, data.get("why")),
    Fact.PLACE: _place,
    Fact.SUSPECTED: _suspected,
    Fact.TESTED: lambda data: _("a voice") if data.get("voice") else _("no voice"),
    Fact.SCRIPT: lambda data: _word(Script, data.get("script")),
    Fact.FOUND: lambda data: f"{data.get('what', '')} {data.get('why') or ''}".strip(),
    Fact.SURVEY: _survey,
    Fact.MESSAGE: lambda data: filters.lasting(data.get("seconds")),
    Fact.RECORDING: lambda data: _word(RecordingKind, data.get("kind")),
    Fact.RECORDED: lambda data: filters.lasting(data.get("seconds")),
    Fact.ENDED: _ended,
}
