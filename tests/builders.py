"""Rows for tests: keyword-only, everything has a value, names what matters to the test."""

import datetime as dt
import itertools
from typing import Any

import argon2

from hotline import rows, sample_units
from hotline.clock import UTC
from hotline.words import CallState, Post, Presence, Profile, Reason, Role, TicketKind, TicketState, UnitKind

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # a Friday, ten in the morning in China
PASSWORD = "a-good-password-1"
_count = itertools.count(1)
_QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # argon2 is slow on purpose
_kept: dict[str, str] = {}


def kept(password: str) -> str:
    """The hash of a password, made once."""
    if password not in _kept:
        _kept[password] = _QUICK.hash(password)
    return _kept[password]


def new_site(*, code: str = "head", name: str = "市中级法院") -> Any:
    return rows.Site.get_or_create(code=code, defaults={"name": name})[0]


def new_person(*, login: str = "", role: Role = Role.AGENT, site: Any = None, **given: Any) -> Any:
    n = next(_count)
    values = {
        "login": login or f"person{n}",
        "name": f"人员{n}",
        "role": role,
        "site": site or new_site(),
        "extension": None,
        "password_hash": kept(PASSWORD),
        "must_change": False,
        "created_at": NOW,
    }
    return rows.Person.create(**values | given)


def new_line(*, code: str = "filing", site: Any = None, **given: Any) -> Any:
    ladder = [{"whom": "A", "seconds": 15}, {"whom": "B", "seconds": 15}, {"whom": "pool", "seconds": 20}]
    values = {"code": code, "name": "立案咨询", "site": site or new_site(), "ladder": ladder}
    return rows.Line.create(**values | given)


def new_call(*, id: str = "", at: dt.datetime = NOW, **given: Any) -> Any:
    n = next(_count)
    values = {
        "id": id or f"call-{n:05d}",
        "profile": Profile.COURT_12368,
        "dialled": "12368",
        "number": "13800001234",
        "name": "张三",
        "state": CallState.ENDED,
        "arrived_at": at,
    }
    return rows.Call.create(**values | given)


def new_ticket(*, opened_by: Any, at: dt.datetime = NOW, **given: Any) -> Any:
    n = next(_count)
    values = {
        "number": f"20261120-01-{n:04d}",
        "kind": TicketKind.CONSULT,
        "state": TicketState.REGISTERED,
        "subject": "咨询立案材料",
        "text": "来电人询问立案需要哪些材料。",
        "caller_number": "13800001234",
        "opened_by": opened_by,
        "site": opened_by.site,
        "opened_at": at,
    }
    return rows.Ticket.create(**values | given)


def stand(
    person: Any, state: Presence, *, at: dt.datetime = NOW, reason: Reason = Reason.BY_HAND, **given: Any
) -> None:
    """Where an agent stands, as the recorder writes it."""
    values = {"state": state, "reason": reason, "since": at, "call": None, "until": None} | given
    rows.AgentState.insert(person=person, **values).on_conflict(
        conflict_target=[rows.AgentState.person], update=values
    ).execute()


def fact(call: Any, seq: int, kind: str, /, *, after: float = 0.0, **data: Any) -> None:
    at = call.arrived_at + dt.timedelta(seconds=after)
    rows.CallEvent.create(call=call.id, seq=seq, at=at, kind=kind, data=data)


def new_units(site: Any = None) -> dict[str, Any]:
    """The desks of a site, a court with two divisions and a department, and the grounds for not accepting."""
    site = site or new_site()
    made = sample_units.sow_desks(site)
    for code, name, kind, parent in (
        ("court", "法院", UnitKind.BRANCH, ""),
        ("civil", "民事庭", UnitKind.DIVISION, "court"),
        ("enforcement", "执行局", UnitKind.DIVISION, "court"),
        ("housing", "住建局", UnitKind.DEPARTMENT, ""),
    ):
        made[code] = rows.Unit.create(
            code=code, name=name, kind=kind, site=site, parent=made.get(parent), telephone=f"1390010000{len(made)}"
        )
    return made


def new_member(unit: Any, *, post: Post = Post.HANDLER, role: Role = Role.HANDLER, **given: Any) -> Any:
    person = new_person(role=role, site=unit.site, **given)
    rows.Member.create(unit=unit, person=person, post=post)
    return person
