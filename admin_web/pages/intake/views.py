"""The standard form (K1): register a matter from any channel; likely duplicates are shown beside it while typing."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from admin_web import language, noted_names
from admin_web.access import client_ip, needs, now, reader, settings, wants_json
from admin_web.ticket_forms import whole
from hotline.citizens.keys import keyed
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import drafts
from hotline.ports import Refused
from hotline.settings import secret
from hotline.tickets.reads import dictionary
from hotline.tickets.rules.tickets import (
    ADDRESS_MOST,
    CASE_NUMBER_MOST,
    NAME_MOST,
    PARTIES_SHOWN,
    SUBJECT_MOST,
    TEXT_MOST,
)
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.values.identity import identity_key, identity_number
from hotline.values.telephone import checked
from hotline.words import Channel, EntryKind, Profile

blueprint = Blueprint("intake", __name__, template_folder="templates")
DRAFT = "ticket:"  # the draft key of a form without a call
TOO_LONG = "The text is too long: leave out %(over)s characters"
LONGEST = {"address": ADDRESS_MOST, "caller_name": NAME_MOST, "case_number": CASE_NUMBER_MOST}
NO_TELEPHONE = "This is no telephone number: a mobile has 11 digits, a landline its area code before it"


@blueprint.get("/intake")
@needs(Permission.REGISTER)
def page() -> str:
    kept = drafts.load_draft(reader().id, DRAFT)
    typed = dict(kept.fields) if kept else {}
    return _form(typed, typed.get("token") or secrets.token_urlsafe(18))


@blueprint.post("/intake")
@needs(Permission.REGISTER)
def send() -> Any:
    """Register the ticket. A refused form is shown again as typed, with the message beside its field."""
    typed = request.form
    token = typed.get("token", "")
    try:
        number = open_ticket(
            _matter(typed), person=reader().id, token=token, draft=DRAFT, now=now(), client_ip=client_ip(),
            keyed=keyed(secret(settings().data, "identity")),
        )  # fmt: skip
    except Refused as error:
        if wants_json():
            return jsonify(error=language.sentence(error), field=_field(error.code, typed)), 422
        return _form(typed.to_dict(), token, language.sentence(error), _field(error.code, typed)), 422
    if typed.get("confidential"):
        flash(_("Registered and passed on to the discipline inspection under %(number)s", number=number), "done")
        href = url_for("work.page")
    else:
        flash(noted_names.registered(number), "done")
        href = url_for("tickets.one", number=number)
        for warned in noted_names.warnings(typed.get("caller_name", ""), typed.get("case_number", "")):
            flash(warned, "warn wraps")
    return jsonify(number=number, href=href) if wants_json() else redirect(href, 303)


def _matter(typed: Any) -> Matter:
    number = identity_number(typed["identity"]) if typed.get("identity", "").strip() else ""
    key = secret(settings().data, "identity")
    return Matter(
        kind=typed.get("kind", ""), subject=typed.get("subject", ""), text=typed.get("text", ""),
        close_at_once=bool(typed.get("close_at_once")), call=typed.get("call") or None,
        caller_number=typed.get("caller_number", ""), caller_name=typed.get("caller_name", ""),
        channel=typed.get("channel", Channel.TELEPHONE), profile=typed.get("profile", ""),
        topic=whole(typed.get("topic", "")), place=whole(typed.get("place", "")), address=typed.get("address", ""),
        case_number=typed.get("case_number", ""), parties=_parties(typed),
        identity_hash=identity_key(key, number) if number else "", identity_tail=number[-4:],
        hides_name=bool(typed.get("hides_name")),
        confidential=bool(typed.get("confidential")), urgent=bool(typed.get("urgent")), files=typed.get("token", ""),
    )  # fmt: skip


def _parties(typed: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """The parties of whom a name or a number was typed."""
    return tuple(party for party in _party_rows(typed) if party[0].strip() or party[1].strip())


def _party_rows(typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """All rows of parties as typed: name, number, as what."""
    return [(typed.get(f"party_name_{n}", ""), typed.get(f"party_number_{n}", ""), typed.get(f"party_as_{n}", ""))
            for n in range(PARTIES_SHOWN)]  # fmt: skip


def _field(code: str, typed: Mapping[str, str]) -> str:
    """The field beside which a message is shown: of telephone numbers the first that is none."""
    if code == NO_TELEPHONE:
        names = ("caller_number", *(f"party_number_{n}" for n in range(PARTIES_SHOWN)))
        return next((name for name in names if _is_wrong(typed.get(name, ""))), "caller_number")
    if code == TOO_LONG:
        return next((name for name, most in LONGEST.items() if len(typed.get(name, "").strip()) > most), "text")
    fields = {
        "Choose what kind of matter it is": "kind", "Write a subject": "subject", "Choose how it came in": "channel",
        "The subject is too long: leave out %(over)s characters": "subject", "Choose an entry of the list": "topic",
        "This is a heading: choose a subject below it": "topic",
        "This subject belongs to %(hotline)s: choose that hotline, or another subject": "topic",
        "Write the identity number": "identity",
        "This is no identity number: look at its digits again": "identity",
        "This is an old number with 15 digits: write the 18 of today's identity card": "identity",
        "An identity number has 18 digits; %(count)s are written here": "identity",
        "An identity number has digits only; the last one may be an X": "identity",
        "No province has the digits %(digits)s: look at the beginning again": "identity",
        "Digits 7 to 14 are the day of birth; %(digits)s is no day": "identity",
        "Only a consultation can be closed in the call": "close_at_once",
    }  # fmt: skip
    return fields.get(code, "")


def _is_wrong(number: str) -> bool:
    try:
        checked(number)
    except Refused:
        return True
    return False


def _form(typed: Mapping[str, str], token: str, error: str = "", wrong: str = "") -> str:
    short = language.short()
    return render_template(
        "intake/form.html", typed=typed, token=token, said=error, wrong=wrong,
        error=error if error and not wrong else "", channels=list(Channel),
        profiles=[Profile.COURT_12368, Profile.GOV_12345], topics=dictionary.entries(EntryKind.TOPIC, short),
        places=dictionary.entries(EntryKind.PLACE, short), subject_most=SUBJECT_MOST, text_most=TEXT_MOST,
        parties=_party_rows(typed), draft=DRAFT,
    )  # fmt: skip
