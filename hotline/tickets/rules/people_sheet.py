"""A sheet of people: what becomes of each row, decided before anything is written. Pure.

A person is known by the login, so the same sheet twice makes nobody twice. An empty cell leaves what there is; of a new
person it means the usual. A row that cannot be is refused by itself, with a sentence that says what to do.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from hotline.people.rules import consents
from hotline.people.rules.details import NAME_MOST, Details, checked, not_his, of_new
from hotline.people.rules.login import is_login
from hotline.people.rules.permissions import roles_refused
from hotline.ports import Refused
from hotline.values.plain import plain
from hotline.values.privacy import clean, whole
from hotline.words import PersonColumn, Post, Role, RowFate

from . import people_cells as cells_read

C = PersonColumn
ALSO = {
    C.LOGIN: ("账号", "用户名", "user"), C.NAME: ("名字", "full name"), C.EXTENSION: ("电话", "话机", "extension"),
    C.SITE: ("法院",), C.DUTIES: ("兼任", "duties"), C.SEES_NUMBERS: ("查看完整号码", "sees numbers"),
    C.UNIT: ("部门", "department"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row as it was read; `wrong` and `cell` as in `SheetRow`."""

    number: int
    cells: Mapping[PersonColumn, str] = field(hash=False)
    wrong: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as he stands. `posts`: (unit, post)."""

    id: int
    details: Details
    active: bool = True
    posts: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What there is: people by login; sites and units as (id, code, name). `by`: the login of who imports; `head`: he
    belongs to the head site, else `sites` is his own alone. `account`, `rights`: what he may change (`not_his`);
    `separate`: the house has three administrators instead of one."""

    by: str
    people: Mapping[str, KnownPerson] = field(hash=False)
    sites: tuple[tuple[int, str, str], ...] = ()
    units: tuple[tuple[int, str, str], ...] = ()
    head: bool = True
    account: bool = True
    rights: bool = True
    separate: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of a row; `person` is None for a new one; `post`: the unit and the post that he gets there; `wrong`:
    everything for which it is refused."""

    number: int
    login: str
    name: str
    fate: RowFate
    changed: tuple[PersonColumn, ...] = ()
    person: int | None = None
    details: Details | None = None
    post: tuple[int, Post] | None = None
    wrong: tuple[Refused, ...] = field(default=(), compare=False)

    @property
    def writes(self) -> bool:
        return self.fate in (RowFate.NEW, RowFate.CHANGED)


def columns(headings: Sequence[str]) -> dict[int, PersonColumn]:
    """The column under each heading that is known, in either language and any order."""
    named = {_key(word): column for column in C for word in (column, column.zh, column.en, *ALSO.get(column, ()))}
    return {place: named[_key(text)] for place, text in enumerate(headings) if _key(text) in named}


def is_heading(texts: Sequence[str]) -> bool:
    return len(set(columns(texts).values())) > 1


def complete(headings: Sequence[str]) -> dict[int, PersonColumn]:
    """`columns`, if each stands once and nobody would be without login or name. Raises Refused."""
    found = columns(headings)
    named = list(found.values())
    for column in C:
        if named.count(column) > 1:
            raise Refused("The heading %(column)s stands there twice: keep one of the columns", column=column)
        if column in (C.LOGIN, C.NAME) and column not in named:
            raise Refused("The sheet has no column %(column)s: take the template and keep its headings", column=column)
    return found


def plan(rows: Iterable[PersonRow], known: Known) -> tuple[PlannedRow, ...]:
    """What becomes of each row, in the order of the rows: a telephone that an earlier row takes is taken."""
    told = _Told(known)
    return tuple(_planned(row, told) for row in rows)


def digest(planned: Iterable[PlannedRow]) -> str:
    """What was shown, in short: equal only if the same would be written."""
    said = [
        (r.number, r.login, r.fate.value, r.changed, r.details, r.post, [one.code for one in r.wrong]) for r in planned
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


class _Told:
    """What there is, and what the rows before have taken."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.rows: dict[str, int] = {}  # the row of each login
        self.given: dict[str, int] = {}  # the row of each telephone that somebody gets
        self.owners = {p.details.extension: login for login, p in known.people.items() if p.details.extension}
        self.names = {login: p.details.name for login, p in known.people.items()}
        self.roles = {login: _roles(p.details) for login, p in known.people.items() if p.active}
        self.sites = {site for site, _code, _name in known.sites}

    def once(self, login: str, row: int) -> None:
        first = self.rows.setdefault(login, row)
        if first != row:
            raise Refused("The login %(login)s stands in row %(row)s already: keep one row", login=login, row=first)

    def other(self, extension: str, login: str) -> str:
        """Who else has a telephone; raises Refused if it is somebody of this sheet."""
        owner = self.owners.get(extension, login)
        if owner == login:
            return ""
        if extension in self.given:
            raise Refused(
                "The telephone %(number)s stands in row %(row)s already: one belongs to one person",
                number=extension, row=self.given[extension],
            )  # fmt: skip
        return self.names[owner]

    def ask_consent(self, login: str, wanted: frozenset[Role]) -> None:
        """Raises Refused for who would become an inspector, or no longer be one, where somebody must consent."""
        had = self.roles.get(login, frozenset())
        if consents.concerns_inspection(had, wanted) and consents.needed(self.roles, login, self.known.by):
            raise consents.consented_to()
        watched = consents.concerns_the_three(had, wanted)
        if watched and consents.needed(self.roles, login, self.known.by, inspection=False):
            raise consents.for_the_three()
        self.roles[login] = wanted

    def take(self, login: str, details: Details) -> None:
        if details.extension and self.owners.get(details.extension) != login:
            self.given[details.extension] = self.rows[login]
        self.owners = {number: owner for number, owner in self.owners.items() if owner != login}
        if details.extension:
            self.owners[details.extension] = login
        self.names[login] = details.name


