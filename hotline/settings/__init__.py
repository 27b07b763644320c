"""What an installation decides: read once from a YAML file, handed down as a value."""

import argparse
import os
import secrets
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from hotline.settings.addresses import network
from hotline.settings.encryption import EncryptionSettings
from hotline.settings.gateways import CaseSettings, SmsSettings
from hotline.settings.oidc import OidcSettings
from hotline.settings.papers import FileSettings, PaperSettings
from hotline.settings.served import ServedSettings
from hotline.yaml_source import YamlSource, both, problems_of, read
from hotline.yaml_source.readers import Flag, Number, Port, Whole


class SettingsError(Exception):
    """The settings file cannot be used; the message says where and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


MediaPort = Annotated[Whole, Field(ge=1024, le=65535)]


class SwitchSettings(_Part):
    """The event socket of FreeSWITCH or of the stand-in."""

    host: str = "127.0.0.1"
    port: Port = 8021
    password: str = ""
    command_connections: Whole = Field(default=2, ge=1, le=8)
    reply_seconds: Number = Field(default=5.0, ge=0.5, le=60)


class TrunkSettings(_Part):
    """The carrier's line: who may call in without a password, and our own credentials there."""

    allow: list[str] = ["127.0.0.1/32"]
    username: str = ""
    password: str = ""
    proxy: str = ""

    @field_validator("allow")
    @classmethod
    def _networks(cls, allow: list[str]) -> list[str]:
        return [network(one) for one in allow]


class SipSettings(_Part):
    """Where FreeSWITCH listens. The agents' side and the trunk's side are two ports."""

    address: str = "127.0.0.1"
    agents_port: Port = 5060
    trunk_port: Port = 5080
    domain: str = "tingsu.local"
    telephones: list[str] = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    tls: Flag = False
    tls_only: Flag = False
    srtp: Flag = False
    rtp_first: MediaPort = 16384
    rtp_last: MediaPort = 32768
    max_calls: Whole = Field(default=1000, ge=2, le=100_000)
    ping_seconds: Whole = Field(default=30, ge=0, le=3600)  # telephones that do not answer are signed out; 0: no pings

    @field_validator("telephones")
    @classmethod
    def _networks(cls, telephones: list[str]) -> list[str]:
        return [network(one) for one in telephones]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.rtp_first >= self.rtp_last:
            raise ValueError("rtp_first 应小于 rtp_last / rtp_first must be less than rtp_last")
        if self.tls_only and not self.tls:
            raise ValueError("tls_only 需要 tls: true / tls_only needs tls: true")
        return self


class NumberSettings(_Part):
    """A number that callers dial: which profile and which flow take it."""

    profile: str
    flow: str


class WebSettings(ServedSettings):
    port: Port = 8368
    session_minutes: Whole = Field(default=240, ge=5, le=1440)
    login_tries: Whole = Field(default=5, ge=1, le=100)
    login_lock_minutes: Whole = Field(default=10, ge=1, le=1440)
    oidc: OidcSettings | None = None


class PublicSettings(ServedSettings):
    """The page for citizens, a program of its own. `database`: PostgreSQL with the narrow role that
    `scripts/public_role` makes; nothing on SQLite."""

    port: Port = 8369
    database: str = ""
    a_minute: Whole = Field(default=30, ge=1, le=10_000)  # requests of one address that ask or answer


class SpeechSettings(_Part):
    """What says texts that are not known before: espeak-ng, a command of the site, a service, or nothing.

    `command`: words of a program; `{text_file}` and `{wav_file}` in them become the text and the wav that it makes.
    `url`: takes a POST of `{"text": …}` and gives a wav back.
    """

    engine: Literal["auto", "espeak-ng", "library", "command", "http", "none"] = "auto"
    command: list[str] = []
    url: str = ""
    seconds: Number = Field(default=5.0, ge=0.5, le=60)
    cache_megabytes: Whole = Field(default=200, ge=1, le=1_000_000)

    @field_validator("command")
    @classmethod
    def _both_files(cls, words: list[str]) -> list[str]:
        if words and not all(any(file in word for word in words[1:]) for file in ("{text_file}", "{wav_file}")):
            raise ValueError("须有 {text_file} 和 {wav_file} / {text_file} and {wav_file} must stand in its words")
        return words

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("应以 http:// 或 https:// 开头 / it begins with http:// or https://")
        return url

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        needed = {"command": self.command, "http": self.url}
        if self.engine in needed and not needed[self.engine]:
            what = "command" if self.engine == "command" else "url"
            raise ValueError(f"缺少 {what} / the engine {self.engine} needs `{what}`")
        return self


class AuditSettings(_Part):
    """Where the head of the audit's chain is told each day: added to a file outside, and given to a command."""

    heads_file: Path | None = None
    heads_command: list[str] = []


