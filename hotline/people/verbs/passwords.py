"""Passwords are stored as argon2 hashes and never shown; a new random one is shown once."""

import functools
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import argon2

_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no characters that look alike
_HASHER = argon2.PasswordHasher()
_LIGHT = argon2.PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
_LIGHT_BEGINS = "$argon2id$v=19$m=16,t=1,p=1$"


def _at_once(work: Callable[..., Any], *given: Any) -> Any:
    return work(*given)


_by: list[Callable[..., Any]] = [_at_once]


def compute_by(run: Callable[..., Any]) -> None:
    """Said once by a program that must not stand still while a hash is made; `run(work, *given)` gives the result."""
    _by[0] = run


def hashed(password: str) -> str:
    return str(_by[0](_HASHER.hash, password))


def hashed_first(password: str) -> str:
    """The hash of a password of `random_password`: 92 random bits are not guessed, however quick a guess is. Hundreds
    of people who are taken on at once have theirs in a moment; the password that they choose is hashed slowly."""
    return _LIGHT.hash(password)


def is_first(kept: str) -> bool:
    """Whether this hash is of `hashed_first`: nobody has chosen the password."""
    return kept.startswith(_LIGHT_BEGINS)


def fits(password: str, kept: str | None) -> bool:
    """True if the password is right; with `kept` None, or of `hashed_first`, the answer takes the same time."""
    return bool(_by[0](_fits, password, kept))


def _fits(password: str, kept: str | None) -> bool:
    if kept is None or is_first(kept):
        _verified(_nobody(), password)
    return kept is not None and _verified(kept, password)


def random_password() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


@functools.cache
def common() -> frozenset[str]:
    """The commonest passwords, in small letters; read once."""
    file = Path(__file__).resolve().parents[1] / "common_passwords.txt"
    lines = file.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))


def _verified(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@functools.cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))
