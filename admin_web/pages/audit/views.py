"""The audit: who did what, when and from where."""

from flask import Blueprint, render_template, request

from admin_web import access
from admin_web.access import needs
from hotline.people.reads import audit
from hotline.people.rules.permissions import Permission
from hotline.words import AuditAction

blueprint = Blueprint("audit", __name__, template_folder="templates")


@blueprint.get("/audit")
@needs(Permission.SEE_AUDIT)
def page() -> str:
    asked = request.args
    shown = audit.page(who=asked.get("who", ""), act=asked.get("act", ""), after=asked.get("after", ""))
    kept = access.kept(asked)
    return render_template("audit/list.html", page=shown, asked=asked, kept=kept, deeds=list(AuditAction))
