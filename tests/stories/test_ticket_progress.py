"""A citizen asks by telephone how a ticket stands: code and last digits; tries counted in each channel."""

from typing import Any

import pytest

from freeswitch.simulator.callers import CallerAct
from hotline import clock, rows
from hotline.citizens import verbs as public
from hotline.citizens.views import make_views
from hotline.words import TicketState
from tests.builders import new_ticket

from .house import House, hang_up

pytestmark = pytest.mark.story
CODE, BROUGHT_BY = "12345678", "13800001234"


@pytest.fixture
def ticket(house: House, db: Any) -> Any:
    make_views(db)
    opened_by = rows.Person.get(rows.Person.login == "agent5")
    return new_ticket(
        opened_by=opened_by, number="20261120-01-0001", code=CODE, caller_number=BROUGHT_BY,
        state=TicketState.HANDLING, unit=rows.Unit.get(rows.Unit.code == "housing"), at=clock.utc(house.now),
        due_at=clock.utc(house.now + 3 * 86400), text="秘密的内容",
    )  # fmt: skip


def asks(*tries: tuple[str, str], after: float = 90) -> tuple[CallerAct, ...]:
    """Key 4, then code and digits, as often as there are tries."""
    keyed = (
        (
            CallerAct("press", "after", 1, "ticket.code", f"{code}#"),
            CallerAct("press", "after", 1, "ticket.digits", digits),
        )
        for code, digits in tries
    )
    return (CallerAct("press", "after", 1, "court.menu", "4"), *(act for pair in keyed for act in pair), hang_up(after))


def calls(house: House, *tries: tuple[str, str], number: str = "13700000000", after: float = 120) -> str:
    call = house.rings("12368", *asks(*tries, after=after), number=number)
    house.run(after + 30)
    return call


def found(house: House, call: str) -> list[str]:
    return [data["why"] for kind, data in house.facts(call) if kind == "found" and data["what"] == "ticket"]


def played(house: House, prompt: str) -> int:
    return sum(f"{prompt}.wav" in command for command in house.wire.sent)


def test_code_and_digits_tell_how_it_stands(house: House, ticket: Any) -> None:
    call = calls(house, (CODE, "1234"))
    assert house.speech.said == [
        "您的事项，工单号二零二六一一二零，零一，零零零一，于二零二六年十一月二十三日登记。",
        "目前承办单位正在办理，承办单位是住房和城乡建设局。预计最迟于二零二六年十一月二十六日办结。",
        "如需补充情况或者催办，请转人工服务。",
    ]
    assert (found(house, call), house.row(call).outcome) == (["found"], "self_served")
    assert "1234" not in str([data for kind, data in house.facts(call) if kind == "key" and data["key"] != CODE])
    assert rows.PublicTry.select().where(rows.PublicTry.key.endswith(f"ticket:{CODE}")).count() == 0
    house.settled()


def test_a_wrong_code_and_wrong_digits_say_the_same_and_may_be_keyed_again(house: House, ticket: Any) -> None:
    call = calls(house, ("99999999", "1234"), (CODE, "0000"), (CODE, "1234"))
    assert (found(house, call), played(house, "ticket.refused")) == (["refused", "refused", "found"], 2)
    house.settled()


def test_strangers_lock_a_code_on_the_page_and_by_telephone_but_not_for_the_tickets_own(
    house: House, ticket: Any
) -> None:
    at = clock.utc(house.now)
    assert [public.progress(CODE, "0000", who="10.0.0.1", now=at).why for _ in range(4)][2:] == ["refused", "locked"]
    call = calls(house, (CODE, "0000"), (CODE, "0001"), number="13711110000")
    assert found(house, call) == ["refused", "refused"]
    call = calls(house, (CODE, "0002"), (CODE, "1234"), number="13711110000")
    assert (found(house, call), played(house, "ticket.locked"), house.speech.said) == (["refused", "locked"], 1, [])
    assert found(house, calls(house, (CODE, "1234"), number=ticket.caller_number)) == ["found"]
    house.run(1800)
    assert found(house, calls(house, (CODE, "1234"), number="13711110000")) == ["found"]
    house.settled()


def test_who_withholds_his_number_is_not_locked_by_others_who_do(house: House, ticket: Any) -> None:
    for n in range(9):
        public.progress(f"5550{n:04d}", "0000", who="anonymous", now=clock.utc(house.now))
    call = calls(house, (CODE, "1234"), number="anonymous")
    assert found(house, call) == ["found"]
    house.settled()


def test_a_confidential_complaint_is_not_told(house: House, ticket: Any) -> None:
    rows.Ticket.update(confidential=True).execute()
    call = calls(house, (CODE, "1234"))
    assert (found(house, call), house.speech.said) == (["refused"], [])
    house.settled()


def test_records_that_are_away_are_said_to_be(house: House, ticket: Any, db: Any) -> None:
    db.execute_sql("DROP VIEW public_ticket")
    call = calls(house, (CODE, "1234"))
    assert (found(house, call), played(house, "ticket.away")) == (["unavailable"], 1)
    house.settled()


@pytest.mark.parametrize("prompt", ["ticket.code", "ticket.digits", "common.looking_up", "spoken"])
def test_who_hangs_up_in_the_middle_leaves_nothing_open(house: House, ticket: Any, prompt: str) -> None:
    *acts, _ = asks((CODE, "1234"))
    before = {"ticket.code": 1, "ticket.digits": 2}.get(prompt, 3)
    call = house.rings("12368", *acts[:before], CallerAct("hang_up", "during", 1, prompt))
    house.run(60)
    row = house.row(call)
    assert (row.state, row.ended_by) == ("ended", "caller")
    if prompt == "ticket.digits":
        assert house.kinds(call).count("masked") == 1
    house.settled()


def test_at_12345_it_is_offered_where_nobody_can_be_had(house: House, ticket: Any) -> None:
    keyed = asks((CODE, "1234"))[1:-1]
    call = house.rings("12345", CallerAct("press", "after", 1, "ticket.offer", "4"), *keyed, hang_up(150))
    house.run(200)
    assert (found(house, call), house.row(call).path[:2]) == (["found"], ["person", "call_back"])
    house.settled()
