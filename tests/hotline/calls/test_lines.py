"""Lines, their ladders and who sits on A and B."""

from dataclasses import replace

import pytest

from hotline.calls.reads import roster
from hotline.calls.reads.lines import ShiftView, all_lines, one_line
from hotline.calls.rules.roster import RosterStep
from hotline.calls.verbs.lines import Plan, Shift, create_line, edit_line, put_on, take_off
from hotline.ports import Refused
from hotline.rows import Audit, Change, Line, Position
from hotline.words import PositionKind
from tests.builders import NOW, new_line, new_person
from tests.there import there

pytestmark = pytest.mark.unit
A, POOL = RosterStep("A", 10), RosterStep("pool", 30)
PLAN = Plan("执行", (A, POOL), 12, 20)


@pytest.fixture
def by(administrator, now):
    return {"by": administrator.login, "now": now, "client_ip": ""}


def test_a_line_is_made_and_changed(head, by):
    line = create_line("enforcement", head.id, PLAN, **by)
    edit_line(line, Plan("执行局", (RosterStep("B", 9),), 20, 0), **by)
    row = Line.get_by_id(line)
    assert (row.name, row.ladder, row.ring_seconds, row.wrap_up_seconds) == (
        "执行局", [{"whom": "B", "seconds": 9, "skip": True, "sites": [], "load": 0}], 20, 0,
    )  # fmt: skip
    assert [(c.topic, c.ref) for c in Change.select().order_by(Change.id)] == [("roster", "enforcement")] * 2


def test_a_ladder_with_all_that_a_step_can_have_is_what_the_floor_reads(head, branch, by):
    ladder = (
        RosterStep("A", 15, skip_if_none=False, load=4), RosterStep("pool", 40, load=2.5),
        RosterStep("branch", 30, sites=("east",)), RosterStep("callback", 0),
    )  # fmt: skip
    plan = Plan(
        "立案", ladder, 12, 20, needs={"dialect": 2}, most_waiting=9, announce_seconds=30, tests_silence=True,
        shown_number="0571-12368",
    )  # fmt: skip
    line = create_line("filing", head.id, plan, **by)
    [told] = roster.lines(NOW)
    assert told.ladder == (RosterStep("A", 15, skip_if_none=False), *ladder[1:])  # a position has no load
    assert (told.needs, told.most_waiting, told.announce_seconds, told.tests_silence) == (
        (("dialect", 2),),
        9,
        30,
        True,
    )
    assert (there(one_line(line)).ladder, there(one_line(line)).shown_number) == (told.ladder, "057112368")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": " "}, "Write the name"),
        ({"ladder": ()}, "A ladder has 1 to 8 steps"),
        ({"ladder": (A,) * 9}, "A ladder has 1 to 8 steps"),
        ({"ladder": (RosterStep("C", 10),)}, "Step 1 asks A, B, the pool, branch sites, or leads to call-back"),
        ({"ladder": (A, RosterStep("person", 10))}, "Step 2 asks A, B, the pool, branch sites, or leads to call-back"),
        ({"ladder": (RosterStep("A", 4),)}, "Step 1 lasts 5 to 600 seconds"),
        ({"ladder": (A, RosterStep("B", 601))}, "Step 2 lasts 5 to 600 seconds"),
        ({"ladder": (RosterStep("branch", 30),)}, "Step 1 asks branch sites: choose them"),
        ({"ladder": (RosterStep("branch", 30, sites=("east", "moon")),)}, "Step 1: moon is no other site"),
        ({"ladder": (RosterStep("branch", 30, sites=("head",)),)}, "Step 1: head is no other site"),
        ({"ladder": (RosterStep("callback", 0), A)}, "Step 1 leads to call-back: nothing comes after it"),
        ({"ladder": (RosterStep("pool", 9, load=-1),)}, "Step 1: callers for each agent are 0 to 100; 0 is no limit"),
        ({"ring_seconds": 4}, "A telephone rings for 5 to 120 seconds"),
        ({"wrap_up_seconds": -1}, "Wrap-up takes 0 to 600 seconds"),
        ({"most_waiting": -1}, "At most 0 to 1000 callers wait; 0 is no limit"),
        ({"announce_seconds": 14}, "The place is said every 15 to 600 seconds; 0 is never"),
        ({"needs": {"dialect": 6}}, "A skill has a level from 1 to 5"),
        ({"needs": {"a-b": 1}}, "A skill is a word of up to 32 letters, figures or underscores"),
        (
            {"shown_number": "call me"},
            "This is no telephone number: a mobile has 11 digits, a landline its area code before it",
        ),
    ],
)
def test_plans_that_cannot_be(head, branch, by, given, why):
    line = new_line()
    with pytest.raises(Refused) as refused:
        edit_line(line.id, replace(PLAN, **given), **by)
    assert (refused.value.sentence(), Line.get_by_id(line.id).name, Audit.select().count()) == (why, "立案咨询", 0)


