"""Registrations of telephones as the switch tells of them: wrong passwords are counted, and who had too many is kept
out until a time. The switch keeps him out, by its configuration (`hotline/outside/switch_conf.py`)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from hotline.calls.reads import roster
from hotline.calls.rows import TelephoneTry
from hotline.calls.rules import telephone_tries as rules
from hotline.calls.rules.telephone_tries import WHOLE, Guesses
from hotline.people.reads import remit
from hotline.people.reads.parameters import parameter
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction

ROWS_MOST = 2000  # from a stranger comes any number of addresses
KEPT = dt.timedelta(days=7)
FRESH = dt.timedelta(minutes=10)  # how exactly a good registration is kept


@dataclass(frozen=True, slots=True)
class TelephoneHeard:
    """What was heard of an extension at an address within a moment. `extension` is a stranger's text."""

    address: str
    extension: str
    failed: int
    good: bool


def note(heard: Iterable[TelephoneHeard], now: dt.datetime) -> list[Guesses]:
    """Count what was heard. Returns what is kept out by it."""
    told = [one for one in heard if one.failed or _news(one, now)]
    if not told:
        return []
    most, longest = parameter("telephone.tries"), dt.timedelta(minutes=parameter("telephone.longest_minutes"))
    out: list[Guesses] = []
    with writing():
        ours = set(roster.turns())
        for one in told:
            known = _of(one.address, one.extension) if one.extension in ours else None
            if known is not None and one.good:
                known = rules.good(known, now)
                _keep(known)
            if not one.failed:
                continue
            counted = [known] if known is not None else []
            if known is None or not known.known(now):
                counted.append(_of(one.address, WHOLE))
            for before in counted:
                after = rules.failed(before, one.failed, now, most=most, longest=longest)
                _keep(after)
                if after.out(now) and not before.out(now):
                    out.append(after)
        _make_room()
    return out


def let_in(entry: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Let an extension, or all of an address, in again before its time. Raises Refused."""
    with writing():
        remit.of_login(by, Permission.MANAGE_PEOPLE).whole_house()
        row = TelephoneTry.get_or_none(TelephoneTry.id == entry)
        if row is None or not _tries(row).out(now):
            raise Refused("This telephone is not kept out any more")
        TelephoneTry.update(failed=0, until=None).where(TelephoneTry.id == entry).execute()
        audit.note(
            AuditAction.LET_IN_TELEPHONE, f"telephone_try:{entry}", by=by, now=now, client_ip=client_ip,
            address=row.address, extension=row.extension,
        )  # fmt: skip


def forget(now: dt.datetime) -> None:
    """Delete what has been still for a week. In the caller's transaction."""
    old = now - KEPT
    TelephoneTry.delete().where(
        (TelephoneTry.last_at.is_null() | (TelephoneTry.last_at < old)),
        (TelephoneTry.good_at.is_null() | (TelephoneTry.good_at < old)),
    ).execute()


def _of(address: str, extension: str) -> Guesses:
    row = TelephoneTry.get_or_none(TelephoneTry.address == address, TelephoneTry.extension == extension)
    return Guesses(address, extension) if row is None else _tries(row)


def _tries(row: TelephoneTry) -> Guesses:
    return Guesses(
        row.address, row.extension, row.failed, row.total, row.last_at, row.good_at, row.bans, row.until
    )  # fmt: skip


def _news(one: TelephoneHeard, now: dt.datetime) -> bool:
    """Telephones register again and again: only what tells something new is written."""
    known = _of(one.address, one.extension)
    return bool(known.failed or known.bans) or known.good_at is None or known.good_at < now - FRESH


def _keep(tries: Guesses) -> None:
    values = asdict(tries)
    same = (TelephoneTry.address == tries.address) & (TelephoneTry.extension == tries.extension)
    if not TelephoneTry.update(**values).where(same).execute():
        TelephoneTry.create(**values)


def _make_room() -> None:
    """The oldest that were never good go first."""
    over = TelephoneTry.select().count() - ROWS_MOST
    if over > 0:
        strange = TelephoneTry.select(TelephoneTry.id).where(TelephoneTry.good_at.is_null())
        oldest = [row.id for row in strange.order_by(TelephoneTry.last_at, TelephoneTry.id).limit(over)]
        TelephoneTry.delete().where(TelephoneTry.id.in_(oldest)).execute()
