"""The address that the short-message gateway posts its receipts to: open to the world, closed by a signature."""

import json

import pytest
from structlog.testing import capture_logs

from admin_web.app import create_app
from hotline.messages.reads import refused_today
from hotline.messages.rules.receipts import BODY_MOST, signature
from hotline.rows import Change, Counter, Notice
from hotline.settings import load, secret
from tests.builders import NOW

pytestmark = pytest.mark.unit
STAMP = str(int(NOW.timestamp()))
HTTP = {"gateway": "http", "http": {"url": "http://a"}, "receipts_secret": "shared"}


@pytest.fixture
def client_of(db, settings, clock):
    """`client_of(sms)`: a machine that speaks to an installation with these settings; forms are checked as ever."""

    def make(sms):
        app = create_app(load(**settings.model_dump(exclude={"sms"}), sms=sms), now=clock)
        return app.test_client()

    return make


@pytest.fixture
def client(client_of):
    return client_of(HTTP)


@pytest.fixture
def row(db):
    return Notice.create(
        number="13800001234", template="silent_call", text="您好", ref="a", state="sent", at=NOW, next_at=NOW,
        gateway="http", gateway_id="G-1",
    )  # fmt: skip


def post(client, value, *, gateway="http", key="shared", stamp=STAMP, **headers):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    signed = {"X-Tingsu-Timestamp": stamp, "X-Tingsu-Signature": signature(key, stamp, body)}
    return client.post(f"/notices/receipt/{gateway}", data=body, headers=signed | headers)


def test_a_signed_receipt_is_taken_without_signing_in_and_without_a_form(client, row):
    answers = [post(client, {"id": "G-1", "state": "delivered"}) for _ in range(2)]
    assert [(a.status_code, a.json) for a in answers] == [(200, {"result": 0, "errmsg": "OK"})] * 2
    assert (Notice.get().state, Notice.get().receipt_at, refused_today(NOW)) == ("delivered", NOW, 0)
    assert "Set-Cookie" not in answers[0].headers


def test_a_receipt_of_a_message_that_nobody_knows(client, row):
    answer = post(client, [{"id": "G-1", "state": "failed", "message": "停机"}, {"id": "G-2", "state": "failed"}])
    assert (answer.status_code, answer.json["result"]) == (202, 0)
    assert (Notice.get().state, Notice.get().error) == ("failed", "停机")


@pytest.mark.parametrize(
    "given",
    [
        {"key": "guessed"}, {"key": ""}, {"X-Tingsu-Signature": ""}, {"X-Tingsu-Timestamp": ""},
        {"stamp": str(int(NOW.timestamp()) - 301)}, {"stamp": str(int(NOW.timestamp()) + 301)},
        {"gateway": "kept"}, {"gateway": "tencent"}, {"gateway": "<b>"},
    ],
)  # fmt: skip
def test_what_is_not_signed_is_refused_and_counted(client, row, given):
    answer = post(client, {"id": "G-1", "state": "delivered"}, **given)
    assert (answer.status_code, answer.json) == (403, {"result": 403, "errmsg": "FORBIDDEN"})
    assert (Notice.get().state, refused_today(NOW), Change.select().count()) == ("sent", 1, 0)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"null", b'"x"', b"{}", b"[" * 9999])
def test_what_is_signed_and_cannot_be_read(client, row, body):
    assert (post(client, body).status_code, Notice.get().state) == (400, "sent")


def test_a_body_without_end_is_refused(client, row):
    assert post(client, b" " * (BODY_MOST + 1)).status_code == 403
    assert Notice.get().state == "sent"


def test_without_a_gateway_there_are_no_receipts(client_of, row):
    assert post(client_of({"receipts_secret": "shared"}), {"id": "G-1"}, gateway="kept").status_code == 403


def test_a_browser_finds_nothing_there(client):
    assert client.get("/notices/receipt/http").headers["Location"].startswith("/login")


def test_the_secret_is_made_where_none_is_given(client_of, settings, row):
    client = client_of(HTTP | {"receipts_secret": ""})
    key = secret(settings.data, "sms_receipts")
    assert len(key) == 48
    assert post(client, {"id": "G-1", "state": "delivered"}, key="").status_code == 403
    assert post(client, {"id": "G-1", "state": "delivered"}, key=key).status_code == 200


def test_receipts_look_as_the_gateway_sends_them(client_of, row):
    shape = {"id": "data.sn", "state": "data.st", "delivered": ["0"], "failed": ["1", "2"], "why": "data.why"}
    client = client_of(HTTP | {"receipts": shape})
    assert post(client, {"data": {"sn": "G-1", "st": 2, "why": "空号"}}).status_code == 200
    assert (Notice.get().state, Notice.get().error) == ("failed", "空号")


def test_tencents_receipts(client_of, row):
    Notice.update(gateway="tencent").execute()
    tencent = {"secret_id": "i", "app_id": "1", "sign": "热线"}
    client = client_of({"gateway": "tencent", "receipts_secret": "shared", "tencent": tencent})
    value = [{"mobile": "138", "report_status": "SUCCESS", "errmsg": "DELIVRD", "sid": "G-1"}]
    assert (post(client, value, gateway="tencent").json, Notice.get().state) == (
        {"result": 0, "errmsg": "OK"},
        "delivered",
    )


def test_a_flood_of_unsigned_ones_leaves_one_number_and_few_lines(client, row, clock):
    with capture_logs() as logs:
        for n in range(200):
            client.post("/notices/receipt/http", data=b"x", environ_base={"REMOTE_ADDR": f"10.0.0.{n % 2}"})
    assert (refused_today(NOW), Counter.select().count()) == (1, 1)
    assert [one["event"] for one in logs].count("receipt_refused") == 6
    clock.forward(minutes=1)
    client.post("/notices/receipt/http", data=b"x")
    assert refused_today(NOW) == 201
    assert post(client, {"id": "G-1", "state": "delivered"}, stamp=str(int(clock().timestamp()))).status_code == 200


def test_many_addresses_together_fill_no_log(client, row):
    with capture_logs() as logs:
        for n in range(100):
            client.post("/notices/receipt/http", data=b"x", environ_base={"REMOTE_ADDR": f"2001:db8:{n:x}::1"})
    assert [one["event"] for one in logs].count("receipt_refused") == 20