def test_a_shift_is_set_changed_and_told_to_the_floor(agent, by):
    line = new_line()
    put_on(line.id, "A", agent.id, Shift("51", "09:00", "12:00"), **by)
    [seat] = there(one_line(line.id)).seats
    assert (seat.days, seat.begins, seat.ends) == ("15", "09:00", "12:00")
    assert (seat.sits(NOW), seat.sits(NOW.replace(hour=4)), roster.lines(NOW)[0].a) == (True, False, (agent.id,))
    put_on(line.id, "A", agent.id, Shift("1234567", "", ""), **by)
    [seat] = there(one_line(line.id)).seats
    assert (seat.days, seat.begins, Position.select().count()) == ("", "", 1)
    put_on(line.id, "A", agent.id, **by)
    assert Audit.select().where(Audit.act == "put_on").count() == 2  # the third changes nothing


def test_a_shift_is_kept_in_one_form(agent, by):
    line = new_line()
    put_on(line.id, "A", agent.id, shift=Shift("", "9：00", "下午5点半"), **by)
    assert [(seat.begins, seat.ends) for seat in Position.select()] == [("09:00", "17:30")]


@pytest.mark.parametrize(
    ("shift", "why"),
    [
        (Shift("8"), "A shift is on days of the week"),
        (Shift("", "09:00", ""), "A shift has a beginning and an end, or neither"),
        (Shift("", "9:0", "12:00"), "Write a time as 08:00"),
        (Shift("", "09:00", "24:00"), "Write a time as 08:00"),
        (Shift("", "09:00", "09:00"), "A shift ends at another time than it begins"),
    ],
)
def test_shifts_that_cannot_be(agent, by, shift, why):
    line = new_line()
    with pytest.raises(Refused) as refused:
        put_on(line.id, "A", agent.id, shift, **by)
    assert (refused.value.sentence(), Position.select().count()) == (why, 0)


def test_a_line_says_which_position_is_empty(agent, by):
    line = new_line()
    assert there(one_line(line.id)).uncovered == (PositionKind.A, PositionKind.B)
    put_on(line.id, "A", agent.id, **by)
    put_on(line.id, "A", agent.id, **by)
    view = there(one_line(line.id))
    assert view.uncovered == (PositionKind.B,)
    assert view.seats == (ShiftView(view.seats[0].id, PositionKind.A, agent.id, "王小兰", "1001"),)
    take_off(line.id, view.seats[0].id, **by)
    assert (there(one_line(line.id)).seats, Position.select().count()) == ((), 0)


def test_who_cannot_sit_on_a_position(agent, administrator, by):
    line = new_line()
    put_on(line.id, "A", agent.id, **by)
    bare = new_person(name="无机")
    for kind, person, why in (
        ("B", agent.id, "王小兰 is on the other position of this line already"),
        ("A", bare.id, "无机 has no telephone"),
        ("A", administrator.id, "Choose an agent"),
        ("A", 999, "Choose an agent"),
        ("C", agent.id, "A position is A or B"),
    ):
        with pytest.raises(Refused) as refused:
            put_on(line.id, kind, person, **by)
        assert refused.value.sentence() == why


def test_a_position_of_another_line_is_not_touched(agent, by):
    one, two = new_line(), new_line(code="second")
    put_on(one.id, "A", agent.id, **by)
    with pytest.raises(Refused):
        take_off(two.id, Position.get().id, **by)
    assert Position.select().count() == 1


def test_lines_are_listed_by_code(db):
    new_line(code="b_line"), new_line(code="a_line")
    assert [view.code for view in all_lines()] == ["a_line", "b_line"]
