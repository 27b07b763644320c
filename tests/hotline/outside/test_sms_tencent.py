"""Tencent: what its SDK is asked, and what each of its answers means. The SDK here is a stand-in of its shape."""

import sys
import types
from typing import Any

import pytest
import requests

from hotline.outside import sms_tencent
from hotline.outside.sms_tencent import Tencent
from hotline.ports import GatewayError, NoAnswer, NotSetUp
from hotline.settings.gateways import SmsTencentSettings

pytestmark = pytest.mark.unit
SETTINGS = SmsTencentSettings(
    secret_id="id", app_id="1400", sign="热线", templates={"visit_link": "77"}, link_prefix="https://a.gov.cn/v/"
)


class SdkError(Exception):
    def __init__(self, code: str = "", message: str = "") -> None:
        self.code, self.message = code, message

    def get_code(self) -> str:
        return self.code

    def get_message(self) -> str:
        return self.message


def status(code: str, message: str = "", serial: str = "S-1") -> Any:
    told = types.SimpleNamespace(Code=code, Message=message, SerialNo=serial)
    return types.SimpleNamespace(SendStatusSet=[told])


class Sdk:
    """The parts of the SDK that are asked for, and what they were given."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self.asked: list[dict[str, Any]] = []
        self.answer: Any = status("Ok")

    def client(self, known: Any, region: str, profile: Any) -> Any:
        self.made.append((known, region, profile))
        return types.SimpleNamespace(SendSms=self.send)

    def send(self, asked: Any) -> Any:
        self.asked.append(vars(asked))
        if isinstance(self.answer, SdkError):
            raise self.answer
        if isinstance(self.answer, Exception):
            try:
                raise self.answer
            except requests.RequestException as error:
                raise SdkError("ClientNetworkError", str(error))  # noqa: B904 - as the SDK does it
        return self.answer


@pytest.fixture
def sdk(monkeypatch: pytest.MonkeyPatch) -> Sdk:
    made = Sdk()
    parts: dict[str, dict[str, Any]] = {
        "sms.v20210111.models": {"SendSmsRequest": types.SimpleNamespace},
        "sms.v20210111.sms_client": {"SmsClient": made.client},
        "common.credential": {"Credential": lambda *words: ("known", *words)},
        "common.profile.http_profile": {"HttpProfile": lambda **given: ("http", given)},
        "common.profile.client_profile": {"ClientProfile": lambda **given: ("profile", given)},
        "common.exception.tencent_cloud_sdk_exception": {"TencentCloudSDKException": SdkError},
    }
    for name, holds in parts.items():
        module = types.ModuleType(f"tencentcloud.{name}")
        vars(module).update(holds)
        words = f"tencentcloud.{name}".split(".")
        for count in range(1, len(words)):
            package = types.ModuleType(".".join(words[:count]))
            package.__path__ = []
            monkeypatch.setitem(sys.modules, package.__name__, package)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return made


def send(gateway: Tencent | None = None, template: str = "visit_link") -> str:
    fields = {"number": "W1", "link": "https://a.gov.cn/v/abc"}
    gateway = gateway or Tencent(SETTINGS, "key", 3.0)
    return gateway.send("13800001234", "不用", ref="5-0", template=template, fields=fields)


def fails(gateway: Tencent | None = None, template: str = "visit_link") -> tuple[type[GatewayError], str, bool]:
    with pytest.raises(GatewayError) as error:
        send(gateway, template)
    return type(error.value), str(error.value), error.value.permanent


def test_fields_go_in_their_order_into_the_approved_template(sdk: Sdk) -> None:
    gateway = Tencent(SETTINGS, "key", 3.0)
    assert (send(gateway), send(gateway)) == ("S-1", "S-1")
    assert sdk.asked[0] == {
        "PhoneNumberSet": ["+8613800001234"], "SmsSdkAppId": "1400", "SignName": "热线", "TemplateId": "77",
        "TemplateParamSet": ["W1", "abc"], "SessionContext": "5-0",
    }  # fmt: skip
    http = {"endpoint": "sms.tencentcloudapi.com", "reqTimeout": 3.0}
    profile = ("profile", {"httpProfile": ("http", http)})
    assert sdk.made == [(("known", "id", "key"), "ap-guangzhou", profile)]


@pytest.mark.parametrize(
    ("code", "kind", "permanent"),
    [
        ("FailedOperation.PhoneNumberInBlacklist", GatewayError, True),
        ("FailedOperation.ContainSensitiveWord", GatewayError, True),
        ("InvalidParameterValue.IncorrectPhoneNumber", GatewayError, True),
        ("LimitExceeded.PhoneNumberDailyLimit", GatewayError, True),
        ("LimitExceeded.PhoneNumberThirtySecondLimit", GatewayError, False),
        ("RequestLimitExceeded", GatewayError, False),
        ("InternalError.OtherError", GatewayError, False),
        ("InternalError.Timeout", NoAnswer, False),
        ("ServerNetworkError", NoAnswer, False),
        ("JSONDecodeError", NoAnswer, False),
        ("ClientParamsError", NotSetUp, False),
        ("InternalError", GatewayError, False),
        ("InvalidParameter", GatewayError, True),
        ("AuthFailure.SignatureFailure", NotSetUp, False),
        ("UnauthorizedOperation.ServiceSuspendDueToArrears", NotSetUp, False),
        ("FailedOperation.InsufficientBalanceInSmsPackage", NotSetUp, False),
        ("FailedOperation.TemplateIncorrectOrUnapproved", NotSetUp, False),
    ],
)
def test_what_a_code_means(sdk: Sdk, code: str, kind: type[GatewayError], permanent: bool) -> None:
    told = (kind, f"{code}: why", permanent)
    sdk.answer = SdkError(code, "why")
    assert fails() == told
    sdk.answer = status(code, "why")
    assert fails() == told


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (requests.ConnectTimeout(), GatewayError),
        (requests.ReadTimeout(), NoAnswer),
        (requests.exceptions.SSLError(), NotSetUp),
        (requests.ConnectionError(), NoAnswer),
    ],
)
def test_a_network_that_fails(sdk: Sdk, failure: Exception, kind: type[GatewayError]) -> None:
    sdk.answer = failure
    assert fails()[0] is kind


@pytest.mark.parametrize("answer", [types.SimpleNamespace(), types.SimpleNamespace(SendStatusSet=[]), status("")])
def test_an_answer_that_says_nothing(sdk: Sdk, answer: Any) -> None:
    sdk.answer = answer
    assert fails() == (NoAnswer, "Tencent's answer does not say whether it has taken the message", False)


def test_what_is_not_set_up_is_said(sdk: Sdk, monkeypatch: pytest.MonkeyPatch) -> None:
    no_template = "`sms.tencent.templates` does not name a template for silent_call"
    assert fails(template="silent_call") == (NotSetUp, no_template, False)
    assert fails(Tencent(SETTINGS, "", 3.0)) == (NotSetUp, sms_tencent.NO_SECRET, False)
    monkeypatch.setattr(sms_tencent, "SDK", "no_such_package")
    assert fails() == (NotSetUp, sms_tencent.NOT_INSTALLED, False)
    assert sdk.asked == []
