"""What an answer shows of citizens: whole numbers in any writing, and names; and when two looks are one."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.values.identity import identity_of
from hotline.words import PersonalData

ONE_LOOK = dt.timedelta(minutes=15)  # the same person at the same page within this time is one entry with a count
_EDGE, _END = r"(?<![0-9A-Za-z*_#.%-])", r"(?![0-9A-Za-z*_])"
_TELEPHONE = re.compile(
    rf"{_EDGE}(?:\+?86[ -]?)?(?:1[3-9][0-9](?:[ -]?[0-9]{{4}}){{2}}|0[1-9][0-9]{{1,2}}[ -]?[0-9]{{7,8}}){_END}"
)
_IDENTITY = re.compile(rf"{_EDGE}[1-9][0-9]{{16}}[0-9Xx]{_END}")


@dataclass(slots=True)
class Seen:
    """Whole numbers and names that an answer shows; each is counted once."""

    telephones: set[str] = field(default_factory=set)
    identities: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    @property
    def kinds(self) -> list[PersonalData]:
        found = (
            (PersonalData.TELEPHONE, self.telephones),
            (PersonalData.IDENTITY, self.identities),
            (PersonalData.NAME, self.names),
        )
        return [kind for kind, values in found if values]

    @property
    def rows(self) -> int:
        """How many people at least the answer shows."""
        return max(len(self.telephones), len(self.identities), len(self.names))


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody looks: `thing`, as the audit names it, and the filters of the list by name and value."""

    thing: str
    filters: Mapping[str, str] = field(hash=False, default_factory=dict)

    def key(self, by: str, client_ip: str) -> str:
        """The same for the same person at the same address and the same list; the values cannot be read from it."""
        told = [by, client_ip, self.thing, sorted(self.filters.items())]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def read_into(seen: Seen, text: str) -> None:
    """Add the whole telephone and identity numbers of a page's text, whoever wrote them into it."""
    seen.telephones.update(re.sub("[ -]", "", found[0]) for found in _TELEPHONE.finditer(text))
    seen.identities.update(found[0].upper() for found in _IDENTITY.finditer(text) if identity_of(found[0]))
