"""The outbox without a gateway: nothing goes out in quiet hours; a caller who could not be heard gets one message."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hotline.calls.jobs import silent_callers
from hotline.clock import CHINA
from hotline.knowledge import content
from hotline.knowledge.content import NO_NOTICES
from hotline.messages.jobs import notices
from hotline.messages.rules.notices import goes_at
from hotline.messages.verbs import put
from hotline.rows import Call, Notice
from hotline.values.quiet_hours import Quiet
from hotline.words import Outcome
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit
QUIET = Quiet()  # from 20:00 to 08:00
EVENING = NOW.replace(hour=13)  # 21:00 in China
NEXT_MORNING = NOW.replace(hour=0) + dt.timedelta(days=1)  # 08:00 in China
WORDS = content.load(Path(__file__).resolve().parents[3] / "content").notices


def message(at: dt.datetime = NOW) -> int:
    return put("13800001234", "silent_call", {}, ref="c1", now=at)


def states() -> list[tuple[str, dt.datetime]]:
    return [(row.state, row.next_at) for row in Notice.select().order_by(Notice.id)]


def test_without_a_gateway_a_due_message_is_kept_once_with_its_words(db: Any) -> None:
    message()
    assert [notices.keep(WORDS, NOW, QUIET), notices.keep(WORDS, NOW, QUIET)] == [1, 0]
    assert states() == [("kept", NOW)]
    assert Notice.get().text == "【公共服务热线】刚才未能听到您的声音，请换一部电话再次拨打，谢谢。"


def test_a_message_of_an_older_version_keeps_the_words_it_has(db: Any) -> None:
    Notice.create(
        number="1", template="contact_judge", text="旧的", ref="a", state="waiting", at=NOW, next_at=NOW, fields={}
    )
    assert (notices.keep(WORDS, NOW, QUIET), Notice.get().text) == (1, "旧的")


def test_without_words_a_message_waits_and_says_so(db: Any) -> None:
    message()
    assert notices.keep(NO_NOTICES, NOW, QUIET) == 0
    row = Notice.get()
    assert (row.state, row.trouble, row.next_at) == ("waiting", "no_words", NOW + dt.timedelta(minutes=10))
    assert notices.keep(WORDS, NOW + dt.timedelta(minutes=10), QUIET) == 1
    assert (Notice.get().state, Notice.get().trouble) == ("kept", "")


def test_many_are_kept_round_by_round(db: Any) -> None:
    for n in range(notices.BATCH + 1):
        put("13800001234", "silent_call", {}, ref=f"c{n}", now=NOW)
    assert [notices.keep(WORDS, NOW, QUIET) for _ in range(3)] == [notices.BATCH, 1, 0]


def test_in_quiet_hours_a_message_waits_for_the_morning(db: Any) -> None:
    message(EVENING)
    assert (notices.keep(WORDS, EVENING, QUIET), states()) == (0, [("waiting", EVENING)])
    assert goes_at("silent_call", EVENING.astimezone(CHINA), QUIET) == NEXT_MORNING
    assert notices.keep(WORDS, NEXT_MORNING - dt.timedelta(seconds=1), QUIET) == 0
    assert (notices.keep(WORDS, NEXT_MORNING, QUIET), states()) == (1, [("kept", EVENING)])


def test_changed_quiet_hours_count_at_once(db: Any) -> None:
    message(EVENING)
    assert notices.keep(WORDS, EVENING, QUIET) == 0
    assert notices.keep(WORDS, EVENING, Quiet(dt.time(22), dt.time(8))) == 1


def test_what_is_not_due_yet_waits(db: Any) -> None:
    message(NOW + dt.timedelta(minutes=1))
    later = NOW + dt.timedelta(minutes=1)
    assert (notices.keep(WORDS, NOW, QUIET), notices.keep(WORDS, later, QUIET)) == (0, 1)


def test_a_silent_caller_gets_one_message_if_it_can_be_read_there(db: Any) -> None:
    call = new_call(outcome=Outcome.SILENT, ended_at=NOW)
    for number in ("057112345678", "anonymous", "", "12345678901", "13800001235x"):
        new_call(outcome=Outcome.SILENT, ended_at=NOW, number=number)
    new_call(outcome=Outcome.TALKED, ended_at=NOW)
    new_call(outcome=Outcome.SILENT, ended_at=NOW - dt.timedelta(hours=2))
    assert [silent_callers.tell_silent(NOW, wanted=True) for _ in range(3)] == [1, 0, 0]
    assert [(n.number, n.ref, n.template) for n in Notice.select()] == [("13800001234", call.id, "silent_call")]
    Call.update(ended_at=NOW + dt.timedelta(minutes=50)).where(Call.id == call.id).execute()
    assert silent_callers.tell_silent(NOW + dt.timedelta(minutes=100), wanted=True) == 0


def test_nobody_is_written_to_unless_the_administrator_wants_it(db: Any) -> None:
    new_call(outcome=Outcome.SILENT, ended_at=NOW)
    assert (silent_callers.tell_silent(NOW, wanted=False), Notice.select().count()) == (0, 0)
