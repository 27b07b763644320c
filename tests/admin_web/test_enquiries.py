"""An agent looks a case up for a caller: the tries are the telephone's, the secret stays nowhere."""

import datetime as dt

import pytest

from hotline.citizens.views import make_views
from hotline.rows import Audit, CourtCase, Petition, PublicTry, SignInTry
from hotline.store.database import database
from tests.builders import NOW, kept, new_ticket

pytestmark = pytest.mark.unit


@pytest.fixture
def case(db):
    Petition.create(
        number="信2026-17",
        code="77",
        password_hash=kept("1"),
        person="周八",
        stage="办理中",
        unit="立案庭",
        received_at=NOW,
    )
    return CourtCase.create(
        number="(2026)浙0599民初1024号", cause="民间借贷纠纷", party="张三", party_number="138", judge="刘志明",
        division="民事庭", stage="审理中", next_hearing=NOW + dt.timedelta(days=9), code="20261024",
        password_hash=kept("246810"), identity_hash=kept("01123X"),
    )  # fmt: skip


def ask(client, secret, **more):
    given = {"kind": "case", "how": "password", "code": "20261024", "secret": secret} | more
    return client.post("/enquiries", data=given)


def test_by_password_and_by_identity(case, agent, sign_in):
    client = sign_in(agent)
    assert "民间借贷纠纷" in ask(client, "246810").text
    assert "民间借贷纠纷" in ask(client, "01123x", how="identity").text
    assert "立案庭" in ask(client, "1", kind="petition", code="77").text


def test_three_wrong_tries_lock_the_telephone_too(case, agent, sign_in):
    client = sign_in(agent)
    answers = [ask(client, "000000") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert "2 more tries" in answers[0].text
    assert "on the telephone too" in ask(client, "246810").text
    assert SignInTry.get_by_id("case:20261024").locked_until is not None


def test_the_secret_stays_nowhere(case, agent, sign_in):
    page = ask(sign_in(agent), "999999").text
    assert "999999" not in page
    ask(sign_in(agent), "246810")
    told = Audit.select().where(Audit.act == "enquire").order_by(Audit.id)
    assert [(row.object, row.data) for row in told] == [
        ("case:20261024", {"outcome": "wrong"}), ("case:20261024", {"outcome": "found"}),
    ]  # fmt: skip
    assert "999999" not in str([(row.object, row.data) for row in Audit.select()])


def test_who_may_not(administrator, sign_in):
    assert sign_in(administrator).get("/enquiries").status_code == 403


def test_a_ticket_is_found_by_its_code_whoever_registered_it(agent, supervisor, sign_in, settings):
    make_views(database.obj)
    new_ticket(opened_by=supervisor, number="n", code="12345678", caller_number="138 0000 1234", state="handling")
    client = sign_in(agent)
    for given in ("1234", "+86 138-0000-1234"):
        page = ask(client, given, kind="ticket", code="1234 5678")
        assert (page.status_code, "Being handled" in page.text) == (200, True)
    wrong = ask(client, "9999", kind="ticket", code="12345678")
    assert (wrong.status_code, "Nothing was found for this code" in wrong.text) == (422, True)
    ask(client, "9998", kind="ticket", code="12345678")
    ask(client, "9997", kind="ticket", code="12345678")
    locked = ask(client, "1234", kind="ticket", code="12345678").text
    assert "This code is locked at the desk until 10:30: it was tried 3 times" in locked
    told = [(row.object, row.data) for row in Audit.select().where(Audit.act == "enquire").order_by(Audit.id)]
    assert [data["outcome"] for _, data in told] == ["found", "found", "wrong", "wrong", "wrong", "locked"]
    assert ({one for one, _ in told}, "9999" in str(told)) == ({"ticket:******78"}, False)


def test_a_ticket_number_that_does_not_exist_is_no_try(agent, sign_in, db):
    client = sign_in(agent)
    for _ in range(10):
        page = ask(client, "", kind="ticket", code="20991231-01-0009")
        assert (page.status_code, "There is no ticket with this number" in page.text) == (422, True)
    assert PublicTry.select().count() == 0


def test_a_name_and_last_digits_that_fit_nothing_are_not_found_and_no_try(agent, sign_in, db):
    client = sign_in(agent)
    for _ in range(10):
        page = ask(client, "9999", kind="ticket", code="", name="张三").text
        told = [
            words in page for words in ("No ticket was found of this name and these last digits", "Write the ticket")
        ]
        assert told == [True, False]
    assert "Write the ticket" in ask(client, "", kind="ticket", code="", name="张三").text
    assert PublicTry.select().count() == 0


def test_a_lock_says_what_is_locked_why_and_how_long(agent, sign_in, db):
    make_views(database.obj)
    client = sign_in(agent)
    for n in range(9):
        ask(client, "9999", kind="ticket", code=f"7777000{n}")
    told = ask(client, "9999", kind="ticket", code="77770009").text
    assert "Your look-ups by code are locked until 10:30: 9 of them were wrong within half an hour" in told
    assert "There is no ticket with this number" in ask(client, "", kind="ticket", code="20991231-01-0009").text


def test_who_is_found_by_a_number_alone_is_asked_who_he_is_first(agent, other_agent, sign_in, db):
    ticket = new_ticket(opened_by=agent, caller_name="张三", caller_number="13800001234")
    client = sign_in(agent)
    told = {
        given: 'id="who-calls"' in ask(client, given[0], kind="ticket", code=given[1], name=given[2]).text
        for given in (("", ticket.number, ""), ("1234", ticket.number, ""), ("1234", "", "张三"))
    }
    assert list(told.values()) == [True, False, False]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"code": "12345678"}, "Write beside the code"),
        ({"code": "12345678", "secret": "12"}, "Write beside the code"),
        ({"code": "0198", "secret": "1234"}, "A query code has eight digits"),
        ({"code": "01-0198", "secret": ""}, "A query code has eight digits"),
    ],
)  # fmt: skip
def test_a_code_alone_and_what_is_no_code_are_answered_by_what_to_type(typed, told, agent, sign_in, db):
    answer = sign_in(agent).post("/enquiries", data={"kind": "ticket"} | typed)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert PublicTry.select().count() == 0
