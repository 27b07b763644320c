"""Who meets a lock proves by the digits of a message that the ticket's telephone is his; strangers gain nothing."""

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline import rows
from hotline.citizens import jobs
from hotline.citizens import verbs as public
from hotline.citizens.rules.tries import CALLER, IDENTITY, of_who
from hotline.citizens.rules.tries import PROOF_TRIES as TRIES
from hotline.settings import secret
from hotline.settings.addresses import counted
from tests.builders import NOW
from tests.public_web.conftest import IDENTITY as NUMBER_OF_PERSON

pytestmark = pytest.mark.unit
GOOD = {"code": "12345678", "tail": "1234", "lang": "en"}
NUMBER = "20261120-01-0001"


@pytest.fixture
def key(settings: Any) -> str:
    return secret(settings.data, "identity")


@pytest.fixture
def send(inside: Any, key: str, clock: Any) -> Any:
    """`send()`: the jobs send what was asked for; gives number and digits of each message so far."""

    def run() -> list[tuple[str, str]]:
        with inside():
            jobs.send_proofs(key, clock.at)
            found = rows.Notice.select().where(rows.Notice.template == "proof").order_by(rows.Notice.id)
            return [(one.number, one.fields["once"]) for one in found]

    return run


def locked(client: Any, given: dict[str, str] = GOOD) -> str:
    """Three strangers lock the code; gives the address of the page to which its owner is sent."""
    for n in range(3):
        client.application.test_client().post(
            "/code", data=given | {"tail": "0000"}, environ_base={"REMOTE_ADDR": f"10.9.0.{n}"}
        )
    return str(client.post("/code", data=given).headers["Location"])


def test_the_owner_of_a_locked_code_reads_his_ticket_with_the_digits_of_a_message(client: Any, send: Any) -> None:
    where = locked(client)
    page = client.get(where)
    assert (page.status_code, "ends in 34" in page.text, "13800001234" in page.text) == (200, True, False)
    [(number, digits)] = send()
    assert (number, len(digits), digits.isdigit()) == ("13800001234", 6, True)
    shown = client.post(where, data={"digits": f" {digits[:3]} {digits[3:]}"}, follow_redirects=True)
    assert (shown.status_code, NUMBER in shown.text) == (200, True)
    assert NUMBER in client.post("/code", data=GOOD, follow_redirects=True).text  # and the code is open again
    again = client.post(where, data={"digits": digits}, follow_redirects=True)
    assert (again.status_code, "no longer good" in again.text) == (410, True)


