"""Template filters: display of times, durations, numbers and codes."""

import datetime as dt
from typing import Any

from flask import Flask, g
from flask_babel import format_date, pgettext
from flask_babel import gettext as _

from hotline import words
from hotline.clock import CHINA
from hotline.reports.rules.periods import by_weekday
from hotline.values import rates
from hotline.values.privacy import mask
from hotline.words import AuditAction, CallState, Outcome, Presence, Word
from web_kit.sizes import size

from . import language, looks
from .flow_names import words_of_path

SHAPES: dict[str, str] = {
    Presence.OFF: "○",
    Presence.READY: "●",
    Presence.OFFERED: "▲",
    Presence.TALKING: "■",
    Presence.WRAP_UP: "◆",
    Presence.AWAY: "◐",
}
OUTCOME_SHAPES: dict[str, str] = {
    Outcome.TALKED: "■",
    Outcome.SELF_SERVED: "●",
    Outcome.MESSAGE_LEFT: "◆",
    Outcome.FALLBACK: "◆",
    Outcome.FAILED: "✕",
}

OWN_MOST = 4  # digits of the house's own extensions: nobody's personal number


def local(at: dt.datetime | None, shape: str = "%Y-%m-%d %H:%M:%S") -> str:
    return "" if at is None else at.astimezone(CHINA).strftime(shape)


def due(at: dt.datetime) -> str:
    """`12-01 17:30`; with its year if that is another one."""
    local_at = at.astimezone(CHINA)
    return local_at.strftime("%m-%d %H:%M" if local_at.year == g.now.astimezone(CHINA).year else "%Y-%m-%d %H:%M")


def hour(at: dt.datetime | None) -> str:
    return local(at, "%H:%M:%S")


def brief(at: dt.datetime | None) -> str:
    """A time with its day; the year only if it is not this one."""
    if at is None:
        return ""
    same = at.astimezone(CHINA).year == g.now.astimezone(CHINA).year
    return local(at, "%m-%d %H:%M" if same else "%Y-%m-%d %H:%M")


def lasting(seconds: float | None) -> str:
    """`0:07`, `12:30`, `1:02:05`; "–" for nothing."""
    if seconds is None:
        return "–"
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def label(word: Word | None) -> str:
    return "" if word is None else word.label(language.short())


def number(number: str) -> str:
    """A telephone number, masked unless this reader may see it. `g.whole_numbers`: on a page of the inspection."""
    whole = g.get("reader") is not None and (g.reader.sees_numbers or g.get("whole_numbers", False))
    if whole and len(number) > OWN_MOST:
        looks.seen().telephones.add(number)
    return number if whole else mask(number)


def citizen(name: str | None) -> str:
    """A citizen's name, unchanged; that it is shown is noted."""
    if name:
        looks.seen().names.add(name)
    return name or ""


def shape(word: str) -> str:
    return SHAPES.get(word, OUTCOME_SHAPES.get(word, "▽"))


def percent(share: float | None) -> str:
    return "–" if share is None else rates.percent(share, 1)


def seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def stamp(at: dt.datetime | None) -> str:
    """Milliseconds since 1970 for the page's running clocks."""
    return "" if at is None else str(int(at.timestamp() * 1000))


def deed(act: str) -> str:
    """The label of an audit act; an unknown one is shown as stored."""
    return label(AuditAction(act)) if act in set(AuditAction) else act


def word(code: str | None, kind: str) -> str:
    """The label of a stored code of this kind; an unknown code is shown as stored."""
    kinds: type[Word] = getattr(words, kind)
    if not code:
        return ""
    return label(kinds(code)) if code in set(kinds) else code


def yesno(value: bool | None) -> str:
    if value is None:
        return "–"
    return str(_("Yes") if value else _("No"))


def actor(name: str) -> str:
    """The actor of a step: a person's name, the clock or the citizen."""
    return str({"clock": _("the clock"), "citizen": _("the citizen")}.get(name, name))


def corrected(field: str) -> str:
    """The label of a registration's field in the history of its corrections."""
    return str({
        "subject": _("Subject"), "text": _("What was said"), "kind": _("Kind"), "topic_id": _("Subject area"),
        "place_id": _("Place"), "address": pgettext("place", "Address"), "case_number": _("Case number"),
        "caller_name": _("Caller's name"), "caller_number": _("Caller's number"), "urgent": _("Urgent"),
        "caller_written": _("Number as written"),
        "identity_tail": _("Identity number, last four signs"),
        "parties": _("Parties"), "channel": _("Came in by"), "profile": _("Hotline"),
        "hides_name": _("The unit is not to learn who brought it"),
    }.get(field, field))  # fmt: skip


def weekday(day: dt.date) -> str:
    return str(format_date(day, "EEE"))


def state_of_call(row: Any) -> str:
    """`outcome` of an ended call, else its state."""
    return label(row.outcome if row.outcome is not None else CallState(row.state))


def start(app: Flask) -> None:
    for name, made in (
        ("local", local), ("hour", hour), ("brief", brief), ("lasting", lasting), ("label", label), ("number", number),
        ("shape", shape), ("percent", percent), ("seconds", seconds), ("stamp", stamp), ("menu_path", words_of_path),
        ("state_of_call", state_of_call), ("deed", deed), ("word", word), ("yesno", yesno), ("actor", actor),
        ("weekday", weekday), ("corrected", corrected), ("due", due), ("citizen", citizen), ("filesize", size),
    ):  # fmt: skip
        app.add_template_filter(made, name)
    app.jinja_env.globals["by_weekday"] = by_weekday
