"""An agent looks up a case, petition or ticket for a caller by code and secret; tries count with the IVR's (V2)."""

from typing import cast

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _

from admin_web.access import client_ip, needs, now, reader, settings
from hotline.callers.verbs import enquiries
from hotline.citizens import verbs as citizens
from hotline.people.rules.permissions import Permission
from hotline.ports import CaseSystem, GatewayError
from hotline.settings import secret

blueprint = Blueprint("enquiries", __name__, template_folder="templates")
HOW = ("password", "identity")


@blueprint.get("/enquiries")
@needs(Permission.USE_DESK)
def page() -> str:
    return render_template("enquiries/page.html", form={}, found=None, error="")


@blueprint.post("/enquiries")
@needs(Permission.USE_DESK)
def ask() -> str | tuple[str, int]:
    """Look it up. The secret is never sent back to the page, kept or logged."""
    form = request.form
    kept = {name: form.get(name, "")[:64] for name in ("kind", "how", "code")}
    if form.get("kind") == "ticket":
        return _ticket(kept)
    system = cast(CaseSystem, current_app.config["CASES"])
    try:
        asked = enquiries.ask(
            system, form.get("kind", ""), form.get("code", "").strip(), form.get("secret", "").strip().upper(),
            how=form.get("how", HOW[0]), by=reader().login, now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except GatewayError:
        return _page(kept, _("The case system does not answer: try again in a moment")), 503
    if asked.why == "locked":
        return _page(kept, _("Locked for half an hour after three wrong tries, on the telephone too")), 422
    if asked.found is None:
        return _page(kept, _("Code and secret do not fit; %(left)s more tries", left=asked.left)), 422
    return render_template("enquiries/page.html", form=kept, found=asked.found, error="")


def _ticket(kept: dict[str, str]) -> str | tuple[str, int]:
    """Where a caller's matter stands, by his query code and what fits to it, whoever registered it."""
    key = secret(settings().data, "identity")
    asked = citizens.ask_at_the_desk(
        kept["code"], request.form.get("secret", ""), by=reader().login, now=now(), client_ip=client_ip(), key=key
    )
    if asked.why == "locked":
        return _page(kept, _("Locked for half an hour after three wrong tries, on the telephone too")), 422
    if not asked.found:
        return _page(kept, _("Nothing was found for this code with what the caller gave beside it")), 422
    return render_template("enquiries/page.html", form=kept, found=None, matter=asked.found[0], error="")


def _page(form: dict[str, str], error: str) -> str:
    return render_template("enquiries/page.html", form=form, found=None, error=error)
