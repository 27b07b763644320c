"""The rules of assessment: those in force with their formulas, the history, changing them with a preview."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, of_the_house, reader
from admin_web.ticket_forms import whole
from hotline.assessment.reads import rules as reads
from hotline.assessment.rules import kept
from hotline.assessment.rules.kept import typed
from hotline.assessment.rules.points import RuleSet
from hotline.assessment.rules.told import formula, whole_formula
from hotline.assessment.verbs import rules as verbs
from hotline.clock import local_day
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.values.typed import day
from hotline.words import PointEvent

from . import showing

blueprint = Blueprint("assessment_rules", __name__, template_folder="templates")


@blueprint.get("/assessment/rules")
@needs(Permission.SEE_ASSESSMENT, Permission.KEEP_ASSESSMENT_RULES)
def page() -> str:
    """The rules in force, those to come, and all versions: who is assessed reads by what."""
    found = reads.versions()
    asked = whole(request.args.get("version", ""))
    chosen = next((one for one in found if one.number == asked), None)
    stands = reads.in_force(found, local_day(now()))
    shown = chosen or stands or (found[-1] if found else None)
    return render_template(
        "assessment/rules.html", versions=found, shown=shown, stands=stands, edits=_edits(),
        formulas=_formulas(shown.rules) if shown is not None else [],
        whole=showing.said(whole_formula(shown.rules)) if shown is not None else "", **showing.TOLD,
    )  # fmt: skip


@blueprint.get("/assessment/rules/edit")
@needs(Permission.KEEP_ASSESSMENT_RULES)
@of_the_house
def edit() -> str:
    found = reads.versions()
    fields = kept.as_typed(found[0].rules if found else RuleSet())
    return _form(fields, seen=found[0].number if found else 0)


@blueprint.post("/assessment/rules/edit")
@needs(Permission.KEEP_ASSESSMENT_RULES)
@of_the_house
def change() -> str | Response | tuple[str, int]:
    """Show what the last period would have been (`preview`), or keep the new version."""
    form = request.form.to_dict()
    given, seen = typed(form), whole(form.get("seen", "")) or 0
    if given.rules is None:
        wrong = {name: language.sentence(error) for name, error in given.wrong.items()}
        return _form(form, seen=seen, wrongs=wrong, wrong=_("Some fields are wrong: see beside them")), 422
    if "preview" in form:
        return _form(form, seen=seen, previewed=given.rules)
    try:
        number = verbs.change(
            given.rules, day(form.get("effective", "")), form.get("why", ""), seen=seen, person=reader().id,
            now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _form(form, seen=seen, wrong=language.sentence(error)), 422
    flash(_("Version %(number)s of the rules is kept", number=number), "done")
    return redirect(url_for("assessment_rules.page", version=number), 303)


def _edits() -> bool:
    return reader().head and reader().may(Permission.KEEP_ASSESSMENT_RULES)


def _formulas(rules: RuleSet) -> list[tuple[PointEvent, str]]:
    return [(event, showing.said(formula(event, rules.rule(event)))) for event in PointEvent]


def _form(
    fields: Mapping[str, str], *, seen: int, wrong: str = "", wrongs: Mapping[str, Any] | None = None,
    previewed: RuleSet | None = None,
) -> str:  # fmt: skip
    found = None if previewed is None else reads.preview(previewed, reader().person.site, now())
    return render_template(
        "assessment/edit.html", typed=fields, seen=seen, wrong=wrong, wrongs=wrongs or {}, events=kept.EVENTS,
        parts=kept.PARTS, kinds=kept.KINDS, sizes=range(kept.SIZES_MOST), previewed=previewed, found=found,
        formulas=_formulas(previewed) if previewed is not None else [], title=showing.title_of,
        tomorrow=local_day(now()), why_most=kept.WHY_MOST, **showing.TOLD,
    )  # fmt: skip
