"""The configuration of FreeSWITCH as text, rendered from the settings; nothing of it is written by hand."""

import base64
import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hotline.calls.rules.sentry import SENTRY
from hotline.calls.rules.telephone_tries import KeptOut
from hotline.settings import Settings, SettingsError

ROOT = Path(__file__).resolve().parents[2]
NOBODY = KeptOut()
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


@dataclass(frozen=True, slots=True)
class Networks:
    """A list of networks in the switch: who is in it but the addresses that are kept out."""

    name: str
    out: list[str]


def render(
    settings: Settings, telephones: list[Telephone], folder: Path, *, loglevel: str = "warning", more: str = "",
    kept_out: KeptOut = NOBODY,
) -> str:  # fmt: skip
    """`freeswitch.xml`. `folder` is where FreeSWITCH keeps its own files; `more` goes into the callers' context;
    `kept_out`: whom the telephones' side refuses, whatever his password.

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
        networks=_networks(kept_out),
        own_networks=[extension for extension, _ in kept_out.of],
        logs=folder.resolve() / "log",
        certificates=folder.resolve() / "certificates",
        loglevel=loglevel,
        sentry=SENTRY,
        more=Markup(more),  # noqa: S704 - XML of ours (a bench's plain extension), never a person's text
        log_levels="warning,err,crit,alert" if loglevel == "warning" else "debug,info,notice,warning,err,crit,alert",
    )


def _networks(kept_out: KeptOut) -> list[Networks]:
    """The list of all telephones, and one for each that is refused elsewhere than the others."""
    given = [("telephones", kept_out.everywhere), *((f"telephones-{one}", out) for one, out in kept_out.of)]
    return [Networks(name, [str(ipaddress.ip_network(address)) for address in out]) for name, out in given]


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
