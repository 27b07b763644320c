"""Deletes what is no longer needed: old wake-ups, abandoned drafts, numbers dialled, wrong passwords of telephones."""

import datetime as dt

from hotline.calls.verbs import dialling, telephone_tries
from hotline.people.rows import Draft
from hotline.store.database import writing
from hotline.store.rows import Change

CHANGES = dt.timedelta(days=1)
DRAFTS = dt.timedelta(days=30)


def sweep(now: dt.datetime) -> None:
    with writing():
        Change.delete().where(Change.at < now - CHANGES).execute()
        dialling.forget(now)
        telephone_tries.forget(now)
        Draft.delete().where(Draft.saved_at < now - DRAFTS).execute()
