"""Supervisors on an agent's call: listen, whisper, barge in, take over. Each is an order for the supervisor's own
telephone, and is written to the audit log before it rings; the answer is added to it."""

import datetime as dt
from collections.abc import Callable

from hotline.calls.orders.place import place
from hotline.calls.rows import AgentState
from hotline.calls.rules.order_kinds import Command, TakeOver, Watch, WatchAs
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction, Presence, WatchMode

_ACTS: dict[str, Callable[[int], Command]] = {
    "watch": Watch,
    WatchMode.LISTEN: lambda agent: WatchAs(agent, WatchMode.LISTEN),
    WatchMode.WHISPER: lambda agent: WatchAs(agent, WatchMode.WHISPER),
    WatchMode.BARGE: lambda agent: WatchAs(agent, WatchMode.BARGE),
    "stop": lambda agent: WatchAs(agent, ""),
    "take_over": TakeOver,
}


def watch(
    agent: int, act: str, *, supervisor: int, site: int | None, by: str, now: dt.datetime, client_ip: str
) -> int:  # fmt: skip
    """`watch` rings the supervisor, who hears the agent's call; `listen`, `whisper`, `barge` change the mode, `stop`
    ends it; `take_over` gives him the caller. `site` None: agents of any site. Returns the order's id."""
    if act not in _ACTS:
        raise Refused("There is no such order")
    with writing():
        _may_watch(supervisor)
        call = _talk_of(agent, supervisor, site)
        deed = AuditAction.TAKE_OVER if act == "take_over" else AuditAction.WATCH
        order = place(_ACTS[act](agent), person=supervisor, by=by, now=now)
        audit.asked(deed, f"person:{agent}", order, by=by, now=now, client_ip=client_ip, call=call, how=act)
        return order


def _may_watch(supervisor: int) -> None:
    me = Person.get_by_id(supervisor)
    if not may(me.roles, Permission.WATCH_CALLS):
        raise Refused("You may not listen to calls")
    if not me.extension:
        raise Refused("You have no telephone. Ask the administrator for one.")


def _talk_of(agent: int, supervisor: int, site: int | None) -> str:
    """The current conversation of an agent of this site."""
    if agent == supervisor:
        raise Refused("This is your own call")
    row = Person.get_or_none(Person.id == agent)
    if row is None or not row.active:
        raise Refused("Choose an agent")
    if site is not None and row.site_id != site:
        raise Refused("This agent belongs to another site")
    stands = AgentState.get_or_none(AgentState.person == agent)
    if stands is None or stands.state != Presence.TALKING or not stands.call:
        raise Refused("This agent has no call")
    return str(stands.call)
