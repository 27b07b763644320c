"""The checks on a ticket before it is saved, and how its number is written and read."""

import datetime as dt
import re
from typing import Any
from urllib.parse import unquote

from hotline.values.names import without_name
from hotline.values.plain import dashed, plain
from hotline.values.privacy import without_number
from hotline.words import TicketKind, TicketState

SUBJECT_MOST = 200
TEXT_MOST = 100_000
ADDRESS_MOST, NAME_MOST, CASE_NUMBER_MOST = 200, 100, 64  # as wide as their columns
PARTIES_SHOWN = 3  # rows of other parties in the forms


_BETWEEN = r"[ ./_-]*"
_DIGITS = re.compile(
    rf"(20[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))({_BETWEEN})([0-9]*)({_BETWEEN})([0-9]*){_BETWEEN}"
)
_OLD = re.compile(r"[a-z]\w*-[0-9]{8}-[0-9]{4,9}")
_WHOLE = re.compile(r"(?:[a-z]\w*-[0-9]{8}|[0-9]{8}-[0-9]{2,})-[0-9]{4,9}")
_SHORT = re.compile(r"(20[0-9]{6})[ ./_-]+([0-9]{1,3})[ ./_-]+([0-9]{1,6})")  # without noughts before
_ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/tickets/([^?#]+)(?:[?#].*)?")
_ROUND = " \t\n\"'`“”‘’《》〈〉<>「」『』【】〔〕()[],.;:!?。、#/"
_BEFORE = re.compile(
    r"(?:工单(?:编号|号码|号)?|编号|单号|ticket(?: number| no)?|no|#)"
    rf"[{re.escape(_ROUND)}]*(?=第?20[0-9]{{6}}|第?[a-z]\w*-[0-9]{{8}})"
)

_SAID = re.compile(r"第(.+)号")
_DAY_APART = re.compile(
    r"^(20[0-9]{2})[-/.](0[1-9]|1[0-2])[-/.](0[1-9]|[12][0-9]|3[01])[-/](?=[0-9]{2,3}[-/][0-9]{4,}$)"
)


def number(site: int, day: dt.date, count: int) -> str:
    """`20261122-01-0001`: the day, the site, the count of the day. Digits alone, so that it can be dictated; the site
    has at least two of them, the count four. Tickets of earlier releases keep `head-20261122-0001`."""
    return f"{day:%Y%m%d}-{site:02d}-{count:04d}"


def as_number(typed: str) -> str:
    """A ticket number, or its beginning, as it stands on the ticket, from any writing of it: full width, any dash,
    slashes, spaces, no hyphens (`20261122010001`), in quotes, after 工单号 or No., as the address of its page. Other
    text is only made plain."""
    text = plain(typed).strip()
    read = _bare(text)
    found = _DIGITS.fullmatch(read)
    if found is None:
        return read if _OLD.fullmatch(read) else text
    day, _, site, between, count = found.groups()
    if between and len(site) in (2, 3) and len(count) >= 4:
        return f"{day}-{site}-{count}"
    digits = site + count
    return "-".join(part for part in (day, digits[:2], digits[2:]) if part)


def _bare(text: str) -> str:
    """Without what people write around a number: an address, a word before it, quotes and brackets."""
    address = _ADDRESS.fullmatch(text)
    read = dashed(plain(unquote(address[1])) if address else text).casefold().strip(_ROUND)
    before = _BEFORE.match(read)
    read = read[before.end() :] if before else read
    said = _SAID.fullmatch(read)
    read = said[1] if said else read
    return _DAY_APART.sub(r"\1\2\3-", read, count=1)


def whole_number(typed: str) -> str:
    """The same if it is a whole ticket number, also where the site and the count are said without their noughts
    (`20261122-1-23`), else ""."""
    read = as_number(typed).casefold()
    if _WHOLE.fullmatch(read):
        return read
    short = _SHORT.fullmatch(_bare(plain(typed).strip()))
    if short is None or not _is_day(short[1]):
        return ""
    return f"{short[1]}-{int(short[2]):02d}-{int(short[3]):04d}"


def _is_day(digits: str) -> bool:
    return _DIGITS.fullmatch(digits) is not None


def count_of_day(typed: str) -> str:
    """`0023` for what people say of a ticket's number, if it is only the count of its day; else ""."""
    text = plain(typed).strip().lstrip("-")
    return f"{int(text):04d}" if re.fullmatch(r"(?!20)[0-9]{1,6}", text) else ""


def complaint(kind: str, subject: str, text: str, *, close_at_once: bool) -> tuple[str, dict[str, object]] | None:
    """What is wrong with a ticket as (message id, fields), or None."""
    if kind not in set(TicketKind):
        return "Choose what kind of matter it is", {}
    if not subject:
        return "Write a subject", {}
    if len(subject) > SUBJECT_MOST:
        return "The subject is too long: leave out %(over)s characters", {"over": len(subject) - SUBJECT_MOST}
    if len(text) > TEXT_MOST:
        return "The text is too long: leave out %(over)s characters", {"over": len(text) - TEXT_MOST}
    if close_at_once and kind != TicketKind.CONSULT:
        return "Only a consultation can be closed in the call", {}
    return None


def of_another(row: Any) -> str:
    """The answer to a ticket as another citizen may read it: without the name and the number of who brought it."""
    return without_number(without_name(row.reply, row.caller_name, cover="……"), row.caller_number, cover="……")


def first_state(*, close_at_once: bool) -> TicketState:
    return TicketState.CLOSED_AT_ONCE if close_at_once else TicketState.REGISTERED
