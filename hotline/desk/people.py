"""Who may sign in: take on, change, reset, let go. Signing in itself is `sign_in`."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from hotline.ports import Refused
from hotline.records.changes import announce
from hotline.records.database import writing
from hotline.records.rows import Person, Position, Site
from hotline.rules.login import is_login
from hotline.rules.privacy import clean
from hotline.words import Deed, Role

from . import audit, passwords

LANGUAGES = ("zh_CN", "en")
_EXTENSION = re.compile(r"[0-9]{2,16}")


@dataclass(frozen=True, slots=True)
class Details:
    """What an administrator decides about a person. `extension` is the telephone, "" for none."""

    name: str
    role: str
    site: int
    extension: str = ""
    sees_numbers: bool = False
    language: str = "zh_CN"
    duties: tuple[str, ...] = ()  # further roles


def create_person(login: str, details: Details, *, by: str, now: dt.datetime, address: str) -> tuple[int, str]:
    """Take a person on; returns the id and the first password, which is shown once and must be changed."""
    login = login.strip().lower()
    if not is_login(login):
        raise Refused("A login has 2 to 64 small letters, digits, dots or hyphens")
    password = passwords.random_password()
    kept = passwords.hashed(password)
    with writing():
        if Person.get_or_none(Person.login == login) is not None:
            raise Refused("The login %(login)s is taken", login=login)
        given = _checked(details, person=None)
        row = Person.create(login=login, password_hash=kept, created_at=now, **given)
        audit.note(Deed.CREATE_PERSON, f"person:{row.id}", by=by, now=now, address=address, **given)
        announce("floor", str(row.id), at=now)
    return int(row.id), password


def edit_person(person: int, details: Details, *, by: str, now: dt.datetime, address: str) -> None:
    """Change a person. Nobody takes the administrator's role from himself: the house would be locked."""
    with writing():
        row = _active(person)
        if row.login == by and row.role == Role.ADMINISTRATOR and details.role != Role.ADMINISTRATOR:
            raise Refused("You cannot take the administrator's role from yourself")
        given = _checked(details, person=person)
        changed = {key: value for key, value in given.items() if _now(row, key) != value}
        Person.update(**given).where(Person.id == person).execute()
        audit.note(Deed.EDIT_PERSON, f"person:{person}", by=by, now=now, address=address, **changed)
        announce("floor", str(person), at=now)


def deactivate_person(person: int, *, by: str, now: dt.datetime, address: str) -> None:
    """Let a person go: sign-ins end, positions and telephone become free, the records stay."""
    with writing():
        row = _active(person)
        if row.login == by:
            raise Refused("You cannot deactivate yourself")
        Position.delete().where(Position.person == person).execute()
        Person.update(active=False, extension=None, epoch=Person.epoch + 1).where(Person.id == person).execute()
        audit.note(Deed.DEACTIVATE_PERSON, f"person:{person}", by=by, now=now, address=address, extension=row.extension)
        announce("floor", str(person), at=now)


def activate_person(person: int, *, by: str, now: dt.datetime, address: str) -> None:
    """Take a person back; the telephone and the positions are given anew."""
    with writing():
        if Person.update(active=True).where(Person.id == person).execute() != 1:
            raise Refused("There is no such person")
        audit.note(Deed.ACTIVATE_PERSON, f"person:{person}", by=by, now=now, address=address)
        announce("floor", str(person), at=now)


def reset_password(person: int, *, by: str, now: dt.datetime, address: str) -> str:
    """A new random password, shown once; the person's sign-ins end and the password must be changed."""
    password = passwords.random_password()
    kept = passwords.hashed(password)
    with writing():
        _active(person)
        Person.update(password_hash=kept, must_change=True, epoch=Person.epoch + 1).where(Person.id == person).execute()
        audit.note(Deed.RESET_PASSWORD, f"person:{person}", by=by, now=now, address=address)
        announce("floor", str(person), at=now)
    return password


def set_language(person: int, language: str, *, by: str, now: dt.datetime) -> None:
    """The language in which a person reads the pages."""
    if language not in LANGUAGES:
        raise Refused("There is no such language")
    with writing():
        Person.update(language=language).where(Person.id == person).execute()
        audit.note(Deed.SET_LANGUAGE, f"person:{person}", by=by, now=now, language=language)


def _active(person: int) -> Person:
    row = Person.get_or_none(Person.id == person)
    if row is None or not row.active:
        raise Refused("There is no such person")
    return row


def _now(row: Person, key: str) -> object:
    return row.site_id if key == "site" else getattr(row, key)


def _checked(details: Details, *, person: int | None) -> dict[str, Any]:
    """The columns of a person. One telephone belongs to one active person."""
    given = replace(details, name=clean(details.name, 64), extension=details.extension.strip())
    if not given.name:
        raise Refused("Write the name")
    if given.role not in set(Role):
        raise Refused("Choose a role")
    if not set(given.duties) <= set(Role):
        raise Refused("Choose a role")
    if Site.get_or_none(Site.id == given.site) is None:
        raise Refused("Choose a site")
    if given.language not in LANGUAGES:
        raise Refused("There is no such language")
    if given.extension and not _EXTENSION.fullmatch(given.extension):
        raise Refused("A telephone is 2 to 16 digits")
    other = Person.get_or_none(Person.extension == given.extension) if given.extension else None
    if other is not None and other.id != person:
        raise Refused("The telephone %(number)s belongs to %(name)s", number=given.extension, name=other.name)
    return {
        "name": given.name,
        "role": str(given.role),
        "duties": sorted(set(given.duties) - {given.role}),
        "site": given.site,
        "extension": given.extension or None,
        "sees_numbers": given.sees_numbers,
        "language": given.language,
    }
