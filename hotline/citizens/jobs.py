"""Turns answers on the public page into acts, and sends the digits of proofs."""

import datetime as dt
import secrets

import structlog

from hotline.citizens.rows import PublicAnswer, PublicProof, PublicTry
from hotline.citizens.rules.tries import PROOF_DIGITS, PROOF_LASTS, PROOFS_A_DAY, proof_hash
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import ratings
from hotline.messages.verbs import put
from hotline.people.reads.parameters import parameter
from hotline.ports import Refused
from hotline.store.database import AWAY, writing
from hotline.tickets.rows import Ticket
from hotline.values.telephone import mobile
from hotline.words import NoticeKind

log = structlog.get_logger()
MOST = 50  # per round
KEPT_TRIES = dt.timedelta(days=1)
KEPT_ANSWERS = dt.timedelta(days=30)  # the answer is in its ticket's history
FAILED = "failed"


def take_over(now: dt.datetime) -> int:
    """Take over each answer once: the act and the answer's mark are one transaction. Returns how many."""
    waiting = list(
        PublicAnswer.select(PublicAnswer.id)
        .where(PublicAnswer.done_at.is_null())
        .order_by(PublicAnswer.done_at, PublicAnswer.id)
        .limit(MOST)
    )
    for one in waiting:
        with writing():
            row = PublicAnswer.get_by_id(one.id)
            if row.done_at is None:
                refused = _act_or_fail(row, now)
                PublicAnswer.update(done_at=now, refused=refused[:200]).where(PublicAnswer.id == row.id).execute()
    return len(waiting)


def _act(row: PublicAnswer, now: dt.datetime) -> str:
    """Carry out the act; returns the reason why not, or ""."""
    said = Said(row.handled, row.solved, row.satisfied)
    try:
        if row.token:
            ratings.by_token(row.token, said, row.text, now=now, wants_more=row.wants_more, client_ip=row.client_ip)
        else:
            ratings.rate(row.number, said, row.text, now=now, wants_more=row.wants_more, client_ip=row.client_ip)
    except Refused as error:
        return error.sentence()
    return ""


def _act_or_fail(row: PublicAnswer, now: dt.datetime) -> str:
    """An answer that fails through a bug of ours is marked and logged, so that it does not block later ones."""
    try:
        with writing():
            return _act(row, now)
    except AWAY:
        raise
    except Exception:
        log.exception("public_answer_failed", answer=row.id)
        return FAILED


def send_proofs(secret: str, now: dt.datetime) -> int:
    """Send the digits of the proofs that were asked for, where code and what was typed beside it fit the same ticket,
    it has a mobile number, and neither the ticket nor the house had too many. Returns how many were sent."""
    sent = 0
    waiting = PublicProof.select().where(PublicProof.done_at.is_null()).order_by(PublicProof.id).limit(MOST)
    for row in list(waiting):
        with writing():
            number = _number_for(row, now)
            hashed = None
            if number:
                digits = f"{secrets.randbelow(10**PROOF_DIGITS):0{PROOF_DIGITS}d}"
                hashed = proof_hash(secret, row.mark, digits)
                put(number, NoticeKind.PROOF, {"once": digits}, ref=f"proof:{row.id}", now=now)
                sent += 1
            PublicProof.update(done_at=now, digits_hash=hashed).where(PublicProof.id == row.id).execute()
    return sent


def _number_for(row: PublicProof, now: dt.datetime) -> str:
    """The mobile number to which this proof's digits go; "" if nothing is sent."""
    if row.at < now - PROOF_LASTS:
        return ""
    ticket = Ticket.get_or_none(Ticket.code == row.code, Ticket.confidential == False)  # noqa: E712 - peewee's SQL
    number = "" if ticket is None else mobile(ticket.caller_number)
    if not number or number[-4:] != row.given:
        return ""
    sent = PublicProof.select().where(PublicProof.digits_hash.is_null(False))
    if sent.where(PublicProof.code == row.code, PublicProof.at > now - dt.timedelta(days=1)).count() >= PROOFS_A_DAY:
        return ""
    if sent.where(PublicProof.at > now - dt.timedelta(hours=1)).count() >= parameter("public.proofs_an_hour"):
        log.warning("proofs_of_this_hour_are_used_up")
        return ""
    return number


def sweep(now: dt.datetime) -> None:
    """Delete tries and proofs that no longer count, and answers that became acts long ago. An answer that failed
    through a bug of ours stays: it is stored nowhere else."""
    with writing():
        PublicTry.delete().where(PublicTry.last_at < now - KEPT_TRIES).execute()
        PublicProof.delete().where(PublicProof.at < now - KEPT_TRIES).execute()
        PublicAnswer.delete().where(PublicAnswer.done_at < now - KEPT_ANSWERS, PublicAnswer.refused != FAILED).execute()
