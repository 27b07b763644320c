"""Short messages through a gateway of JSON over HTTP, and which gateway an installation has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.outside import sms
from hotline.outside.sms_http import Http
from hotline.outside.sms_tencent import Tencent
from hotline.ports import GatewayError, NoAnswer, NotSetUp
from hotline.settings import SettingsError, load
from hotline.settings.gateways import SmsHttpSettings
from tests.hotline.outside import service
from tests.hotline.outside.service import Machine

pytestmark = pytest.mark.wire
MESSAGE: dict[str, Any] = {"ref": "12-0", "template": "urged_citizen", "fields": {"number": "W1", "unit": "执行局"}}


@pytest.fixture
def there() -> Iterator[Machine]:
    with service.machine() as made:
        yield made


def send(there: Machine, *, secret: str = "s3", **given: Any) -> str:
    settings = SmsHttpSettings.model_validate({"url": f"{there.url}/send"} | given)
    return Http(settings, secret, 2.0).send("13800001234", "【热线】您好{ref}", **MESSAGE)


def fails(there: Machine, **given: Any) -> tuple[type[GatewayError], str, bool]:
    with pytest.raises(GatewayError) as error:
        send(there, **given)
    return type(error.value), str(error.value), error.value.permanent


def test_as_it_stands_a_message_is_number_text_and_ref(there: Machine) -> None:
    there.answers["/send"] = (200, {"id": "G-1"})
    assert send(there) == "G-1"
    assert there.asked == [("/send", {"number": "13800001234", "text": "【热线】您好{ref}", "ref": "12-0"})]


def test_request_and_answer_look_as_the_gateway_wants_them(there: Machine) -> None:
    there.answers["/send"] = (200, {"head": {"code": 0}, "data": [{"sn": 99}]})
    body = {
        "app": {"key": "{secret}"}, "list": ["{number}", 1, None], "words": "{text}", "values": "{fields}",
        "id": "{template}/{ref}/{unknown}",
    }  # fmt: skip
    told = send(there, headers={"Authorization": "Bearer {secret}"}, body=body, status="head.code", taken=["0"],
                id="data.0.sn")  # fmt: skip
    assert told == "99"
    _path, headers, value = there.heard[0]
    assert headers["Authorization"] == "Bearer s3"
    assert value == {
        "app": {"key": "s3"}, "list": ["13800001234", 1, None], "words": "【热线】您好{ref}",
        "values": {"number": "W1", "unit": "执行局"}, "id": "urged_citizen/12-0/{unknown}",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "kind", "permanent"),
    [
        (400, GatewayError, True), (404, GatewayError, True), (413, GatewayError, True), (307, GatewayError, True),
        (401, NotSetUp, False), (403, NotSetUp, False),
        (429, GatewayError, False), (500, GatewayError, False), (503, GatewayError, False),
        (502, NoAnswer, False), (504, NoAnswer, False),
    ],
)  # fmt: skip
def test_what_a_status_means(there: Machine, status: int, kind: type[GatewayError], permanent: bool) -> None:
    there.answers["/send"] = (status, {"message": "因为\u202e"})
    assert fails(there) == (kind, f"the gateway answered {status}: 因为", permanent)


@pytest.mark.parametrize(
    ("answer", "kind", "says", "permanent"),
    [
        ({"code": "1", "message": "黑名单"}, GatewayError, "the gateway says 1: 黑名单", True),
        ({"code": 9, "message": ""}, GatewayError, "the gateway says 9", False),
        ({}, NoAnswer, "the gateway's answer does not say whether it has taken the message", False),
        (b"<html>", NoAnswer, "the gateway's answer does not say whether it has taken the message", False),
    ],
)
def test_what_the_answer_says(
    there: Machine, answer: Any, kind: type[GatewayError], says: str, permanent: bool
) -> None:
    there.answers["/send"] = (200, answer)
    assert fails(there, status="code", taken=["0"], again=["9"]) == (kind, says, permanent)


def test_a_gateway_that_gives_no_name_or_a_monster(there: Machine) -> None:
    there.answers["/send"] = (200, b"OK")
    assert send(there) == ""
    there.answers["/send"] = (200, {"id": "x" * 5000 + "\n"})
    assert send(there) == "x" * 100


def test_a_gateway_that_says_nothing_may_have_sent_it(there: Machine) -> None:
    there.answers["/send"] = service.drop
    assert fails(there) == (NoAnswer, "the connection broke before the answer", False)


def test_a_secret_that_is_not_set_is_not_sent_empty(there: Machine) -> None:
    kind, said, _ = fails(there, secret="", headers={"Authorization": "{secret}"})
    assert (kind, "secrets/sms" in said, there.heard) == (NotSetUp, True, [])
    assert Http(SmsHttpSettings(url=there.url), "", 1).name == "http"


# ---- which gateway


def test_without_a_word_messages_are_kept() -> None:
    assert sms.choose(load()) is None


def test_the_secret_comes_from_its_file_unless_it_is_given(tmp_path: Path) -> None:
    given = {"gateway": "http", "http": {"url": "http://a"}}
    assert sms.choose(load(data=tmp_path, sms=given)) == Http(SmsHttpSettings(url="http://a"), "", 5.0)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "sms").write_text("word\n")
    assert sms.choose(load(data=tmp_path, sms=given)) == Http(SmsHttpSettings(url="http://a"), "word", 5.0)
    chosen = sms.choose(load(data=tmp_path, sms=given | {"secret": "other"}))
    assert chosen == Http(SmsHttpSettings(url="http://a"), "other", 5.0)


def test_tencent_is_chosen() -> None:
    tencent = {"secret_id": "i", "app_id": "1400", "sign": "热线"}
    chosen = load(sms={"gateway": "tencent", "secret": "k", "tencent": tencent})
    assert sms.choose(chosen) == Tencent(chosen.sms.tencent, "k", 5.0)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"gateway": "http"}, "sms: 缺少 http.url / the gateway http needs http.url"),
        ({"gateway": "tencent", "tencent": {"app_id": "1"}}, "sms: 缺少 tencent.secret_id, tencent.sign / "),
        ({"gateway": "pigeon"}, "sms.gateway: "),
        ({"http": {"url": "file:///etc/passwd"}}, "sms.http.url: 应以 http:// 或 https:// 开头"),
        ({"http": {"status": "code"}}, "sms.http: status 与 taken 应同时填写"),
        ({"http": {"taken": [0]}}, "sms.http.taken.0: 应为文字，数字请加引号"),
        ({"seconds": 0}, "sms.seconds: "),
        ({"seconds": 31}, "sms.seconds: "),
    ],
)
def test_settings_that_cannot_work(given: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(sms=given)
    assert f"settings: {says}" in str(error.value)


def test_a_complaint_about_settings_shows_no_secret() -> None:
    with pytest.raises(SettingsError) as error:
        load(sms={"gateway": "http", "secret": "very-secret"})
    assert "very-secret" not in str(error.value)
