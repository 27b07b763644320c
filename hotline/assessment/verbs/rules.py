"""Change the rules of assessment: a new version with its reason, from a day on; no version is ever changed."""

import datetime as dt

from hotline.assessment.rows import AssessmentVersion
from hotline.assessment.rules.kept import WHY_MOST, as_kept, checked_day, from_kept
from hotline.assessment.rules.points import RuleSet
from hotline.clock import local_day
from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.privacy import whole
from hotline.words import AuditAction


def change(
    rules: RuleSet, effective: dt.date | None, why: str, *, seen: int, person: int, now: dt.datetime, client_ip: str
) -> int:  # fmt: skip
    """Keep a new version; its number. `seen`: the newest version that the person saw. Raises Refused."""
    reason = whole(why, WHY_MOST)
    with writing():
        remit.of_person(person, Permission.KEEP_ASSESSMENT_RULES).whole_house()
        day = checked_day(effective, local_day(now))
        if not reason:
            raise Refused("Say why the rules are changed")
        last = AssessmentVersion.select().order_by(AssessmentVersion.number.desc()).first()
        if last is None:
            raise Refused("The first rules are not taken over yet: wait for the next round of the jobs")
        if last.number != seen:
            raise Refused("Somebody else has just changed the rules: load the page again, and compare")
        if day.isoformat() < str(last.effective):
            raise Refused(
                "A version from %(day)s waits already: choose that day or a later one", day=str(last.effective)
            )
        if rules == from_kept(last.rules):
            raise Refused("Nothing is changed: change a rule before you keep it")
        number = int(last.number) + 1
        AssessmentVersion.create(
            number=number, effective=day.isoformat(), rules=as_kept(rules), why=reason, person=person, at=now
        )
        by = Person.get_by_id(person).login
        audit.note(
            AuditAction.EDIT_ASSESSMENT_RULES, "assessment_rules", by=by, now=now, client_ip=client_ip,
            number=number, day=day.isoformat(), reason=reason,
        )  # fmt: skip
        announce("assessment", "rules", at=now)
        return number
