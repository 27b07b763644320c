"""The second factor: the secret of a person's app, which codes fit and only once, recovery codes. Pure.

A secret is derived from the house's key and a nonce in the row, so a copy of the database alone gives no code."""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Collection

import pyotp

from hotline.values.plain import plain
from hotline.words import Role

STEP_SECONDS = 30  # how long an app shows a code
LATE_STEPS = 1  # a clock may be wrong by so many steps, in either direction
RECOVERY_CODES = 10
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # of recovery codes; none that look alike


def demanded(roles: Collection[Role], named: Collection[str]) -> bool:
    """Whether somebody with these roles must have a second factor; `named`: the roles of the parameter."""
    return bool(set(roles) & set(named))


def secret_of(key: str, person: int, nonce: str) -> str:
    """The secret of an app, in base 32 as apps want it (160 bits)."""
    made = hmac.digest(key.encode(), f"totp:{person}:{nonce}".encode(), hashlib.sha256)
    return base64.b32encode(made[:20]).decode()


def address_of(secret: str, login: str, house: str) -> str:
    """What the picture says that an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=house)


def step_of(code: str, secret: str, *, after: int, now: dt.datetime) -> int | None:
    """The step whose code this is; None if it does not fit, or if a code of this step or of a later one was used."""
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in range(present - LATE_STEPS, present + LATE_STEPS + 1):
        if step > after and hmac.compare_digest(totp.at(step * STEP_SECONDS), code):
            return step
    return None


def tidied(code: str) -> str:
    """A code as it is compared: without spaces and hyphens, in small letters, ASCII digits."""
    return "".join(sign for sign in plain(code[:40]).lower() if sign.isascii() and sign.isalnum())


def is_app_code(code: str) -> bool:
    return len(code) == 6 and code.isdigit()


def recovery_hash(key: str, person: int, code: str) -> str:
    """What is kept of a recovery code: keyed, since its 49 bits could be tried from a copied table."""
    return hmac.new(key.encode(), f"recovery:{person}:{tidied(code)}".encode(), hashlib.sha256).hexdigest()
