"""An agent looks up a case or petition by code and secret, or a ticket of the hotline, for who is on the telephone.

Tries by code count with the telephone's and the public page's (V2). A ticket of the agent's own site is also found by
its number, or by name and last digits; each ticket shown is a line in the audit log.
"""

from typing import Any, cast

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _

from admin_web import filters
from admin_web.access import client_ip, needs, now, reader, settings
from admin_web.standing import said, told
from hotline.callers.reads import contacts
from hotline.callers.verbs import enquiries
from hotline.calls.reads import desk
from hotline.citizens import verbs as citizens
from hotline.citizens.rules.public import code_of, name_of, tail_of
from hotline.people.rules.login import Lock
from hotline.people.rules.permissions import Permission
from hotline.ports import Case, CaseSystem, GatewayError
from hotline.settings import secret
from hotline.tickets.reads import lookup
from hotline.tickets.reads.lookup import TicketStanding
from hotline.tickets.rules.tickets import whole_number
from hotline.tickets.verbs.looks import looked_up

blueprint = Blueprint("enquiries", __name__, template_folder="templates")
HOW = ("password", "identity")
Answer = str | tuple[str, int]


@blueprint.get("/enquiries")
@needs(Permission.USE_DESK)
def page() -> str:
    return _page({"kind": request.args.get("kind", "")[:16]})


@blueprint.post("/enquiries")
@needs(Permission.USE_DESK)
def ask() -> Answer:
    """Look it up. The secret is never sent back to the page, kept or logged."""
    form = request.form
    kept = {name: form.get(name, "")[:200] for name in ("kind", "how", "code", "name")}
    if form.get("kind") == "ticket":
        return _ticket(kept, form.get("secret", "")[:64])
    system = cast(CaseSystem, current_app.config["CASES"])
    try:
        asked = enquiries.ask(
            system, form.get("kind", ""), form.get("code", "").strip(), form.get("secret", "").strip().upper(),
            how=form.get("how", HOW[0]), by=reader().login, now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except GatewayError:
        return _page(kept, error=_("The case system does not answer: try again in a moment")), 503
    if asked.lock is not None:
        return _locked(kept, asked.lock)
    if asked.found is None:
        return _page(kept, error=_("Code and secret do not fit; %(left)s more tries", left=asked.left)), 422
    return _page(kept, found=asked.found, judge=_judge(asked.found))


def _ticket(kept: dict[str, str], typed: str) -> Answer:
    """Where a caller's matter stands, whoever registered it: by ticket number, by query code and what fits to it, or by
    name and the last digits of the telephone."""
    scope = reader().one_ticket
    code, tail = kept["code"].strip(), tail_of(typed) or ""
    if whole_number(code):
        found, error = lookup.by_number(code, scope), _("There is no ticket with this number")
    elif not code:
        found, error = lookup.by_person(kept["name"], tail, scope), _by_person_not(kept["name"], tail)
    else:
        return _by_code(kept, typed.strip() or kept["name"])
    if not found:
        return _page(kept, error=error), 422
    return _shown(kept, found, by_number_alone=bool(code) and not (tail or kept["name"].strip()))


def _by_person_not(name: str, tail: str) -> str:
    """Why nothing was found by name and last digits. No try is counted: who may look tickets up opens them anyway."""
    if name.strip() and tail:
        return str(_("No ticket was found of this name and these last digits"))
    return str(_("Write the ticket's number or its query code; else the name and the last digits"))


def _by_code(kept: dict[str, str], typed: str) -> Answer:
    """By query code; what cannot be one, and a code alone, is answered by what to type and costs no try."""
    if code_of(kept["code"]) is None:
        wanted = _("A query code has eight digits, a ticket's number is written whole (such as 20261201-01-0198). "
                   "Without them ask by name and last digits")  # fmt: skip
        return _page(kept, error=str(wanted)), 422
    if not (typed and (tail_of(typed) or name_of(typed))):
        beside = _("Write beside the code the last four digits of the number that the caller left; else those of his "
                   "identity number; if he left neither, his full name")  # fmt: skip
        return _page(kept, error=str(beside)), 422
    key = secret(settings().data, "identity")
    asked = citizens.ask_at_the_desk(kept["code"], typed, by=reader().login, now=now(), client_ip=client_ip(), key=key)
    if asked.lock is not None:
        return _locked(kept, asked.lock)
    if not asked.found:
        return _page(kept, error=_("Nothing was found for this code with what the caller gave beside it")), 422
    found = lookup.of_numbers([one.number for one in asked.found])
    return _shown(kept, found) if found else _page(kept, matter=asked.found[0], said=said(asked.found[0]))


def _shown(kept: dict[str, str], found: tuple[TicketStanding, ...], *, by_number_alone: bool = False) -> str:
    looked_up([one.number for one in found], reader().id, now=now(), client_ip=client_ip())
    return _page(kept, tickets=told(found), by_number_alone=by_number_alone)


def _locked(kept: dict[str, str], lock: Lock) -> tuple[str, int]:
    until = filters.local(lock.until, "%H:%M")
    if lock.key.startswith("caller:"):
        error = _(
            "Your look-ups by code are locked until %(until)s: %(tries)s of them were wrong within half an hour. A"
            " ticket is found by its number, or by name and last digits, all the same.",
            until=until,
            tries=enquiries.CALLER.tries,
        )
    elif ":ticket:" not in lock.key:
        error = _(
            "This code is locked until %(until)s, on the telephone too: it was tried %(tries)s times with something"
            " wrong beside it. Other codes can be looked up.",
            until=until,
            tries=enquiries.LIMITS.tries,
        )
    else:
        error = _(
            "This code is locked at the desk until %(until)s: it was tried %(tries)s times with something wrong beside"
            " it. The caller can ask on the page or by telephone himself.",
            until=until,
            tries=enquiries.LIMITS.tries,
        )
    return _page(kept, error=error), 422


def _judge(found: object) -> int | None:
    """The judge of a case in the directory, if he is to be asked and is the only one of his name."""
    if not isinstance(found, Case) or not found.judge or not reader().may(Permission.CONTACT_JUDGES):
        return None
    named = [one for one in contacts.judges(found.judge) if one.name == found.judge]
    return named[0].id if len(named) == 1 else None


def _page(form: dict[str, str], *, error: str = "", **shown: Any) -> str:
    """The page, with the call on the reader's telephone: what is found is for its caller."""
    stand = desk.stand(reader().id)
    pop = desk.pop(reader().id, stand)
    call = pop.call if pop is not None and not pop.asked_as else None
    return render_template("enquiries/page.html", form=form, wrong=error, call=call, **shown)
