"""Sending short messages: each goes once, whatever dies, lies or comes late; what is unclear waits for a person."""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import peewee
import pytest
from structlog.testing import capture_logs

from hotline import clock as the_clock
from hotline.knowledge import content
from hotline.messages.jobs import notices, sending
from hotline.messages.rules.notices import LEASE
from hotline.messages.rules.receipts import Receipt
from hotline.messages.verbs import put, receive, send_again
from hotline.outside import sms
from hotline.ports import GatewayError, NoAnswer, NotSetUp
from hotline.rows import Audit, Notice
from hotline.settings import load
from hotline.store.database import database
from hotline.values.quiet_hours import Quiet
from tests.builders import NOW

pytestmark = pytest.mark.unit
WORDS = content.load(Path(__file__).resolve().parents[3] / "content").notices
QUIET = Quiet()
FIELDS = {"number": "head-20261120-0001", "unit": "执行局"}
MINUTE = dt.timedelta(minutes=1)
BY: dict[str, Any] = {"by": "admin", "now": NOW, "client_ip": ""}


class Gateway:
    """Implements `ports.SmsGateway`: `answers` are given in turn, the last one for ever; `meanwhile` happens first."""

    name = "http"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers) or ["G"]
        self.asked: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.meanwhile: Callable[[], Any] = lambda: None

    def send(self, number: str, text: str, *, ref: str, template: str, fields: Mapping[str, str]) -> str:
        assert not database.in_transaction()
        self.asked.append((number, ref))
        self.texts.append(text)
        self.meanwhile()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return str(answer)


