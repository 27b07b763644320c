"""Working hours of lines, and special days of one site or all sites."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hotline.calls.rows import Line
from hotline.people.rows import Site
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.privacy import clean
from hotline.words import AuditAction
from hotline.workdays.rows import SpecialDay
from hotline.workdays.rules import hours_read

NAME_MOST = 64


@dataclass(frozen=True, slots=True)
class SpecialDayText:
    """A day with other hours at a site (None: all sites). `spans` as `["09:00-12:00"]`, empty: closed, None: as on a
    workday; `prompt` is played to callers."""

    day: str
    site: int | None
    name: str
    spans: list[str] | None
    prompt: str = ""


def set_hours(
    line: int, hours: dict[str, Any] | None, *, site: int | None, by: str, now: dt.datetime, client_ip: str
) -> None:
    """Set the hours of a line, in the format of `hours_read`; None: always open. `site` None: a line of any site."""
    if hours is not None:
        _readable(hours)
    with writing():
        row = Line.get_or_none(Line.id == line)
        if row is None or site not in (None, row.site_id):
            raise Refused("There is no such line")
        Line.update(hours=hours).where(Line.id == line).execute()
        audit.note(AuditAction.EDIT_HOURS, f"line:{line}", by=by, now=now, client_ip=client_ip, hours=hours)
        announce("roster", row.code, at=now)


def save_day(
    entry: int | None,
    day: SpecialDayText,
    *,
    prompts: Collection[str],
    site: int | None,
    by: str,
    now: dt.datetime,
    client_ip: str,
) -> int:
    """Create or change a special day. `prompts`: the existing prompts; `site` None: any site, and days for all sites.
    Returns the entry's id."""
    given = _checked(day, prompts)
    with writing():
        if entry is not None:
            _own(entry, site)
        if day.site is not None and Site.get_or_none(Site.id == day.site) is None:
            raise Refused("Choose a site")
        if site is not None and day.site != site:
            raise Refused("You may set days of your own site only")
        for_site = SpecialDay.site.is_null() if day.site is None else SpecialDay.site == day.site
        twin = SpecialDay.get_or_none(SpecialDay.day == given["day"], for_site)
        if twin is not None and twin.id != entry:
            raise Refused("%(day)s is a special day already: change that one", day=given["day"])
        if entry is None:
            entry = int(SpecialDay.create(**given).id)
        else:
            SpecialDay.update(**given).where(SpecialDay.id == entry).execute()
        audit.note(AuditAction.EDIT_SPECIAL_DAY, f"special_day:{entry}", by=by, now=now, client_ip=client_ip, **given)
        announce("roster", f"day:{given['day']}", at=now)
    return entry


def remove_day(entry: int, *, site: int | None, by: str, now: dt.datetime, client_ip: str) -> None:
    """Remove a special day: the legal calendar applies again."""
    with writing():
        row = _own(entry, site)
        told = {"day": row.day, "name": row.name, "removed": True}
        audit.note(AuditAction.EDIT_SPECIAL_DAY, f"special_day:{entry}", by=by, now=now, client_ip=client_ip, **told)
        row.delete_instance()
        announce("roster", f"day:{row.day}", at=now)


def _own(entry: int, site: int | None) -> SpecialDay:
    row = SpecialDay.get_or_none(SpecialDay.id == entry)
    if row is None:
        raise Refused("This special day is gone already")
    if site is not None and row.site_id != site:
        raise Refused("You may set days of your own site only")
    return row


def _checked(day: SpecialDayText, prompts: Collection[str]) -> dict[str, Any]:
    try:
        date = dt.date.fromisoformat(day.day).isoformat()
    except ValueError:
        raise Refused("Choose a day") from None
    name, prompt = clean(day.name, NAME_MOST), day.prompt.strip()
    if not name:
        raise Refused("Write the name")
    if prompt and prompt not in prompts:
        raise Refused("There is no prompt %(prompt)s", prompt=prompt)
    if day.spans is not None:
        _readable({"always": True, "special": {date: {"spans": day.spans}}})
    return {"day": date, "site": day.site, "name": name, "spans": day.spans, "prompt": prompt or None}


def _readable(hours: dict[str, Any]) -> None:
    try:
        hours_read.read(hours)
    except hours_read.SpanError as error:
        match error.wrong:
            case hours_read.SpanFault.ORDER:
                raise Refused(
                    "The end comes after the beginning, at 24:00 at the latest: %(text)s", text=error.text
                ) from error
            case hours_read.SpanFault.OVERLAP:
                raise Refused("These times overlap: %(text)s", text=error.text) from error
        raise Refused("Write times as 09:00-12:00, with a comma between several: %(text)s", text=error.text) from error
    except ValueError as error:
        raise Refused("Write the hours of workdays, or mark it as open day and night") from error
