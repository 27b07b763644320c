"""Single sign-on: to the organisation's provider and back, with state, nonce and PKCE in the signed cookie."""

import hmac
import logging
import secrets
from typing import Any, cast

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from admin_web import access, language
from admin_web.access import client_ip, is_ours, now, settings
from hotline.people.verbs.sign_in import HalfSignedIn, prove_by_provider, sign_in_by_provider
from hotline.ports import BadToken, GatewayError, Refused, SignInProvider
from hotline.settings.oidc import OidcSettings

from . import views

blueprint = Blueprint("sso", __name__, template_folder="templates")
log = logging.getLogger(__name__)
SECONDS = 600  # how long the provider may take


@blueprint.get("/login/sso")
def begin() -> Response:
    """To the provider. Signed in already: to show once more who he is, before what needs it."""
    provider = _provider()
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    again = g.reader is not None and access.sign_in().by_provider
    next_ = request.args.get("next", "")
    session["sso"] = {**kept, "at": int(now().timestamp()), "again": again, "next": next_ if is_ours(next_) else ""}
    try:
        if provider is None:
            raise Refused("There is no single sign-on in this house: sign in with login and password")
        return redirect(provider.address(**kept, back=_back(), again=again))
    except (GatewayError, Refused) as error:
        return _refused(error)


@blueprint.get("/login/sso/back")
def back() -> Response | str:
    """From the provider, with a code for the token that says who it is."""
    kept = session.pop("sso", None)
    provider = _provider()
    try:
        if provider is None or not _belongs(kept):
            raise BadToken("no sign-in was begun here, or it took too long")
        if "code" not in request.args:
            raise BadToken(f"the provider says {request.args.get('error', '')[:40]!r}")
        claims = provider.claims(
            request.args["code"], nonce=kept["nonce"], verifier=kept["verifier"], back=_back(), now=now()
        )  # fmt: skip
        return _known(claims, kept, provider)
    except (GatewayError, BadToken, Refused) as error:
        return _refused(error)


def _known(claims: dict[str, Any], kept: dict[str, Any], provider: SignInProvider) -> Response | str:
    """The person of the claims is signed in, or has shown once more who he is. Raises Refused and BadToken."""
    chosen = cast(OidcSettings, settings().web.oidc)
    named = claims.get(chosen.claim)
    login = named if isinstance(named, str) else ""
    if kept["again"]:
        if g.reader is None or not provider.asked_again(claims, now()):
            raise BadToken("the provider has not asked again")
        prove_by_provider(access.sign_in().id, access.reader().id, login, now=now())
        return render_template("login/proved.html")
    who = sign_in_by_provider(
        login, strong=_strong(claims, chosen), now=now(), client_ip=client_ip(), browser=access.browser()
    )  # fmt: skip
    if isinstance(who, HalfSignedIn):
        views.keep_half(who)
        return redirect(url_for("login.code", next=kept["next"] or None))
    access.begin(who)
    return redirect(kept["next"] or url_for("login.home"))


def _strong(claims: dict[str, Any], chosen: OidcSettings) -> bool:
    ways = claims.get("amr")
    told = [claims.get("acr"), *(ways if isinstance(ways, list) else [])]
    return any(isinstance(one, str) and one in chosen.second_factor for one in told)


def _belongs(kept: Any) -> bool:
    """Whether this browser has begun it within ten minutes."""
    if not isinstance(kept, dict) or not 0 <= now().timestamp() - kept["at"] < SECONDS:
        return False
    return hmac.compare_digest(str(kept["state"]).encode(), request.args.get("state", "").encode())


def _provider() -> SignInProvider | None:
    """The provider of this process; nothing is asked before somebody signs in."""
    return cast("SignInProvider | None", current_app.extensions["oidc"])


def _back() -> str:
    chosen = cast(OidcSettings, settings().web.oidc)
    return f"{chosen.address.rstrip('/')}{url_for('sso.back')}"


def _refused(error: Exception) -> Response:
    """To the sign-in page, with a sentence; what exactly was wrong is in the log."""
    if not isinstance(error, Refused):
        log.warning("single_sign_on_failed: %s", error)
        away = isinstance(error, GatewayError)
        error = (
            Refused("Your organisation's sign-in does not answer: try again, or sign in with login and password")
            if away
            else Refused("Your organisation's sign-in did not show who you are: begin once more")
        )
    flash(language.sentence(error), "refused")
    return redirect(url_for("login.home" if g.reader else "login.page"))
