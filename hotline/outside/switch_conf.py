"""The configuration of FreeSWITCH as text, rendered from the settings; nothing of it is written by hand."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hotline.settings import Settings, SettingsError

ROOT = Path(__file__).resolve().parents[2]
_PLAIN = re.compile(r"[^\x00-\x1f$<>]*")


@dataclass(frozen=True, slots=True)
class Telephone:
    extension: str
    password: str


def telephone(extension: str, secret: str, turn: int = 0) -> Telephone:
    """An agent's telephone with its password, derived from the secret and from how often it was changed, so that it is
    the same each time."""
    what = f"telephone:{extension}:{turn}" if turn else f"telephone:{extension}"
    digest = hmac.new(secret.encode(), what.encode(), hashlib.sha256).digest()
    return Telephone(extension, base64.b32encode(digest).decode().lower()[:20])


def render(
    settings: Settings, telephones: list[Telephone], folder: Path, *, loglevel: str = "warning", more: str = ""
) -> str:
    """`freeswitch.xml`. `folder` is where FreeSWITCH keeps its own files; `more` goes into the callers' context.

    Raises SettingsError for values that FreeSWITCH would read as something else.
    """
    _check(settings)
    environment = Environment(
        loader=FileSystemLoader([ROOT / "freeswitch" / "conf", ROOT / "dialplan"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("freeswitch.xml.j2").render(
        sip=settings.sip,
        trunk=settings.trunk,
        switch=settings.switch,
        numbers=settings.numbers,
        fallback_seconds=settings.fallback_seconds,
        sounds=settings.sounds.resolve(),
        recordings=settings.recordings.resolve(),
        telephones=telephones,
        logs=folder.resolve() / "log",
        certificates=folder.resolve() / "certificates",
        loglevel=loglevel,
        more=Markup(more),  # noqa: S704 - XML of ours (a bench's plain extension), never a person's text
        log_levels="warning,err,crit,alert" if loglevel == "warning" else "debug,info,notice,warning,err,crit,alert",
    )


def _check(settings: Settings) -> None:
    """Reject values with `$` or XML characters: FreeSWITCH would expand or parse them."""
    given = {
        "sip.domain": settings.sip.domain,
        "sip.address": settings.sip.address,
        "switch.password": settings.switch.password,
        "trunk.username": settings.trunk.username,
        "trunk.password": settings.trunk.password,
        "trunk.proxy": settings.trunk.proxy,
        "sounds": str(settings.sounds.resolve()),
        "data": str(settings.recordings.resolve()),
    }
    for name, value in given.items():
        if not _PLAIN.fullmatch(value):
            raise SettingsError(f"{name}: the signs $ < > and control characters cannot stand in it")
    for dialled in settings.numbers:
        if not re.fullmatch(r"[0-9]{1,32}", dialled):
            raise SettingsError(f"numbers.{dialled}: a number that callers dial has digits only")
