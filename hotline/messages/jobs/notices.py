"""The outbox: composes and sends due messages, or keeps them if there is no gateway.

No transaction is open while the gateway works: a message is claimed, sent, and its result written. A claim without a
result may have been sent, so it is shown to people and not resent automatically (C3).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from hotline.clock import CHINA
from hotline.messages.notices_file import NoticesFile
from hotline.messages.rows import Notice
from hotline.messages.rules.notices import AT_ONCE, BETWEEN_LOOKS, LEASE, STALE, STALE_OF, next_try
from hotline.ports import GatewayError, NoAnswer, NotSetUp, SmsGateway
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.privacy import clean, hide
from hotline.values.quiet_hours import Quiet, may_call
from hotline.values.telephone import mobile
from hotline.words import NoticeState, NoticeTrouble

log = structlog.get_logger()
BATCH = 200  # messages per round
GATEWAY_FAILS = (NoticeTrouble.NOT_NOW, NoticeTrouble.GIVEN_UP, NoticeTrouble.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message being sent. `at` identifies the claim, so that a result is written only to its own claim."""

    id: int
    number: str
    text: str
    ref: str
    template: str
    fields: dict[str, str]
    tries: int
    at: dt.datetime


def keep(words: NoticesFile, now: dt.datetime, quiet: Quiet) -> int:
    """Without a gateway: compose due messages and keep them for display; in quiet hours only those of `AT_ONCE`."""
    at_night = _at_night(now, quiet)
    kept = 0
    with writing():
        for row in _due(now, at_night=at_night):
            given = _worded(row, words, now)
            if given is not None:
                kept += 1
                Notice.update(state=NoticeState.KEPT, trouble="", text=given).where(Notice.id == row.id).execute()
        if kept:
            announce("notices", "", at=now)
    return kept


