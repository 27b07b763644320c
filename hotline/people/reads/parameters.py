"""The parameters in force."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline.people.rows import Parameter, Person
from hotline.people.rules.parameters import ALL, BY_NAME
from hotline.values.quiet_hours import Quiet

_settings = {"public.base_url": "http://127.0.0.1:8369"}  # the address of the public page in the program's settings


@dataclass(frozen=True, slots=True)
class ParameterSet:
    """Who set a parameter, and when."""

    by: str
    at: dt.datetime


def stand_on(*, public_base_url: str) -> None:
    """Said once by each program that writes messages: what its settings say where no parameter is set."""
    _settings["public.base_url"] = public_base_url


def public_base_url() -> str:
    """The address of the public page, for links in messages: the parameter, else that of the settings."""
    return str(parameter("public.base_url")) or _settings["public.base_url"]


def parameter(name: str) -> Any:
    row = Parameter.get_or_none(Parameter.name == name)
    return BY_NAME[name].default if row is None else row.value


def parameters() -> dict[str, Any]:
    """All of them, set or default."""
    kept = {row.name: row.value for row in list(Parameter.select())}
    return {one.name: kept.get(one.name, one.default) for one in ALL}


def parameters_set() -> dict[str, ParameterSet]:
    """By name, those that do not have their defaults; `by` is the person's name, or the login of somebody unknown."""
    rows = list(Parameter.select().where(Parameter.name.in_(list(BY_NAME))))
    people = Person.select(Person.login, Person.name).where(Person.login.in_([row.by for row in rows]))
    names = {person.login: person.name for person in list(people)}
    return {row.name: ParameterSet(names.get(row.by, row.by), row.at) for row in rows}


def quiet() -> Quiet:
    """The quiet hours: no calls and no messages."""
    return Quiet(dt.time.fromisoformat(parameter("quiet.begins")), dt.time.fromisoformat(parameter("quiet.ends")))
