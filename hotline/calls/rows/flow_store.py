"""Published flows and the files they come from: what the controller reads at its start and writes when one changes."""

import datetime as dt
from dataclasses import dataclass

from peewee import fn

from hotline.store.changes import announce
from hotline.store.database import writing

from . import FlowFile, FlowVersion


@dataclass(frozen=True, slots=True)
class Published:
    name: str
    version: str
    text: str


def published() -> list[Published]:
    """The version in use of each flow: the newest row of its name."""
    newest = FlowVersion.select(fn.MAX(FlowVersion.id)).group_by(FlowVersion.name)
    rows = list(FlowVersion.select().where(FlowVersion.id.in_(newest)).order_by(FlowVersion.name))
    return [Published(row.name, row.version, row.text) for row in rows]


def publish(flow: Published, *, title: str, by: str, why: str, now: dt.datetime) -> None:
    """One more version, in use from now on."""
    with writing():
        FlowVersion.create(
            name=flow.name, version=flow.version, title=title[:100], text=flow.text, at=now, by=by, why=why[:200]
        )
        announce("flows", flow.name, at=now)


def files() -> dict[str, str]:
    """The version of each file's text when it was last looked at."""
    return {row.file: row.seen for row in list(FlowFile.select())}


def looked_at(file: str, seen: str, problems: list[str], *, now: dt.datetime) -> None:
    """A file's text and what is wrong with it."""
    with writing():
        FlowFile.insert(file=file, seen=seen, problems=problems, at=now).on_conflict(
            conflict_target=[FlowFile.file],
            update={FlowFile.seen: seen, FlowFile.problems: problems, FlowFile.at: now},
        ).execute()
        announce("flows", file, at=now)
