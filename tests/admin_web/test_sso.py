"""Single sign-on against a small provider: who gets in, and every token, state and answer that lets nobody in."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from admin_web.app import create_app
from admin_web.proof import FIELD
from hotline.rows import Audit, Parameter, Person, SecondFactor, SignIn
from hotline.settings import load
from tests.builders import NOW, PASSWORD

from . import provider as stand_in
from .provider import CLIENT, KEY, NEWER, OTHER, claims, fits, mixed, signed, unsigned

pytestmark = pytest.mark.unit
HOME = "https://desk.court.example"
AWAY = "统一身份认证没有响应"
BAD = "统一身份认证未能确认您的身份"


@pytest.fixture
def idp() -> Iterator[Any]:
    with stand_in.running() as one:
        yield one


@pytest.fixture
def app(db: Any, settings: Any, clock: Any, idp: Any) -> Any:
    oidc = {"issuer": idp.issuer, "client_id": CLIENT, "address": HOME, "second_factor": ["mfa"], "name": "法院云"}
    web = settings.web.model_dump() | {"oidc": oidc}
    (settings.data / "secrets").mkdir(exist_ok=True)
    (settings.data / "secrets" / "oidc").write_text("client-secret\n")
    made = create_app(load(**settings.model_dump(exclude={"web"}), web=web), now=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def browser(app: Any) -> Any:
    return app.test_client()


def go(browser: Any, where: str = "/login/sso") -> dict[str, str]:
    """To the provider; gives what it is asked."""
    address = browser.get(where).headers["Location"]
    return dict(parse_qsl(urlsplit(address).query))


def come(browser: Any, idp: Any, asked: dict[str, str], clock: Any, **given: Any) -> Any:
    """Back from the provider, which says this of who signed in."""
    idp.token = signed(claims(idp.issuer, clock().timestamp(), asked["nonce"], **given))
    return browser.get(f"/login/sso/back?code=c&state={asked['state']}")


def told(browser: Any, answer: Any) -> str:
    assert answer.status_code == 302
    return str(browser.get(answer.headers["Location"]).text)


def test_who_signs_in_there_is_signed_in_here(browser: Any, idp: Any, agent: Any, clock: Any) -> None:
    assert idp.asked == []  # nothing at start
    assert "用法院云登录" in browser.get("/login").text
    asked = go(browser, "/login/sso?next=/tickets")
    assert (asked["response_type"], asked["client_id"], asked["redirect_uri"], asked["code_challenge_method"]) == (
        "code", CLIENT, f"{HOME}/login/sso/back", "S256",
    )  # fmt: skip
    answer = come(browser, idp, asked, clock)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tickets")
    assert (idp.fields["client_secret"], idp.fields["redirect_uri"]) == ("client-secret", asked["redirect_uri"])
    assert fits(idp.fields["code_verifier"], asked["code_challenge"])
    assert (browser.get("/tickets").status_code, SignIn.get().by_provider) == (200, True)
    assert Audit.get(Audit.act == "sign_in").who == "agent"
    browser.post("/logout")
    assert (browser.get("/tickets").status_code, SignIn.get().ended_why) == (302, "signed_out")


def bad_tokens(issuer: str, now: float, nonce: str) -> dict[str, Any]:
    def said(**given: Any) -> dict[str, Any]:
        return claims(issuer, now, nonce, **given)

    good = signed(said())
    head, body, sign = good.split(".")
    return {
        "unsigned": unsigned(said()),
        "unsigned, written otherwise": unsigned(said(), "NoNe"),
        "signed with the public key as a secret": mixed(said()),
        "signed by somebody else": signed(said(), OTHER),
        "changed": f"{head}.{unsigned(said(preferred_username='admin')).split('.')[1]}.{sign}",
        "no signature": f"{head}.{body}.",
        "of a key that there is not": signed(said(), KEY, kid="seven"),
        "of another issuer": signed(said(iss="https://evil.example")),
        "of an issuer with a slash": signed(said(iss=f"{issuer}/")),
        "for somebody else": signed(said(aud="other")),
        "for several, without saying for whom": signed(said(aud=[CLIENT, "other"])),
        "for several, used by another": signed(said(aud=[CLIENT, "other"], azp="other")),
        "without audience": signed(said(aud=None)),
        "over": signed(said(exp=int(now) - 61)),
        "without an end": signed(said(exp=None)),
        "an end in words": signed(said(exp="never")),
        "of yesterday": signed(said(iat=int(now) - 86_400)),
        "of tomorrow": signed(said(iat=int(now) + 86_400, exp=int(now) + 90_000)),
        "not yet": signed(said(nbf=int(now) + 3600)),
        "of another sign-in": signed(said(nonce="x")),
        "without a nonce": signed(said(nonce=None)),
        "about nobody": signed(said(sub="")),
        "no token": "x", "empty": "", "a number": 7, "none": None, "long": good + "A" * 20_000,
        "binary": "\u0000.\u0001.é",
    }  # fmt: skip


@pytest.mark.parametrize("name", bad_tokens("http://127.0.0.1", 0, "n"))
def test_a_token_that_proves_nothing_lets_nobody_in(
    browser: Any, idp: Any, agent: Any, clock: Any, name: str
) -> None:  # fmt: skip
    asked = go(browser)
    idp.token = bad_tokens(idp.issuer, clock().timestamp(), asked["nonce"])[name]
    answer = browser.get(f"/login/sso/back?code=c&state={asked['state']}")
    assert BAD in told(browser, answer)
    assert SignIn.select().count() == 0


def test_a_state_counts_once_for_ten_minutes_in_its_own_browser(
    browser: Any, app: Any, idp: Any, agent: Any, clock: Any
) -> None:  # fmt: skip
    asked = go(browser)
    for state in ("", "x", asked["state"] + "x"):
        asked = go(browser)
        idp.token = signed(claims(idp.issuer, clock().timestamp(), asked["nonce"]))
        assert BAD in told(browser, browser.get(f"/login/sso/back?code=c&state={state}"))
    other = app.test_client()
    assert BAD in told(other, come(other, idp, go(browser), clock))
    asked = go(browser)
    clock.forward(minutes=10)
    assert BAD in told(browser, come(browser, idp, asked, clock))
    assert BAD in told(browser, browser.get("/login/sso/back?error=access_denied"))
    asked = go(browser)
    assert come(browser, idp, asked, clock).headers["Location"] == "/"
    browser.post("/logout")
    assert BAD in told(browser, come(browser, idp, asked, clock))


@pytest.mark.parametrize("login", ["nobody", "", "ａｇｅｎｔ", "agent'--", ["agent"], None, "left"])
def test_it_makes_nobody(browser: Any, idp: Any, agent: Any, administrator: Any, clock: Any, login: Any) -> None:
    Person.update(active=False, login="left").where(Person.id == administrator.id).execute()
    answer = come(browser, idp, go(browser), clock, preferred_username=login)
    assert "您在本系统没有账号" in told(browser, answer)
    assert (SignIn.select().count(), Person.select().count()) == (0, 2)


def test_a_provider_that_is_away_or_strange_is_a_sentence(browser: Any, idp: Any, agent: Any, clock: Any) -> None:
    idp.away = True
    assert AWAY in told(browser, browser.get("/login/sso"))
    idp.away = False
    for strange in ({"issuer": "https://other.example"}, {"token_endpoint": "http://evil.example/t"}, {"jwks_uri": 7}):
        idp.known = strange
        assert AWAY in told(browser, browser.get("/login/sso"))
    idp.known = {}
    asked = go(browser)
    idp.away = True
    assert come(browser, idp, asked, clock).headers["Location"] == "/login"
    idp.away = False
    assert browser.post("/login", data={"login": "agent", "password": PASSWORD}).status_code == 303  # as before


def test_a_new_key_of_the_provider_is_fetched_but_not_at_will(
    browser: Any, idp: Any, agent: Any, clock: Any
) -> None:  # fmt: skip
    come(browser, idp, go(browser), clock)
    browser.post("/logout")
    idp.keys = [NEWER]
    for _ in range(3):
        asked = go(browser)
        said = claims(idp.issuer, clock().timestamp(), asked["nonce"])
        idp.token = signed(said, NEWER, "ES256", kid="two")
        assert BAD in told(browser, browser.get(f"/login/sso/back?code=c&state={asked['state']}"))
    assert idp.asked.count("/keys") == 1
    clock.forward(minutes=1)
    asked = go(browser)
    idp.token = signed(claims(idp.issuer, clock().timestamp(), asked["nonce"]), NEWER, "ES256", kid="two")
    answer = browser.get(f"/login/sso/back?code=c&state={asked['state']}")
    assert (answer.headers["Location"], idp.asked.count("/keys")) == ("/", 2)


def test_our_second_factor_is_asked_unless_the_provider_has_asked_for_one(
    browser: Any, app: Any, idp: Any, agent: Any, clock: Any
) -> None:  # fmt: skip
    SecondFactor.create(person=agent, nonce="x", made_at=NOW, confirmed_at=NOW)
    for given in ({}, {"amr": ["pwd"]}, {"acr": "1"}, {"amr": "mfa"}):
        other = app.test_client()
        assert come(other, idp, go(other), clock, **given).headers["Location"] == "/login/code"
        assert other.get("/tickets").status_code == 302
    for given in ({"amr": ["pwd", "mfa"]}, {"acr": "mfa"}):
        other = app.test_client()
        assert come(other, idp, go(other), clock, **given).headers["Location"] == "/"


def test_whose_role_must_have_one_sets_it_up_unless_the_provider_asked(
    browser: Any, app: Any, idp: Any, agent: Any, clock: Any
) -> None:  # fmt: skip
    Parameter.create(name="second_factor.roles", value=["agent"], by="x", at=NOW)
    come(browser, idp, go(browser), clock)
    assert browser.get("/tickets").headers["Location"] == "/second-factor"
    other = app.test_client()
    come(other, idp, go(other), clock, amr=["mfa"])
    assert other.get("/tickets").status_code == 200


def test_before_what_is_worth_most_the_provider_asks_again(
    browser: Any, idp: Any, administrator: Any, agent: Any, clock: Any
) -> None:  # fmt: skip
    me = administrator.login
    come(browser, idp, go(browser), clock, preferred_username=me)
    clock.forward(minutes=11)
    page = browser.post(f"/people/{agent.id}/password")
    assert (page.status_code, "/login/sso" in page.text, FIELD in page.text) == (403, True, False)
    asked = go(browser)
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    at = int(clock().timestamp())
    for given in ({}, {"auth_time": at - 3600}, {"auth_time": at, "preferred_username": "agent"}):
        come(browser, idp, go(browser), clock, **{"preferred_username": me} | given)
        assert browser.post(f"/people/{agent.id}/password").status_code == 403
    assert come(browser, idp, go(browser), clock, preferred_username=me, auth_time=at).status_code == 200
    assert browser.post(f"/people/{agent.id}/password").status_code == 200
