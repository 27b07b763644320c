"""Short messages through Tencent Cloud, with its own SDK (`requirements-sms.txt`), which is imported only when needed.

The texts are templates approved by Tencent; the fields go into `{1}`, `{2}` … in the order of
`hotline.messages.rules.notices.FIELDS` (docs/sms-gateway.md lists them).
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline.messages.rules.notices import FIELDS
from hotline.ports import GatewayError, NoAnswer, NotSetUp
from hotline.settings.gateways import SmsTencentSettings
from hotline.values.privacy import clean
from hotline.words import NoticeKind

from . import web

SDK = "tencentcloud"
NOT_INSTALLED = "the package tencentcloud-sdk-python-sms is not installed: pip install -r requirements-sms.txt"
NO_SECRET = "the secret key is not set: `sms.secret`, or the file `secrets/sms` of the data folder"  # noqa: S105
_SDK_REFUSES = ("ClientError", "ClientParamsError")  # before anything is asked
# What the answer's code begins with. A message that is not to blame waits until somebody has set things right.
_NOT_SET_UP = (
    "AuthFailure", "UnauthorizedOperation", *_SDK_REFUSES, "FailedOperation.InsufficientBalance",
    "FailedOperation.MissingSignature", "FailedOperation.MissingTemplate", "FailedOperation.Signature",
    "FailedOperation.Template", "InternalError.Sig",
    "InternalError.RequestTimeException", "InvalidParameterValue.SdkAppIdNotExist",
    "InvalidParameterValue.ProhibitedUseUrl", "InvalidParameterValue.TemplateParameterFormat",
)  # fmt: skip
_UNCLEAR = (
    "InternalError.Timeout", "InternalError.SendAndRecvFail", "InternalError.ParseBackendResponseFail",
    "InternalError.UnknownError",
)  # fmt: skip
_ENOUGH_FOR_THIS_NUMBER = ("LimitExceeded.PhoneNumberDaily", "LimitExceeded.PhoneNumberSameContent")
_NOT_NOW = ("LimitExceeded", "RequestLimitExceeded", "InternalError")


@dataclass(slots=True)
class Tencent:
    settings: SmsTencentSettings
    secret: str = field(repr=False)
    seconds: float
    name: str = "tencent"
    _client: Any = field(default=None, repr=False)

    def send(self, number: str, text: str, *, ref: str, template: str, fields: Mapping[str, str]) -> str:
        there = self.settings.templates.get(template)
        if not there:
            raise NotSetUp(f"`sms.tencent.templates` does not name a template for {template}")
        self._client = self._client or self._made()
        models = _part("sms.v20210111.models")
        asked = models.SendSmsRequest()
        asked.PhoneNumberSet = [f"+86{number}"]
        asked.SmsSdkAppId, asked.SignName, asked.TemplateId = self.settings.app_id, self.settings.sign, there
        asked.TemplateParamSet = [self._value(name, fields.get(name, "")) for name in FIELDS[NoticeKind(template)]]
        asked.SessionContext = ref
        return _taken(self._asked(asked))

    def _value(self, name: str, value: str) -> str:
        """A link without the beginning that is in the template: Tencent does not allow links in fields."""
        return value.removeprefix(self.settings.link_prefix) if name == "link" else value

    def _asked(self, asked: Any) -> Any:
        failure = _part("common.exception.tencent_cloud_sdk_exception").TencentCloudSDKException
        try:
            return self._client.SendSms(asked)
        except failure as error:
            code, cause = str(error.get_code() or ""), error.__context__
            if code == "ClientNetworkError" and isinstance(cause, Exception):
                raise web.failed(cause, self.seconds) from error
            raise _refusal(code, str(error.get_message() or "")) from error

    def _made(self) -> Any:
        if not self.secret:
            raise NotSetUp(NO_SECRET)
        http = _part("common.profile.http_profile").HttpProfile(
            endpoint=self.settings.endpoint, reqTimeout=self.seconds
        )  # fmt: skip
        profile = _part("common.profile.client_profile").ClientProfile(httpProfile=http)
        known = _part("common.credential").Credential(self.settings.secret_id, self.secret)
        return _part("sms.v20210111.sms_client").SmsClient(known, self.settings.region, profile)


def _part(name: str) -> Any:
    try:
        return importlib.import_module(f"{SDK}.{name}")
    except ImportError as error:
        raise NotSetUp(NOT_INSTALLED) from error


def _taken(answer: Any) -> str:
    told = (getattr(answer, "SendStatusSet", None) or [None])[0]
    if told is None or not told.Code:
        raise NoAnswer("Tencent's answer does not say whether it has taken the message")
    if told.Code != "Ok":
        raise _refusal(str(told.Code), str(told.Message or ""))
    return clean(str(told.SerialNo or ""), 100)


def _refusal(code: str, message: str) -> GatewayError:
    said = clean(f"{code}: {message}", 150)
    if code.startswith(_NOT_SET_UP):
        return NotSetUp(said)
    if code.startswith(_UNCLEAR) or _is_of_the_sdk(code):
        return NoAnswer(said)
    return GatewayError(said, permanent=code.startswith(_ENOUGH_FOR_THIS_NUMBER) or not code.startswith(_NOT_NOW))


def _is_of_the_sdk(code: str) -> bool:
    """The SDK's word for an answer that it cannot read (`JSONDecodeError`), or that was no answer."""
    return code.endswith("Error") and "." not in code and code != "InternalError"
