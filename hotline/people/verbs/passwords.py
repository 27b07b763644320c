"""Passwords are stored as argon2 hashes and never shown; a new random one is shown once."""

import functools
import secrets

import argon2

_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no characters that look alike
_HASHER = argon2.PasswordHasher()


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """True if the password is right; with `kept` None it is False after the same time."""
    try:
        return _HASHER.verify(kept or _nobody(), password) and kept is not None
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def random_password() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


@functools.cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))
