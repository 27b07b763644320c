"""`/healthz`: the state of each part for a person or a program that watches; without sign-in, without secrets."""

from flask import Blueprint, Response, jsonify

from admin_web.access import now
from hotline.store.health import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def state() -> Response:
    """200 when every part is ok, else 503. When the database is away the error page answers 503 as well."""
    told = parts(now=now())
    good = all(word == "ok" for word in told.values())
    answer = jsonify(ok=good, parts={str(part): word for part, word in told.items()})
    answer.status_code = 200 if good else 503
    return answer
