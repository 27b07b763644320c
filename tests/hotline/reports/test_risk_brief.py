"""The risk brief of a month: kept with its report, with nobody's number, and as it was when it was made."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from hotline import rows
from hotline.clock import CHINA
from hotline.reports.jobs import making
from hotline.reports.reads import reports
from hotline.reports.rules.findings import FindingKey, TaskWanted
from hotline.reports.verbs import findings
from hotline.reports.verbs import reports as verbs
from hotline.words import FindingKind, PeriodKind, Role
from tests.builders import new_person, new_site, new_ticket, new_units

pytestmark = pytest.mark.unit
NOV = dt.date(2026, 11, 20)
DEC = dt.datetime(2026, 12, 2, 9, tzinfo=CHINA)


@pytest.fixture
def town(db: Any) -> dict[str, Any]:
    """Eighteen months with two tickets about pay, and November with six of one telephone in the north."""
    leader, civil = new_person(login="leader", role=Role.LEADER), new_units()["civil"]
    pay = rows.Entry.create(kind="topic", code="0101", zh="欠薪", en="Wages owed", place=1)
    north = rows.Entry.create(kind="place", code="n", zh="城北", en="North end", place=1)
    for n in range(1, 19):
        month = dt.datetime(2026 - (n + 1) // 12, 12 - (n + 1) % 12, 10, 9, tzinfo=CHINA)
        for _ in range(2):
            new_ticket(opened_by=leader, at=month, topic=pay, unit=civil)
    for n in range(8):
        new_ticket(
            opened_by=leader, at=dt.datetime(2026, 11, 10, 9, tzinfo=CHINA), topic=pay, place=north if n else None,
            caller_number=f"1390000123{max(0, n - 5)}", unit=civil,
        )  # fmt: skip
    return {"leader": leader, "civil": civil, "pay": pay}


def made(town: dict[str, Any], folder: Path, kind: PeriodKind = PeriodKind.MONTH, site: Any = None) -> Any:
    given = {"person": town["leader"].id, "now": DEC, "client_ip": ""}
    report = verbs.ask(kind, NOV, site=site, **given)
    assert making.make_next(folder, DEC) is True
    view = reports.one(report, None)
    assert view is not None
    assert view.error == ""
    return view


def test_a_months_report_keeps_its_brief_and_no_other_does(town: dict[str, Any], tmp_path: Path) -> None:
    told = made(town, tmp_path).content["risk"]
    assert [line[:2] + line[4:5] for line in told["rising"] if line[0] == "topic"] == [
        ["topic", str(town["pay"].id), 8]
    ]
    assert (told["gaps"], told["persons"]) == ([0, 1, 0], [["139****1230", 6]])
    assert told["trend"][-2:] == [["2026-10", 2, 2], ["2026-11", 8, 2]]
    for given in told["spread"].values():  # each distribution has all tickets
        assert sum(line[-1] for line in given["lines"]) + given["others"] == 8
    assert "1390000123" not in json.dumps(told)
    assert "risk" not in made(town, tmp_path, PeriodKind.WEEK).content


def test_notes_and_tasks_stand_in_it_as_they_were(town: dict[str, Any], tmp_path: Path) -> None:
    by = {"person": town["leader"].id, "now": DEC, "client_ip": ""}
    about = FindingKey(FindingKind.RISE, f"topic:{town['pay'].id}", None)
    person = FindingKey(FindingKind.PERSON, rows.Ticket.get(caller_number="13900001230").number, None)
    findings.hang_note(about, "已约谈", **by)
    task = findings.hang_task(person, TaskWanted("回访", town["civil"].id, None, DEC.date()), **by)
    branch = new_site(code="branch", name="分院")
    view = made(town, tmp_path)
    told = view.content["risk"]["hung"]
    found = [
        (one["kind"], one["number"], [note[0] for note in one["notes"]], [line[3] for line in one["tasks"]])
        for one in told
    ]
    assert found == [("person", "139****1230", [], ["open"]), ("rise", "", ["已约谈"], [])]
    findings.finish(task, "已回访", **by)
    kept = reports.one(view.id, None)
    assert kept is not None
    assert kept.content["risk"]["hung"] == told
    assert made(town, tmp_path, site=branch.id).content["risk"]["hung"] == []


def test_an_empty_month_has_an_empty_brief(db: Any, tmp_path: Path) -> None:
    leader = new_person(login="leader", role=Role.LEADER)
    told = made({"leader": leader}, tmp_path).content["risk"]
    assert (told["rising"], told["matters"], told["persons"], told["hung"]) == ([], [], [], [])
    assert [count for _name, count in told["grave"]] == [0] * 5