class Hand:
    """A clock in the test's hand."""

    def __init__(self, at: dt.datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at


def message(n: int = 1, number: str = "13800001234", at: dt.datetime = NOW) -> int:
    return put(number, "urged_citizen", FIELDS, ref=f"urge:{n}", now=at)


def send(gateway: Gateway, at: dt.datetime = NOW, **given: Any) -> int:
    return notices.send(gateway, WORDS, Hand(at), QUIET, **{"tries": 3} | given)


def stands(notice: int, *names: str) -> tuple[Any, ...]:
    row = Notice.get_by_id(notice)
    return tuple(getattr(row, name) for name in names or ("state", "trouble", "tries"))


def test_a_message_goes_with_its_words_and_its_name_is_kept(db: Any) -> None:
    one, gateway = message(number="+86 138 0000 1234"), Gateway("G-7")
    assert (send(gateway), send(gateway)) == (1, 0)
    assert gateway.asked == [("13800001234", f"{one}-0")]
    text = "【公共服务热线】您反映的事项（工单head-20261120-0001），我们已督促执行局抓紧办理，请保持电话畅通。"
    assert gateway.texts == [text]
    told = ("sent", "", 1, "http", "G-7", NOW, NOW, text)
    assert stands(one, "state", "trouble", "tries", "gateway", "gateway_id", "sent_at", "claimed_at", "text") == told


@pytest.mark.parametrize("number", ["057112345678", "12368", "anonymous", ""])
def test_what_is_no_mobile_telephone_fails_at_once(db: Any, number: str) -> None:
    one, gateway = message(number=number), Gateway()
    assert (send(gateway), gateway.asked, stands(one)) == (0, [], ("failed", "not_mobile", 0))


def test_a_gateway_that_fails_is_tried_again_with_growing_gaps_and_given_up(db: Any) -> None:
    one, gateway, at = message(), Gateway(GatewayError("down")), NOW
    for gap, told in ((1, ("waiting", "not_now", 1)), (5, ("waiting", "not_now", 2)), (0, ("failed", "given_up", 3))):
        assert (send(gateway, at), stands(one), stands(one, "error")) == (0, told, ("down",))
        assert gap == 0 or send(gateway, at + gap * MINUTE - dt.timedelta(seconds=1)) == 0
        at += gap * MINUTE
    send(gateway, at + dt.timedelta(days=1))
    assert gateway.asked == [("13800001234", f"{one}-0")] * 3


def test_it_goes_when_the_gateway_is_back(db: Any) -> None:
    one, gateway = message(), Gateway(GatewayError("down"), "G")
    assert [send(gateway), send(gateway, NOW + MINUTE)] == [0, 1]
    assert stands(one, "state", "trouble", "error", "tries") == ("sent", "", "", 2)


def test_a_refusal_is_final_and_holds_up_nobody_else(db: Any) -> None:
    one, two, gateway = message(1), message(2), Gateway(GatewayError("blacklisted 13800001234", permanent=True), "G")
    with capture_logs() as logs:
        assert send(gateway) == 1
    assert stands(one, "state", "trouble", "error") == ("failed", "refused", "blacklisted 138****1234")
    assert stands(two) == ("sent", "", 1)
    assert "13800001234" not in str(logs)


def test_a_failing_gateway_is_asked_once_a_round(db: Any) -> None:
    message(1), message(2)
    gateway = Gateway(GatewayError("down"))
    assert [send(gateway), send(gateway), send(gateway)] == [0, 0, 0]
    assert [ref for _, ref in gateway.asked] == ["1-0", "2-0"]


def test_what_may_have_been_sent_is_not_sent_again_by_itself(db: Any) -> None:
    one, gateway = message(), Gateway(NoAnswer("no answer within 5 s"))
    assert send(gateway) == 0
    assert stands(one, "state", "trouble", "error") == ("unknown", "no_answer", "no answer within 5 s")
    assert (send(gateway, NOW + dt.timedelta(days=1)), len(gateway.asked)) == (0, 1)


def test_a_bug_in_a_gateway_is_no_reason_to_send_twice(db: Any) -> None:
    one, gateway = message(), Gateway(KeyError("x"))
    assert (send(gateway), stands(one), stands(one, "error")) == (0, ("unknown", "no_answer", 1), ("KeyError",))


def test_until_the_gateway_is_set_up_messages_wait_and_no_try_counts(db: Any) -> None:
    one, two, gateway = message(1), message(2), Gateway(NotSetUp("no secret"))
    assert (send(gateway), len(gateway.asked)) == (0, 2)  # it may be one message's template that is missing
    assert [stands(n, "state", "trouble", "tries", "next_at") for n in (one, two)] == [
        ("waiting", "not_set_up", 0, NOW + 10 * MINUTE)
    ] * 2
    gateway.answers = ["G"]
    assert (send(gateway, NOW + 10 * MINUTE), stands(one)) == (2, ("sent", "", 1))


def test_what_could_not_go_for_three_days_does_not_go(db: Any) -> None:
    one, gateway = message(at=NOW - dt.timedelta(days=3, seconds=1)), Gateway()
    assert (send(gateway), gateway.asked, stands(one)) == (0, [], ("failed", "too_old", 0))


def test_without_words_it_waits(db: Any) -> None:
    one, gateway = message(), Gateway()
    assert notices.send(gateway, content.NO_NOTICES, Hand(), QUIET, tries=3) == 0
    assert (gateway.asked, stands(one)) == ([], ("waiting", "no_words", 0))


# ---- once, whatever happens


def test_two_senders_at_once_send_once(db: Any) -> None:
    one, second = message(), Gateway("second")
    first = Gateway("first")
    first.meanwhile = lambda: send(second)  # while the first one asks, the second does a whole round
    assert (send(first), second.asked, stands(one, "gateway_id")) == (1, [], ("first",))


def test_many_senders_on_many_threads_send_each_once(db: Any) -> None:
    ids = [message(n) for n in range(30)]
    gateways, begin = [Gateway() for _ in range(4)], threading.Barrier(4)

    def work(gateway: Gateway) -> None:
        begin.wait()
        with database.connection_context():
            send(gateway)

    threads = [threading.Thread(target=work, args=(gateway,)) for gateway in gateways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = sorted(ref for gateway in gateways for _, ref in gateway.asked)
    assert asked == sorted(f"{n}-0" for n in ids)
    assert {stands(n)[0] for n in ids} == {"sent"}


def claimed_and_left() -> int:
    """A sender that died after it had asked."""
    one, gateway = message(), Gateway(SystemExit())
    with pytest.raises(SystemExit):
        send(gateway)
    assert stands(one)[0] == "sending"
    return one


def test_a_sender_that_died_leaves_a_message_that_may_have_gone(db: Any) -> None:
    one, gateway = claimed_and_left(), Gateway()
    send(gateway, NOW + LEASE)
    assert stands(one)[0] == "sending"
    send(gateway, NOW + LEASE + dt.timedelta(seconds=1))
    assert (stands(one), gateway.asked) == (("unknown", "left", 1), [])


def test_a_result_that_comes_after_the_lease_still_counts(db: Any) -> None:
    one, slow = message(), Gateway("late")
    slow.meanwhile = lambda: send(Gateway(), NOW + 2 * LEASE)
    assert (send(slow), stands(one, "state", "trouble", "gateway_id")) == (1, ("sent", "", "late"))


def test_a_result_of_an_old_round_changes_nothing(db: Any) -> None:
    """The lease ran out, a person had it sent again, and only then the first sender hears its answer."""
    one, slow = message(), Gateway("old")

    def again() -> None:
        send(Gateway(), NOW + 2 * LEASE)
        send_again(one, "没收到", **BY)
        send(Gateway("new"), NOW + 3 * LEASE)

    slow.meanwhile = again
    send(slow)
    assert stands(one, "state", "gateway_id", "round") == ("sent", "new", 1)


def test_a_receipt_that_is_faster_than_the_answer_stays(db: Any) -> None:
    one, gateway = message(), Gateway("G-1")
    receipts = [Receipt("G-1", f"{one}-0", True, "")]
    gateway.meanwhile = lambda: receive(receipts, gateway="http", now=NOW)
    send(gateway)
    assert stands(one, "state", "gateway_id", "receipt_at") == ("delivered", "G-1", NOW)


def test_a_receipt_ends_the_tries(db: Any) -> None:
    one, gateway = message(), Gateway(GatewayError("500"))
    send(gateway)
    receive([Receipt("", f"{one}-0", True, "")], gateway="http", now=NOW)
    assert (send(gateway, NOW + MINUTE), len(gateway.asked), stands(one)[0]) == (0, 1, "delivered")


# ---- when


def test_nothing_at_night_not_even_in_the_middle_of_a_round(db: Any) -> None:
    message(1), message(2)
    hand, gateway = Hand(NOW.replace(hour=11, minute=59, second=59)), Gateway()  # a second before 20:00 in China

    def later() -> None:
        hand.at += dt.timedelta(seconds=1)

    gateway.meanwhile = later
    assert notices.send(gateway, WORDS, hand, QUIET, tries=3) == 1
    assert notices.send(gateway, WORDS, hand, QUIET, tries=3) == 0
    morning = NOW.replace(hour=0) + dt.timedelta(days=1)
    assert stands(2, "state") == ("waiting",)
    hand.at = morning
    assert notices.send(gateway, WORDS, hand, QUIET, tries=3) == 1


def test_digits_for_which_somebody_waits_go_out_at_night_and_are_soon_worth_nothing(db: Any) -> None:
    hand, gateway = Hand(NOW.replace(hour=16)), Gateway()  # midnight in China
    message(1)
    put("13800001234", "proof", {"once": "012345"}, ref="proof:2", now=hand.at)
    put("13800001234", "proof", {"once": "012345"}, ref="proof:3", now=hand.at - dt.timedelta(minutes=6))
    assert notices.send(gateway, WORDS, hand, QUIET, tries=3) == 2
    assert stands(1, "state") == ("waiting",)
    put("13800001234", "proof", {"once": "012345"}, ref="proof:4", now=hand.at - dt.timedelta(minutes=11))
    assert (notices.send(gateway, WORDS, hand, QUIET, tries=3), stands(4, "state")) == (0, ("failed",))


def test_a_sender_that_is_to_stop_ends_between_two_messages(db: Any) -> None:
    message(1), message(2)
    gateway = Gateway()
    assert send(gateway, stopped=lambda: bool(gateway.asked)) == 1


# ---- a person has it sent again


def test_a_person_has_it_sent_again_and_says_why(db: Any) -> None:
    one, gateway = message(), Gateway(NoAnswer("?"), "G-2")
    send(gateway)
    send_again(one, " 电话核实未收到\n", **BY)
    assert stands(one, "state", "tries", "round", "trouble", "gateway_id") == ("waiting", 0, 1, "", "")
    assert send(gateway) == 1
    assert [ref for _, ref in gateway.asked] == [f"{one}-0", f"{one}-1"]
    told = {"state": "unknown", "trouble": "no_answer", "gateway_id": "", "reason": "电话核实未收到"}
    assert [(a.act, a.object, a.data) for a in Audit.select()] == [("send_notice_again", f"notice:{one}", told)]


def test_an_old_one_can_be_sent_again(db: Any) -> None:
    one, gateway = message(at=NOW - dt.timedelta(days=9)), Gateway()
    send(gateway)
    send_again(one, "仍需告知", **BY)
    assert (send(gateway), stands(one)) == (1, ("sent", "", 1))


# ---- the thread


def test_the_thread_sends_and_ends(db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, gateway, stop = message(), Gateway(), threading.Event()
    gateway.meanwhile = stop.set
    monkeypatch.setattr(sms, "choose", lambda chosen: gateway)
    monkeypatch.setattr(the_clock, "now", lambda: NOW)
    sender = sending.Sender(load(data=tmp_path), WORDS, stop)
    sender.end()
    assert (sender.kept, stands(one)[0]) == (None, "sent")


def test_without_a_gateway_there_is_no_thread(tmp_path: Path) -> None:
    sender = sending.Sender(load(data=tmp_path), WORDS, threading.Event())
    sender.end()
    assert sender.kept == WORDS


@pytest.mark.parametrize(("failure", "word"), [(peewee.OperationalError("away"), "database_away"), (KeyError(), "job")])
def test_a_round_that_fails_is_said_and_not_the_last(
    db: Any, failure: Exception, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise failure

    monkeypatch.setattr(notices, "send", fail)
    with capture_logs() as logs:
        sending.one_round(Gateway(), WORDS, 3, threading.Event())
    assert [entry["event"].startswith(word) for entry in logs] == [True]
