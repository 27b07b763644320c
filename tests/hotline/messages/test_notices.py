"""Messages are written once for a matter; what gateways report and people want afterwards."""

import datetime as dt
from typing import Any

import pytest

from hotline.messages import reads as queries
from hotline.messages.rules.receipts import Receipt
from hotline.messages.verbs import count_refused, put, receive, send_again
from hotline.ports import Refused
from hotline.rows import Audit, Change, Notice
from hotline.words import NoticeState
from tests.builders import NOW

pytestmark = pytest.mark.unit
FIELDS = {"judge": "刘志明", "caller": "张三", "until": "11-23 17:30"}


def test_the_same_matter_is_written_once(db):
    first = put("13700001111", "contact_judge", FIELDS, ref="contact:1", now=NOW)
    again = put("13700001111", "contact_judge", FIELDS, ref="contact:1", now=NOW)
    other = put("13700001111", "contact_judge", FIELDS, ref="contact:2", now=NOW)
    assert (first == again, first == other, Notice.select().count()) == (True, False, 2)
    assert {c.topic for c in Change.select()} == {"notices"}


def test_a_message_without_a_matter_is_its_own(db):
    first, second = (put("13700001111", "silent_call", {}, ref="", now=NOW) for _ in range(2))
    assert (first == second, len({row.ref for row in Notice.select()})) == (False, 2)


def test_signs_that_do_harm_are_taken_out(db):
    put("13700001111", "contact_judge", FIELDS | {"caller": "张\x00三\u202e\n%(until)s" + "长" * 900}, ref="", now=NOW)
    row = Notice.get()
    assert (row.fields["caller"], row.text) == ("张三%(until)s" + "长" * 189, "")


@pytest.mark.parametrize(
    ("template", "fields"),
    [("no_such", {}), ("silent_call", {"x": "1"}), ("contact_judge", {"judge": "刘"}), ("contact_judge", {})],
)
def test_a_verb_that_gives_other_fields_is_a_bug(db, template, fields):
    with pytest.raises(ValueError, match=template):
        put("13700001111", template, fields, ref="x", now=NOW)
    assert Notice.select().count() == 0


BY: dict[str, Any] = {"by": "admin", "now": NOW, "client_ip": "10.0.0.1"}
LATER = NOW + dt.timedelta(minutes=5)


def sent(state="sent", n=1, **given):
    values = {"gateway": "http", "gateway_id": f"G-{n}", "sent_at": NOW, "text": "您好"} | given
    return Notice.create(
        number="13800001234", template="silent_call", ref=f"r{n}", state=state, at=NOW, next_at=NOW, **values
    )


def stands(row):
    now = Notice.get_by_id(row.id)
    return now.state, now.trouble, now.error, now.receipt_at


def test_a_receipt_says_what_became_of_it_however_often_it_comes(db):
    row = sent(trouble="", error="")
    for _ in range(3):
        assert receive([Receipt("G-1", "", True, "DELIVRD")], gateway="http", now=LATER) == 0
    assert stands(row) == ("delivered", "", "", LATER)
    assert receive([Receipt("G-1", "", False, "EXPIRED")], gateway="http", now=LATER) == 0
    assert stands(row) == ("delivered", "", "", LATER)
    assert [c.topic for c in Change.select()] == ["notices"]


def test_a_receipt_of_failure_says_why_without_numbers(db):
    row = sent()
    receive([Receipt("G-1", "", False, "空号 13800001234")], gateway="http", now=LATER)
    assert stands(row) == ("failed", "not_delivered", "空号 138****1234", LATER)
    receive([Receipt("G-1", "", True, "")], gateway="http", now=LATER)
    assert stands(row) == ("delivered", "", "", LATER)


def test_receipts_find_their_message_by_our_name_too(db):
    row = sent(gateway_id="", state="unknown", round=2)
    told = [Receipt("G-9", f"{row.id}-1", True, ""), Receipt("", f"{row.id}", True, ""), Receipt("", "x-2", True, "")]
    assert (receive(told, gateway="http", now=LATER), stands(row)[0]) == (3, "unknown")
    assert receive([Receipt("G-9", f"{row.id}-2", True, "")], gateway="http", now=LATER) == 0
    assert (stands(row)[0], Notice.get().gateway_id) == ("delivered", "G-9")


def test_a_name_that_many_have_is_nobodys(db):
    one, two = sent(n=1, gateway_id="OK"), sent(n=2, gateway_id="OK")
    told = [Receipt("OK", "", True, ""), Receipt("OK", f"{two.id}-0", True, "")]
    assert (receive(told, gateway="http", now=LATER), stands(one)[0], stands(two)[0]) == (1, "sent", "delivered")


@pytest.mark.parametrize("ref", ["", "-", "9" * 30 + "-0", "\u0661-0", "1-0-0"])
def test_receipts_of_nobody_change_nothing(db, ref):
    row = sent()
    assert receive([Receipt("G-x", ref, True, "")], gateway="http", now=LATER) == 1
    assert receive([Receipt("G-1", "", True, "")], gateway="tencent", now=LATER) == 1
    assert receive([Receipt("G-1", "", None, "")], gateway="http", now=LATER) == 0
    assert stands(row) == ("sent", "", "", None)


@pytest.mark.parametrize("state", [s for s in NoticeState if s not in ("failed", "unknown")])
def test_what_is_on_its_way_or_there_is_not_sent_again(db, state):
    row = sent(state)
    with pytest.raises(Refused, match="needs no second sending") as error:
        send_again(row.id, "再发", **BY)
    assert (error.value.fields, Audit.select().count()) == ({"state": state}, 0)
    assert stands(row)[0] == state


def test_who_sends_again_says_why_and_which(db):
    row = sent("failed")
    with pytest.raises(Refused, match="Write why it is to be sent again"):
        send_again(row.id, " \u200b\n", **BY)
    with pytest.raises(Refused, match="There is no such message"):
        send_again(row.id + 1, "再发", **BY)
    Notice.update(trouble="not_mobile").execute()
    with pytest.raises(Refused, match="No message can go to a number that is no mobile telephone"):
        send_again(row.id, "再发", **BY)
    assert stands(row)[0] == "failed"


def test_receipts_that_nobody_signed_are_counted_by_the_day_here(db):
    late = NOW.replace(hour=16)  # midnight in China
    for at in (NOW, NOW, late):
        count_refused(now=at)
    assert (queries.refused_today(NOW), queries.refused_today(late)) == (2, 1)
    assert queries.refused_today(NOW - dt.timedelta(days=1)) == 0
