"""Map subjects of the house to official classes."""

import datetime as dt
from collections.abc import Mapping

from hotline.people.reads import remit
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.reports.rows import TopicClass
from hotline.store.database import writing
from hotline.tickets.rows import Entry
from hotline.words import AuditAction, EntryKind

Names = Mapping[str, tuple[str, str]]  # Chinese and English name by code


def put(wanted: Mapping[str, str], names: Names, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Give each subject (by its code) its official class, "" for none of its own; those that are not named stay. All or
    nothing; returns how many were changed. `names`: the classes that there are. Raises Refused."""
    with writing():
        remit.of_login(by, Permission.MANAGE_UNITS).whole_house()
        rows = Entry.select().where(Entry.kind == EntryKind.TOPIC.value)
        topics = {row.code: row.id for row in list(rows)}
        before = {row.topic_id: row.code for row in list(TopicClass.select())}
        unknown = sorted(set(wanted) - set(topics))
        if unknown:
            raise Refused("There is no subject with the code %(codes)s", codes="、".join(unknown[:5])[:200])
        changes = {topics[code]: to for code, to in wanted.items() if before.get(topics[code], "") != to}
        missing = sorted({to for to in changes.values() if to and to not in names})
        if missing:
            raise Refused("There is no official class with the code %(codes)s", codes="、".join(missing[:5])[:200])
        for topic, to in changes.items():
            TopicClass.delete().where(TopicClass.topic == topic).execute()
            if to:
                TopicClass.create(topic=topic, code=to, zh=names[to][0], en=names[to][1])
        for code, (zh, en) in names.items():  # as the file calls them now
            TopicClass.update(zh=zh, en=en).where(
                TopicClass.code == code, (TopicClass.zh != zh) | (TopicClass.en != en)
            ).execute()
        if changes:
            audit.note(AuditAction.EDIT_CLASSES, "classes", by=by, now=now, client_ip=client_ip, count=len(changes))
        return len(changes)
