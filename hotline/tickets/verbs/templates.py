"""Write, change and delete reply templates."""

import datetime as dt

from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.reads import templates as reads
from hotline.tickets.rows import ReplyTemplate
from hotline.tickets.rules.guards import Actor
from hotline.tickets.rules.templates import TEMPLATES_MOST, TEXT_MOST, TITLE_MOST, WORDS, strange
from hotline.values.plain import plain
from hotline.values.privacy import clean, tidy
from hotline.words import AuditAction


def put(
    template: int | None, title: str, text: str, place: int | None, *, who: Actor, now: dt.datetime, client_ip: str
) -> int:
    """Write a new template (None) or change one; `place` is a unit, None the whole site. Returns its id. Raises
    Refused."""
    label, body = _checked(title, text)
    with writing():
        _may(who, place)
        values = {"unit": place, "title": label, "text": body, "at": now, "by": who.by}
        here = ReplyTemplate.unit.is_null() if place is None else ReplyTemplate.unit == place
        for row in list(ReplyTemplate.select().where(ReplyTemplate.site == who.site, here)):
            if row.id != template and plain(row.title).casefold() == plain(label).casefold():
                raise Refused("A template called %(title)s stands here already: change that one", title=row.title)
        if template is None:
            if ReplyTemplate.select().where(ReplyTemplate.site == who.site, here).count() >= TEMPLATES_MOST:
                raise Refused("There are %(most)s templates here already: delete one first", most=TEMPLATES_MOST)
            template = int(ReplyTemplate.create(site=who.site, **values).id)
        else:
            ReplyTemplate.update(**values).where(ReplyTemplate.id == _mine(template, who).id).execute()
        _note(template, who, now, client_ip, title=label)
        return template


def delete(template: int, *, who: Actor, now: dt.datetime, client_ip: str) -> None:
    """Raises Refused."""
    with writing():
        row = _mine(template, who)
        ReplyTemplate.delete().where(ReplyTemplate.id == row.id).execute()
        _note(template, who, now, client_ip, title=row.title, dropped=True)


def _checked(title: str, text: str) -> tuple[str, str]:
    label, body = " ".join(clean(title, TITLE_MOST + 1).split()), tidy(text).strip()
    if not label or not body:
        raise Refused("Write the template's title and its text")
    if len(label) > TITLE_MOST:
        raise Refused("A title has at most %(most)s characters", most=TITLE_MOST)
    if len(body) > TEXT_MOST:
        raise Refused("A template has at most %(most)s characters", most=TEXT_MOST)
    if wrong := strange(body):
        raise Refused(
            "No ticket fills in %(wrong)s: use %(words)s", wrong="、".join(f"{{{word}}}" for word in wrong),
            words="、".join(f"{{{word}}}" for word in WORDS),
        )  # fmt: skip
    return label, body


def _mine(template: int, who: Actor) -> ReplyTemplate:
    row: ReplyTemplate | None = ReplyTemplate.get_or_none(ReplyTemplate.id == template, ReplyTemplate.site == who.site)
    if row is None or (row.unit_id is not None and row.unit_id not in reads.usable(who)):
        raise Refused("There is no such template")
    _may(who, row.unit_id)
    return row


def _may(who: Actor, place: int | None) -> None:
    if not reads.mine(who, place):
        raise Refused("You may write templates for your own unit only; dispatchers write those of the site")


def _note(template: int, who: Actor, now: dt.datetime, client_ip: str, **data: object) -> None:
    thing = f"template:{template}"
    audit.note(AuditAction.EDIT_TEMPLATES, thing, by=who.by, now=now, client_ip=client_ip, **data)
