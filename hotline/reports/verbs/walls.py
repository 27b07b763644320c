"""Make, change and revoke a wallboard's address; note that a screen uses it."""

import datetime as dt

from peewee import fn

from hotline.people.reads import remit
from hotline.people.reads.remit import Remit
from hotline.people.rows import Site
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.reports.rows import WallKey
from hotline.reports.rules import walls
from hotline.reports.rules.walls import Wall
from hotline.store.database import writing
from hotline.values.privacy import tidy
from hotline.words import AuditAction

USED_GAP = dt.timedelta(minutes=1)  # how often a screen's use is written down


def make(wanted: Wall, *, by: str, now: dt.datetime, client_ip: str) -> str:
    """The new address's key, which is kept nowhere. Raises Refused."""
    with writing():
        _allowed(wanted, remit.of_login(by, Permission.KEEP_WALLS))
        if WallKey.select(fn.COUNT(WallKey.id)).where(WallKey.revoked_at.is_null()).scalar() >= walls.MOST_KEYS:
            raise Refused("There are %(most)s addresses already: revoke one that no screen uses", most=walls.MOST_KEYS)
        key = walls.new_key()
        row = WallKey.create(key_hash=walls.hash_of(key), made_by=by, made_at=now, **_columns(wanted))
        audit.note(
            AuditAction.MAKE_WALL_KEY, f"wall_key:{row.id}", by=by, now=now, client_ip=client_ip, **_told(wanted)
        )  # fmt: skip
    return key


def change(wall: int, wanted: Wall, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Show something else at the same address. Raises Refused."""
    with writing():
        mine = remit.of_login(by, Permission.KEEP_WALLS)
        _living(wall, mine)
        _allowed(wanted, mine)
        WallKey.update(**_columns(wanted)).where(WallKey.id == wall).execute()
        audit.note(
            AuditAction.CHANGE_WALL_KEY, f"wall_key:{wall}", by=by, now=now, client_ip=client_ip, **_told(wanted)
        )  # fmt: skip


def revoke(wall: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """From now on the address shows nothing. Raises Refused."""
    with writing():
        row = _living(wall, remit.of_login(by, Permission.KEEP_WALLS))
        WallKey.update(revoked_at=now, revoked_by=by).where(WallKey.id == wall).execute()
        audit.note(
            AuditAction.REVOKE_WALL_KEY, f"wall_key:{wall}", by=by, now=now, client_ip=client_ip, name=row.name
        )  # fmt: skip


def used(wall: int, last: dt.datetime | None, *, now: dt.datetime) -> None:
    """A screen asks by this key; written down once a minute."""
    if last is None or not dt.timedelta(0) <= now - last < USED_GAP:
        with writing():
            WallKey.update(used_at=now).where(WallKey.id == wall).execute()


def _living(wall: int, mine: Remit) -> WallKey:
    row: WallKey | None = WallKey.get_or_none(WallKey.id == wall, WallKey.revoked_at.is_null())
    if row is None or not mine.has(row.site_id):
        raise Refused("There is no such wallboard, or its address was revoked")
    return row


def _allowed(wanted: Wall, mine: Remit) -> None:
    wrong = walls.refused(wanted)
    if wrong is not None:
        raise wrong
    known = wanted.site is None or Site.select().where(Site.id == wanted.site).exists()
    if not known or not mine.has(wanted.site):
        raise Refused("Choose one of the sites offered for the wallboard")


def _columns(wanted: Wall) -> dict[str, object]:
    return _told(wanted) | {"language": wanted.language}


def _told(wanted: Wall) -> dict[str, object]:
    return {
        "name": tidy(wanted.name), "site": wanted.site, "pages": [page.value for page in wanted.pages],
        "seconds": wanted.seconds, "ranks_units": wanted.ranks_units,
    }  # fmt: skip
