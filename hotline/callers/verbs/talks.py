"""An agent's requests with parameters on his call: play a script, consult a third party, transfer."""

import datetime as dt
from collections.abc import Callable

from hotline.callers.rows import Judge
from hotline.callers.rules.contacts import ladder
from hotline.calls.orders.place import place
from hotline.calls.rows import AgentState, FlowVersion, Line
from hotline.calls.rules.dialling import WayOut
from hotline.calls.rules.flow_uses import for_callers
from hotline.calls.rules.order_kinds import Consult, PlayScript, Target, Transfer
from hotline.calls.verbs import dialling
from hotline.calls.verbs.agents import has_telephone
from hotline.people.reads.parameters import parameter
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.values.telephone import telephone
from hotline.words import AuditAction, Party, Presence, Script

from .contacts import may_be_rung, reachable

Targets = tuple[Target, ...]


def play_script(person: int, script: str, *, by: str, now: dt.datetime) -> int:
    """Play a script of the service standard to the caller; the agent is free. Returns the order's id."""
    if script not in set(Script):
        raise Refused("There is no such script")
    with writing():
        has_telephone(person)
        return place(PlayScript(Script(script)), person=person, by=by, now=now)


def consult(person: int, to: str, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Ring somebody while the caller hears music: `person:7`, `number:13800001234`, `judge:3`. Returns the order's id.

    A judge's own telephone is rung first, then his mobile, his chamber and its chief.
    """
    with writing():
        targets = _targets(_CONSULTED, person, to, WayOut.CONSULT, now)
        order = place(Consult(targets), person=person, by=by, now=now)
        _note(targets, order, person, by, now, client_ip)
        return order


def transfer(person: int, to: str, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Transfer without consultation: `person:7`, `line:filing`, `flow:court_12368`, `number:13800001234`. Returns the
    order's id."""
    with writing():
        targets = _targets(_GIVEN_TO, person, to, WayOut.TRANSFER, now)
        order = place(Transfer(targets), person=person, by=by, now=now)
        _note(targets, order, person, by, now, client_ip)
        return order


def _targets(
    kinds: dict[str, Callable[[Person, str], Targets]], person: int, to: str, way: WayOut, now: dt.datetime
) -> Targets:
    """Whom to ring; what leads outside is asked of the dialling policy."""
    who = has_telephone(person)
    kind, _colon, value = to.partition(":")
    if kind not in kinds or not value:
        raise Refused("Choose whom to ring")
    targets = kinds[kind](who, value)
    if targets[0].party is Party.OUTSIDE:
        dialling.allow(targets[0].dialled, way, who, now)
    if kind == "judge":
        return may_be_rung(targets, WayOut.JUDGE, who, now)
    return targets


def _note(targets: Targets, order: int, person: int, by: str, now: dt.datetime, client_ip: str) -> None:
    """An outside telephone that is rung stands in the audit as a call out."""
    dialling.note([one.dialled for one in targets if one.outside], order, person, now)
    if targets[0].party is Party.OUTSIDE:
        last = targets[0].dialled[-4:]
        audit.asked(AuditAction.CALL_OUT, f"number:{last}", order, by=by, now=now, client_ip=client_ip)


def _colleague(who: Person, value: str) -> Targets:
    row = Person.get_or_none(Person.id == _whole(value))
    if row is None or not row.active or not row.extension or not may(row.roles, Permission.USE_DESK):
        raise Refused("There is no such person")
    stands = AgentState.get_or_none(AgentState.person == row.id)
    if row.id == who.id or stands is None or stands.state != Presence.READY:
        raise Refused("This colleague is not free")
    return (Target(agent=int(row.id), name=row.name),)


def _number(who: Person, value: str) -> Targets:
    """An outside number; our own extension means the colleague who has it."""
    read = telephone(value)
    inside = Person.get_or_none(Person.extension == (read.canonical or value.strip()), Person.active)
    if inside is not None:
        return _colleague(who, str(inside.id))
    if not may(who.roles, Permission.CALL_OUT):
        raise Refused("You may not call out")
    return (Target(read.canonical, outside=True, party=Party.OUTSIDE),)


def _judge(who: Person, value: str) -> Targets:
    row = Judge.get_or_none(Judge.id == _whole(value), Judge.active)
    if row is None or not may(who.roles, Permission.CONTACT_JUDGES):
        raise Refused("Choose a judge")
    rings = ladder(reachable(row), rings=parameter("contact.rings"))
    if not rings:
        raise Refused("No telephone of this judge or the chamber is known")
    return tuple(Target(r.dialled, r.outside, r.seconds, r.party, r.name) for r in rings)


def _line(who: Person, value: str) -> Targets:
    row = Line.get_or_none(Line.code == value, Line.active)
    if row is None:
        raise Refused("There is no such line")
    return (Target(line=value, name=row.name),)


def _flow(who: Person, value: str) -> Targets:
    row = FlowVersion.select().where(FlowVersion.name == value).order_by(FlowVersion.id.desc()).first()
    if row is None or not for_callers(value):
        raise Refused("There is no such flow")
    return (Target(flow=value, name=row.title),)


def _whole(value: str) -> int:
    """A row id from a page's text; 0, which no row has, for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


_CONSULTED: dict[str, Callable[[Person, str], Targets]] = {"person": _colleague, "number": _number, "judge": _judge}
_GIVEN_TO: dict[str, Callable[[Person, str], Targets]] = {
    "person": _colleague,
    "number": _number,
    "line": _line,
    "flow": _flow,
}
