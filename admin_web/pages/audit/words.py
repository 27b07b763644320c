"""An audit entry in the reader's language: who, act and outcome, the thing with its page, and what else it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, pgettext

from admin_web import filters, language
from admin_web.access import Reader
from hotline.people.reads.audit import Noted
from hotline.reports.reads import audit_names
from hotline.reports.reads.audit_names import Named
from hotline.words import (
    AlarmKind,
    AuditAction,
    AuditField,
    AuditOutcome,
    ContactState,
    ExportState,
    InspectorChange,
    NoticeState,
    NoticeTrouble,
    PaperKind,
    PersonalData,
    PositionKind,
    Post,
    Presence,
    Role,
    TicketKind,
    WatchMode,
    Whom,
    Word,
)

from . import things

TONGUES = {"zh_CN": "中文", "en": "English"}
ORDERED = (
    AuditAction.PUBLISH_FLOW, AuditAction.FORCE_STATE, AuditAction.WATCH, AuditAction.TAKE_OVER, AuditAction.CALL_OUT,
)  # fmt: skip
TOLD_APART = ("outcome", "order")
LOGINS = ("put", "drop")  # fields that hold a login
WORDS: dict[str, tuple[type[Word], ...]] = {
    "state": (Presence, ContactState, ExportState, NoticeState), "kind": (TicketKind, PaperKind, PositionKind),
    "role": (Role,), "duties": (Role,), "how": (WatchMode,), "what": (InspectorChange,), "post": (Post,),
    "trouble": (NoticeTrouble,), "whom": (Whom,), "alarm": (AlarmKind,), "changed": (AuditField,),
    "shows": (PersonalData,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry as it is shown; `href` is "" if there is no page that the reader may open."""

    noted: Noted
    who: str
    act: str
    outcome: str
    thing: str
    href: str
    data: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        return " · ".join(f"{label}{colon()}{text}" for label, text in self.data)


@dataclass(frozen=True, slots=True)
class _Known:
    people: dict[str, str]
    names: dict[str, Named]
    calls: dict[str, Named]
    sites: dict[int, str]


def colon() -> str:
    return "：" if language.short().startswith("zh") else ": "


def tell(entries: Iterable[Noted], reader: Reader, *, links: bool = True) -> list[AuditLine]:
    entries = list(entries)
    objects = {one.object for one in entries}
    objects |= {f"person:{one.data['person']}" for one in entries if isinstance(one.data.get("person"), int)}
    calls = audit_names.calls_of(one.data["call"] for one in entries if isinstance(one.data.get("call"), str))
    logins = [one.who for one in entries] + [str(one.data[key]) for one in entries for key in LOGINS if key in one.data]
    known = _Known(audit_names.people_of(logins), audit_names.names_of(objects), calls, audit_names.site_names())
    return [_told(one, known, reader, links) for one in entries]


def _told(one: Noted, known: _Known, reader: Reader, links: bool) -> AuditLine:
    name = known.people.get(one.who)
    href = things.href(one.object, known.names.get(one.object), reader) if links else ""
    apart = (*TOLD_APART, "refused") if "outcome" in one.data else TOLD_APART
    if one.act == AuditAction.WATCH:
        apart = (*apart, "how")
    data = tuple((_label(key), _text(key, value, known)) for key, value in one.data.items() if key not in apart)
    return AuditLine(
        one,
        f"{name} ({one.who})" if name else one.who,
        _act(one),
        _outcome(one),
        things.name(one.object, known.names.get(one.object)),
        href,
        data,
    )


def _act(one: Noted) -> str:
    """The act; for a supervisor at a talk, what he did there."""
    how = one.data.get("how")
    if one.act == AuditAction.WATCH and how in (WatchMode.WHISPER, WatchMode.BARGE):
        return filters.label(WatchMode(how))
    if one.act == AuditAction.WATCH and how == "stop":
        return str(pgettext("audit", "Stopped listening"))
    return filters.deed(one.act)


def _outcome(one: Noted) -> str:
    """An order of old times has no outcome in its entry: it is not known."""
    code = one.data.get("outcome", AuditOutcome.ASKED.value if one.act in ORDERED else "")
    if code not in set(AuditOutcome):
        return ""
    said, why = filters.label(AuditOutcome(code)), one.data.get("refused")
    return f"{said}{colon()}{gettext(str(why))}" if why else said


def _label(key: str) -> str:
    return filters.label(AuditField(key)) if key in set(AuditField) else key


def _text(key: str, value: Any, known: _Known) -> str:
    """A value: words for codes and names for ids; anything else as stored."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return filters.yesno(value)
    if isinstance(value, dict):
        return " ".join(f"{_label(str(name))} {_text(str(name), part, known)}" for name, part in value.items()) or "–"
    if isinstance(value, list | tuple):
        comma = "、" if language.short().startswith("zh") else ", "
        return comma.join(_text(key, part, known) for part in value) or "–"
    named = _named(key, value, known)
    if named:
        return named
    return next((filters.label(kind(value)) for kind in WORDS.get(key, ()) if value in set(kind)), str(value))


def _named(key: str, value: Any, known: _Known) -> str:
    """The name of what a value stands for; "" for a value of another kind."""
    match key:
        case "person":
            thing = known.names.get(f"person:{value}")
            return "" if thing is None else thing.name
        case "call":
            call = known.calls.get(value)
            if call is None or call.at is None:
                return ""
            number = filters.number(call.number) or str(gettext("Number withheld"))
            return f"{filters.local(call.at, '%Y-%m-%d %H:%M:%S')} {number}"
        case _ if key in LOGINS:
            return f"{known.people[value]} ({value})" if value in known.people else ""
        case "site":
            return known.sites.get(value, "")
        case "language":
            return TONGUES.get(str(value), str(value))
        case "what":
            return str(gettext("the list")) if value == "list" else ""
    return ""
