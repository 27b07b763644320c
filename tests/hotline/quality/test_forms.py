"""Forms: what is refused, versions of a form in use, the forms that come with the house; and the score."""

import itertools
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.ports import Refused
from hotline.quality import forms_file
from hotline.quality.reads import forms as reads
from hotline.quality.rules.forms import Band, InspectionForm, Item, Section, band_of, wrong
from hotline.quality.rules.scoring import SKIPPED, Score, percent, said, score
from hotline.quality.verbs import forms as verbs
from hotline.words import Inspected, ItemKind, Role
from tests.builders import NOW, new_person, new_site
from tests.effort import often

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parents[3]
HERE: dict[str, Any] = {"now": NOW, "client_ip": ""}


def item(code: str, weight: int, **more: Any) -> Item:
    return Item(code=code, zh=f"项{code}", weight=weight, **more)


def form(*items: Item, code: str = "own", **more: Any) -> InspectionForm:
    return InspectionForm(
        code=code, inspected=Inspected.CALL, zh="自拟", sections=(Section(zh="一", items=items),), **more
    )


def yes(code: str, weight: int, **more: Any) -> Item:
    return item(code, weight, kind=ItemKind.YES_NO, **more)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (form(), "A form needs at least one item"),
        (form(item("a", 60), item("b", 39)), "The weights must add to 100; they add to 99"),
        (form(item("a", 60), item("b", 41)), "The weights must add to 100; they add to 101"),
        (form(item("a", 50), item("a", 50)), "Two items have the same code: give each its own"),
        (form(item("a", 100), item("b", 0)), "The weight of “项b” is not between 1 and 100"),
        (form(item("a", 100, most=11)), "The best mark of “项a” is not between 1 and 10"),
        (
            form(*(item(f"a{n}", 1) for n in range(101))),
            "A form has at most 100 items",
        ),
        (
            form(item("a", 100), bands=(Band(zh="好", least=60), Band(zh="差", least=60))),
            "Two bands begin at the same score",
        ),
        (
            form(item("a", 100), bands=(Band(zh="好", least=101),)),
            "A band has a name and begins between 0 and 100; a form has at most 8",
        ),
        (
            form(item("A-1", 100)),
            "An item's code has 1 to 32 small letters, digits or underscores and begins with a letter",
        ),
    ],
)
def test_a_form_that_cannot_be_used_says_why(made: InspectionForm, sentence: str) -> None:
    fault = wrong(made)
    assert fault is not None
    assert fault.sentence() == sentence


def test_a_hundred_items_and_a_fatal_one_without_weight_are_a_form() -> None:
    assert wrong(form(*(item(f"a{n}", 1) for n in range(100)))) is None
    assert wrong(form(item("a", 100), yes("f", 0, fatal=True))) is None


FORM = form(
    item("a", 50), yes("b", 30, skips=True), item("c", 20, most=3, skips=True), yes("f", 0, fatal=True, skips=True)
)


@pytest.mark.parametrize(
    ("marks", "points", "marked", "fatal"),
    [
        ({}, None, 0, ()),
        ({"a": 5, "b": 1, "c": 3, "f": 1}, 10000, 4, ()),
        ({"a": 4, "b": 0, "c": 3, "f": 1}, 6000, 4, ()),  # 40 + 0 + 20
        ({"a": 4, "b": SKIPPED, "c": 3, "f": 1}, 8571, 4, ()),  # (40 + 20) of 70
        ({"a": 4, "b": SKIPPED, "c": SKIPPED, "f": SKIPPED}, 8000, 4, ()),
        ({"a": 5, "b": 1, "c": 3, "f": 0}, 0, 4, ("f",)),
        ({"c": 1}, 3333, 1, ()),  # a third, while the others are not marked yet
        ({"c": 2}, 6667, 1, ()),  # two thirds, rounded half up
        ({"a": SKIPPED, "x": 5, "b": 7}, None, 0, ()),  # cannot be skipped; not in the form; no such mark
    ],
)
def test_the_score(marks: dict[str, int], points: int | None, marked: int, fatal: tuple[str, ...]) -> None:
    assert score(FORM, marks) == Score(points, marked, 4, fatal)


def test_nothing_that_applies_is_no_score_and_neither_nothing_nor_everything() -> None:
    every = form(item("a", 60, skips=True), yes("b", 40, skips=True))
    assert score(every, {"a": SKIPPED, "b": SKIPPED}) == Score(None, 2, 2, ())
    assert (said(None), said(0), said(8750), said(10000)) == ("–", "0", "87.5", "100")
    fatal_alone = form(item("a", 100, skips=True), yes("f", 0, fatal=True))
    assert score(fatal_alone, {"a": SKIPPED, "f": 1}).points is None  # what applies weighs nothing
    assert score(fatal_alone, {"a": SKIPPED, "f": 0}).points == 0


@some.composite
def forms_and_marks(draw: Any) -> tuple[InspectionForm, dict[str, int]]:
    count = draw(some.integers(1, 12))
    cuts = sorted(draw(some.lists(some.integers(1, 99), min_size=count - 1, max_size=count - 1, unique=True)))
    weights = [b - a for a, b in itertools.pairwise([0, *cuts, 100])]
    items, marks = [], {}
    for n, weight in enumerate(weights):
        kind, skips = draw(some.sampled_from(list(ItemKind))), draw(some.booleans())
        one = item(
            f"i{n}", weight, kind=kind, most=draw(some.integers(1, 10)), skips=skips, fatal=draw(some.booleans())
        )
        items.append(one)
        marks[one.code] = draw(some.integers(-1 if skips else 0, one.best))
    return form(*items), marks


