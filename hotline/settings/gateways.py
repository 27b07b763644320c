"""What an installation decides about other organisations' systems: short messages and the case system."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from hotline.yaml_source.readers import Data, Number, Whole


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _web_address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("应以 http:// 或 https:// 开头 / it begins with http:// or https://")
    return url


class SmsHttpSettings(_Part):
    """A gateway that takes a POST of JSON. docs/sms-gateway.md says what each of these is.

    `{number}`, `{text}`, `{ref}`, `{template}` and `{secret}` are filled in in the texts of headers and body, and
    `{fields}` alone becomes the fields. `status`, `id` and `why` are places in the answer, like `data.code`.
    """

    url: str = ""
    ca_file: str = ""
    headers: dict[str, str] = {}
    body: dict[str, Data] = {"number": "{number}", "text": "{text}", "ref": "{ref}"}
    status: str = ""
    taken: list[str] = []
    again: list[str] = []
    id: str = "id"
    why: str = "message"

    _url = field_validator("url")(_web_address)

    @model_validator(mode="after")
    def _says_what_is_taken(self) -> Self:
        if bool(self.status) != bool(self.taken):
            raise ValueError("status 与 taken 应同时填写 / `status` and `taken` go together")
        return self


class SmsReceiptSettings(_Part):
    """Where a receipt of the HTTP gateway says which message it means and what became of it."""

    id: str = "id"
    ref: str = "ref"
    state: str = "state"
    why: str = "message"
    delivered: list[str] = ["delivered"]
    failed: list[str] = ["failed"]


class SmsTencentSettings(_Part):
    """Tencent Cloud SMS. `templates`: the id of the template there for each of ours; `link_prefix`: the beginning of
    links that stands in the templates there."""

    secret_id: str = ""
    app_id: str = ""
    sign: str = ""
    region: str = "ap-guangzhou"
    endpoint: str = "sms.tencentcloudapi.com"
    templates: dict[str, str] = {}
    link_prefix: str = ""


class SmsSettings(_Part):
    """How short messages go out; `kept`: they do not, and stand on the page.

    `secret` and `receipts_secret` stand in `data/secrets/sms` and `data/secrets/sms_receipts` where they are empty.
    """

    gateway: Literal["kept", "http", "tencent"] = "kept"
    seconds: Number = Field(default=5.0, gt=0, le=30)
    tries: Whole = Field(default=5, ge=1, le=20)
    secret: str = ""
    receipts_secret: str = ""
    http: SmsHttpSettings = SmsHttpSettings()
    receipts: SmsReceiptSettings = SmsReceiptSettings()
    tencent: SmsTencentSettings = SmsTencentSettings()

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        needed: dict[str, dict[str, str]] = {
            "http": {"http.url": self.http.url},
            "tencent": {f"tencent.{name}": getattr(self.tencent, name) for name in ("secret_id", "app_id", "sign")},
        }
        lacks = [name for name, value in needed.get(self.gateway, {}).items() if not value]
        if lacks:
            raise ValueError(f"缺少 {', '.join(lacks)} / the gateway {self.gateway} needs {', '.join(lacks)}")
        return self


class CaseSettings(_Part):
    """The case system: the embedded sample, a service, or views in another database. See docs/case-system.md.

    An answer about a telephone number is shown again for `cache_minutes` without asking, and kept for `cache_days` for
    the time when the system does not answer. `secret` stands in `data/secrets/cases` where it is empty.
    """

    system: Literal["sample", "http", "view"] = "sample"
    url: str = ""
    ca_file: str = ""
    secret: str = ""
    seconds: Number = Field(default=3.0, gt=0, le=30)
    cache_minutes: Whole = Field(default=5, ge=0, le=1440)
    cache_days: Whole = Field(default=7, ge=0, le=90)
    cases_view: str = "hotline_cases"
    petitions_view: str = "hotline_petitions"

    @field_validator("cases_view", "petitions_view")
    @classmethod
    def _name_of_a_view(cls, name: str) -> str:
        parts = name.split(".")
        if len(parts) > 2 or not all(part.isascii() and part.isidentifier() and len(part) <= 63 for part in parts):
            raise ValueError("应为视图名，可加模式名 / the name of a view is expected, like `public.cases`")
        return name

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        begins = {"http": ("http://", "https://"), "view": ("sqlite:///", "postgresql://", "postgres://")}
        allowed = begins.get(self.system, ())
        if allowed and not self.url.startswith(allowed):
            raise ValueError(f"url 应以 {' / '.join(allowed)} 开头 / `url` begins with one of these")
        return self
