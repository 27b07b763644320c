"""`/healthz`: the state of each part for a person or a program that watches; without sign-in, without secrets."""

from typing import cast

from flask import Blueprint, Response, current_app, jsonify

from admin_web.access import now
from hotline.store.connection import connected
from hotline.store.health import Pulse, late, read_now, told, words
from hotline.store.heartbeat import Heart
from hotline.words import Part
from web_kit.connection import unconnected

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@unconnected
def state() -> Response:
    """200 when every part is ok, else 503; `late` names the parts that run late, with seconds. Answered from what the
    program's own beats know, so it never waits for the database. An application without beats (no program runs it)
    reads the heartbeats itself."""
    known = pulse()
    if known is None:
        states, lags = _read()
    else:
        states = told(known, Part.WEB, now())
        lags = late(known, states, now())
    good = all(word == "ok" for word in states.values())
    answer = jsonify(
        ok=good, parts={str(part): word for part, word in states.items()},
        late={str(part): seconds for part, seconds in lags.items()},
    )  # fmt: skip
    answer.status_code = 200 if good else 503
    return answer


def _read() -> tuple[dict[Part, str], dict[Part, float]]:
    with connected():
        known = read_now(now=now())
    told_now = words(known, now=now())
    return told_now, late(known, told_now, now())


def pulse() -> Pulse | None:
    """What the program knows by its beats."""
    heart = cast(Heart | None, current_app.extensions.get("heart"))
    return None if heart is None else heart.pulse
