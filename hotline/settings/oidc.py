"""Single sign-on: which OpenID Connect provider says who signs in on the staff's web."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hotline.settings.addresses import only_here
from hotline.yaml_source.readers import Number


def is_safe(url: str) -> bool:
    """Whether secrets may be sent to an address: over HTTPS, or on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return host != "" and (parts.scheme == "https" or (parts.scheme == "http" and only_here(host)))


class OidcSettings(BaseModel):
    """`issuer`: the provider's name, which is its address; `client_id`: ours there, its secret stands in
    `data/secrets/oidc`; `address`: of the staff's web as browsers write it; `claim`: what names the login;
    `second_factor`: values of `acr` or `amr` that tell that the provider has asked for one; `name`: on the button."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    issuer: str
    client_id: str = Field(min_length=1)
    address: str
    claim: str = "preferred_username"
    second_factor: list[str] = []
    name: str = ""
    ca_file: str = ""
    seconds: Number = Field(default=5.0, ge=0.5, le=30)

    @field_validator("issuer", "address")
    @classmethod
    def _safe(cls, url: str) -> str:
        if not is_safe(url):
            raise ValueError("应以 https:// 开头 / it begins with https://")
        return url
