"""Papers of a ticket (K10): who may issue which, how they are numbered, and what their fields contain."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hotline.people.rules.permissions import Permission, may
from hotline.ports import Refused
from hotline.tickets.rules.guards import Actor
from hotline.values.plain import standard
from hotline.words import PaperKind, TicketState, Way

from .paper_texts import CITIZEN, addressed, attached
from .told import ToldText

WITHHELD = "（保密）"
HISTORY_MOST = 200
PREFIX_MOST = 40
_NO_XML = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SIGNS = "〇一二三四五六七八九"
S = TicketState
# states in which the hotline has approved the answer: only then a numbered reply may go out
ANSWERED = frozenset({S.FOLLOWING_UP, S.CLOSED, S.CLOSED_AT_ONCE, S.UNDER_REVIEW, S.UNDER_REREVIEW, S.FINAL})
WITH_ANSWER = frozenset({PaperKind.REPLY, PaperKind.SLIP})
TO_A_UNIT = frozenset({PaperKind.SLIP, PaperKind.LETTER, PaperKind.CIRCULAR})
_WORDS = {
    PaperKind.SLIP: "热转",
    PaperKind.LETTER: "热交",
    PaperKind.REPLY: "热复",
    PaperKind.EXTENSION: "热延",
    PaperKind.CIRCULAR: "热通",
}


@dataclass(frozen=True, slots=True)
class Organ:
    """Who issues a paper: a site, or a unit that signs its own answer. Head, number and signature are this organ's."""

    code: str
    name: str
    is_unit: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are written: the short name of each site and unit by its code, the word for each kind, the least
    count of digits."""

    sites: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    digits: int = 1
    units: Mapping[str, str] = field(default_factory=dict)

    def prefix(self, kind: PaperKind, organ: Organ) -> str:
        """`南法热转`: the beginning of a series of numbers. Organs with the same prefix share the series."""
        short = (self.units if organ.is_unit else self.sites).get(organ.code, organ.name)
        return (short + self.words.get(kind, _WORDS[kind]))[-PREFIX_MOST:]

    def number(self, prefix: str, year: int, count: int) -> str:
        """`南法热转〔2026〕12号`."""
        return f"{prefix}〔{year}〕{count:0{self.digits}d}号"


def series(prefix: str, year: int) -> str:
    """The name of the counter: each prefix starts anew every year."""
    return f"paper:{prefix}:{year}"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """The facts that the rules check. `unit_above`: the charged unit and those above it; `circular`: the clock has sent
    a circular or the answer is late; `extended`: an extension was granted."""

    state: TicketState
    site: int
    confidential: bool = False
    way: str | None = None
    unit: int | None = None
    unit_above: frozenset[int] = frozenset()
    answered: bool = False
    extended: bool = False
    circular: bool = False


def refusal(kind: PaperKind, facts: PaperFacts, who: Actor) -> Refused | None:
    """Why this paper may not be issued, or None."""
    if not _seated(kind, facts, who):
        return Refused("You may not issue this paper for this ticket")
    if kind in TO_A_UNIT and facts.unit is None:
        return Refused("This ticket has not been given to a unit yet")
    if kind is PaperKind.LETTER and facts.way != Way.ASSIGN:
        return Refused("A letter of assignment goes with a ticket that was assigned")
    if kind is PaperKind.REPLY and not (facts.answered and facts.state in ANSWERED):
        return Refused("There is no answer yet that the hotline has passed")
    if kind is PaperKind.EXTENSION and not facts.extended:
        return Refused("No extension has been granted for this ticket")
    if kind is PaperKind.CIRCULAR and not facts.circular:
        return Refused("A circular is issued when the clock has taken that step, or the answer is late")
    return None


def _seated(kind: PaperKind, facts: PaperFacts, who: Actor) -> bool:
    near = who.head or who.site == facts.site
    if facts.confidential:  # no unit gets it: the discipline inspection answers it
        return kind is PaperKind.REPLY and near and may(who.roles, Permission.READ_CONFIDENTIAL)
    hotline = near and (may(who.roles, Permission.DISPATCH) or may(who.roles, Permission.REVIEW))
    if kind is PaperKind.REPLY:
        unit = may(who.roles, Permission.HANDLE) and bool(facts.unit_above & who.posts)
        return unit or (near and may(who.roles, Permission.REVIEW))
    return hotline


def passed_reply(kind: PaperKind, state: TicketState, reply: str) -> str:
    """Return the answer for a reply or a slip, once the hotline has passed it; else ""."""
    return reply if kind in WITH_ANSWER and state in ANSWERED else ""


def lacks_letter(offered: Collection[PaperKind], letters_to: Collection[str], unit: str, *, open_: bool) -> bool:
    """Whether an open ticket was assigned to a unit that no letter names yet, and the reader may issue the letter."""
    return open_ and PaperKind.LETTER in offered and unit not in letters_to


def plain(text: str) -> str:
    """Text without characters that a Word file cannot hold or that change the writing direction; private signs of
    GB 18030 are replaced by their characters."""
    return _NO_XML.sub("", standard(text).replace("\r\n", "\n").replace("\r", "\n"))


def chinese_day(day: dt.date) -> str:
    """`2026年11月20日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def spoken_day(day: dt.date) -> str:
    """`二〇二六年十一月二十日`, the form used to date a judgment."""
    year = "".join(_SIGNS[int(sign)] for sign in str(day.year))
    return f"{year}年{_under_hundred(day.month)}月{_under_hundred(day.day)}日"


def _under_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_SIGNS[tens]}十")
    return head + (_SIGNS[ones] if ones else "")


def lines(text: str) -> list[str]:
    """The paragraphs of a text, without empty ones."""
    return [line.strip() for line in plain(text).split("\n") if line.strip()]


def days(half_days: int) -> str:
    """Half days written as workdays: `3` or `2.5`."""
    return f"{half_days // 2}" if half_days % 2 == 0 else f"{half_days / 2:.1f}"


Fields = dict[str, object]
TEXTS = (
    "kind", "number", "date", "date_spoken", "issuer", "unit", "ticket", "channel", "matter", "opened", "opened_day",
    "topic", "place", "address", "case_number", "caller", "caller_number", "subject", "text", "way", "opinion", "due",
    "reply", "reply_unit", "reply_day", "reason", "days", "person",
)  # fmt: skip
_COVERED = re.compile("＊{2,}(?:先生|女士|小姐|同志)?")
OF_THE_CITIZEN = frozenset({"subject", "text", "opinion", "reason", "address"})  # what he or the hotline wrote
LISTS = {"text_lines": "text", "reply_lines": "reply", "opinion_lines": "opinion"}
_SOURCES = {**LISTS, "attachment_lines": "attachments"}
ROW = ("day", "event", "who", "text")  # of `history`


def complete(
    texts: Mapping[str, str],
    history: Sequence[Mapping[str, str]],
    *,
    hides: bool,
    former: str = "",
    attachments: Sequence[str] = (),
) -> Fields:
    """The fields of a paper as kept and as given to a template. `hides`: withhold the citizen's name and number,
    and the names under which he was noted before (`former`)."""
    name = texts.get("caller", "")
    told = ToldText(texts.get("caller_number", ""), name, former, withheld=hides)
    fields: Fields = {key: plain(told(texts.get(key, ""))) for key in OF_THE_CITIZEN}
    fields |= {key: plain(told.answer(texts.get(key, ""))) for key in TEXTS if key not in OF_THE_CITIZEN}
    fields["history"] = [{key: plain(told(row.get(key, ""))) for key in ROW} for row in history[-HISTORY_MOST:]]
    fields["attachments"] = [plain(told(file)) for file in attachments]
    if hides:
        fields["reply"] = _COVERED.sub(CITIZEN, str(fields["reply"]))  # `＊＊先生：您好` addresses nobody
        fields["caller"], fields["caller_number"] = WITHHELD, WITHHELD
    fields["to"] = CITIZEN if hides else plain(addressed(name))
    return fields


def as_template(fields: Fields) -> Fields:
    """The kept fields, plus the ones computed from them; a field that an older program did not keep is empty."""
    kept: Fields = {key: standard(value) if isinstance(value, str) else value for key, value in fields.items()}
    kept["history"] = [{key: standard(text) for key, text in row.items()} for row in _listed(fields, "history")]
    computed: Fields = {name: lines(str(kept.get(of, ""))) for name, of in LISTS.items()}
    files = [str(file) for file in _listed(fields, "attachments")]
    return {**dict.fromkeys(TEXTS, ""), **kept, **computed, "attachment_lines": attached(files)}


def _listed(fields: Fields, name: str) -> list[Any]:
    found = fields.get(name)
    return found if isinstance(found, list) else []


Undrawn = dict[str, str]  # the signs that no font has, by the field in which they stand; "": in the template


def undrawn_by_field(signs: Collection[str], fields: Mapping[str, object], used: Collection[str]) -> Undrawn:
    """The signs by the fields that the template uses, in the order of the fields; those of no field under ""."""
    found: Undrawn = {}
    for name, value in as_template(dict(fields)).items():
        text = str(value) if isinstance(value, str) else _all_of(value)
        here = "".join(dict.fromkeys(sign for sign in text if sign in signs))
        if here and name in used:
            source = _SOURCES.get(name, name)
            found[source] = "".join(dict.fromkeys(found.get(source, "") + here))
    left = "".join(sorted(set(signs) - set("".join(found.values()))))
    return {**found, "": left} if left else found


def _all_of(value: object) -> str:
    rows = value if isinstance(value, list) else []
    return "".join("".join(row.values()) if isinstance(row, dict) else str(row) for row in rows)


def same(one: Fields, other: Fields) -> bool:
    """Whether two papers are the same in all but their number, day and the person who issued them."""
    own = ("number", "date", "date_spoken", "person")
    told = [{key: value for key, value in fields.items() if key not in own and value} for fields in (one, other)]
    return told[0] == told[1]
