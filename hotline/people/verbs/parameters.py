"""Setting the administrator's parameters, all of a form or none, and their defaults; they take effect at once."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hotline.people.reads import remit
from hotline.people.rows import Parameter
from hotline.people.rules import parameters as rules
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.words import AuditAction

from . import audit


def set_parameters(given: Mapping[str, Any], *, by: str, now: dt.datetime, client_ip: str) -> list[str]:
    """Set these by name; unchanged values are not written. Returns the names that have changed."""
    values = {name: _checked(name, value) for name, value in given.items()}
    with writing():
        remit.of_login(by, *rules.SETTERS.values()).whole_house()
        kept = {row.name: row.value for row in list(Parameter.select())}
        changed = []
        for name, value in values.items():
            before = kept.get(name, rules.BY_NAME[name].default)
            if value == before:
                continue
            _may_set(name, by)
            _keep(name, value, by, now)
            _note(name, before, value, by=by, now=now, client_ip=client_ip)
            changed.append(name)
        if changed:
            announce("parameters", ",".join(changed)[:100], at=now)
    return changed


def restore_default(name: str, *, by: str, now: dt.datetime, client_ip: str) -> bool:
    """Give a parameter its default again, by deleting its row. False if it has its default already."""
    one = rules.BY_NAME.get(name)
    if one is None:
        raise Refused("There is no such parameter")
    with writing():
        remit.of_login(by, rules.SETTERS[name]).whole_house()
        row = Parameter.get_or_none(Parameter.name == name)
        if row is None:
            return False
        row.delete_instance()
        _note(name, row.value, one.default, by=by, now=now, client_ip=client_ip)
        announce("parameters", name, at=now)
    return True


def _may_set(name: str, by: str) -> None:
    if not remit.may_do(by, rules.SETTERS[name]):
        raise Refused("Another administrator sets this parameter: ask him", parameter=name)


def _note(name: str, before: Any, after: Any, *, by: str, now: dt.datetime, client_ip: str) -> None:
    given = {"before": before, "after": after}
    audit.note(AuditAction.SET_PARAMETER, f"parameter:{name}", by=by, now=now, client_ip=client_ip, **given)


def _keep(name: str, value: Any, by: str, now: dt.datetime) -> None:
    """Store the value; a value equal to its default is deleted."""
    if value == rules.BY_NAME[name].default:
        Parameter.delete().where(Parameter.name == name).execute()
        return
    given = {"value": value, "at": now, "by": by}
    Parameter.insert(name=name, **given).on_conflict(conflict_target=[Parameter.name], update=given).execute()


def _checked(name: str, value: Any) -> Any:
    """The value in stored form; a refusal names the parameter in its fields."""
    one = rules.BY_NAME.get(name)
    if one is None:
        raise Refused("There is no such parameter")
    try:
        return rules.checked(name, value)
    except ValueError as error:
        if one.kind in rules.LISTS:
            raise Refused("“%(entry)s” does not fit in this list", entry=str(error), parameter=name) from None
        if one.kind == "time":
            raise Refused("Write a time as 08:00", parameter=name) from None
        raise Refused(
            "A whole number from %(least)s to %(most)s is needed", least=one.least, most=one.most, parameter=name
        ) from None
