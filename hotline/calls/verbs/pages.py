"""What is known of agents' pages: when one was last awake, and who takes calls without a page."""

import datetime as dt
from collections.abc import Mapping

from hotline.calls.rows import AgentPage
from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction


def seen(people: Mapping[int, dt.datetime]) -> None:
    """Keep when a page of each of these people was last awake; a time before the kept one changes nothing."""
    if not people:
        return
    with writing():
        kept = {row.person_id: row.seen_at for row in AgentPage.select().where(AgentPage.person.in_(list(people)))}
        there = {row.id for row in Person.select(Person.id).where(Person.id.in_(list(people)))}
        for person, at in people.items():
            if person not in there:
                continue
            if person not in kept:
                AgentPage.create(person=person, seen_at=at)
            elif kept[person] is None or kept[person] < at:
                AgentPage.update(seen_at=at).where(AgentPage.person == person).execute()


def set_exempt(person: int, *, exempt: bool, by: str, now: dt.datetime, client_ip: str) -> bool:
    """Let a person take calls without a page, or not. False: it stood so already."""
    with writing():
        row = Person.get_or_none(Person.id == person)
        mine = remit.of_login(by, Permission.MANAGE_PEOPLE)
        if row is None or not row.active or not mine.has(row.site_id):
            raise Refused("There is no such person")
        page, new = AgentPage.get_or_create(person=person, defaults={"exempt": exempt})
        if (new and not exempt) or (not new and page.exempt == exempt):
            return False
        AgentPage.update(exempt=exempt).where(AgentPage.person == person).execute()
        audit.note(
            AuditAction.EDIT_PERSON, f"person:{person}", by=by, now=now, client_ip=client_ip, without_page=exempt
        )
    return True
