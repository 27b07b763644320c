"""Enquiries about one's own case: by code and secret, three tries in total over telephone, web and agent (V2)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from hotline.people.rows import SignInTry
from hotline.people.rules.login import Limits, Lock, Tries, lock_of, one_more
from hotline.people.verbs import audit
from hotline.ports import Case, CaseSystem, GatewayError, PetitionState
from hotline.store.database import writing
from hotline.words import AuditAction, AuditOutcome

LIMITS = Limits(3, dt.timedelta(minutes=30))
CALLER = Limits(9, dt.timedelta(minutes=30))  # one telephone may use up the tries of three codes


@dataclass(frozen=True, slots=True)
class Enquiry:
    """The case, or why not: `refused` (code and secret do not fit; `left` more tries) or `locked` (`lock`: what)."""

    found: Case | PetitionState | None
    why: str = ""
    left: int = 0
    lock: Lock | None = None


def ask_case(system: CaseSystem, code: str, secret: str, *, how: str, who: str, now: dt.datetime) -> Enquiry:
    """`who` is the asking telephone number or client IP. Raises GatewayError; then the try does not count."""
    return _ask("case", code, who, lambda: system.case(code, how, secret), now)


def ask_petition(system: CaseSystem, code: str, secret: str, *, who: str, now: dt.datetime) -> Enquiry:
    return _ask("petition", code, who, lambda: system.petition(code, secret), now)


def ask(
    system: CaseSystem, kind: str, code: str, secret: str, *, how: str, by: str, now: dt.datetime, client_ip: str
) -> Enquiry:
    """An agent asks for a caller; audited with the outcome and without the secret. Raises GatewayError."""
    thing = f"{'petition' if kind == 'petition' else 'case'}:{code[:20]}"
    outcome, who = AuditOutcome.AWAY, f"desk:{by}"
    try:
        if kind == "petition":
            said = ask_petition(system, code, secret, who=who, now=now)
        else:
            said = ask_case(
                system, code, secret, how="identity" if how == "identity" else "password", who=who, now=now
            )  # fmt: skip
        outcome = outcome_of(said.found is not None, said.why)
        return said
    finally:  # a look that cannot be noted is not given
        with writing():
            audit.note(AuditAction.ENQUIRE, thing, by=by, now=now, client_ip=client_ip, outcome=outcome.value)


def outcome_of(found: bool, why: str) -> AuditOutcome:
    """What the audit says of an enquiry; `why` is the answer's own word for no result."""
    if found:
        return AuditOutcome.FOUND
    return AuditOutcome.LOCKED if why == "locked" else AuditOutcome.WRONG


def _ask(kind: str, code: str, who: str, look: Callable[[], Case | PetitionState | None], now: dt.datetime) -> Enquiry:
    keys = [(f"{kind}:{code[:64]}", LIMITS)] + ([(f"caller:{who[:64]}", CALLER)] if who else [])
    tries = _count(keys, now)
    if isinstance(tries, Lock):
        return Enquiry(None, "locked", lock=tries)
    try:
        found = look()
    except GatewayError:
        _take_back(keys)
        raise
    if found is None:
        left = max(0, LIMITS.tries - tries)
        lock = None if left else Lock(keys[0][0], now + LIMITS.lock)
        return Enquiry(None, "locked" if lock else "refused", left, lock)
    _take_back(keys, wholly=True)
    return Enquiry(found)


def _count(keys: list[tuple[str, Limits]], now: dt.datetime) -> int | Lock:
    """Count the try before the secret is checked; returns the code's tries so far, or the lock of code or caller."""
    with writing():
        rows = {row.key: row for row in list(SignInTry.select().where(SignInTry.key.in_([key for key, _ in keys])))}
        known = {key: Tries(r.tries, r.last_at, r.locked_until) for key, r in rows.items()}
        if (lock := lock_of(known, now=now)) is not None:
            return lock
        after = [(key, one_more(known.get(key, Tries()), limits, now=now)) for key, limits in keys]
        for key, tries in after:
            given = {"tries": tries.tries, "last_at": tries.last_at, "locked_until": tries.locked_until}
            SignInTry.insert(key=key, **given).on_conflict(conflict_target=[SignInTry.key], update=given).execute()
    return after[0][1].tries


def _take_back(keys: list[tuple[str, Limits]], *, wholly: bool = False) -> None:
    """`wholly` (right secret): clear the code's count. Else the try does not count. The telephone gets its try back."""
    with writing():
        if wholly:
            SignInTry.delete().where(SignInTry.key == keys[0][0]).execute()
        for key, _ in keys[1:] if wholly else keys:
            SignInTry.update(tries=SignInTry.tries - 1, locked_until=None).where(SignInTry.key == key).execute()