class Settings(_Part):
    """All of it. `data` holds the database, recordings, journal and secrets; nothing else is written. `demo` and
    `stand_in`: None leaves it to `scripts/run`."""

    data: Path = Path("var")
    database: str = ""
    site: str = "head"
    demo: Flag | None = None
    stand_in: Flag | None = None
    fallback_seconds: Whole = Field(default=3, ge=1, le=30)
    flows: Path = Path("ivr_flows")
    sounds: Path = Path("sounds/zh")
    content: Path = Path("content")
    numbers: dict[str, NumberSettings] = {
        "12368": NumberSettings(profile="court_12368", flow="court_12368"),
        "12345": NumberSettings(profile="gov_12345", flow="gov_12345"),
    }
    switch: SwitchSettings = SwitchSettings()
    trunk: TrunkSettings = TrunkSettings()
    sip: SipSettings = SipSettings()
    web: WebSettings = WebSettings()
    public: PublicSettings = PublicSettings()
    speech: SpeechSettings = SpeechSettings()
    sms: SmsSettings = SmsSettings()
    cases: CaseSettings = CaseSettings()
    papers: PaperSettings = PaperSettings()
    files: FileSettings = FileSettings()
    encryption: EncryptionSettings = EncryptionSettings()
    audit: AuditSettings = AuditSettings()

    @model_validator(mode="after")
    def _one_program_a_port(self) -> Self:
        taken: dict[int, str] = {}
        for name, port in (
            ("web.port", self.web.port), ("public.port", self.public.port), ("sip.agents_port", self.sip.agents_port),
            ("sip.trunk_port", self.sip.trunk_port), ("switch.port", self.switch.port),
        ):  # fmt: skip
            other = taken.setdefault(port, name)
            if other != name:
                raise ValueError(
                    f"{name} 与 {other} 同为 {port} / {name} and {other} are both {port}: choose two ports"
                )
        return self

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'tingsu.db'}"

    @property
    def public_url(self) -> str:
        """The database as the public page meets it; "" where the role is not set up yet."""
        return self.public.database or (self.database_url if self.database_url.startswith("sqlite:") else "")

    @property
    def public_address(self) -> str:
        """Where the public page listens, for links while no parameter names its address in the net."""
        host = "127.0.0.1" if self.public.host in ("", "0.0.0.0", "::") else self.public.host
        return f"{self.public.scheme}://{f'[{host}]' if ':' in host else host}:{self.public.port}"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def attachments(self) -> Path:
        return self.data / "attachments"

    @property
    def evidence(self) -> Path:
        return self.data / "evidence"

    @property
    def old_audit(self) -> Path:
        return self.data / "audit"

    @property
    def journal(self) -> Path:
        return self.data / "journal"


def load(path: Path | None = None, **given: Any) -> Settings:
    """Settings from `path` (or `$TINGSU_SETTINGS`, or defaults), overridden by `given`; raises SettingsError."""
    path = path or (Path(os.environ["TINGSU_SETTINGS"]) if os.environ.get("TINGSU_SETTINGS") else None)
    source = _read(path) if path is not None else YamlSource("settings", places={(): (0, 0)})
    problems = list(source.problems)
    if problems and source.value is None:
        raise SettingsError("\n".join(map(both, problems)))
    values = {} if source.value is None else source.value
    try:
        found = Settings.model_validate({**values, **given} if isinstance(values, dict) else values)
    except ValidationError as error:
        problems += problems_of(error, source)
    if problems:
        raise SettingsError("\n".join(map(both, sorted(problems))))
    return found


def of_program(name: str, about: str | None) -> Settings:
    """The settings of a program started as `python -m name [--settings FILE]`; unfit ones end it with code 2."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=about)
    parser.add_argument("--settings", type=Path, help="the settings file (YAML)")
    try:
        return load(parser.parse_args().settings)
    except SettingsError as error:
        print(f"settings / 设置: {error}", file=sys.stderr)  # noqa: T201 - the person who starts it reads this
        sys.exit(2)


def _read(path: Path) -> YamlSource:
    try:
        return read(path.read_bytes(), str(path))
    except OSError as error:
        raise SettingsError(f"{path}: 读不出 / cannot be read: {error}") from error


def given_secret(data: Path, name: str) -> str:
    """A secret that another organisation has given and somebody has put into `data/secrets/name`; "" without one."""
    try:
        return (data / "secrets" / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def secret(data: Path, name: str) -> str:
    """A secret kept in `data/secrets/name`, made at first use, readable by its owner alone."""
    folder = data / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / name
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(24))  # hex: it may stand anywhere, also after an option
    return file.read_text(encoding="ascii").strip()
