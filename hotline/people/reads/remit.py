"""The remit of a person: the things of his own site, or of the whole house if he belongs to its head site.

Verbs ask this themselves, whatever their page has asked: a thing of another site is answered like one that is not
there.
"""

from dataclasses import dataclass

from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import HEADS_OWN, Permission, heads_own, may
from hotline.ports import Refused


@dataclass(frozen=True, slots=True)
class Remit:
    """`site`: the one site whose things may be changed; None: those of the whole house."""

    site: int | None = None

    def has(self, site: int | None) -> bool:
        return self.site is None or self.site == site

    def whole_house(self) -> None:
        """Raises Refused for who belongs to a branch: flows, parameters and the like are the same for all sites."""
        if self.site is not None:
            raise Refused("This is the same for all sites: ask somebody of the head site")


def head_site() -> int | None:
    """The head site, which sees all others: the one with the lowest id."""
    found: int | None = Site.select(Site.id).order_by(Site.id).limit(1).scalar()
    return found


def of_login(by: str, *acts: Permission) -> Remit:
    """The remit of who acts by this login, if he may do one of `acts`; a login of nobody is a program of the house.
    Raises Refused."""
    return _remit(Person.get_or_none(Person.login == by), acts) if by else Remit()


def of_person(person: int, *acts: Permission) -> Remit:
    """The same for a person by his id. Raises Refused, also if there is nobody."""
    row = Person.get_or_none(Person.id == person)
    if row is None:
        raise Refused("You may not do this")
    return _remit(row, acts)


def login_of(person: int) -> str:
    """Under which the audit names a person who acts."""
    return str(Person.get_by_id(person).login)


def may_do(by: str, act: Permission) -> bool:
    """Whether who acts by this login may do it; a program of the house may."""
    row = Person.get_or_none(Person.login == by)
    return row is None or may(row.roles, act)


def over_person(by: str, row: Person | None, *acts: Permission, consented: bool = False) -> Person:
    """The person, for who may do one of `acts` to him. One of another site is nobody; administrators and inspectors
    are the head site's. `consented`: a second person carries out what an administrator has asked. Raises Refused."""
    remit = of_login(by) if consented else of_login(by, *acts)
    if row is None or not remit.has(row.site_id):
        raise Refused("There is no such person")
    if row.login != by and remit.site is not None and HEADS_OWN & row.roles and not consented:
        raise heads_own()
    return row


def _remit(row: Person | None, acts: tuple[Permission, ...]) -> Remit:
    if row is None:
        return Remit()
    if not row.active or (acts and not any(may(row.roles, act) for act in acts)):
        raise Refused("You may not do this")
    return Remit(None if row.site_id == head_site() else row.site_id)
