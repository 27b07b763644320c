"""Sign-ins: the id in the cookie and its hash, when a sign-in is over, and the browser in a few words. Pure."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from hotline.words import SignInEnd

KEPT = dt.timedelta(days=90)  # how long a sign-in that is over stays on the pages
SEEN_GAP = dt.timedelta(seconds=20)  # how old "last seen" may be before it is written again
BROWSER_MOST = 80
_BROWSERS = (
    ("WeChat", r"MicroMessenger/(\d+)"), ("QQ Browser", r"QQBrowser/(\d+)"), ("UC Browser", r"UCBrowser/(\d+)"),
    ("360", r"360SE|360EE|QihooBrowser"), ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"), ("Opera", r"OPR/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"), ("Chrome", r"(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)[.\d]* (?:Mobile/\S+ )?Safari"), ("Internet Explorer", r"MSIE (\d+)|Trident/.*rv:(\d+)"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS|OpenHarmony"),
    ("Windows", "Windows"), ("macOS", "Mac OS X|Macintosh"), ("UOS", r"\bUOS\b"), ("Linux", "Linux|X11"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lasts:
    """How long a sign-in lasts without activity, and at most."""

    idle: dt.timedelta
    longest: dt.timedelta


def hash_of(key: str) -> str:
    """What is kept of the id in the cookie. The id has 192 random bits, so one plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def ends_at(made_at: dt.datetime, seen_at: dt.datetime, lasts: Lasts) -> dt.datetime:
    """When it ends without further activity."""
    return min(seen_at + lasts.idle, made_at + lasts.longest)


def end_of(made_at: dt.datetime, seen_at: dt.datetime, lasts: Lasts, *, now: dt.datetime) -> SignInEnd | None:
    """Why a sign-in that nobody has ended is over by the clock; None while it stands."""
    if now <= ends_at(made_at, seen_at, lasts):
        return None
    return SignInEnd.IDLE if seen_at + lasts.idle < made_at + lasts.longest else SignInEnd.LONG


def browser_of(user_agent: str) -> str:
    """`Chrome 128 · Windows`; of a browser that is not known the beginning of what it says, without control signs."""
    said = "".join(sign for sign in user_agent[:500] if sign.isprintable())
    parts = [next(iter(_named(said)), ""), next((name for name, sign in _SYSTEMS if re.search(sign, said)), "")]
    known = " · ".join(part for part in parts if part) if parts[0] else said.strip()
    return known[:BROWSER_MOST]


def _named(said: str) -> list[str]:
    found = ((name, re.search(shape, said)) for name, shape in _BROWSERS)
    return [" ".join([name, *(part for part in match.groups() if part)]) for name, match in found if match]