def send(
    gateway: SmsGateway,
    words: NoticesFile,
    clock: Callable[[], dt.datetime],
    quiet: Quiet,
    *,
    tries: int,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is due, one after another; returns how many were sent. The round ends when the gateway fails; the next
    round tries the next message. In quiet hours only what is in `AT_ONCE`."""
    _give_up_lost(clock())
    at_night = _at_night(clock(), quiet)
    sent = 0
    for row in _due(clock(), at_night=at_night):
        now = clock()
        if stopped() or (row.template not in AT_ONCE and not may_call(quiet, now.astimezone(CHINA))):
            break
        claimed = _claim(int(row.id), gateway.name, words, now)
        if claimed is None:
            continue
        trouble = _hand_over(gateway, claimed, clock, most=tries)
        sent += trouble is None
        if trouble in GATEWAY_FAILS:
            break
    return sent


# ---- before


def _due(now: dt.datetime, *, at_night: bool = False) -> list[Notice]:
    waits = Notice.select().where(Notice.state == NoticeState.WAITING.value, Notice.next_at <= now)
    if at_night:
        waits = waits.where(Notice.template.in_(AT_ONCE))
    return list(waits.order_by(Notice.next_at, Notice.id).limit(BATCH))


def _at_night(now: dt.datetime, quiet: Quiet) -> bool:
    """True in quiet hours: only those go for which somebody waits. The others keep their time, so that changed hours
    count at once."""
    return not may_call(quiet, now.astimezone(CHINA))


def _give_up_lost(now: dt.datetime) -> None:
    """Mark claims whose sender ended before it wrote a result: nobody knows whether they were sent."""
    lost = (Notice.state == NoticeState.SENDING.value) & (Notice.claimed_at < now - LEASE)
    if not Notice.select(Notice.id).where(lost).exists():
        return
    with writing():
        Notice.update(state=NoticeState.UNKNOWN, trouble=NoticeTrouble.LEFT, error="").where(lost).execute()
        announce("notices", "", at=now)


def _worded(row: Notice, words: NoticesFile, now: dt.datetime) -> str | None:
    """The message's text; None if no text is configured: this is recorded and tried again."""
    if row.text:
        return str(row.text)  # keep the text of the first try
    try:
        return words.words(row.template, row.fields)
    except (KeyError, ValueError):
        log.error("notice_without_words", notice=row.id, template=row.template)
        Notice.update(trouble=NoticeTrouble.NO_WORDS, error="", next_at=now + BETWEEN_LOOKS).where(
            Notice.id == row.id, Notice.state == NoticeState.WAITING.value
        ).execute()
        return None


def _claim(notice: int, gateway: str, words: NoticesFile, now: dt.datetime) -> Claimed | None:
    """Claim a waiting message, unless another sender has; a message that can never be sent fails here."""
    waits = (Notice.id == notice) & (Notice.state == NoticeState.WAITING.value)
    with writing():
        row = Notice.get_or_none(waits)
        if row is None:
            return None
        number = mobile(row.number)
        if not number or (row.again_at or row.at) < now - STALE_OF.get(row.template, STALE):
            _fail(waits, NoticeTrouble.TOO_OLD if number else NoticeTrouble.NOT_MOBILE, now)
            return None
        text = _worded(row, words, now)
        if text is None:
            return None
        taken = {"state": NoticeState.SENDING, "claimed_at": now, "text": text, "gateway": gateway}
        if not Notice.update(taken | {"tries": row.tries + 1, "trouble": "", "error": ""}).where(waits).execute():
            return None
    ref = f"{notice}-{row.round}"
    return Claimed(notice, number, text, ref, row.template, row.fields, row.tries + 1, now)


def _fail(which: Any, why: NoticeTrouble, now: dt.datetime) -> None:
    Notice.update(state=NoticeState.FAILED, trouble=why, error="").where(which).execute()
    announce("notices", "", at=now)


# ---- after


def _hand_over(
    gateway: SmsGateway, one: Claimed, clock: Callable[[], dt.datetime], *, most: int
) -> NoticeTrouble | None:
    """Ask the gateway and write down what came of it; None: it went."""
    try:
        name = gateway.send(one.number, one.text, ref=one.ref, template=one.template, fields=one.fields)
    except GatewayError as error:
        log.error("notice_not_sent", notice=one.id, tries=one.tries, why=hide(str(error)))
        return _failed(one, _result(error, one, clock(), most), clock())
    except Exception as error:
        log.exception("gateway_broke", notice=one.id)
        return _failed(one, _unclear(type(error).__name__), clock())
    now = clock()
    _write(one, {"state": NoticeState.SENT}, now, known={"gateway_id": clean(name, 100), "sent_at": now})
    return None


def _failed(one: Claimed, result: dict[str, Any], now: dt.datetime) -> NoticeTrouble:
    _write(one, result, now)
    return NoticeTrouble(result["trouble"])


def _result(error: GatewayError, one: Claimed, now: dt.datetime, most: int) -> dict[str, Any]:
    """The new state of a message after a failure."""
    said = clean(hide(str(error)), 200)
    if isinstance(error, NoAnswer):
        return _unclear(said)
    if isinstance(error, NotSetUp):  # not the message's fault: it waits, and the try is not counted
        waits = {"state": NoticeState.WAITING, "trouble": NoticeTrouble.NOT_SET_UP, "tries": one.tries - 1}
        return waits | {"error": said, "next_at": now + BETWEEN_LOOKS}
    gap = None if error.permanent else next_try(one.tries, most=most)
    if gap is None:
        trouble = NoticeTrouble.REFUSED if error.permanent else NoticeTrouble.GIVEN_UP
        return {"state": NoticeState.FAILED, "trouble": trouble, "error": said}
    return {"state": NoticeState.WAITING, "trouble": NoticeTrouble.NOT_NOW, "error": said, "next_at": now + gap}


def _unclear(said: str) -> dict[str, Any]:
    return {"state": NoticeState.UNKNOWN, "trouble": NoticeTrouble.NO_ANSWER, "error": said}


def _write(one: Claimed, result: dict[str, Any], now: dt.datetime, *, known: dict[str, Any] | None = None) -> None:
    """Write a claim's result, unless a receipt came first; an expired lease does not matter."""
    mine = (Notice.id == one.id) & (Notice.claimed_at == one.at)
    open_ = Notice.state.in_((NoticeState.SENDING.value, NoticeState.UNKNOWN.value))
    with writing():
        if known:
            Notice.update(known).where(mine).execute()
        Notice.update({"trouble": "", "error": ""} | result).where(mine & open_).execute()
        announce("notices", str(one.id), at=now)
