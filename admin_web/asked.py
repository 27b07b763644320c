"""What the filters of a list ask for, as its URL says it."""

import datetime as dt
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from hotline.clock import day_bounds
from hotline.values.telephone import ending
from hotline.values.typed import day

from .access import reader
from .ticket_forms import whole

SEEN_DIGITS = 4  # digits that a masked number shows; searching more would reveal the rest


def bounds(typed: str) -> tuple[dt.datetime, dt.datetime] | None:
    """[begin, end) of a day as a person types it; None for anything else."""
    read = day(typed)
    return None if read is None else day_bounds(read)


def as_field(typed: str) -> str:
    """A day in the one form that a date field shows; "" for what is no day."""
    read = day(typed)
    return "" if read is None else read.isoformat()


def unread(
    asked: Mapping[str, str], *, days: Iterable[str] = (), numbers: Iterable[str] = (),
    spans: Iterable[tuple[str, str]] = (("since", "until"),),
) -> str:  # fmt: skip
    """What was typed where a day, a whole number or the end of a telephone number (`tail`) is needed and is none, or
    the two days of a span the wrong way round, as a sentence; "" if all can be read."""
    wrong = [asked[name] for name in days if asked.get(name, "").strip() and day(asked[name]) is None]
    wrong += [asked[name] for name in numbers if asked.get(name, "").strip() and whole(asked[name].strip()) is None]
    typed = asked.get("tail", "").strip()
    wrong += [typed] if typed and not ending(typed) else []
    if not wrong and any(_turned(asked.get(one, ""), asked.get(other, "")) for one, other in spans):
        return str(_("The first day is after the last one: nothing fits"))
    if not wrong:
        return ""
    shown = "、".join(text.strip()[:40] for text in wrong)
    return str(_("Neither a day nor a number, so nothing is filtered by it: %(typed)s", typed=shown))


def _turned(first: str, last: str) -> bool:
    one, other = day(first), day(last)
    return one is not None and other is not None and one > other


def tail(typed: str, most: int) -> str:
    """The last digits of a number to look for, at most `most`: of a masked number only those that are shown."""
    return ending(typed)[-(most if reader().sees_numbers else SEEN_DIGITS) :]
