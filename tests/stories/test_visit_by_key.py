"""A return visit by key: the clerk calls out, hands the citizen to the flow, and what he presses is the answer."""

import pytest

from hotline import clock
from hotline.desk.tickets import Matter, open_ticket
from hotline.jobs import visits as jobs
from hotline.orders.kinds import CallOut, Target, Transfer
from hotline.records import rows

from .house import House
from .test_outgoing import CITIZEN, newest
from .test_third_party import LONG

pytestmark = pytest.mark.story


def press(house: House, call: str, key: str) -> None:
    """The citizen presses a key."""
    engine = house.switch.engine
    engine.key(engine.board.channels[call], key)


def test_the_citizens_key_closes_the_ticket(house: House) -> None:
    now = clock.utc(house.now)
    clerk = rows.Person.get(rows.Person.login == "agent5")
    matter = Matter("complaint", "电梯停运", "", caller_number=CITIZEN)
    open_ticket(matter, person=clerk.id, token="t", draft=None, now=now, address="")
    row = rows.Ticket.get()
    visit = rows.Visit.create(ticket=row, round=0, state="open", planned_at=now, next_at=now, word="w", tries=1)
    rows.Ticket.update(state="visiting").where(rows.Ticket.id == row.id).execute()
    rows.VisitTry.create(visit=visit, number=1, way="call", at=now, person=clerk)
    house.desk(5, talk_seconds=LONG)
    house.telephone(CITIZEN, talk_seconds=LONG)
    house.order("agent5", CallOut(CITIZEN, line="government"))
    house.run(12)
    assert house.order("agent5", Transfer((Target(flow="visit"),))) is None
    house.run(3)
    press(house, newest(house).id, "1")
    house.run(30)
    call = newest(house)
    assert call.satisfaction == 5
    assert jobs.settle(clock.utc(house.now)) == 1
    assert (rows.Ticket.get().state, rows.Visit.get().way) == ("closed", "ivr")
