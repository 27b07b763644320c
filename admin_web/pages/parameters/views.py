"""Parameters whose changes act at once: days to keep, quiet hours, limits of alarms."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, of_the_house, reader, settings
from hotline.people.reads.parameters import parameters, parameters_set, public_base_url
from hotline.people.rules.parameter_table import GROUPS, Parameter, ParameterGroup
from hotline.people.rules.parameters import ALL, BY_NAME, LISTS, only_here
from hotline.people.rules.permissions import Permission
from hotline.people.verbs.parameters import restore_default, set_parameters
from hotline.ports import Refused
from hotline.words import Role

blueprint = Blueprint("parameters", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]


@blueprint.get("/parameters")
@needs(Permission.SET_PARAMETERS, Permission.GIVE_RIGHTS)
@of_the_house
def page() -> str:
    return _form(parameters())


@blueprint.post("/parameters")
@needs(Permission.SET_PARAMETERS, Permission.GIVE_RIGHTS)
@of_the_house
def save() -> Answer:
    """Save the changed values; if one is invalid, nothing is changed."""
    typed: dict[str, Any] = {one.name: _typed(one) for one in ALL if one.name in request.form.getlist("name")}
    try:
        changed = set_parameters(typed, by=reader().login, now=now(), client_ip=client_ip())
    except Refused as error:
        wrong = str(error.fields.get("parameter", ""))
        return _form(parameters() | typed, language.sentence(error), wrong), 422
    names = "、".join(_label(one) for one in ALL if one.name in changed)
    flash(_("Set: %(names)s", names=names) if changed else _("Nothing was changed"), "done")
    return redirect(url_for("parameters.page"), 303)


@blueprint.post("/parameters/<name>/default")
@needs(Permission.SET_PARAMETERS, Permission.GIVE_RIGHTS)
@of_the_house
def restore(name: str) -> Answer:
    """Give one parameter its default again."""
    try:
        done = restore_default(name, by=reader().login, now=now(), client_ip=client_ip())
    except Refused as error:
        return _form(parameters(), language.sentence(error)), 422
    flash(_("Back to the default: %(name)s", name=_label(BY_NAME[name])) if done else _("Nothing was changed"), "done")
    return redirect(url_for("parameters.page"), 303)


def _typed(one: Parameter) -> str | list[str]:
    if one.kind == "roles":
        return request.form.getlist(one.name)
    return request.form.get(one.name, "").strip()


def _form(values: dict[str, Any], error: str = "", wrong: str = "") -> str:
    named = next((_label(one) for one in ALL if one.name == wrong), "")
    return render_template(
        "parameters/page.html",
        groups=[
            (_label(group), [(one, _label(one), _help(one)) for one in group.parameters])
            for group in GROUPS
            if reader().may(group.by)
        ],
        values=values,
        changed=parameters_set(),
        error=f"{named}: {error}" if named else error,
        wrong=wrong,
        lists=LISTS,
        links=public_base_url() if only_here(public_base_url()) else "",
        stands=settings().public_address,
        roles=list(Role),
    )


def _label(one: Parameter | ParameterGroup) -> str:
    return one.zh if language.short() == "zh" else one.en


def _help(one: Parameter) -> str:
    return one.help_zh if language.short() == "zh" else one.help_en
