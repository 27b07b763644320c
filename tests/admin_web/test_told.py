"""The citizen in every text of a ticket's page and of the lists, as each reader may see him."""

from typing import Any

import pytest

from hotline import rows
from hotline.values.names import name_key
from tests.builders import NOW
from tests.hotline.tickets.test_told import digits
from tests.hotline.tickets.town import Town, built, handled

pytestmark = pytest.mark.unit
NUMBER, NAME, IDENTITY, OTHER = "13800005151", "艾力·吐尔逊", "110105 19491231 002X", "（0571）8888-1234"
SECRET = f"我叫艾力•吐尔逊，电话138 0000 5151，另一个{OTHER}，身份证{IDENTITY}"
FOUND = ("13800005151", "057188881234", "11010519491231002")


@pytest.fixture
def told_all(head: Any) -> tuple[Town, str]:
    """A ticket of a citizen who is withheld, whose words stand wherever words may stand."""
    town = built(head)
    number, child = handled(town), town.open(hides_name=True, caller_number=NUMBER, caller_name=NAME)
    row, other = town.row(number), town.row(child)
    rows.Ticket.update(
        hides_name=True, caller_number=NUMBER, caller_name=NAME, subject=SECRET, text=SECRET, address=SECRET,
        reply="已答复艾力•吐尔逊（138 0000 5151）", replied_at=NOW,
    ).where(rows.Ticket.id == row.id).execute()  # fmt: skip
    rows.Ticket.update(subject=SECRET, text=SECRET, state="merged", parent=row.id).where(
        rows.Ticket.id == other.id
    ).execute()
    rows.TicketStep.update(text=SECRET).execute()
    at = {"ticket": row.id, "at": NOW}
    share = {"unit": town.units["housing"], "state": "replied", "wanted": SECRET, "reply": "138 0000 5151"}
    rows.TicketShare.create(ticket=row.id, asked_at=NOW, **share)
    words = {"opinion": SECRET, "answer": SECRET, "rated_text": SECRET}
    rows.Supervision.create(**at, answered_at=NOW, due_at=NOW, rating=3, **words)
    followed = {"round": 0, "state": "done", "token": "t", "text": SECRET, "way": "call", "done_at": NOW}
    rows.FollowUp.create(ticket=row.id, planned_at=NOW, next_at=NOW, **followed)
    booked = {"kind": "home", "state": "confirmed", "day": "2026-12-03", "slot": "09:00-10:00", "place": "人民路"}
    rows.Appointment.create(**at, reason=SECRET, **booked)
    return town, number


def shown(page: str) -> list[str]:
    """What of the citizen can be read in a page."""
    numbers, name = digits(page), name_key(page)
    return [one for one in FOUND if one in numbers] + [NAME] * (name_key(NAME) in name)


@pytest.mark.parametrize("who", ["civil", "civilhead"])
def test_his_unit_reads_nothing_of_a_withheld_citizen_on_page_or_list(told_all: Any, sign_in: Any, who: str) -> None:
    town, number = told_all
    browser = sign_in(town.who[who])
    page = f"/tickets/{number}"
    assert browser.get(page).text.count("＊＊＊＊") >= 12
    for path in (page, "/tickets", "/work", "/tickets?q=已答复"):
        assert (path, shown(browser.get(path).text)) == (path, [])


def test_the_hotline_reads_all(told_all: Any, sign_in: Any) -> None:
    town, number = told_all
    assert shown(sign_in(town.who["dispatcher"]).get(f"/tickets/{number}").text) == [*FOUND, NAME]


def test_who_may_not_see_numbers_reads_none_in_the_words_either(told_all: Any, sign_in: Any, agent: Any) -> None:
    town, number = told_all
    rows.Ticket.update(opened_by=agent).where(rows.Ticket.number == number).execute()
    assert shown(sign_in(agent).get(f"/tickets/{number}").text) == [NAME]
    assert shown(sign_in(town.who["leader"]).get(f"/tickets/{number}").text) == [NAME]
