"""Agents' skills and their levels: a line that needs a skill rings only agents who have it."""

import datetime as dt
import re

from hotline.calls.rows import Skill
from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.words import AuditAction

LEVELS = (1, 2, 3, 4, 5)


def set_skills(person: int, skills: dict[str, int], *, by: str, now: dt.datetime, client_ip: str) -> bool:
    """Set all skills of a person with their levels; skills not listed are removed. False: nothing changed."""
    given = checked(skills)
    with writing():
        row = Person.get_or_none(Person.id == person)
        mine = remit.of_login(by, Permission.MANAGE_LINES)
        if row is None or not row.active or not mine.has(row.site_id):
            raise Refused("There is no such person")
        had = {skill.code: skill.level for skill in Skill.select().where(Skill.person == person)}
        if had == given:
            return False
        Skill.delete().where(Skill.person == person).execute()
        for code, level in given.items():
            Skill.create(person=person, code=code, level=level)
        audit.note(AuditAction.EDIT_SKILLS, f"person:{person}", by=by, now=now, client_ip=client_ip, skills=given)
        announce("roster", str(person), at=now)
    return True


def checked(skills: dict[str, int]) -> dict[str, int]:
    """Checked skills with their levels, as stored, sorted by code."""
    for code, level in skills.items():
        if not re.fullmatch(r"\w{1,32}", code):
            raise Refused("A skill is a word of up to 32 letters, figures or underscores")
        if level not in LEVELS:
            raise Refused("A skill has a level from 1 to 5")
    return dict(sorted(skills.items()))
