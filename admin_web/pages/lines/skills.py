"""A table of agents and skills."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web.access import client_ip, needs, now, reader
from hotline.calls.reads import lines
from hotline.calls.verbs import skills as verbs
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission

from .form import whole

blueprint = Blueprint("skills", __name__, template_folder="templates")


@blueprint.get("/skills")
@needs(Permission.MANAGE_LINES)
def page() -> str:
    """Every agent with a telephone; the skills are those that lines need."""
    return render_template(
        "lines/skills.html", agents=people.telephones(reader().site), skills=lines.skills_of(),
        codes=lines.skill_codes(), levels=verbs.LEVELS,
    )  # fmt: skip


@blueprint.post("/skills")
@needs(Permission.MANAGE_LINES)
def save() -> Response:
    """Save the levels of the table; those of people not on it stay unchanged."""
    codes, changed = request.form.getlist("code"), []
    for agent in people.telephones(reader().site):
        if str(agent.id) not in request.form.getlist("person"):
            continue
        levels = {code: whole(request.form.get(f"{agent.id}-{place}", "")) for place, code in enumerate(codes)}
        has = {code: level for code, level in levels.items() if level}
        if verbs.set_skills(agent.id, has, by=reader().login, now=now(), client_ip=client_ip()):
            changed.append(agent.name)
    flash(_("Skills changed: %(names)s", names="、".join(changed)) if changed else _("Nothing was changed"), "done")
    return redirect(url_for("skills.page"), 303)
