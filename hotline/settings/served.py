"""Where a web listens and how browsers reach it: address, port, proxies, TLS of its own or of the proxy."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from hotline.settings.addresses import network, only_here
from hotline.yaml_source.readers import Flag, Port


class TlsSettings(BaseModel):
    """Files (PEM) of a certificate with its chain, and of its key."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    cert: Path
    key: Path


class ServedSettings(BaseModel):
    """What both webs have. `behind_https`: a proxy that is named speaks HTTPS with the browsers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    host: str = "127.0.0.1"
    port: Port
    secure_cookie: Flag = False
    proxies: list[str] = []  # whose X-Forwarded-For is believed
    tls: TlsSettings | None = None
    behind_https: Flag = False
    insecure: Flag = False

    @field_validator("host")
    @classmethod
    def _address(cls, host: str) -> str:
        if host.strip().isdecimal():
            raise ValueError("应为地址，如 127.0.0.1、0.0.0.0 / it is an address, like 127.0.0.1 or 0.0.0.0")
        return host

    @field_validator("proxies")
    @classmethod
    def _networks(cls, proxies: list[str]) -> list[str]:
        return [network(one) for one in proxies]

    @model_validator(mode="after")
    def _names_its_proxy(self) -> Self:
        if self.behind_https and not self.proxies:
            raise ValueError("behind_https 须在 proxies 中写明代理 / behind_https needs the proxy named in proxies")
        if self.behind_https and self.tls is not None:
            raise ValueError("tls 与 behind_https 只能选一 / choose one of tls and behind_https")
        return self

    @property
    def https(self) -> bool:
        """Whether browsers come over HTTPS, so that they may be told to come no other way."""
        return self.behind_https or self.tls is not None

    @property
    def scheme(self) -> str:
        """Of the program's own address."""
        return "http" if self.tls is None else "https"

    def refusal(self, name: str) -> str | None:
        """Why a web may not begin so, in both languages; None if it may. `name`: web or public."""
        for file in () if self.tls is None else (self.tls.cert, self.tls.key):
            if not file.is_file():
                return f"{name}.tls：没有文件 {file} / there is no file {file}"
        if only_here(self.host) or self.https or self.insecure:
            return None
        return (
            f"{name}.host 为“{self.host}”，密码和来电信息将以明文经过网络：请设置 {name}.tls，或在 HTTPS 代理后设置 "
            f"{name}.behind_https 和 {name}.proxies；确需明文时写明 {name}.insecure: true "
            f"/ {name}.host is “{self.host}”, so passwords and calls would cross the network in the clear: set "
            f"{name}.tls, or behind a proxy with HTTPS {name}.behind_https and {name}.proxies; to do so all the same "
            f"write {name}.insecure: true"
        )
