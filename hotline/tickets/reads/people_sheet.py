"""What a sheet of people is compared with: the people, sites and units that there are."""

from collections.abc import Iterable

from hotline.people.reads import people, remit
from hotline.people.reads.parameters import parameter
from hotline.people.rules.details import Details
from hotline.people.rules.permissions import Permission
from hotline.tickets.rows import Member, Unit
from hotline.tickets.rules import people_sheet
from hotline.tickets.rules.people_sheet import Known, KnownPerson, PersonRow, PlannedRow


def planned(rows: Iterable[PersonRow], by: str) -> tuple[PlannedRow, ...]:
    """What would become of the rows now; `by`: the login of who imports."""
    return people_sheet.plan(rows, known(by))


def known(by: str) -> Known:
    mine = remit.of_login(by)
    posts: dict[int, set[tuple[int, str]]] = {}
    for row in list(Member.select()):
        posts.setdefault(row.person_id, set()).add((row.unit_id, row.post))
    found = {
        one.login: KnownPerson(
            one.id,
            Details(
                one.name, one.role.value, one.site, one.extension, one.sees_numbers, one.language,
                tuple(sorted(duty.value for duty in one.duties)),
            ),
            one.active,
            frozenset(posts.get(one.id, ())),
        )
        for one in people.everybody()
    }  # fmt: skip
    units = Unit.select().where(Unit.active == True).order_by(Unit.place, Unit.id)  # noqa: E712
    return Known(
        by=by,
        people=found,
        sites=tuple((site.id, site.code, site.name) for site in people.sites(mine.site)),
        units=tuple((unit.id, unit.code, unit.name) for unit in list(units) if mine.has(unit.site_id)),
        head=mine.site is None,
        account=remit.may_do(by, Permission.MANAGE_PEOPLE),
        rights=remit.may_do(by, Permission.GIVE_RIGHTS),
        separate=bool(parameter("people.separate_administrators")),
    )
