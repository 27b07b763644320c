"""People found among all by what is typed and by filters, in an order, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hotline.store.paging import SIZE, Page, cut
from hotline.values.initials import initials
from hotline.values.plain import plain
from hotline.words import Role

from .people import Someone, everybody

TEXT_MOST = 100


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """`text`: parts of name, login or telephone, or a name's pinyin initials; every word must fit. `active` None: both
    who may sign in and who has left. `among`: only these people; None for all."""

    text: str = ""
    site: int | None = None
    role: Role | None = None
    active: bool | None = None
    among: frozenset[int] | None = None


def _by_name(one: Someone) -> Any:
    return initials(one.name)[:1] if one.name else (), one.name


ORDERS: dict[str, Callable[[Someone], Any]] = {
    "login": lambda one: one.login,
    "name": _by_name,
    "role": lambda one: list(Role).index(one.role),
    "site": lambda one: one.site_name,
    "extension": lambda one: (not one.extension, len(one.extension), one.extension),
}
USUAL = "login"


def page(wanted: PeopleFilter, *, order: str = USUAL, after: str = "", size: int = SIZE) -> Page[Someone]:
    """Who fits, those who may sign in first; an `order` with `-` before it is turned round. `after` is the mark of the
    last page: a person, whether or not he still fits. A house has thousands of people at most, so all are looked at."""
    people = _ordered(everybody(), order)
    fitting = [one for one in people if fits(one, wanted)]
    begin = next((n for n, one in enumerate(people, 1) if str(one.id) == after), 0)
    rest = {one.id for one in people[begin:]}
    rows = [one for one in fitting if one.id in rest]
    return cut(rows[: size + 1], lambda n: str(rows[n].id), size, total=len(fitting))


def fits(one: Someone, wanted: PeopleFilter) -> bool:
    return (
        wanted.site in (None, one.site)
        and (wanted.role is None or wanted.role in one.roles)
        and wanted.active in (None, one.active)
        and (wanted.among is None or one.id in wanted.among)
        and all(_means(word, one) for word in plain(wanted.text[:TEXT_MOST]).casefold().split())
    )


def _means(word: str, one: Someone) -> bool:
    said = word in plain(one.name).casefold() or word in one.login or word in one.extension
    return said or any(letters.startswith(word) for letters in (initials(one.name) if one.name else ()))


def _ordered(people: list[Someone], order: str) -> list[Someone]:
    key = ORDERS.get(order.removeprefix("-"), ORDERS[USUAL])
    people = sorted(people, key=lambda one: one.login)
    people.sort(key=key, reverse=order.startswith("-"))
    return sorted(people, key=lambda one: not one.active)
