"""Asking other organisations' machines: whatever they do, it ends in time and says whether it may have been done."""

from collections.abc import Iterator
from typing import Any

import pytest

from hotline.outside import web
from hotline.ports import GatewayError, NoAnswer, NotSetUp
from tests.hotline.outside import service
from tests.hotline.outside.service import Machine

pytestmark = pytest.mark.wire


@pytest.fixture
def there() -> Iterator[Machine]:
    with service.machine() as made:
        yield made


def ask(url: str, *, seconds: float = 5.0, **given: Any) -> web.Answer:
    return web.post(url, {"字": 1}, headers={"X-Word": "话"}, seconds=seconds, **given)


def fails(url: str, *, seconds: float = 5.0, **given: Any) -> tuple[type[GatewayError], str]:
    with pytest.raises(GatewayError) as error:
        ask(url, seconds=seconds, **given)
    return type(error.value), str(error.value)


def test_json_goes_and_json_comes(there: Machine) -> None:
    there.answers["/a"] = (201, {"data": [{"id": 7}]})
    assert ask(f"{there.url}/a") == web.Answer(201, {"data": [{"id": 7}]})
    path, headers, value = there.heard[0]
    assert (path, value, headers["Content-Type"]) == ("/a", {"字": 1}, "application/json; charset=utf-8")
    assert headers["X-Word"].encode("latin-1").decode() == "话"


@pytest.mark.parametrize(
    "body", [b"<html>500</html>", b"", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 40 + b"1" + b"}" * 40]
)
def test_what_is_no_json_is_nothing(there: Machine, body: bytes) -> None:
    there.answers["/a"] = (200, body)
    assert ask(f"{there.url}/a") == web.Answer(200, None)


@pytest.mark.parametrize(
    ("misbehave", "says"),
    [
        (service.silent, "no answer within 0.3 s"),
        (service.drop, "the connection broke before the answer"),
        (service.half, "the connection broke before the answer"),
        (service.drip, "the answer did not end in time"),
        (service.huge, "the answer is larger than any should be"),
    ],
)
def test_what_may_have_been_read_there_may_have_been_done(there: Machine, misbehave: Any, says: str) -> None:
    there.answers["/a"] = misbehave
    assert fails(f"{there.url}/a", seconds=0.3 if "0.3" in says or "time" in says else 5.0) == (NoAnswer, says)


def test_nobody_is_there() -> None:
    assert fails("http://127.0.0.1:1/a") == (GatewayError, "nobody answers at its address")
    assert fails("http://no-such-name.invalid/a") == (GatewayError, "nobody answers at its address")


def test_a_redirect_is_an_answer_and_is_not_followed(there: Machine) -> None:
    there.answers.update({"/a": service.elsewhere, "/other": (200, {"id": "x"})})
    assert (ask(f"{there.url}/a"), len(there.heard)) == (web.Answer(307, None), 1)


@pytest.mark.parametrize("url", ["", "no address", "ftp://127.0.0.1/", "http://[::1", "http://"])
def test_an_address_that_cannot_be_asked(url: str) -> None:
    kind, said = fails(url)
    assert (kind, said.startswith("the address cannot be asked (")) == (NotSetUp, True)


def test_a_secure_connection_is_made_or_none(there: Machine) -> None:
    secure = there.url.replace("http:", "https:")
    assert fails(secure) == (NotSetUp, "no secure connection can be made: look at its certificate")
    assert fails(secure, ca_file="/no/such/file")[0] is NotSetUp
    assert there.heard == []


def test_the_environment_adds_nothing(there: Machine, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    there.answers["/a"] = (200, {})
    assert ask(f"{there.url}/a") == web.Answer(200, {})
    assert "Authorization" not in there.heard[0][1]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", ""), ("a", ""), ("b.0.c", "7"), ("b.1.c", ""), ("b.x", ""), ("d", "true"), ("e", "1.5"), ("f", ""),
        ("g", "词"), ("b.0.c.d", ""),
    ],
)  # fmt: skip
def test_what_stands_at_a_place(path: str, found: str) -> None:
    value = {"b": [{"c": 7}], "d": True, "e": 1.5, "f": None, "g": "词", "": 1}
    assert web.at(value, path) == found


def test_one_value_is_its_own_place() -> None:
    assert (web.at("x", ""), web.at(["x"], ""), web.at("x", "0")) == ("x", "", "")
