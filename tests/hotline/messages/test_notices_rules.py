"""What short messages are told, how they are filled in, tried again and answered for; and who signs a receipt."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.messages.rules.notices import (
    FIELD_MOST,
    FIELDS,
    GAPS,
    after_receipt,
    fields_of,
    filled,
    may_send_again,
    next_try,
    shown,
)
from hotline.messages.rules.receipts import TENCENT, Receipt, Shape, genuine, read, refused_name, signature
from hotline.values.privacy import hide
from hotline.values.telephone import mobile
from hotline.words import NoticeKind, NoticeState

pytestmark = pytest.mark.unit
TEXT = "工单%(number)s已转%(unit)s办理"


def test_every_message_knows_its_fields() -> None:
    assert set(FIELDS) == set(NoticeKind)


@given(st.sampled_from(NoticeKind), st.text(max_size=400))
def test_fields_are_kept_short_and_clean(kind: NoticeKind, value: str) -> None:
    kept = fields_of(kind, dict.fromkeys(FIELDS[kind], value))
    assert tuple(kept) == FIELDS[kind]
    assert all(len(one) <= FIELD_MOST and "\n" not in one for one in kept.values())


def test_other_fields_are_a_bug() -> None:
    with pytest.raises(ValueError, match="urged_unit takes number, unit, until, not number"):
        fields_of("urged_unit", {"number": "1"})
    with pytest.raises(ValueError, match="silent_call takes no fields, not x"):
        fields_of("silent_call", {"x": "1"})


def test_a_text_is_filled_in_and_what_is_filled_in_stays_as_it_is() -> None:
    assert filled(TEXT, {"number": "%(unit)s", "unit": "%s"}, most=99) == "工单%(unit)s已转%s办理"
    assert filled("原因：%(reason)s。", {"reason": "不属于受理范围。。"}, most=99) == "原因：不属于受理范围。"
    assert filled("%(gone)s", {}, most=9) == ""


@given(st.text(max_size=200), st.text(max_size=200), st.integers(20, 200))
def test_names_give_way_and_numbers_never(number: str, unit: str, most: int) -> None:
    told = filled(TEXT, {"number": number, "unit": unit}, most=most)
    assert told.startswith(f"工单{number}已转")
    assert len(told) <= max(most, len(f"工单{number}已转办理") + 6)
    if len(f"工单{number}已转{unit}办理") <= most:
        assert told == f"工单{number}已转{unit.rstrip('。.；;，, ')}办理"


def test_the_longest_name_gives_way_first() -> None:
    fields = {"what": "立案", "when": "11-23 09:00", "where": "南川区人民法院诉讼服务中心一楼大厅东侧三号窗口"}
    told = filled("%(what)s%(when)s%(where)s", fields, most=30)
    assert told == "立案11-23 09:00南川区人民法院诉讼服务中心一楼大…"


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("13800001234", "13800001234"), ("+8613800001234", "13800001234"), ("008613800001234", "13800001234"),
        ("138 0000-1234", "13800001234"), ("19912345678", "19912345678"),
        ("12800001234", ""), ("057112345678", ""), ("0571-12345678", ""), ("1380000123", ""), ("138000012345", ""),
        ("", ""), ("anonymous", ""), ("+85291234567", ""),
        ("１３８００００１２３４", "13800001234"), ("13800001234\n", "13800001234"),
    ],
)  # fmt: skip
def test_which_numbers_get_messages(number: str, digits: str) -> None:
    assert mobile(number) == digits


def test_the_gaps_grow_and_end() -> None:
    assert [next_try(tries, most=6) for tries in range(1, 7)] == [*GAPS, GAPS[-1], None]
    assert [gap.total_seconds() / 60 for gap in GAPS] == [1, 5, 30, 120]
    assert next_try(1, most=1) is None


@given(st.sampled_from(NoticeState), st.lists(st.booleans(), max_size=6))
def test_receipts_settle(state: NoticeState, told: list[bool]) -> None:
    """Whatever comes in whatever order and however often: arrived stays arrived, and the last state is a known one."""
    seen = [state]
    for delivered in told:
        seen.append(after_receipt(seen[-1], delivered) or seen[-1])
    if NoticeState.DELIVERED in seen:
        assert seen[-1] is NoticeState.DELIVERED
    if state is NoticeState.KEPT:
        assert set(seen) == {NoticeState.KEPT}


def test_a_message_that_waits_is_not_failed_by_an_old_receipt() -> None:
    assert after_receipt(NoticeState.WAITING, False) is None
    assert after_receipt(NoticeState.WAITING, True) is NoticeState.DELIVERED


def test_only_what_failed_or_may_be_lost_is_sent_again() -> None:
    sent = {state for state in NoticeState if may_send_again(state, None)}
    assert sent == {NoticeState.FAILED, NoticeState.UNKNOWN}
    assert not may_send_again(NoticeState.FAILED, "not_mobile")
    assert may_send_again(NoticeState.FAILED, "refused")


def test_codes_and_links_are_shown_to_nobody() -> None:
    fields = {"number": "W1", "code": "884213", "link": "https://a.gov.cn/v/secret"}
    text = "W1 查询码884213 https://a.gov.cn/v/secret 。"
    assert shown(text, fields) == "W1 查询码**** https://a.gov.cn/**** 。"
    assert shown("a", {"code": "", "link": "secret"}) == "a"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("工单head-20261120-0001", "工单head-20261120-0001"),
        ("工单20261120-01-0001", "工单20261120-01-0001"), ("13800001234", "138****1234"),
        ("0571-87654321转8001", "057*****4321转8001"), ("+8613800001234", "138****1234"), ("12368", "12368"),
    ],
)  # fmt: skip
def test_numbers_of_telephones_are_hidden_and_of_tickets_not(text: str, masked: str) -> None:
    assert hide(text) == masked


# ---- receipts

BODY, SECRET = b'{"id": "G-1", "state": "delivered"}', "shared"
SHAPE = Shape("id", "data.ref", "state", "message", ("delivered", "0"), ("failed",))


def test_a_signature_as_the_gateway_makes_it() -> None:
    told = "sha256=8fe400a4d7d97fe5517b7b8d84c07a253654d1bf408323b8b0f24f6cc87644c7"  # openssl dgst -hmac says so too
    assert signature("shared", "1700000000", b"{}") == told
    assert genuine("shared", "1700000000", told, b"{}", seconds=1700000000.5)


@pytest.mark.parametrize(
    ("secret", "stamp", "later", "body", "good"),
    [
        (SECRET, "1000", 0, BODY, True), (SECRET, "1000", 300, BODY, True), (SECRET, "1000", -300, BODY, True),
        (SECRET, "1000", 301, BODY, False), (SECRET, "1000", -301, BODY, False), ("other", "1000", 0, BODY, False),
        (SECRET, "1001", 0, BODY, False), (SECRET, "1000", 0, BODY + b" ", False), (SECRET, "", 0, BODY, False),
        (SECRET, "+1000", 0, BODY, False), (SECRET, "١٠٠٠", 0, BODY, False), (SECRET, "1" * 999, 0, BODY, False),
    ],
)  # fmt: skip
def test_who_knows_the_secret_and_the_time(secret: str, stamp: str, later: int, body: bytes, good: bool) -> None:
    signed = signature(SECRET, "1000", BODY)
    assert genuine(secret, stamp, signed, body, seconds=1000 + later) is good


@pytest.mark.parametrize("signed", ["", "sha256=", "sha256=é", signature("", "1000", BODY)])
def test_nothing_is_signed_by_nothing(signed: str) -> None:
    assert not genuine(SECRET, "1000", signed, BODY, seconds=1000)
    assert not genuine("", "1000", signature("", "1000", BODY), BODY, seconds=1000)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_another_body_needs_another_signature(one: bytes, other: bytes) -> None:
    assert genuine(SECRET, "5", signature(SECRET, "5", one), other, seconds=5) is (one == other)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"id": "a", "state": "delivered"}, (Receipt("a", "", True, ""),)),
        ([{"id": 7, "state": 0}, {"data": {"ref": "3-0"}, "state": "failed", "message": "停机\n"}],
         (Receipt("7", "", True, ""), Receipt("", "3-0", False, "停机"))),
        ({"id": "a", "state": "queued", "message": ["x"]}, (Receipt("a", "", None, ""),)),
        ([], ()),
        ({"state": "delivered"}, None), ({}, None), ("x", None), ([1], None), (None, None),
        ([{"id": "a"}] * 1001, None),
    ],
)  # fmt: skip
def test_what_receipts_say(value: Any, told: Any) -> None:
    assert read(json.dumps(value).encode(), SHAPE) == told


@pytest.mark.parametrize("body", [b"", b"<x>", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_is_nothing(body: bytes) -> None:
    assert read(body, SHAPE) is None


def test_as_tencent_reports() -> None:
    value = [{"mobile": "138", "report_status": "FAIL", "errmsg": "UNDELIV", "sid": "5:1"}]
    assert read(json.dumps(value).encode(), TENCENT) == (Receipt("5:1", "", False, "UNDELIV"),)


def test_the_count_of_a_day_has_a_name() -> None:
    assert refused_name(dt.date(2026, 11, 22)) == "receipts_refused:20261122"
