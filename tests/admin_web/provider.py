"""A small OpenID Connect provider on loopback: what it says of itself, its keys, and the token that a test wants."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT = "tingsu"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
NEWER = ECKey.generate_key("P-256", {"kid": "two", "use": "sig"})


class Provider:
    """`token`: what the next code gives; `known`: what is told of the provider itself, beside the usual."""

    def __init__(self) -> None:
        self.issuer = ""
        self.token: Any = None
        self.known: dict[str, Any] = {}
        self.keys: list[Any] = [KEY]
        self.asked: list[str] = []
        self.fields: dict[str, str] = {}
        self.away = False

    def discovery(self) -> dict[str, Any]:
        usual = {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/in",
                 "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys"}  # fmt: skip
        return usual | self.known

    def answer(self, path: str) -> tuple[int, Any]:
        self.asked.append(path)
        if self.away:
            return 503, {}
        return {
            "/.well-known/openid-configuration": (200, self.discovery()),
            "/keys": (200, {"keys": [one.as_dict(private=False) for one in self.keys]}),
            "/token": (200 if self.token is not None else 400, {"id_token": self.token}),
        }.get(path, (404, {}))


def claims(issuer: str, now: float, its_nonce: str, **given: Any) -> dict[str, Any]:
    usual = {"iss": issuer, "aud": CLIENT, "sub": "42", "iat": int(now), "exp": int(now) + 300, "nonce": its_nonce,
             "preferred_username": "agent"}  # fmt: skip
    return {name: value for name, value in (usual | given).items() if value is not None}


def signed(said: dict[str, Any], key: Any = KEY, alg: str = "RS256", **head: Any) -> str:
    return jwt.encode({"alg": alg, "kid": "one"} | head, said, key, algorithms=[alg])


def unsigned(said: dict[str, Any], alg: str = "none") -> str:
    parts = [json.dumps(one).encode() for one in ({"alg": alg, "kid": "one"}, said)]
    return ".".join([*(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts), ""])


def mixed(said: dict[str, Any]) -> str:
    """Signed with the public key as if it were a shared secret."""
    begun = unsigned(said, "HS256").removesuffix(".")
    made = hmac.digest(KEY.as_pem(private=False), begun.encode(), "sha256")
    return f"{begun}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def fits(verifier: str, challenge: str) -> bool:
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return made == challenge


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.fields = {name: values[0] for name, values in parse_qs(body).items()}
            self._give()

        def _give(self) -> None:
            status, value = provider.answer(self.path)
            sent = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *words: object) -> None:
            """Nothing is logged."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
