"""The text of an alarm, and the page to look at."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from admin_web import filters
from admin_web.access import opens, reader
from hotline.calls.reads.alarms import AlarmView
from hotline.words import AlarmKind, FileTrouble, Reason, RecordingTrouble, Word


@dataclass(frozen=True, slots=True)
class AlarmText:
    """`href` is "" if there is no further page that the reader may open."""

    alarm: AlarmView
    words: str
    href: str


def tell(alarm: AlarmView, lines: dict[str, str]) -> AlarmText:
    """The alarm's text; `lines` are the names of lines by code."""
    data = alarm.data
    match alarm.kind:
        case AlarmKind.WAITS_LONG:
            code = str(data.get("line") or "")
            return AlarmText(alarm, lines.get(code, code), _to("calls.one", call=alarm.ref))
        case AlarmKind.NO_COVER:
            return AlarmText(alarm, str(data.get("line", "")), "")
        case AlarmKind.RECORDING:
            why = _word(RecordingTrouble, data.get("why")) or str(_("no reason is known"))
            return AlarmText(alarm, why, _to("calls.one", call=data.get("call", "-")))
        case AlarmKind.AWAY_LONG:
            return AlarmText(alarm, f"{data.get('name', '')} {_word(Reason, data.get('reason'))}", "")
        case AlarmKind.NOT_INFORMED:
            return AlarmText(alarm, str(data.get("judge", "")), _to("contacts.one", contact=data.get("contact", 0)))
    return _of_house(alarm)


def _of_house(alarm: AlarmView) -> AlarmText:
    """The text of an alarm that belongs to the whole house."""
    data = alarm.data
    match alarm.kind:
        case AlarmKind.DIALLING:
            words = str(_("%(count)s calls within the hour", count=data.get("calls", 0)))
            return AlarmText(alarm, words, _to("calls.page", direction="out"))
        case AlarmKind.LINKS:
            url = str(data.get("url", ""))
            return AlarmText(alarm, str(_("%(url)s works on this machine only", url=url)), _to("parameters.page"))
        case AlarmKind.ROBOTS:
            words = str(_("%(count)s calls were asked for a voice first", count=data.get("count", 0)))
            return AlarmText(alarm, words, _to("calls.page", outcome="silent"))
        case AlarmKind.TELEPHONES:
            words = str(_("%(address)s: %(count)s tries", address=data.get("address", ""), count=data.get("count", 0)))
            return AlarmText(alarm, words, _to("telephones.page"))
        case AlarmKind.ENCRYPTION:
            left = str(_("%(count)s files cannot be encrypted", count=data.get("count", 0)))
            words = _word(FileTrouble, data.get("why")) or left
            return AlarmText(alarm, words, "")
    return AlarmText(alarm, str(data.get("year", "")), "")  # the calendar's


def _to(endpoint: str, **values: object) -> str:
    return url_for(endpoint, **values) if opens(endpoint, reader()) else ""  # type: ignore[arg-type]


def _word(kind: type[Word], code: object) -> str:
    """The label of a code; an unknown code is shown as stored."""
    return filters.label(kind(str(code))) if code in set(kind) else str(code or "")
