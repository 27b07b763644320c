"""What a waiting caller is told and may count on: his place, also when he redials; skills; a full queue."""

import pytest

from freeswitch.simulator.callers import CallerAct
from hotline import rows

from .house import House, hang_up

pytestmark = pytest.mark.story
POOL = [{"whom": "pool", "seconds": 120}]


def line(house: House, **given: object) -> None:
    rows.Line.update(ladder=POOL, wrap_up_seconds=1, **given).where(rows.Line.code == "government").execute()
    house.controller.learn_floor()


def test_who_redials_within_a_minute_keeps_his_place(house: House) -> None:
    line(house)
    house.desk(5, talk_seconds=40)
    house.rings("12345", number="13800000001")
    house.run(2)
    house.rings("12345", hang_up(5), number="13800000002")
    house.run(1)
    third = house.rings("12345", number="13800000003")
    house.run(10)
    again = house.rings("12345", number="13800000002")
    house.run(400)
    talked = [house.row(call).talking_at for call in (again, third)]
    assert talked[0] < talked[1]
    house.settled()


def test_after_a_minute_the_place_is_lost(house: House) -> None:
    line(house)
    house.desk(5, talk_seconds=80)
    house.rings("12345", number="13800000001")
    house.run(2)
    house.rings("12345", hang_up(3), number="13800000002")
    house.run(1)
    third = house.rings("12345", number="13800000003")
    house.run(70)
    again = house.rings("12345", number="13800000002")
    house.run(400)
    talked = [house.row(call).talking_at for call in (again, third)]
    assert talked[1] < talked[0]
    house.settled()


def test_the_place_is_said_again_and_again(house: House) -> None:
    line(house, announce_seconds=20)
    house.desk(5, talk_seconds=100)
    house.rings("12345", number="13800000001")
    house.run(4)
    call = house.rings("12345", number="13800000002")
    house.run(60)
    assert house.speech.said[:2] == ["您排在第一位。"] * 2
    assert [data["position"] for kind, data in house.facts(call) if kind == "place"][:2] == [1, 1]
    house.run(300)
    assert house.said(call)[1] == "talked"
    house.settled()


def test_a_full_queue_is_said_to_be_full(house: House) -> None:
    line(house, most_waiting=1)
    house.desk(5, talk_seconds=100)
    house.rings("12345", number="13800000001")
    house.run(4)
    house.rings("12345", number="13800000002")
    full = house.rings("12345", CallerAct("press", "during", 1, "callback.offer", "1"), number="13800000003")
    house.run(100)
    assert [data["why"] for kind, data in house.facts(full) if kind == "queue_over"] == ["full"]
    assert house.said(full) == ("ended", "call_back", "system")
    house.run(300)
    house.settled()


def test_only_who_speaks_the_dialect_is_asked(house: House) -> None:
    line(house, needs={"dialect": 2})
    for number, level in ((1, 1), (2, 2)):
        rows.Skill.create(person=house.person(number), code="dialect", level=level)
    house.controller.learn_floor()
    house.desk(1, talk_seconds=20)
    house.run(60)
    house.desk(2, talk_seconds=20)
    call = house.rings("12345")
    house.run(100)
    assert house.offers(call) == [("pool", "agent2", "answered")]
    house.settled()


def test_shifts_change_who_is_asked_first(house: House) -> None:
    """09:00 to 09:05 agent1 sits on A, then agent2."""
    for seat in rows.Position.select().join(rows.Line).where(rows.Line.code == "filing", rows.Position.kind == "A"):
        seat.begins, seat.ends = "09:00", "09:05"
        seat.save()
    filing = rows.Line.get(rows.Line.code == "filing")
    rows.Position.create(line=filing, kind="A", person=house.person(3), begins="09:05", ends="18:00")
    house.controller.learn_floor()
    for number in (1, 3):
        house.desk(number, talk_seconds=10)
    press = (CallerAct("press", "after", 1, "menu", "0"),)
    first = house.rings("12368", *press)
    house.run(600)
    second = house.rings("12368", *press)
    house.run(200)
    assert (house.offers(first)[0][:2], house.offers(second)[0][:2]) == (("A", "agent1"), ("A", "agent3"))
    house.settled()


def test_a_closed_line_says_when_it_opens_and_self_service_goes_on(house: House) -> None:
    hours = {"workdays": ["13:30-17:30"], "weekend": [], "always": False}
    rows.Line.update(hours=hours).where(rows.Line.code == "filing").execute()
    house.controller.learn_floor()
    house.desk(1)
    call = house.rings(
        "12368",
        CallerAct("press", "after", 1, "court.menu", "0"),
        CallerAct("press", "after", 1, "closed_menu", "9"),
        CallerAct("press", "after", 1, "court.menu", "1"),
        CallerAct("press", "after", 1, "self_menu", "5"),
        hang_up(150),
    )
    house.run(200)
    path = house.row(call).path
    assert path.index("closed") < path.index("self_service") < path.index("hearing")
    assert "人工服务将于今天十三点三十分开始。" in house.speech.said
    assert house.offers(call) == []
    house.settled()
