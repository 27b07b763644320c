"""What a person is given by an administrator, and whether it can be."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from hotline.ports import Refused
from hotline.values.privacy import clean
from hotline.words import Role

LANGUAGES = ("zh_CN", "en")
NAME_MOST = 64
RIGHTS = frozenset({"role", "duties", "sees_numbers", "site"})  # the columns that say what a person may do and see
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


def checked(details: Details, *, is_site: Callable[[int], bool], holder: Callable[[str], str]) -> dict[str, Any]:
    """The columns of a person. `holder`: the name of the other person who has a telephone, "" for nobody: one belongs
    to one person only. Raises Refused."""
    given = replace(details, name=clean(details.name, NAME_MOST), extension=details.extension.strip())
    if not given.name:
        raise Refused("Write the person's name")
    _roles(given.role, given.duties)
    if not is_site(given.site):
        raise Refused("Choose a site")
    if given.language not in LANGUAGES:
        raise Refused("There is no such language")
    if given.extension and not _EXTENSION.fullmatch(given.extension):
        raise Refused("A telephone is 2 to 16 digits")
    other = holder(given.extension) if given.extension else ""
    if other:
        raise Refused("The telephone %(number)s belongs to %(name)s", number=given.extension, name=other)
    return {
        "name": given.name,
        "role": str(given.role),
        "duties": sorted(set(given.duties) - {given.role}),
        "site": given.site,
        "extension": given.extension or None,
        "sees_numbers": given.sees_numbers,
        "language": given.language,
    }


def not_his(changed: Collection[str], *, account: bool, rights: bool) -> Refused | None:
    """Why somebody may not change these columns of a person: `account` and `rights` say what he may change."""
    if not rights and RIGHTS & set(changed):
        return Refused("The security administrator gives roles, site and sight of numbers: choose “%(none)s” for a new "
                       "person, and ask him", none=Role.NO_RIGHTS)  # fmt: skip
    if not account and set(changed) - RIGHTS:
        return Refused("The system administrator keeps names, telephones and languages: ask him")
    return None


def of_new(details: Details) -> set[str]:
    """What is given to a new person besides an account."""
    given = {"name"}
    if details.sees_numbers:
        given.add("sees_numbers")
    if {details.role, *details.duties} != {Role.NO_RIGHTS.value}:
        given.add("role")
    return given


def _roles(role: str, duties: Collection[str]) -> None:
    if not {role, *duties} <= set(Role):
        raise Refused("Choose a role")
