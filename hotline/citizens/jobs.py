"""Turns answers on the public page into acts, sends the digits of proofs, keeps the keys by which tickets are found."""

import datetime as dt
import secrets
from typing import Any

import structlog
from peewee import JOIN, fn

from hotline.citizens.rows import PublicAnswer, PublicKey, PublicProof, PublicTry
from hotline.citizens.rules.public import name_only, person_key
from hotline.citizens.rules.tries import PROOF_DIGITS, PROOF_LASTS, PROOFS_A_DAY, proof_hash
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import ratings
from hotline.messages.verbs import put
from hotline.people.reads.parameters import parameter
from hotline.ports import Refused
from hotline.store.database import AWAY, writing
from hotline.tickets.rows import Ticket
from hotline.values.names import name_key
from hotline.values.telephone import mobile
from hotline.words import NoticeKind

log = structlog.get_logger()
MOST = 50  # per round
NEWEST = 200  # tickets that are looked at in each round
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


def keep_keys(secret: str, *, newest: bool = False, most: int = 500) -> int:
    """Make the keys of tickets with an identity number, and of those of which only a name is known, if missing or older
    than a correction. `newest`: only those opened last, which costs nothing and is done at once."""
    among = [Ticket.id > (_newest() - NEWEST)] if newest else []
    stale = _stale(Ticket.identity_hash > "", *among, most=most)
    stale += _stale(Ticket.identity_hash == "", Ticket.caller_number == "", Ticket.caller_name > "", *among, most=most)
    if stale:
        with writing():
            for one in stale:
                given = {"key": "", "name_key": "", "steps": one.steps}
                if one.identity_hash:
                    given["key"] = person_key(secret, one.identity_hash, one.caller_name)
                if not (one.caller_number or one.identity_tail) and len(name_key(one.caller_name)) >= 2:
                    given["name_key"] = name_only(secret, one.caller_name)
                PublicKey.insert(ticket=one.id, **given).on_conflict(
                    conflict_target=[PublicKey.ticket], update=given
                ).execute()
    return len(stale)


def _newest() -> int:
    return Ticket.select(fn.MAX(Ticket.id)).scalar() or 0


def _stale(*where: Any, most: int) -> list[Ticket]:
    columns = (
        Ticket.id, Ticket.identity_hash, Ticket.identity_tail, Ticket.caller_name, Ticket.caller_number, Ticket.steps
    )  # fmt: skip
    return list(
        Ticket.select(*columns)
        .join(PublicKey, JOIN.LEFT_OUTER, on=(PublicKey.ticket == Ticket.id))
        .where(*where, PublicKey.steps.is_null() | (PublicKey.steps != Ticket.steps))
        .order_by(Ticket.id.desc())
        .limit(most)
    )


def sweep(now: dt.datetime) -> None:
    """Delete tries and proofs that no longer count, and answers that became acts long ago. An answer that failed
    through a bug of ours stays: it is stored nowhere else."""
    with writing():
        PublicTry.delete().where(PublicTry.last_at < now - KEPT_TRIES).execute()
        PublicProof.delete().where(PublicProof.at < now - KEPT_TRIES).execute()
        PublicAnswer.delete().where(PublicAnswer.done_at < now - KEPT_ANSWERS, PublicAnswer.refused != FAILED).execute()
