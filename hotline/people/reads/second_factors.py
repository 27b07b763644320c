"""How a person stands with his second factor."""

import datetime as dt
from dataclasses import dataclass

from hotline.people.rows import Person, RecoveryCode, SecondFactor
from hotline.people.rules.second_factor import demanded, secret_of

from .parameters import parameter


@dataclass(frozen=True, slots=True)
class SecondFactorState:
    """`since`: when it was set up; None without one. `left`: recovery codes that are not used. `secret`: of an app that
    is being set up, "" if none is. `demanded`: the house asks it of his roles."""

    since: dt.datetime | None
    left: int
    secret: str
    demanded: bool


def state(person: int, key: str) -> SecondFactorState:
    """`key`: the house's key for second factors."""
    row = SecondFactor.get_or_none(SecondFactor.person == person)
    since = None if row is None else row.confirmed_at
    left = RecoveryCode.select().where(RecoveryCode.person == person, RecoveryCode.used_at.is_null()).count()
    secret = secret_of(key, person, row.nonce) if row is not None and since is None else ""
    return SecondFactorState(since, left if since else 0, secret, is_demanded(person))


def is_demanded(person: int) -> bool:
    row = Person.get_or_none(Person.id == person)
    return row is not None and demanded(row.roles, parameter("second_factor.roles"))


def has_one(person: int) -> bool:
    confirmed = SecondFactor.confirmed_at.is_null(False)
    return bool(SecondFactor.select().where(SecondFactor.person == person, confirmed).exists())
