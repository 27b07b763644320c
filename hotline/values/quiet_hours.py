"""The hours of a day in which no citizen is called or sent a message. Pure."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nobody is called between these local times of day."""

    begins: dt.time = dt.time(20, 0)
    ends: dt.time = dt.time(8, 0)


def may_call(quiet: Quiet, local: dt.datetime) -> bool:
    now = local.time()
    if quiet.begins <= quiet.ends:
        return not quiet.begins <= now < quiet.ends
    return not (now >= quiet.begins or now < quiet.ends)


def began(quiet: Quiet, local: dt.datetime) -> dt.datetime:
    """When the quiet hours in which `local` lies began."""
    day = local.date() if local.time() >= quiet.begins else local.date() - dt.timedelta(days=1)
    return dt.datetime.combine(day, quiet.begins, local.tzinfo)


def not_before(quiet: Quiet, local: dt.datetime) -> dt.datetime:
    """The first time from `local` on at which people may be called."""
    if may_call(quiet, local):
        return local
    day = local.date() if local.time() < quiet.ends else local.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, quiet.ends, local.tzinfo)
