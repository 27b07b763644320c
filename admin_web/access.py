"""The current user and his rights: all pages need a login except those in `OPEN`; every view names its act."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from flask import Flask, Response, abort, current_app, g, jsonify, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from hotline.people.reads import people, sign_ins
from hotline.people.reads.people import Someone
from hotline.people.reads.scope import Scope
from hotline.people.reads.sign_ins import SignInSeen
from hotline.people.rules.login import Limits
from hotline.people.rules.permissions import Permission, may
from hotline.people.rules.sign_ins import SEEN_GAP, Lasts, ends_at
from hotline.people.verbs.sign_in import SignedIn
from hotline.people.verbs.sign_ins import seen
from hotline.settings import Settings
from hotline.tickets.reads import sight
from web_kit.connection import is_unconnected

BY_KEY = frozenset({"wall.screen", "wall.pieces"})  # opened by the key in their address: nobody is signed in there
OPEN = BY_KEY | {
    "login.page", "login.code", "login.token", "sso.begin", "sso.back", "health.state", "static", "receipts.take",
}  # fmt: skip
CHANGE = frozenset({"login.password", "login.leave", "login.speak"})  # all that a first password allows
SET_UP = CHANGE | {"second_factor.page", "second_factor.begin", "second_factor.confirm"}  # until it is set up
_FILTER = re.compile(r"[a-z][a-z_]{0,31}")
_BUILT_BY = ("after", "endpoint", "filename")
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Reader:
    """The signed-in person. `head`: he belongs to the head site, which sees all sites."""

    person: Someone
    head: bool

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def login(self) -> str:
        return self.person.login

    @property
    def language(self) -> str:
        return self.person.language

    @property
    def sees_numbers(self) -> bool:
        return self.person.sees_numbers or self.may(Permission.SEE_NUMBERS)

    @property
    def site(self) -> int | None:
        """The site whose rows may be seen; None for all."""
        return None if self.head else self.person.site

    @property
    def scope(self) -> Scope:
        """Own rows for an agent, the site's for a supervisor, all for the head site."""
        return Scope(site=self.site) if self.may(Permission.SEE_SITE_CALLS) else Scope(person=self.id)

    @property
    def tickets(self) -> Scope:
        """The tickets in his lists."""
        return sight.in_lists(self.id, self.person.roles, self.site)

    @property
    def one_ticket(self) -> Scope:
        """What he reads one at a time, by its number: an agent any ticket of his own site, also where the head is."""
        return sight.one_by_one(self.id, self.person.roles, self.site, self.person.site)

    def opens(self, site: int, opened_by: int) -> bool:
        """Whether he may open a ticket's page that is not confidential; a unit's people are told by their lists."""
        scope = self.one_ticket
        if scope.person is not None:
            return scope.person == opened_by
        return scope.units is None and scope.site in (None, site)

    def for_a_caller(self, opened_by: int) -> bool:
        """Whether he reads a ticket only for a caller: somebody else registered it, and his lists do not show it."""
        return self.tickets.person is not None and opened_by != self.id

    def apart(self, opened_by: int) -> bool:
        """Whether a withheld name and number are kept from him: from units, and from agents of others' tickets."""
        return self.tickets.units is not None or self.for_a_caller(opened_by)

    def may(self, act: Permission) -> bool:
        return may(self.person.roles, act)


def needs(*acts: Permission) -> Callable[[View], View]:
    """Allow a view to readers who may do one of the acts; without acts, to everybody signed in."""

    def mark(view: View) -> View:
        view.acts = acts  # type: ignore[attr-defined]
        return view

    return mark


def of_the_house(view: View) -> View:
    """Allow a view to people of the head site alone: what it shows or changes is the same for all sites."""
    view.of_the_house = True  # type: ignore[attr-defined]
    return view


def reader() -> Reader:
    """The signed-in person; only for views behind `needs`."""
    return cast(Reader, g.reader)


def now() -> dt.datetime:
    """The time of this request."""
    return cast(dt.datetime, g.now)


