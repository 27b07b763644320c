"""Single sign-on: an OpenID Connect provider asked for who signs in, by the code flow with PKCE.

Nothing is asked at start: the provider's addresses and keys are read when somebody signs in first, and its keys once
more when a token names one that is not known. A provider that cannot be asked raises GatewayError; a token that proves
nothing raises BadToken, whose text is for the log.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from hotline.outside import web
from hotline.ports import BadToken, GatewayError, NotSetUp
from hotline.settings import given_secret
from hotline.settings.oidc import OidcSettings, is_safe

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
)  # of key pairs
LATE = dt.timedelta(minutes=1)  # how far two clocks may differ
FAR = dt.timedelta(days=3650)
KEYS_AGAIN = dt.timedelta(minutes=1)  # how often an unknown key has the keys read anew
TOKEN_MOST = 16_384


@dataclass(frozen=True, slots=True)
class ProviderSays:
    """What the provider says of itself."""

    authorize: str
    token: str
    keys: str


class Provider:
    """One per process."""

    def __init__(self, chosen: OidcSettings, data: Path) -> None:
        self._chosen, self._data = chosen, data
        self._known: ProviderSays | None = None
        self._keys: Any = None
        self._read_at: dt.datetime | None = None

    def address(self, *, state: str, nonce: str, verifier: str, back: str, again: bool = False) -> str:
        """Where the browser is sent. `again`: the provider asks once more who it is. Raises GatewayError."""
        asked = {
            "response_type": "code", "client_id": self._chosen.client_id, "redirect_uri": back,
            "scope": "openid profile", "state": state, "nonce": nonce, "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }  # fmt: skip
        if again:
            asked |= {"prompt": "login", "max_age": "0"}
        address = self._discovered().authorize
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"

    def claims(self, code: str, *, nonce: str, verifier: str, back: str, now: dt.datetime) -> dict[str, Any]:
        """What the provider says of who signed in. Raises GatewayError and BadToken."""
        known = self._discovered()
        fields = {
            "grant_type": "authorization_code", "code": code[:2048], "redirect_uri": back, "code_verifier": verifier,
            "client_id": self._chosen.client_id, "client_secret": given_secret(self._data, "oidc"),
        }  # fmt: skip
        answer = web.post_form(known.token, fields, seconds=self._chosen.seconds, ca_file=self._chosen.ca_file)
        token = answer.value.get("id_token") if isinstance(answer.value, dict) else None
        if answer.status != 200 or not isinstance(token, str):
            raise BadToken(f"the provider gave no token (status {answer.status})")
        try:
            return self._verified(token, nonce, now)
        except KeyError:
            if self._read_at is not None and now - self._read_at < KEYS_AGAIN:
                raise BadToken("it is signed with a key that the provider does not have") from None
            self._keys = None
        try:
            return self._verified(token, nonce, now)
        except KeyError:
            raise BadToken("it is signed with a key that the provider does not have") from None

    def asked_again(self, claims: Mapping[str, Any], now: dt.datetime) -> bool:
        """Whether the person has shown the provider a moment ago who he is."""
        return _between(claims.get("auth_time"), dt.timedelta(minutes=5), LATE, now)

    def _verified(self, token: str, nonce: str, now: dt.datetime) -> dict[str, Any]:
        return verified(
            token, self._all_keys(now), issuer=self._chosen.issuer, client=self._chosen.client_id, nonce=nonce, now=now
        )

    def _all_keys(self, now: dt.datetime) -> Any:
        if self._keys is None:
            value = self._get(self._discovered().keys)
            self._read_at = now
            self._keys = value
        return self._keys

    def _discovered(self) -> ProviderSays:
        if self._known is None:
            value = self._get(f"{self._chosen.issuer.rstrip('/')}/.well-known/openid-configuration")
            if value.get("issuer") != self._chosen.issuer:
                raise NotSetUp("the provider calls itself by another name than `issuer`")
            found = [str(value.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            if not all(is_safe(one) for one in found):
                raise NotSetUp("the provider names an address that is not https")
            self._known = ProviderSays(*found)
        return self._known

    def _get(self, url: str) -> dict[str, Any]:
        answer = web.get(url, seconds=self._chosen.seconds, ca_file=self._chosen.ca_file)
        if answer.status != 200 or not isinstance(answer.value, dict):
            raise GatewayError(f"the provider's answer cannot be read (status {answer.status})")
        return answer.value


def challenge(verifier: str) -> str:
    """What PKCE sends first: the hash of what is sent with the code."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def verified(
    token: str, keys: Mapping[str, Any], *, issuer: str, client: str, nonce: str, now: dt.datetime
) -> dict[str, Any]:  # fmt: skip
    """The claims of a token that this provider signed for us, for this sign-in, and that is in force. `keys`: a JWKS.
    Raises BadToken; KeyError if none of the keys is the one that it names."""
    if len(token) > TOKEN_MOST:
        raise BadToken("it is too long")
    try:
        found = jwt.decode(token, _key_of(token, keys), algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError) as error:
        raise BadToken(f"it is not signed as it must be ({type(error).__name__})") from error
    claims = found.claims
    wrong = next((why for good, why in _checks(claims, issuer, client, nonce, now) if not good), None)
    if wrong is not None:
        raise BadToken(wrong)
    return dict(claims)


