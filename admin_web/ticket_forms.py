"""What each act on a ticket asks for: the fields of its form, and the wish that they make; pages draw from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.ports import Refused
from hotline.rules.limits import DAY
from hotline.rules.ticket_guards import Wish
from hotline.words import TicketEvent, Way

E = TicketEvent
MOST_UNITS = 20


@dataclass(frozen=True, slots=True)
class Form:
    """`fields` in their order: text (must), remark (may), unit, suggested, others, way, workdays, person, parent,
    ground, rating. `tone`: how the button looks."""

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
    E.MERGE: Form(("parent", "remark")),
    E.UNMERGE: Form(("text",)),
    E.REOPEN: Form(("text",)),
    E.ASK_REVIEW: Form(("text",)),
    E.ASK_REREVIEW: Form(("text",)),
    E.WITHDRAW: Form(("text",), "stop"),
}
# of a part of the ticket: their buttons stand beside it
PARTS: Mapping[TicketEvent, Form] = {
    E.TAKE_SHARE: Form(()),
    E.REPLY_SHARE: Form(("text",), "main"),
    E.DROP_SHARE: Form(("text",), "stop"),
    E.ANSWER_SUPERVISION: Form(("text",), "main"),
    E.RATE_SUPERVISION: Form(("rating", "remark")),
}


def wish(event: str, typed: Mapping[str, str], others: list[str]) -> Wish:
    """What a sent form wants. Raises Refused for what no form of ours sends."""
    if event not in set(TicketEvent) or TicketEvent(event) not in {*FORMS, *PARTS}:
        raise Refused("This form is broken: load the page again")
    what = TicketEvent(event)
    way = typed.get("way", "")
    if way and way not in set(Way):
        raise Refused("Choose a way of handling")
    if len(others) > MOST_UNITS:
        raise Refused("At most %(most)s co-handlers", most=MOST_UNITS)
    chosen = tuple(unit for unit in (whole(other) for other in others) if unit is not None)
    return Wish(
        what,
        text=typed.get("text", ""),
        unit=whole(typed.get("unit", "")),
        others=chosen if way in ("", Way.JOINT) else (),
        way=Way(way) if way else None,
        half_days=(whole(typed.get("workdays", "")) or 0) * DAY,
        person=whole(typed.get("person", "")),
        parent=typed.get("parent", "").strip(),
        ref=whole(typed.get("ref", "")),
        rating=whole(typed.get("rating", "")),
        ground=typed.get("ground", ""),
    )


def whole(value: str) -> int | None:
    """A row's number as a form writes it."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
