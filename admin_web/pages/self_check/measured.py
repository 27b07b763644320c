"""What the program can know of itself: for each measurement whether it is in order now, and what was found."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from admin_web import encryption, filters
from hotline.people.reads import audit_chain, people
from hotline.people.reads.parameters import parameter
from hotline.people.rules.audit_chain import KEPT_DAYS_LEAST
from hotline.people.rules.permissions import THREE
from hotline.settings import Settings
from hotline.settings.modes import doors
from hotline.words import FileTrouble, Role

HEAD_AGE = dt.timedelta(days=2)
CHAIN_AGE = dt.timedelta(minutes=15)
STRONG = {Role.INSPECTOR.value}
ADMINISTRATORS = {Role.ADMINISTRATOR, *THREE}


@dataclass(frozen=True, slots=True)
class Measured:
    good: bool
    found: str


def measure(name: str, chosen: Settings, now: dt.datetime) -> Measured:
    """Now. Raises KeyError for a measurement that there is not."""
    return MEASUREMENTS[name](chosen, now)


def _https(chosen: Settings, now: dt.datetime) -> Measured:
    if chosen.web.tls is not None:
        return Measured(True, _("TLS of its own"))
    if chosen.web.behind_https:
        return Measured(True, _("HTTPS of the proxy"))
    return Measured(False, _("in the clear, at %(host)s", host=chosen.web.host))


def _second_factor(chosen: Settings, now: dt.datetime) -> Measured:
    roles = set(parameter("second_factor.roles"))
    named = [filters.label(role) for role in Role if role.value in roles]
    there = {role.value for role, names in people.holders(ADMINISTRATORS).items() if names}
    return Measured(roles >= STRONG | there, "、".join(named) or _("none of them"))


def _separate(chosen: Settings, now: dt.datetime) -> Measured:
    """Measured from the people: who still has the old role, and which of the three nobody has."""
    held = people.holders([Role.ADMINISTRATOR, *sorted(THREE)])
    old = held.pop(Role.ADMINISTRATOR)
    missing = [filters.label(role) for role, names in held.items() if not names]
    told = [_("the old role still has: %(names)s", names="、".join(old))] if old else []
    told += [_("nobody is: %(roles)s", roles="、".join(missing))] if missing else []
    if not parameter("people.separate_administrators"):
        told.append(_("the parameter is off"))
    return Measured(not told, " · ".join(told) or _("three administrators"))


def _no_demo(chosen: Settings, now: dt.datetime) -> Measured:
    return Measured(not chosen.demo, _("the demo runs") if chosen.demo else _("no demo"))


def _chain(chosen: Settings, now: dt.datetime) -> Measured:
    last, waits = audit_chain.newest(), audit_chain.oldest_waiting()
    good = waits is None or now - waits < CHAIN_AGE
    if last is None:
        return Measured(good, _("no entry has a place yet"))
    return Measured(good, _("place %(n)s, %(at)s", n=last.place, at=filters.local(last.at, "%Y-%m-%d %H:%M")))


def _head(chosen: Settings, now: dt.datetime) -> Measured:
    sent = audit_chain.newest_sent()
    if sent is None:
        return Measured(False, _("never sent"))
    return Measured(now - sent[1] < HEAD_AGE, _("sent %(at)s", at=filters.local(sent[1], "%Y-%m-%d %H:%M")))


def _kept(chosen: Settings, now: dt.datetime) -> Measured:
    days = int(parameter("keep.audit"))
    return Measured(days >= KEPT_DAYS_LEAST, _("%(n)s days in the database", n=days))


def _scan(chosen: Settings, now: dt.datetime) -> Measured:
    words = chosen.files.scan_command
    return Measured(bool(words), words[0] if words else _("no scanner is set"))


def _voice(chosen: Settings, now: dt.datetime) -> Measured:
    told = {"TLS": chosen.sip.tls_only, "SRTP": chosen.sip.srtp}
    return Measured(all(told.values()), " · ".join(f"{name} {filters.yesno(good)}" for name, good in told.items()))


def _modes(chosen: Settings, now: dt.datetime) -> Measured:
    wide = [path.name for path in doors(chosen.data)]
    return Measured(not wide, "、".join(wide) if wide else _("nothing is open to others"))


def _encryption(chosen: Settings, now: dt.datetime) -> Measured:
    counts = encryption.state(chosen)
    if counts is None:
        return Measured(False, _("no key file is set"))
    if isinstance(counts, FileTrouble):
        return Measured(False, filters.label(counts))
    told = _(
        "%(newest)s with the newest key, %(older)s with older ones, %(plain)s wait, %(left)s cannot be encrypted",
        newest=counts.newest, older=counts.older, plain=counts.plain, left=counts.left,
    )  # fmt: skip
    return Measured(not counts.plain and not counts.left, told)


MEASUREMENTS: dict[str, Callable[[Settings, dt.datetime], Measured]] = {
    "https": _https, "second_factor": _second_factor, "no_demo": _no_demo, "chain": _chain, "head": _head,
    "kept": _kept, "separate": _separate, "scan": _scan, "voice": _voice, "modes": _modes, "encryption": _encryption,
}  # fmt: skip