CASES = {
    "unknown": {"code": "00000000"}, "confidential": {"code": "87654321", "tail": "4321"}, "wrong": {"tail": "9934"},
    "right": {},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_no_page_tells_whether_a_message_was_sent(client: Any, send: Any, case: str) -> None:
    asked = GOOD | CASES[case]
    where = locked(client, asked)
    first = client.get(where)
    assert bool(send()) == (case == "right")
    wrong = client.post(where, data={"digits": "000000"}, follow_redirects=True)
    said = [re.sub(r"proof/[^?]+|value=\"[^\"]*\"|ends in \d\d", "", page.text) for page in (first, wrong)]
    other = client.application.test_client()
    there = locked(other)
    told = [other.get(there), other.post(there, data={"digits": "000000"}, follow_redirects=True)]
    assert said == [re.sub(r"proof/[^?]+|value=\"[^\"]*\"|ends in \d\d", "", page.text) for page in told]
    assert (first.status_code, wrong.status_code) == (told[0].status_code, told[1].status_code) == (200, 422)


def test_digits_are_tried_five_times_and_for_ten_minutes(client: Any, send: Any, clock: Any) -> None:
    where = locked(client)
    [(_number, digits)] = send()
    bad = f"{(int(digits) + 1) % 10**6:06d}"
    codes = [client.post(where, data={"digits": bad}, follow_redirects=True).status_code for _ in range(TRIES)]
    assert codes == [422] * TRIES
    assert client.post(where, data={"digits": digits}, follow_redirects=True).status_code == 410
    later = client.post("/code", data=GOOD).headers["Location"]
    digits = send()[-1][1]
    clock.forward(minutes=10)
    assert client.post(later, data={"digits": digits}, follow_redirects=True).status_code == 410


def test_a_ticket_gets_three_messages_a_day_and_the_house_its_share_an_hour(
    narrow: Any, inside: Any, send: Any, key: str, clock: Any
) -> None:
    def ask(code: str = "12345678", n: int = 0) -> None:
        assert public.ask_proof(code, "1234", who=f"10.0.0.{n}", now=clock.at, key=key)

    for n in range(5):
        ask(n=n)
    assert len(send()) == 3
    clock.forward(days=1, minutes=1)
    with inside():
        rows.Parameter.create(name="public.proofs_an_hour", value=1, by="x", at=NOW)
    ask()
    ask()
    assert len(send()) == 4
    clock.forward(hours=1, minutes=1)
    ask()
    assert len(send()) == 5


def test_an_address_asks_for_thirty_messages_and_a_wide_network_for_more(narrow: Any, key: str) -> None:
    marks = [public.ask_proof("1234", "1234", who="10.0.0.1", now=NOW, key=key) for _ in range(31)]
    assert [bool(mark) for mark in marks] == [True] * 30 + [False]
    assert public.ask_proof("1234", "1234", who="10.0.0.2", now=NOW, key=key)


def test_a_ticket_without_a_mobile_number_gets_none(client: Any, inside: Any, send: Any) -> None:
    with inside():
        rows.Ticket.update(caller_number="057188881234").where(rows.Ticket.code == "12345678").execute()
    page = client.get(locked(client))
    assert (send(), "Call the hotline" in page.text) == ([], True)


def test_who_has_proved_himself_passes_the_lock_of_his_address(client: Any, send: Any, clock: Any) -> None:
    for n in range(9):
        client.application.test_client().post("/code", data={"code": f"5550{n:04d}", "tail": "1234"})
    where = client.post("/code", data=GOOD).headers["Location"]
    assert "/proof/" in where
    client.post(where, data={"digits": send()[-1][1]})
    assert "/tickets/" in client.post("/code", data=GOOD).headers["Location"]
    assert "/proof/" in client.application.test_client().post("/code", data=GOOD).headers["Location"]
    for n in range(9):
        client.post("/code", data={"code": f"6660{n:04d}", "tail": "1234"})
    assert "/proof/" in client.post("/code", data=GOOD).headers["Location"]  # his own tries are counted too


def test_names_beside_an_identity_number_are_counted_wherever_they_come_from(client: Any) -> None:
    def ask(name: str, n: int) -> Any:
        given = {"identity": NUMBER_OF_PERSON, "name": name, "lang": "en"}
        return client.post("/person", data=given, follow_redirects=True, environ_base={"REMOTE_ADDR": f"10.1.0.{n}"})

    codes = [ask(f"张{chr(0x4E00 + n)}", n).status_code for n in range(IDENTITY.tries)]
    answer = ask("张三丰", 99)
    assert (codes, answer.status_code) == ([404] * IDENTITY.tries, 429)
    assert "ask with the query code" in answer.text


def test_a_proof_opens_in_no_other_browser(client: Any, app: Any, send: Any) -> None:
    where = locked(client)
    digits = send()[-1][1]
    other = app.test_client()
    assert (other.get(where).status_code, other.post(where, data={"digits": digits}).status_code) == (410, 410)


def test_old_proofs_are_deleted(narrow: Any, inside: Any, key: str) -> None:
    public.ask_proof("12345678", "1234", who="10.0.0.1", now=NOW, key=key)
    with inside():
        jobs.sweep(NOW + dt.timedelta(days=2))
        assert rows.PublicProof.select().count() == 0


@given(st.ip_addresses())
def test_an_address_is_counted_in_its_networks(address: Any) -> None:
    counts = of_who(counted(str(address)))
    if counted(str(address)).count(":") < 2:
        assert counts == [(f"caller:{counted(str(address))}", CALLER)]
        return
    lengths = [int(key.rsplit("/", 1)[1]) for key, _limits in counts]
    tries = [limits.tries for _key, limits in counts]
    assert (lengths, tries) == ([64, 56, 48], [CALLER.tries, CALLER.tries * 3, CALLER.tries * 9])


@given(st.text(max_size=80))
def test_what_is_no_address_is_counted_once(text: str) -> None:
    if "/" not in text and ":" not in text:
        assert len(of_who(text)) == 1


def test_many_clients_of_one_large_network_are_locked_together(narrow: Any) -> None:
    def ask(n: int) -> str:
        who = f"2001:db8:0:{n:x}::/64"
        return public.progress(f"7770{n:04d}", "0000", who=who, now=NOW).why

    assert [ask(n) for n in range(28)] == ["refused"] * 27 + ["locked"]
    assert ask(0x100) == "refused"  # the next /56 of the same /48
