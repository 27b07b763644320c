"""Receipts of the short-message gateway: the only URL to which another organisation posts.

It needs neither sign-in nor CSRF token, since a machine posts it; the signature replaces both.
"""

from typing import cast

import structlog
from flask import Blueprint, Flask, current_app, jsonify, request
from werkzeug.wrappers import Response

from admin_web.access import client_ip, now, settings
from hotline.messages import verbs as verbs
from hotline.messages.rules import receipts
from hotline.settings import Settings, secret
from hotline.settings.addresses import counted
from web_kit.rate import Rate, Sum

blueprint = Blueprint("receipts", __name__)
log = structlog.get_logger()
LINES_OF_ONE, LINES_OF_ALL = 3, 20  # lines of a minute in the log: of one address, of all together


@blueprint.post("/notices/receipt/<gateway>")
def take(gateway: str) -> tuple[Response, int]:
    """403 without a valid signature, 400 if unreadable, 202 if a message is unknown here, else 200."""
    chosen = settings()
    body = b"" if (request.content_length or 0) > receipts.BODY_MOST else request.get_data(cache=False)
    stamp, signed = request.headers.get("X-Tingsu-Timestamp", ""), request.headers.get("X-Tingsu-Signature", "")
    genuine = receipts.genuine(shared(chosen), stamp, signed, body, seconds=now().timestamp())
    if gateway != chosen.sms.gateway or gateway == "kept" or not genuine:
        _refused(gateway)
        return _told(403, "FORBIDDEN")
    told = receipts.read(body, _shape(chosen))
    if told is None:
        log.error("receipt_not_read", gateway=gateway)
        return _told(400, "NOT UNDERSTOOD")
    unknown = verbs.receive(told, gateway=gateway, now=now())
    if unknown:
        log.warning("receipt_of_unknown_message", gateway=gateway, unknown=unknown, of=len(told))
    return _told(202 if unknown else 200, "OK")


def start(app: Flask) -> None:
    """What bounds the refused ones: whoever sends a million leaves one number in the database and few lines."""
    app.extensions["receipts_refused"] = (Sum(), Rate(LINES_OF_ALL), Rate(LINES_OF_ONE))


def _refused(gateway: str) -> None:
    told, of_all, of_one = cast(tuple[Sum, Rate, Rate], current_app.extensions["receipts_refused"])
    if (count := told.due(now())) > 0:
        verbs.count_refused(count, now=now())
    if of_one.one_more(counted(client_ip()), now()) and of_all.one_more("", now()):
        log.warning("receipt_refused", gateway=gateway[:16], client_ip=client_ip())


def shared(chosen: Settings) -> str:
    """The secret that signs receipts: given in the settings, or made at first use."""
    return chosen.sms.receipts_secret or secret(chosen.data, "sms_receipts")


def _shape(chosen: Settings) -> receipts.Shape:
    if chosen.sms.gateway == "tencent":
        return receipts.TENCENT
    one = chosen.sms.receipts
    return receipts.Shape(one.id, one.ref, one.state, one.why, tuple(one.delivered), tuple(one.failed))


def _told(status: int, message: str) -> tuple[Response, int]:
    """The response in the gateways' format: `result` 0 is success."""
    return jsonify(result=0 if status < 300 else status, errmsg=message), status
