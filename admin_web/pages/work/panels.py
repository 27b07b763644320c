"""The panels of the work page: which tickets wait for each role, in the order in which they are shown."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from admin_web.access import Reader
from hotline.people.rules.permissions import Permission
from hotline.tickets.reads import reviews, units
from hotline.tickets.reads.inbox import InboxFilter
from hotline.tickets.rules.life import IN_UNIT, OPEN_STATES
from hotline.words import Light, TicketEvent, TicketState, UnitKind

S, E = TicketState, TicketEvent


@dataclass(frozen=True, slots=True)
class Panel:
    """`bulk`: the acts that may be done to many tickets at once; those with a text get one text for all."""

    code: str
    title: str
    wanted: InboxFilter
    bulk: tuple[TicketEvent, ...] = ()


def panels(reader: Reader) -> list[Panel]:
    """The panels for all permissions of this person, each once."""
    mine = units.of_person(reader.id)
    found: dict[str, Panel] = {}
    for act, make in _BY_ACT:
        if reader.may(act):
            for panel in make(reader, mine):
                found.setdefault(panel.code, panel)
    return list(found.values())


def shown_by(panel: Panel, light: str) -> tuple[InboxFilter, str]:
    """What the panel shows, narrowed to a light if the word is one; and that light."""
    if light not in set(Light):
        return panel.wanted, ""
    return replace(panel.wanted, light=Light(light)), light


def _dispatcher(reader: Reader, mine: frozenset[int]) -> list[Panel]:
    stuck = reviews.undecidable(reader.tickets)
    blocked = [Panel("undecidable", _l("Reviews nobody can decide"), InboxFilter(tickets=stuck))] if stuck else []
    return [
        *blocked,
        Panel(
            "accept",
            _l("To accept and dispatch"),
            InboxFilter((S.REGISTERED, S.ACCEPTED)),
            (E.DISPATCH, E.ACCEPT, E.ANSWER),
        ),
        Panel("unit_late", _l("Late in units"), InboxFilter(tuple(IN_UNIT), light=Light.RED), (E.URGE,)),
    ]


def _reviewer(reader: Reader, mine: frozenset[int]) -> list[Panel]:
    return [
        Panel("review", _l("Answers to review"), InboxFilter((S.REVIEWING,)), (E.APPROVE, E.SEND_BACK)),
        Panel("own", _l("Our own answers to pass"), InboxFilter((S.REPLIED,), holders=_hotlines(reader)), (E.APPROVE,)),
        Panel("returns", _l("Returns to decide"), InboxFilter((S.RETURN_ASKED,)), (E.APPROVE_RETURN, E.REFUSE_RETURN)),
        Panel(
            "extensions",
            _l("Extensions to decide"),
            InboxFilter(requests=True),
            (E.APPROVE_EXTENSION, E.REFUSE_EXTENSION),
        ),
    ]


def _hotlines(reader: Reader) -> frozenset[int]:
    """The hotline units, which hold the tickets that the hotline handles itself."""
    return frozenset(unit.id for unit in units.tree(reader.site) if unit.kind is UnitKind.HOTLINE)


def _handler(reader: Reader, mine: frozenset[int]) -> list[Panel]:
    if not mine:
        return []
    here = units.below(mine)
    return [
        Panel("take", _l("To take"), InboxFilter((S.DISPATCHED,), holders=here), (E.TAKE,)),
        Panel("handle", _l("In hand"), InboxFilter((S.HANDLING,), holders=here, handler=reader.id), (E.REPLY,)),
        Panel("shares", _l("Joint handling asked of us"), InboxFilter(shares=here)),
        Panel("supervised", _l("Supervised: to be answered"), InboxFilter(supervised=here)),
    ]


def _unit_reviewer(reader: Reader, mine: frozenset[int]) -> list[Panel]:
    if not mine:
        return []
    here = units.below(mine)
    return [
        Panel(
            "replied",
            _l("Answers of our unit"),
            InboxFilter((S.REPLIED,), holders=here),
            (E.UNIT_APPROVE, E.UNIT_SEND_BACK),
        ),
        Panel("rechecks", _l("Reviews of decisions"), InboxFilter((S.UNDER_REVIEW, S.UNDER_REREVIEW), holders=mine)),
        Panel("unit", _l("All in our unit"), InboxFilter(tuple(IN_UNIT), holders=here)),
    ]


def _supervisor(reader: Reader, mine: frozenset[int]) -> list[Panel]:
    everything = tuple(sorted(OPEN_STATES))
    return [
        Panel("late", _l("Overdue"), InboxFilter(everything, light=Light.RED), (E.URGE,)),
        Panel("soon", _l("Due soon"), InboxFilter(everything, light=Light.YELLOW), (E.URGE,)),
        Panel("urgent", _l("Urgent"), InboxFilter(everything, urgent=True)),
        Panel("all_supervised", _l("Under supervision"), InboxFilter(supervised=frozenset())),
    ]


def _agent(reader: Reader, mine: frozenset[int]) -> list[Panel]:
    return [Panel("open", _l("Open"), InboxFilter(tuple(sorted(OPEN_STATES))))]


_BY_ACT: tuple[tuple[Permission, Callable[[Reader, frozenset[int]], list[Panel]]], ...] = (
    (Permission.DISPATCH, _dispatcher),
    (Permission.REVIEW, _reviewer),
    (Permission.REVIEW_UNIT, _unit_reviewer),
    (Permission.HANDLE, _handler),
    (Permission.SUPERVISE, _supervisor),
    (Permission.SEE_TICKETS, _agent),
)
