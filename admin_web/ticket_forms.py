"""The form of each act on a ticket: its fields, and how a sent form becomes a request; pages are drawn from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from hotline.ports import Refused
from hotline.settings import secret
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.limits import DAY
from hotline.tickets.rules.payloads import Correction, Grounded, PartMeant, Payload
from hotline.tickets.rules.tickets import PARTIES_SHOWN, as_number
from hotline.values.identity import identity_key, identity_number
from hotline.values.privacy import clean
from hotline.words import TicketEvent, Way

from .access import settings

E = TicketEvent
MOST_UNITS = 20
CORRECTED = (
    "subject", "matter", "kind", "topic", "place", "caller_number", "caller_name", "case_number", "address", "channel",
    "profile",
)  # fmt: skip
CORRECTED_TICKS = ("urgent", "hides_name")


@dataclass(frozen=True, slots=True)
class Form:
    """`fields` in their order: text (required), correction (all fields of the registration), remark (optional), unit,
    suggested, others, way, workdays, person, parent, ground, rating. `tone`: the look of the button."""

    fields: tuple[str, ...] = ()
    tone: str = ""


FORMS: Mapping[TicketEvent, Form] = {
    E.ACCEPT: Form((), "ready"),
    E.DISPATCH: Form(("way", "unit", "others", "remark"), "main"),
    E.ANSWER: Form(("text",)),
    E.REFUSE: Form(("ground", "text"), "stop"),
    E.TAKE: Form((), "main"),
    E.REPLY: Form(("text",), "main"),
    E.UNIT_APPROVE: Form(("remark",), "main"),
    E.UNIT_SEND_BACK: Form(("text",), "stop"),
    E.APPROVE: Form(("remark",), "main"),
    E.SEND_BACK: Form(("text",), "stop"),
    E.APPROVE_RETURN: Form(("remark",), "main"),
    E.REFUSE_RETURN: Form(("text",), "stop"),
    E.APPROVE_EXTENSION: Form(("remark",), "main"),
    E.REFUSE_EXTENSION: Form(("text",), "stop"),
    E.UPHOLD: Form(("text",), "main"),
    E.OVERTURN: Form(("text",), "stop"),
    E.REDIRECT_REVIEW: Form(("unit", "text")),
    E.ASSIGN: Form(("person",)),
    E.ADD_SHARE: Form(("unit", "remark")),
    E.ASK_EXTENSION: Form(("workdays", "text")),
    E.ASK_RETURN: Form(("text", "suggested"), "stop"),
    E.PAUSE: Form(("text",)),
    E.RESUME: Form(("remark",), "ready"),
    E.URGE: Form(("remark",)),
    E.SUPERVISE: Form(("text",)),
    E.INSTRUCT: Form(("text",)),
    E.NOTE: Form(("text",)),
    E.CORRECT: Form(("correction", "text")),
    E.MERGE: Form(("parent", "remark")),
    E.UNMERGE: Form(("text",)),
    E.REOPEN: Form(("text",)),
    E.ASK_REVIEW: Form(("text",)),
    E.ASK_REREVIEW: Form(("text",)),
    E.WITHDRAW: Form(("text",), "stop"),
}
# acts on a part of the ticket: their buttons are shown beside that part
PARTS: Mapping[TicketEvent, Form] = {
    E.TAKE_SHARE: Form(()),
    E.REPLY_SHARE: Form(("text",), "main"),
    E.DROP_SHARE: Form(("text",), "stop"),
    E.ANSWER_SUPERVISION: Form(("text",), "main"),
    E.RATE_SUPERVISION: Form(("rating", "remark")),
}

VERBS: Mapping[TicketEvent, str] = {  # labels of buttons; the history shows the event's own label
    E.ACCEPT: _l("Accept"),
    E.DISPATCH: _l("Dispatch"),
    E.ANSWER: _l("Answer directly"),
    E.REFUSE: _l("Do not accept"),
    E.TAKE: _l("Take it"),
    E.REPLY: _lp("button", "Write the answer"),
    E.UNIT_APPROVE: _l("Pass the answer"),
    E.UNIT_SEND_BACK: _l("Send it back"),
    E.APPROVE: _l("Pass it"),
    E.SEND_BACK: _l("Send it back to the unit"),
    E.APPROVE_RETURN: _l("Approve the return"),
    E.REFUSE_RETURN: _l("Refuse the return"),
    E.APPROVE_EXTENSION: _l("Approve the extension"),
    E.REFUSE_EXTENSION: _l("Refuse the extension"),
    E.UPHOLD: _l("Uphold"),
    E.OVERTURN: _l("Overturn"),
    E.REDIRECT_REVIEW: _l("Give the review to another unit"),
    E.ASSIGN: _l("Name the handler"),
    E.ADD_SHARE: _l("Add a co-handler"),
    E.ASK_EXTENSION: _l("Ask for an extension"),
    E.ASK_RETURN: _l("Ask to return it"),
    E.PAUSE: _l("Pause the clock"),
    E.RESUME: _l("Let the clock go on"),
    E.URGE: _l("Urge"),
    E.SUPERVISE: _l("Supervise"),
    E.INSTRUCT: _l("Give an instruction"),
    E.NOTE: _l("Write a note"),
    E.CORRECT: _l("Correct the registration"),
    E.MERGE: _l("Merge"),
    E.UNMERGE: _l("Take out of the merger"),
    E.REOPEN: _l("Reopen"),
    E.ASK_REVIEW: _l("Ask for a review"),
    E.ASK_REREVIEW: _l("Ask for a second review"),
    E.WITHDRAW: _l("Withdraw"),
    E.TAKE_SHARE: _l("Take our part"),
    E.REPLY_SHARE: _l("Answer our part"),
    E.DROP_SHARE: _l("Release it"),
    E.ANSWER_SUPERVISION: _l("Answer it"),
    E.RATE_SUPERVISION: _l("Rate it"),
}


_SIGNS: Mapping[TicketEvent, str] = {
    E.DISPATCH: "2", E.ANSWER: "3", E.REFUSE: "4", E.TAKE: "5", E.REPLY: "6", E.UNIT_APPROVE: "7", E.APPROVE: "8",
    E.ACCEPT: "9", E.UNIT_SEND_BACK: "K", E.SEND_BACK: "B", E.APPROVE_RETURN: "I", E.APPROVE_EXTENSION: "L",
    E.ASK_EXTENSION: "X", E.ASK_RETURN: "Y", E.PAUSE: "Z", E.RESUME: "V", E.URGE: "U", E.SUPERVISE: "S", E.NOTE: "N",
    E.CORRECT: "R", E.MERGE: "G", E.INSTRUCT: "C",
}  # fmt: skip
KEYS: Mapping[TicketEvent, str] = {event: f"Alt+{sign}" for event, sign in _SIGNS.items()}
"""The key of an act, the same whatever else is offered; 1 and the letters of the call bar are left to the telephone."""


def transition(event: str, typed: Mapping[str, str], others: list[str]) -> TransitionRequest:
    """The request of a sent form. Raises Refused if it is not one of our forms."""
    if event not in set(TicketEvent) or TicketEvent(event) not in {*FORMS, *PARTS}:
        raise Refused("This form is broken: load the page again")
    what = TicketEvent(event)
    way = typed.get("way", "")
    if way and way not in set(Way):
        raise Refused("Choose a way of handling")
    if len(others) > MOST_UNITS:
        raise Refused("At most %(most)s co-handlers", most=MOST_UNITS)
    chosen = tuple(unit for unit in (whole(other) for other in others) if unit is not None)
    return TransitionRequest(
        what,
        text=typed.get("text", ""),
        unit=whole(typed.get("unit", "")),
        others=chosen if way in ("", Way.JOINT) else (),
        way=Way(way) if way else None,
        half_days=(whole(typed.get("workdays", "")) or 0) * DAY,
        person=whole(typed.get("person", "")),
        parent=as_number(clean(typed.get("parent", ""), 200)),
        rating=whole(typed.get("rating", "")),
        payload=_payload(what, typed),
    )


def _payload(what: TicketEvent, typed: Mapping[str, str]) -> Payload | None:
    if what is E.REFUSE:
        return Grounded(clean(typed.get("ground", ""), 32))
    if what is E.CORRECT:
        ticked = {name: typed.get(name, "") for name in CORRECTED_TICKS if f"{name}_shown" in typed}
        values = {name: typed[name] for name in CORRECTED if name in typed and not _kept(name, typed)} | ticked
        named = {"text" if name == "matter" else name: value for name, value in values.items()}
        return Correction((*named.items(), *_identity(typed.get("identity", ""))), _parties(typed))
    return PartMeant(whole(typed.get("ref", ""))) if what in PARTS else None


def _parties(typed: Mapping[str, str]) -> tuple[tuple[str, str | None, str], ...] | None:
    """The rows of parties as typed; a number that its reader may not see and left empty is None."""
    if "parties_shown" not in typed:
        return None
    rows = ((f"party_name_{n}", f"party_number_{n}", f"party_as_{n}") for n in range(PARTIES_SHOWN))
    return tuple(
        (typed.get(name, ""), None if f"{number}_kept" in typed and not typed.get(number, "").strip()
         else typed.get(number, ""), typed.get(role, ""))
        for name, number, role in rows
    )  # fmt: skip


def _identity(typed: str) -> Iterator[tuple[str, str]]:
    """What is kept of an identity number, as the registration keeps it; nothing of an empty field."""
    if typed.strip():
        number = identity_number(typed)
        yield "identity_hash", identity_key(secret(settings().data, "identity"), number)
        yield "identity_tail", number[-4:]


def _kept(name: str, typed: Mapping[str, str]) -> bool:
    """Whether a field that its reader may not see was left empty: it stays as it is."""
    return f"{name}_kept" in typed and not typed[name].strip()


def whole(value: str) -> int | None:
    """A number from a form's field, such as a row's id; None if it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