def _checks(
    claims: Mapping[str, Any], issuer: str, client: str, nonce: str, now: dt.datetime
) -> Iterator[tuple[bool, str]]:  # fmt: skip
    """What must hold of the claims, each with what is wrong if it does not."""
    audience, said = claims.get("aud"), claims.get("nonce")
    named = audience if isinstance(audience, list) else [audience]
    yield claims.get("iss") == issuer, "another provider made it"
    yield client in named, "it is made for somebody else"
    yield claims.get("azp", client if len(named) == 1 else None) == client, "it is made for somebody else too"
    yield _between(claims.get("iat"), dt.timedelta(hours=1), LATE, now), "it is not of this hour"
    yield _between(claims.get("exp"), LATE, FAR, now), "it is over"
    yield _between(claims.get("nbf", now.timestamp()), FAR, LATE, now), "it is not in force yet"
    yield (
        nonce != "" and isinstance(said, str) and hmac.compare_digest(said.encode(), nonce.encode()),
        ("it belongs to another sign-in"),
    )
    yield isinstance(claims.get("sub"), str) and claims["sub"] != "", "it says nothing of a person"


def _key_of(token: str, keys: Mapping[str, Any]) -> Any:
    """The key that the token names, of a key pair and for signing. Raises KeyError and BadToken."""
    try:
        header = _header(token)
    except (ValueError, TypeError) as error:
        raise BadToken("it cannot be read") from error
    if header.get("alg") not in ALGORITHMS:
        raise BadToken("it is not signed with a key pair")
    fit = [
        one for one in keys.get("keys", [])
        if isinstance(one, dict) and one.get("kty") in ("RSA", "EC") and one.get("use", "sig") == "sig"
        and ("kid" not in header or one.get("kid") == header["kid"])
    ]  # fmt: skip
    if not fit:
        raise KeyError("kid")
    return KeySet.import_key_set({"keys": [{k: v for k, v in one.items() if k not in ("d", "p", "q")} for one in fit]})


def _header(token: str) -> dict[str, Any]:
    head = token.split(".")[0]
    value = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    if not isinstance(value, dict):
        raise ValueError("no header")
    return value


def _between(value: Any, before: dt.timedelta, after: dt.timedelta, now: dt.datetime) -> bool:
    """Whether this is a time (seconds since 1970) not longer ago than `before` and not further ahead than `after`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (now - before).timestamp() <= value <= (now + after).timestamp()
