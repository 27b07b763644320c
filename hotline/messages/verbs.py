"""Short messages: verbs put them into the outbox in their own transaction; jobs compose and send them (C3).

Also later acts: a person has one resent, a gateway reports its delivery.
"""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

from hotline.clock import local_day
from hotline.messages.rows import Notice
from hotline.messages.rules.notices import after_receipt, fields_of, may_send_again
from hotline.messages.rules.receipts import Receipt, refused_name
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.rows import Counter
from hotline.values.privacy import clean, hide, whole
from hotline.values.telephone import mobile
from hotline.words import AuditAction, NoticeState, NoticeTrouble

REASON_MOST = 200


def put(number: str, template: str, fields: Mapping[str, str], *, ref: str, now: dt.datetime) -> int:
    """Put a message into the outbox, once per `ref` and template. Returns its id.

    `template` is a NoticeKind, the fields are those of `hotline.messages.rules.notices.FIELDS`: ValueError else.
    `ref` is its subject (`ticket:12`, a call's id); without a `ref`, no message counts as a duplicate.
    """
    kept = fields_of(template, fields)
    ref = ref or f"once:{secrets.token_hex(8)}"
    new = Notice.insert(
        number=clean(number, 64),
        template=template,
        fields=kept,
        ref=ref,
        state=NoticeState.WAITING,
        at=now,
        next_at=now,
    )
    new = new.on_conflict(conflict_target=[Notice.ref, Notice.template], action="IGNORE")
    made = list(new.returning(Notice.id).tuples().execute())
    if not made:
        return int(Notice.select(Notice.id).where(Notice.ref == ref, Notice.template == template).scalar())
    announce("notices", str(made[0][0]), at=now)
    return int(made[0][0])


def readdress(old: str, new: str, about: str, *, now: dt.datetime) -> set[str]:
    """A wrong number is corrected: what waits for it and is about this ticket goes to the new one, or to nobody if no
    message can. In the caller's transaction; returns the templates that now wait."""
    waits = Notice.select(Notice.id, Notice.template, Notice.fields).where(
        Notice.number == old, Notice.state == NoticeState.WAITING.value
    )
    found = {row.id: row.template for row in list(waits) if row.fields.get("number") == about}
    if not found:
        return set()
    which = Notice.id.in_(list(found)) & (Notice.state == NoticeState.WAITING.value)
    if not mobile(new):
        Notice.delete().where(which).execute()
    else:
        Notice.update(number=new, text="").where(which).execute()
    announce("notices", "", at=now)
    return set(found.values()) if mobile(new) else set()


def send_again(notice: int, reason: str, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Resend a message that failed or may be lost; the person gives a reason, as it may arrive twice."""
    reason = whole(reason, REASON_MOST)
    if not reason:
        raise Refused("Write why it is to be sent again")
    with writing():
        row = Notice.get_or_none(Notice.id == notice)
        if row is None:
            raise Refused("There is no such message")
        before = NoticeState(row.state)
        if row.trouble == NoticeTrouble.NOT_MOBILE:
            raise Refused("No message can go to a number that is no mobile telephone")
        if not may_send_again(before, row.trouble):
            raise Refused("This message needs no second sending: %(state)s", state=before)
        Notice.update(
            state=NoticeState.WAITING, next_at=now, tries=0, round=Notice.round + 1, again_at=now, trouble="", error="",
            gateway_id="", claimed_at=None, sent_at=None, receipt_at=None,
        ).where(Notice.id == notice).execute()  # fmt: skip
        told = {"state": before.value, "trouble": row.trouble, "gateway_id": row.gateway_id, "reason": reason}
        audit.note(AuditAction.SEND_NOTICE_AGAIN, f"notice:{notice}", by=by, now=now, client_ip=client_ip, **told)
        announce("notices", str(notice), at=now)


def receive(receipts: Sequence[Receipt], *, gateway: str, now: dt.datetime) -> int:
    """Apply a gateway's receipts; returns the number of receipts for unknown messages."""
    unknown = 0
    with writing():
        for receipt in receipts:
            row = _meant(receipt, gateway)
            if row is None:
                unknown += 1
                continue
            state = None if receipt.delivered is None else after_receipt(NoticeState(row.state), receipt.delivered)
            if state is None:
                continue
            failed = state is NoticeState.FAILED
            Notice.update(
                state=state, receipt_at=now, gateway_id=row.gateway_id or clean(receipt.id, 100),
                trouble=NoticeTrouble.NOT_DELIVERED if failed else "",
                error=clean(hide(receipt.why), 200) if failed else "",
            ).where(Notice.id == row.id, Notice.state == row.state).execute()  # fmt: skip
            announce("notices", str(row.id), at=now)
    return unknown


def _meant(receipt: Receipt, gateway: str) -> Notice | None:
    """Find the message by the gateway's id, or by ours (`id-round`): a receipt may come before we have stored the
    gateway's id, or the gateway may use one id for many messages."""
    if receipt.id:
        rows = list(Notice.select().where(Notice.gateway == gateway, Notice.gateway_id == receipt.id).limit(2))
        if len(rows) == 1:
            return rows[0]
    notice, _dash, round_ = receipt.ref.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (notice, round_)):
        return None
    return Notice.get_or_none(Notice.id == int(notice), Notice.round == int(round_), Notice.gateway == gateway)


def count_refused(count: int = 1, *, now: dt.datetime) -> None:
    """Count receipts without a valid signature."""
    with writing():
        Counter.insert(name=refused_name(local_day(now)), value=count).on_conflict(
            conflict_target=[Counter.name], update={Counter.value: Counter.value + count}
        ).execute()
