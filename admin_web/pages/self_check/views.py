"""The self-check: each demand with what meets it, measured now where the program can know it."""

from flask import Blueprint, render_template

from admin_web import language
from admin_web.access import needs, now, of_the_house, settings
from hotline.people.rules.permissions import Permission

from .demands import GROUPS
from .measured import measure

blueprint = Blueprint("self_check", __name__, template_folder="templates")


@blueprint.get("/self-check")
@needs(Permission.SELF_CHECK)
@of_the_house
def page() -> str:
    zh = language.short().startswith("zh")
    groups = [
        (group.zh if zh else group.en, [
            (
                one.clause, one.zh if zh else one.en, one.answer_zh if zh else one.answer_en, one.by,
                measure(one.measured, settings(), now()) if one.measured else None, one.met,
            )
            for one in group.demands
        ])
        for group in GROUPS
    ]  # fmt: skip
    rows = [row for _name, some in groups for row in some]
    unmet = sum(not (row[5] if row[4] is None else row[4].good) for row in rows)
    return render_template("self_check/page.html", groups=groups, unmet=unmet, count=len(rows))