def kept(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters to keep in links to further pages, without names that `url_for` uses itself."""
    return {name: value for name, value in asked.items() if value and _FILTER.fullmatch(name) and name not in _BUILT_BY}


def limits() -> Limits:
    """How many wrong passwords or codes lock for how long."""
    web = settings().web
    return Limits(web.login_tries, dt.timedelta(minutes=web.login_lock_minutes))


def second_factor_key() -> str:
    """The house's key, of which the secrets of all apps are made."""
    return cast(str, current_app.config["SECOND_FACTOR_KEY"])


def client_ip() -> str:
    """The address of the reader's browser, as a trusted proxy tells it."""
    return cast(str, g.client_ip)


def settings() -> Settings:
    return cast(Settings, current_app.config["TINGSU"])


def wants_json() -> bool:
    """True for a request of our own scripts, not of the browser's navigation."""
    return request.headers.get("X-Requested-With") == "fetch"


def begin(who: SignedIn) -> None:
    """Sign in on this browser; of the old session only the language is kept."""
    session.clear()
    session.update(sign_in=who.key, language=who.language)


def sign_in() -> SignInSeen:
    """The sign-in of this request; only for views behind `needs`."""
    return cast(SignInSeen, g.sign_in)


def lasts() -> Lasts:
    """How long a sign-in lasts in this house."""
    return sign_ins.lasts(settings().web.session_minutes)


def seen_until() -> dt.datetime:
    """When this sign-in ends without further activity."""
    return ends_at(sign_in().made_at, sign_in().seen_at, lasts())


def browser() -> str:
    """What the browser says of itself, unchecked."""
    return request.headers.get("User-Agent", "")


def forget() -> None:
    """Of what this browser keeps only the language stays."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def is_ours(target: str) -> bool:
    """True if a URL is a path of this site, so that a redirect to it is safe. No header holds a line break, browsers
    leave signs of control out, and to them a backslash is a slash."""
    return target.isprintable() and "\\" not in target and target.startswith("/") and not target.startswith("//")


def own_address() -> str:
    """The path of the open page; for the answer to a form, the nearest page above it: `/people/7` for
    `/people/7/password`."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    pages, path = current_app.url_map.bind(""), request.path.rstrip("/")
    while path and not pages.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/"


def start(app: Flask) -> None:
    app.before_request(_guard)


def _guard() -> AnyResponse | None:
    if is_unconnected() or request.endpoint in BY_KEY:
        g.reader = g.sign_in = None
        return None
    _find_reader()
    if request.endpoint in OPEN:
        return None
    if g.reader is None:
        return _sign_in_first()
    if g.reader.person.must_change and not sign_in().by_provider and request.endpoint not in CHANGE:
        return _elsewhere_first("login.password", _("Change your password first"))
    if _waits_for_set_up():
        return _elsewhere_first("second_factor.page", _("Set up your second factor first"))
    if request.endpoint is None:
        return None  # unknown page: Flask answers 404
    if not opens(request.endpoint, g.reader):
        abort(403)
    return None


def opens(endpoint: str, who: Reader) -> bool:
    """Whether a view is open to him: by what he may do, and by his site where it is the same for all sites."""
    view = current_app.view_functions[endpoint]
    acts = getattr(view, "acts", None)
    if acts is None or (getattr(view, "of_the_house", False) and not who.head):
        return False
    return not acts or any(who.may(act) for act in acts)


def _find_reader() -> None:
    g.reader = g.sign_in = None
    if "sign_in" not in session:
        return
    found = sign_ins.of_key(str(session["sign_in"]), lasts(), now=now())
    person = None if found is None or found.end is not None else people.someone(found.person)
    if found is None or person is None or not person.active:
        forget()
        return
    by_itself = request.headers.get("X-Background") or request.endpoint == "live.stream"
    if not by_itself and now() - found.seen_at > SEEN_GAP:
        seen(found.id, now=now())
        found = replace(found, seen_at=now())
    g.sign_in = found
    g.reader = Reader(person, head=person.site_code == settings().site)


def _sign_in_first() -> AnyResponse:
    if wants_json() or request.endpoint == "live.stream":
        answer: Response = jsonify(error=_("Your sign-in has ended"))
        answer.status_code = 401
        return answer
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("login.page", next=back) if back not in ("", "/") else url_for("login.page"))


def _waits_for_set_up() -> bool:
    """Whether a second factor must be set up before this request is answered."""
    return sign_in().must_set_up and request.endpoint not in SET_UP


def _elsewhere_first(endpoint: str, told: str) -> AnyResponse:
    """To the page that comes before all others; a script is told so."""
    if wants_json():
        answer: Response = jsonify(error=told)
        answer.status_code = 403
        return answer
    return redirect(url_for(endpoint))
