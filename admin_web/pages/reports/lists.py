"""The lists of people to whom reports are sent inside the house."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.ticket_forms import whole
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import sending
from hotline.reports.verbs import sending as verbs
from hotline.reports.verbs.sending import NAME_MOST, ListWanted
from hotline.words import PeriodKind

blueprint = Blueprint("report_lists", __name__, template_folder="templates")
KINDS = [kind for kind in PeriodKind if kind is not PeriodKind.FREE]
NO_SITE = 0  # what was typed is none: the verb refuses it


@blueprint.get("/reports/lists")
@needs(Permission.PUBLISH_REPORTS)
def page() -> str:
    return _page()


@blueprint.post("/reports/lists")
@needs(Permission.PUBLISH_REPORTS)
def new() -> Response | tuple[str, int]:
    return _put(None)


@blueprint.post("/reports/lists/<int:report_list>")
@needs(Permission.PUBLISH_REPORTS)
def change(report_list: int) -> Response | tuple[str, int]:
    return _put(report_list)


@blueprint.post("/reports/lists/<int:report_list>/drop")
@needs(Permission.PUBLISH_REPORTS)
def drop(report_list: int) -> Response | tuple[str, int]:
    try:
        verbs.drop(report_list, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(wrong=language.sentence(error)), 422
    flash(_("The list is deleted"), "done")
    return redirect(url_for("report_lists.page"), 303)


def _put(report_list: int | None) -> Response | tuple[str, int]:
    form = request.form
    wanted = ListWanted(
        form.get("name", ""), _site(form.get("site", "")), [_number(one) for one in form.getlist("person")],
        form.getlist("role"), form.getlist("kind"),
    )  # fmt: skip
    try:
        verbs.put(report_list, wanted, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(wrong=language.sentence(error), typed=wanted, about=report_list), 422
    flash(_("The list is kept"), "done")
    return redirect(url_for("report_lists.page"), 303)


def _page(*, wrong: str = "", typed: ListWanted | None = None, about: int | None = None) -> str:
    found = sending.lists(reader().site)
    sites: list[Any] = people.sites() if reader().site is None else []
    return render_template(
        "reports/lists.html", lists=found, wrong=wrong, typed=typed, about=about, kinds=KINDS, roles=sending.roles(),
        sites=sites, most=NAME_MOST,
        people_of={site: sending.choosable(site) for site in {reader().site, *(one.site for one in found)}},
        own_site=reader().site, fresh=typed if typed is not None and about is None else None,
    )  # fmt: skip


def _site(typed: str) -> int | None:
    if reader().site is not None:
        return reader().site
    return None if typed in ("", "all") else _number(typed)


def _number(typed: str) -> int:
    found = whole(typed)
    return NO_SITE if found is None else found
