"""A number that the carrier writes in four ways is one caller at each door of the real switch's callers."""

from hotline import clock, rows
from hotline.callers.reads.callers import known
from hotline.calls.reads.calls import by_number
from hotline.calls.verbs import nuisance
from hotline.store.database import database
from scripts.py.live_house import Live, wait_for

NUMBER = "13900070001"
WRITINGS = ("+8613900070001", "8613900070001", "013900070001", "008613900070001")


def arrived(count: int) -> None:
    calls = rows.Call.select().where(rows.Call.number == NUMBER)
    wait_for(lambda: calls.clone().count() == count, 20, f"{count} calls of {NUMBER}")


def ended(count: int) -> list[rows.Call]:
    """The calls of the number, once so many have ended."""

    def look() -> list[rows.Call] | None:
        found = list(rows.Call.select().where(rows.Call.number == NUMBER).order_by(rows.Call.arrived_at))
        return found if [call.state for call in found] == ["ended"] * count else None

    made: list[rows.Call] = wait_for(look, 40, f"{count} calls of {NUMBER} have ended")
    return made


def test_four_writings_are_one_caller(live: Live) -> None:
    for count, written in enumerate(WRITINGS, 1):
        caller = live.call("12345", written)
        arrived(count)
        live.hang_up(caller)
        ended(count)
    calls = ended(len(WRITINGS))
    shown = [dict(live.facts(call.id))["arrived"].get("written", "") for call in calls]
    assert shown == list(WRITINGS)
    with database.connection_context() if database.is_closed() else database.atomic():
        assert known("139 0007 0001", clock.now())["calls_today"] == "4"
        assert len(by_number("+86 139-0007-0001", but=calls[0].id)) == 3
        person = rows.Person.get(rows.Person.login == "supervisor")
        nuisance.add(
            "(139)0007-0001", "骚扰", 1, refused=True, person=person.id, by="supervisor", now=clock.now(), client_ip=""
        )
    live.call("12368", WRITINGS[0], ends="wait")
    assert ended(5)[-1].outcome == "refused"
