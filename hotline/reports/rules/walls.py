"""A screen's wallboard as it is asked for: which pages in turn, how long each, in which language. Pure."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from hotline.ports import Refused
from hotline.words import WallPage

NAME_MOST = 60
SECONDS_LEAST, SECONDS_MOST = 5, 600  # of one page
KEY_BYTES = 32
MOST_KEYS = 100  # living ones of a house
LANGUAGES = ("zh_CN", "en")
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Wall:
    """What a screen shows. `site` None: the whole house; `ranks_units`: units are ranked, with their counts."""

    name: str
    site: int | None
    pages: tuple[WallPage, ...]
    seconds: int = 20
    language: str = "zh_CN"
    ranks_units: bool = False


def refused(wanted: Wall) -> Refused | None:
    """What is wrong with what was typed, or None."""
    if not wanted.name.strip():
        return Refused("Write a name, such as the place where the screen hangs")
    if len(wanted.name) > NAME_MOST:
        return Refused("A wallboard's name has at most %(most)s characters", most=NAME_MOST)
    if not wanted.pages or len(set(wanted.pages)) != len(wanted.pages):
        return Refused("Choose at least one page for the wallboard")
    if not SECONDS_LEAST <= wanted.seconds <= SECONDS_MOST:
        return Refused("A page stands for %(least)s to %(most)s seconds", least=SECONDS_LEAST, most=SECONDS_MOST)
    if wanted.language not in LANGUAGES:
        return Refused("Choose one of the languages offered for the wallboard")
    return None


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def hash_of(key: str) -> str:
    """What is kept of a key. It has 256 random bits, so one plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_key(text: str) -> bool:
    """Whether a text has the form of a key; what has not needs no look-up."""
    return _KEY.fullmatch(text) is not None