@settings(max_examples=often(80, 2000))
@given(forms_and_marks())
def test_scores_are_bounded_exact_and_rise_with_each_mark(drawn: tuple[InspectionForm, dict[str, int]]) -> None:
    made, marks = drawn
    assert wrong(made) is None
    found, items = score(made, marks), {one.code: one for one in made.items()}
    applies = {code: value for code, value in marks.items() if value != SKIPPED}
    assert found.whole
    assert (found.points is None) == (not applies)
    if found.points is None:
        return
    assert 0 <= found.points <= 10000
    assert bool(found.fatal) == any(items[code].fatal and value == 0 for code, value in applies.items())
    if found.fatal:
        assert found.points == 0
        return
    weight = sum(items[code].weight for code in applies)  # a second count: each item's own share of the score
    shares = [Fraction(items[c].weight, weight) * Fraction(v, items[c].best) for c, v in applies.items()]
    assert abs(Fraction(found.points, 10000) - sum(shares)) <= Fraction(1, 20000)
    for code, value in applies.items():
        if value < items[code].best:
            better = score(made, {**marks, code: value + 1}).points
            assert better is not None
            assert better >= found.points
    assert all(percent(items[code], value) is not None for code, value in applies.items())


def test_bands_begin_at_their_least_score() -> None:
    banded = form(item("a", 100), bands=(Band(zh="差", least=0), Band(zh="好", least=90), Band(zh="中", least=60)))
    names = [band_of(banded, points) for points in (None, 0, 5999, 6000, 8999, 9000, 10000)]
    assert [None if one is None else one.zh for one in names] == [None, "差", "差", "中", "中", "好", "好"]


def test_the_forms_of_the_house_can_be_used_and_are_written_once(db: Any) -> None:
    file, problems = forms_file.load(ROOT / "content")
    assert problems == ()
    assert {one.inspected for one in file.forms} == set(Inspected)
    assert (verbs.put_built_in(file.forms, NOW), verbs.put_built_in(file.forms, NOW)) == (4, 0)
    assert [view.form for view in reads.newest()] == [one.in_order() for one in file.forms]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("weight: 35", "weight: 34"), "权重合计应为 100，现为 99"),
        (("code: next", "code: answers"), "Two items have the same code"),
        (("weight: 35", "weight: 三十五"), "weight"),
        (("inspected: reply", "inspected: letter"), "inspected"),
        (("- code: reply", "- code: call"), "两张表的编码相同"),
    ],
)
def test_a_broken_file_has_no_forms_and_says_where(tmp_path: Path, changed: tuple[str, str], told: str) -> None:
    text = (ROOT / "content" / "inspection.yml").read_text(encoding="utf-8")
    assert changed[0] in text
    (tmp_path / "inspection.yml").write_text(text.replace(*changed), encoding="utf-8")
    file, problems = forms_file.load(tmp_path)
    assert file.forms == ()
    assert any(told in problem for problem in problems), problems
    assert forms_file.load(tmp_path / "nowhere")[0].forms == ()


def test_a_form_in_use_stays_and_a_new_version_is_made(db: Any) -> None:
    boss = new_person(role=Role.SUPERVISOR)
    made = form(item("a", 100))
    assert verbs.put(made, over=0, person=boss.id, **HERE) == 1
    row = rows.QualityForm.get()
    rows.Inspection.create(
        slot="call:c:1", form=row, inspected="call", ref="c", at=NOW, week="2026-11-16", site=boss.site, agent=boss,
        why="random", state="open", drawn_at=NOW, due="2026-12-01",
    )  # fmt: skip
    assert verbs.put(made.model_copy(update={"zh": "改名"}), over=1, person=boss.id, **HERE) == 2
    kept = [(view.version, view.form.zh, view.used) for view in reads.versions("own")]
    assert kept == [(2, "改名", 0), (1, "自拟", 1)]
    with pytest.raises(Refused, match="Somebody else has changed this form"):
        verbs.put(made, over=1, person=boss.id, **HERE)
    with pytest.raises(Refused, match="There is a form with this code already"):
        verbs.put(made, over=0, person=boss.id, **HERE)
    with pytest.raises(Refused, match="What a form inspects stays"):
        verbs.put(made.model_copy(update={"inspected": Inspected.REPLY}), over=2, person=boss.id, **HERE)


def test_forms_are_the_head_sites_and_of_who_manages_the_inspection(db: Any) -> None:
    new_site()
    branch = new_person(role=Role.SUPERVISOR, site=new_site(code="branch"))
    with pytest.raises(Refused, match="the same for all sites"):
        verbs.put(form(item("a", 100)), over=0, person=branch.id, **HERE)
    for role in (Role.AGENT, Role.QUALITY_INSPECTOR, Role.INSPECTOR, Role.LEADER):
        with pytest.raises(Refused, match="You may not do this"):
            verbs.put(form(item("a", 100)), over=0, person=new_person(role=role).id, **HERE)
    assert rows.QualityForm.select().count() == 0
