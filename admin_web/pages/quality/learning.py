"""What is learnt: how far two looks agree and where they differ most, and the library of examples."""

from fractions import Fraction

from flask import Blueprint, abort, render_template, request
from flask import Response as FlaskResponse

from admin_web import clips
from admin_web.access import client_ip, needs, now, reader
from hotline.people.rules.permissions import Permission
from hotline.quality.reads import inspecting, learning
from hotline.quality.rules.scoring import said
from hotline.quality.verbs import coaching

blueprint = Blueprint("learning", __name__, template_folder="templates")
READS = (Permission.INSPECT, Permission.MANAGE_QUALITY, Permission.SEE_OWN_QUALITY)


@blueprint.get("/quality/agreement")
@needs(Permission.MANAGE_QUALITY)
def agreement() -> str:
    found = learning.calibration(reader().site, now(), but=reader().id)
    return render_template("quality/agreement.html", found=found, said=said, days=learning.DAYS, digits=digits)


@blueprint.get("/quality/examples")
@needs(*READS)
def library() -> str:
    stars = {"5": 5, "2": 2}.get(request.args.get("stars", ""), 0)
    page = learning.examples(reader().site, stars=stars, after=request.args.get("after", ""))
    return render_template("quality/library.html", page=page, stars=stars)


@blueprint.get("/quality/examples/<int:example>/sound")
@needs(*READS)
def sound(example: int) -> FlaskResponse:
    """The clip of an example. Each listening is written down."""
    found = learning.example(example, reader().site)
    clip = None if found is None or found.clip is None else inspecting.clip_of_example(found.clip)
    answer = None if clip is None else clips.played(clip, before=lambda: _heard(example))
    if answer is None:
        abort(404)
    return answer


def digits(number: Fraction | None, places: int) -> str:
    """So many places behind the point; "–" for what is not defined."""
    return "–" if number is None else f"{float(number):.{places}f}"


def _heard(example: int) -> None:
    coaching.note_example_heard(example, person=reader().id, now=now(), client_ip=client_ip())
