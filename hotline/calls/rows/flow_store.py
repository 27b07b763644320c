"""Published flows and their files; the controller reads them at start and writes them after a change."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import fn

from hotline.store.changes import announce
from hotline.store.database import writing

from . import FlowFile, FlowVersion, Order

PROBLEMS = "problems"  # in an order's data


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
    """Add a version, in use from now on."""
    with writing():
        FlowVersion.create(
            name=flow.name, version=flow.version, title=title[:100], text=flow.text, at=now, by=by, why=why[:200]
        )
        announce("flows", flow.name, at=now)


def files() -> dict[str, str]:
    """The version of each file's text at the last check."""
    return {row.file: row.seen for row in list(FlowFile.select())}


def looked_at(file: str, seen: str, problems: list[Any], *, now: dt.datetime) -> None:
    """Record the check of a file: its text's version and its problems."""
    with writing():
        FlowFile.insert(file=file, seen=seen, problems=problems, at=now).on_conflict(
            conflict_target=[FlowFile.file],
            update={FlowFile.seen: seen, FlowFile.problems: problems, FlowFile.at: now},
        ).execute()
        announce("flows", file, at=now)


def refused(order: int, problems: list[dict[str, Any]]) -> None:
    """Keep with an order what is wrong with the text that it wanted published."""
    with writing():
        row = Order.get_by_id(order)
        Order.update(data=row.data | {PROBLEMS: problems}).where(Order.id == order).execute()
