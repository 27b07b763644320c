"""Flows: the version in use, older versions with their texts, and the problems of files."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from peewee import fn

from hotline.calls.rows import FlowFile, FlowVersion, Order
from hotline.calls.rows.flow_store import PROBLEMS
from hotline.words import OrderKind
from hotline.yaml_source import Problem

FILE = ".yml"
_PLACE = re.compile(r"([^:\s]*):([0-9]{1,9}):([0-9]{1,9}) (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Version:
    """One published text of a flow, the `place`-th one. `version` is a hash of its text: equal texts have equal ones;
    people are shown the place and the day."""

    id: int
    name: str
    version: str
    title: str
    at: dt.datetime
    by: str
    why: str
    text: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class FlowView:
    """A flow: the version in use (None: none was ever valid), the number of versions, its file as last checked."""

    name: str
    used: Version | None
    versions: int
    problems: tuple[Problem, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Publishing:
    """An order to publish (`check_only`: to check), and how it ended."""

    id: int
    text: str
    why: str
    check_only: bool
    done: bool
    refused: str
    problems: tuple[Problem, ...]


def all_flows() -> list[FlowView]:
    """Every flow that was published or has a file, by name."""
    newest = FlowVersion.select(fn.MAX(FlowVersion.id)).group_by(FlowVersion.name)
    count = FlowVersion.select(FlowVersion.name, fn.COUNT(FlowVersion.id).alias("n")).group_by(FlowVersion.name)
    counts = {row.name: row.n for row in count}
    newest_rows = FlowVersion.select().where(FlowVersion.id.in_(newest))
    used = {row.name: _version(row, place=counts[row.name]) for row in newest_rows}
    files = {row.file.removesuffix(FILE): row for row in FlowFile.select()}
    told = []
    for name in sorted(used.keys() | files.keys()):
        file, version = files.get(name), used.get(name)
        problems = _problems(file.problems) if file is not None else ()
        differs = file is not None and version is not None and file.seen != version.version
        told.append(FlowView(name, version, counts.get(name, 0), problems, differs))
    return told


def one_flow(name: str) -> FlowView | None:
    return next((flow for flow in all_flows() if flow.name == name), None)


def versions(name: str, *, most: int = 200) -> list[Version]:
    """The versions of a flow, the newest (in use) first, without their texts."""
    every = FlowVersion.select().where(FlowVersion.name == name)
    count, rows = every.count(), every.order_by(FlowVersion.id.desc()).limit(most)
    return [_version(row, place=count - n) for n, row in enumerate(rows)]


def version(name: str, number: int) -> Version | None:
    """One version with its text."""
    row = FlowVersion.get_or_none(FlowVersion.name == name, FlowVersion.id == number)
    if row is None:
        return None
    place = FlowVersion.select().where(FlowVersion.name == name, FlowVersion.id <= number).count()
    return _version(row, row.text, place=place)


def in_use(name: str) -> Version | None:
    """The version in use, with its text."""
    row = FlowVersion.select().where(FlowVersion.name == name).order_by(FlowVersion.id.desc()).first()
    return None if row is None else _version(row, row.text)


def publishing(order: int, person: int) -> Publishing | None:
    """A person's own order to publish."""
    row = Order.get_or_none(Order.id == order, Order.person == person, Order.kind == OrderKind.PUBLISH_FLOW.value)
    if row is None:
        return None
    data = row.data
    return Publishing(
        row.id, data["text"], data["why"], bool(data.get("check_only")), row.done_at is not None, row.refused or "",
        _problems(data.get(PROBLEMS, [])),
    )  # fmt: skip


def _version(row: FlowVersion, text: str = "", *, place: int = 0) -> Version:
    return Version(row.id, row.name, row.version, row.title, row.at, row.by, row.why, text, place)


def _problems(rows: list[Any]) -> tuple[Problem, ...]:
    return tuple(_problem(row) for row in rows)


def _problem(row: Any) -> Problem:
    """A problem from a row; an earlier version has written sentences."""
    if not isinstance(row, str):
        return Problem.from_data(row)
    found = _PLACE.fullmatch(row)
    return Problem(found[1], int(found[2]), int(found[3]), "", found[4]) if found else Problem("", 1, 1, "", row)
