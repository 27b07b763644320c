"""Official classes: own and from above, sums that are the total, and mapping all or nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hotline import rows
from hotline.knowledge import content
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.reports.reads import classes, drill, figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.classes import class_of, is_heading
from hotline.reports.rules.periods import period_of
from hotline.reports.verbs import classes as verbs
from hotline.words import Dimension, PeriodKind, Role
from tests.builders import NOW, new_person, new_site, new_ticket

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parents[3]
NAMES = {"A": ("甲", "Alpha"), "B": ("乙", "Beta"), "C": ("丙", "Gamma")}
HERE: dict[str, Any] = {"now": NOW, "client_ip": ""}


@pytest.fixture
def town(db: Any) -> dict[str, Any]:
    """Work, with pay and hours below it; housing; and tickets of each: 1, 2, 3, 4, and 5 without a subject."""
    new_person(login="admin", role=Role.ADMINISTRATOR)
    agent = new_person(role=Role.AGENT)
    work = rows.Entry.create(kind="topic", code="1", zh="劳动", en="Work", place=1)
    made = {
        "work": work,
        "pay": rows.Entry.create(kind="topic", code="11", zh="欠薪", en="Pay", place=2, parent=work),
        "hours": rows.Entry.create(kind="topic", code="12", zh="工时", en="Hours", place=3, parent=work),
        "housing": rows.Entry.create(kind="topic", code="2", zh="住房", en="Housing", place=4),
    }
    for count, name in enumerate((*made, None), 1):
        for _ in range(count):
            new_ticket(opened_by=agent, topic=made[name] if name else None)
    new_ticket(opened_by=agent, topic=made["pay"], confidential=True)
    return made


def put(wanted: dict[str, str], by: str = "admin", names: Any = NAMES) -> int:
    return verbs.put(wanted, names, by=by, **HERE)


def asked(**scope: Any) -> FigureScope:
    return FigureScope(period_of(PeriodKind.MONTH, NOW.date()), Scope(**scope), NOW)


def counts() -> dict[str, int]:
    opened = FIGURES["opened"]
    lines = figures.read([opened], asked(), by=Dimension.OFFICIAL)
    return {line.key: line.values["opened"].tally.counted for line in lines}


def test_sums_by_class_are_the_total_and_what_is_not_mapped_is_named(town: Any) -> None:
    assert counts() == {"none": 15}
    put({"1": "A", "12": "B"})
    assert counts() == {"A": 3, "B": 3, "none": 9}
    opened = FIGURES["opened"]
    for key, count in counts().items():  # the rows are as many
        assert drill.count(opened.rows, opened.counts, asked(), where={Dimension.OFFICIAL: key}) == count
    put({"1": "", "12": "B"})
    assert counts() == {"B": 3, "none": 12}


@given(some.dictionaries(some.integers(0, 8), some.sampled_from("ABC")), some.lists(some.integers(0, 8), min_size=9))
def test_the_nearest_class_above_holds(own: dict[int, str], above: list[int]) -> None:
    parents: dict[int, int | None] = {n: above[n] if above[n] < n else None for n in range(9)}
    for topic in range(9):
        line, now = [topic], parents[topic]
        while now is not None:
            line.append(now)
            now = parents[now]
        assert class_of(topic, own, parents) == next((own[one] for one in line if one in own), "")


def test_a_circle_of_subjects_ends() -> None:
    assert class_of(1, {}, {1: 2, 2: 1}) == ""


def test_the_page_says_own_class_class_from_above_and_tickets(town: Any) -> None:
    put({"1": "A", "12": "B"})
    found, without = classes.mapped("en", NOW, NOW.date())
    assert [(one.code, one.own, one.official, one.tickets) for one in found] == [
        ("1", "A", "A", 1), ("11", "", "A", 2), ("12", "B", "B", 3), ("2", "", "", 4),
    ]  # fmt: skip
    assert without == 5


@pytest.mark.parametrize("wanted", [{"1": "A", "99": "A"}, {"1": "A", "11": "Z"}, {"": "A"}])
def test_mapping_is_all_or_nothing(town: Any, wanted: dict[str, str]) -> None:
    with pytest.raises(Refused):
        put(wanted)
    assert (rows.TopicClass.select().count(), rows.Audit.select().count()) == (0, 0)


def test_what_is_in_a_file_no_more_may_stay_and_new_names_are_taken_over(town: Any) -> None:
    put({"1": "A"})
    assert put({"1": "A", "2": "B"}, names={"B": ("乙二", "Beta two")}) == 1
    assert put({"2": "B"}, names={"A": ("甲二", "Alpha two"), "B": ("乙二", "Beta two")}) == 0
    assert sorted((row.code, row.zh) for row in rows.TopicClass.select()) == [("A", "甲二"), ("B", "乙二")]
    assert [row.act for row in rows.Audit.select()] == ["edit_classes"] * 2


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("away", [False, True])
def test_who_may_map(town: Any, role: Role, away: bool) -> None:
    new_person(login="who", role=role, site=new_site(code="branch", name="分院") if away else None)
    if role in (Role.ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR) and not away:
        assert put({"1": "A"}, by="who") == 1
    else:
        with pytest.raises(Refused):
            put({"1": "A"}, by="who")


def test_the_file_that_comes_with_the_system_is_a_sample_that_can_be_used() -> None:
    found = content.load(ROOT / "content")
    assert (found.classes.sample, bool(found.classes.classes), found.problems) == (True, True, ())


@pytest.mark.parametrize(
    "wrong",
    [
        '[{code: "1", zh: x}, {code: "1", zh: y}]', '[{code: "none", zh: x}]', '[{code: "1", zh: ""}]',
        '[{code: "a b", zh: x}]', '[{code: "1", zh: x, parent: "2"}]', '[{code: "1", zh: x, more: y}]', '"x"',
    ],
)  # fmt: skip
def test_a_faulty_file_is_told_and_left_out(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "classes.yml").write_text(f"source: x\ndate: 2026-01-01\nclasses: {wrong}\n", encoding="utf-8")
    found = content.load(tmp_path)
    assert (found.classes.classes, any("classes.yml" in one for one in found.problems)) == ((), True)


def test_headings_in_both_languages() -> None:
    assert [is_heading(one) for one in (("编码", "x", "官方分类编码"), ("official code", "CODE"), ("Code", "x"))] == [
        True, True, False,
    ]  # fmt: skip