def _planned(row: PersonRow, told: _Told) -> PlannedRow:
    login = plain(row.cells.get(C.LOGIN, "")).casefold().strip()
    name = clean(row.cells.get(C.NAME, ""), NAME_MOST)
    try:
        return _taken(row, login, told)
    except Refused as error:
        return PlannedRow(
            row.number, clean(login, NAME_MOST), name, RowFate.REFUSED, wrong=_all_wrong(row, login, told, error)
        )  # fmt: skip


def _all_wrong(row: PersonRow, login: str, told: _Told, first: Refused) -> tuple[Refused, ...]:
    """`first`, and what else is wrong: each cell is read by itself. A row that cannot be read as it stands has no
    cells to judge."""
    found = [first]
    for look in [] if row.wrong else _cells(row, login, told):
        try:
            look()
        except Refused as error:
            found.append(error)
    return tuple({(one.code, repr(one.fields)): one for one in found}.values())


def _cells(row: PersonRow, login: str, told: _Told) -> Iterator[Callable[[], object]]:
    """The looks at single cells, each of which may raise Refused."""
    known = told.known
    for column in (C.ROLE, C.SITE, C.SEES_NUMBERS, C.LANGUAGE):
        yield partial(cells_read.choices, {column: row.cells.get(column, "")}, known.sites)
    for duty in cells_read.parts(row.cells.get(C.DUTIES, "")):
        yield partial(cells_read.choices, {C.DUTIES: duty}, known.sites)
    yield partial(cells_read.post, row.cells, "", known.units)
    before = known.people.get(login)
    if before is None:
        yield partial(_of_new, row)
    details = Details("–", Role.AGENT, 0, plain(row.cells.get(C.EXTENSION, "")).strip())
    yield partial(checked, details, is_site=lambda _site: True, holder=lambda number: told.other(number, login))


def _of_new(row: PersonRow) -> None:
    if not row.cells.get(C.NAME, "").strip():
        raise Refused("Write the person's name")
    if not row.cells.get(C.ROLE, "").strip():
        raise Refused("Write the role, for example %(role)s", role=Role.AGENT)


def _taken(row: PersonRow, login: str, told: _Told) -> PlannedRow:
    """Raises Refused."""
    cells_read.whole_row(row.wrong, row.cell)
    if not login:
        raise Refused("Write the login")
    if not is_login(login):
        raise Refused("A login has 2 to 64 small letters, digits, dots or hyphens")
    told.once(login, row.number)
    before = told.known.people.get(login)
    if before is not None and not before.active:
        raise Refused(
            "The login %(login)s belonged to %(name)s, who has left: write another one, or let him sign in again on "
            "his page", login=login, name=before.details.name,
        )  # fmt: skip
    if before is not None and before.details.site not in told.sites:
        raise Refused("The login %(login)s is taken", login=login)
    details = _details(row, before, told.known)
    given = checked(details, is_site=told.sites.__contains__, holder=lambda number: told.other(number, login))
    wrong = roles_refused(
        _roles(before.details) if before else (), _roles(details), own=login == told.known.by, head=told.known.head,
        separate=told.known.separate,
    )  # fmt: skip
    if wrong is not None:
        raise wrong
    told.ask_consent(login, _roles(details))
    details = _as_kept(given)
    touched = of_new(details) if before is None else {column.value for column in _changed(before, details, None)}
    if (wrong := not_his(touched, account=told.known.account, rights=told.known.rights)) is not None:
        raise wrong
    post = cells_read.post(row.cells, details.role, told.known.units)
    if post is not None and before is not None and (post[0], post[1].value) in before.posts:
        post = None
    told.take(login, details)
    changed = _changed(before, details, post)
    fate = RowFate.NEW if before is None else RowFate.CHANGED if changed else RowFate.SAME
    return PlannedRow(
        row.number, login, details.name, fate, changed if before else (), before.id if before else None, details, post
    )


def _details(row: PersonRow, before: KnownPerson | None, known: Known) -> Details:
    """What the cells ask for; where they are empty, what there is, or the usual."""
    asked: dict[str, Any] = {}
    name = whole(row.cells.get(C.NAME, ""), NAME_MOST)
    if name:
        asked["name"] = name
    extension = plain(row.cells.get(C.EXTENSION, "")).strip()
    if extension:
        asked["extension"] = extension
    asked |= cells_read.choices(row.cells, known.sites)
    if before is not None:
        return replace(before.details, **asked)
    if not name:
        raise Refused("Write the person's name")
    if "role" not in asked:
        raise Refused("Write the role, for example %(role)s", role=Role.AGENT)
    if "site" not in asked:
        if len(known.sites) != 1:
            raise Refused("Write the site: a new person belongs to one")
        asked["site"] = known.sites[0][0]
    return Details(**asked)


def _as_kept(given: Mapping[str, Any]) -> Details:
    return Details(**{**given, "extension": given["extension"] or "", "duties": tuple(given["duties"])})


def _roles(details: Details) -> frozenset[Role]:
    return frozenset(Role(role) for role in (details.role, *details.duties))


def _changed(before: KnownPerson | None, details: Details, post: object) -> tuple[PersonColumn, ...]:
    if before is None:
        return ()
    had = replace(before.details, duties=tuple(sorted(before.details.duties)))
    differ = [column for column in C if hasattr(had, column.value) and getattr(had, column) != getattr(details, column)]
    return (*differ, C.UNIT) if post is not None else tuple(differ)


def _key(text: str) -> str:
    return "".join(sign for sign in plain(text).casefold() if sign.isalnum())
