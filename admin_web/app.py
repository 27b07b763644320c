"""Assembles the staff's web application."""

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path

from flask import Flask, g, request
from flask_wtf.csrf import CSRFProtect

from hotline import clock
from hotline.callers.reads import call_backs as call_back_queries
from hotline.callers.verbs.cases import CasesOfCallers
from hotline.callers.verbs.sample_cases import SampleCases
from hotline.knowledge import content
from hotline.outside import cases, oidc
from hotline.people.reads import consents as consent_queries
from hotline.people.rules.permissions import Permission
from hotline.quality.reads import work as quality_queries
from hotline.reports.reads import findings as finding_queries
from hotline.reports.reads import sending as sending_queries
from hotline.settings import Settings, secret
from hotline.subjects.reads import erasures as erasure_queries
from hotline.words import DisputeLevel, Presence, Profile, Role, TicketKind
from web_kit import callers, connection, serving
from web_kit import security as kit_security

from . import access, errors, filters, language, live, looks, paper_making, proof, security
from .flow_names import FlowNames
from .pages.appeals import views as appeals
from .pages.appointments import views as appointments
from .pages.assessment import exclusions
from .pages.assessment import letters as assessment_letters
from .pages.assessment import rules as assessment_rules
from .pages.assessment import showing as assessment_showing
from .pages.assessment import views as assessment
from .pages.audit import views as audit
from .pages.board import views as board
from .pages.call_backs import views as call_backs
from .pages.calls import views as calls
from .pages.classes import views as classes
from .pages.consents import views as consents
from .pages.contacts import directory
from .pages.contacts import views as contacts
from .pages.desk import bar, talks
from .pages.desk import views as desk
from .pages.dictionary import views as dictionary
from .pages.disputes import views as disputes
from .pages.enquiries import views as enquiries
from .pages.figures import agent_day, findings, risk, seats
from .pages.figures import views as figures
from .pages.files import views as files
from .pages.flows import views as flows
from .pages.follow_ups import views as follow_ups
from .pages.for_me import views as for_me
from .pages.health import views as health
from .pages.hours import views as hours
from .pages.intake import views as intake
from .pages.lines import skills
from .pages.lines import views as lines
from .pages.login import sso
from .pages.login import views as login
from .pages.notices import receipts
from .pages.notices import views as notices
from .pages.nuisance import views as nuisance
from .pages.own_reports import choosing as own_choosing
from .pages.own_reports import overview
from .pages.own_reports import views as own_reports
from .pages.parameters import views as parameters
from .pages.people import importing as people_file
from .pages.people import views as people
from .pages.quality import evidence, inspections, learning, results
from .pages.quality import forms as quality_forms
from .pages.quality import plans as quality_plans
from .pages.recordings import views as recordings
from .pages.reply_templates import views as reply_templates
from .pages.reports import lists as report_lists
from .pages.reports import views as reports
from .pages.sealed import views as sealed
from .pages.second_factor import views as second_factor
from .pages.self_check import views as self_check
from .pages.sign_ins import views as sign_ins
from .pages.subjects import views as subjects
from .pages.telephones import views as telephones
from .pages.tickets import listing as ticket_list
from .pages.tickets import views as tickets
from .pages.units import views as units
from .pages.wall import keys as wall_keys
from .pages.wall import views as wall
from .pages.work import views as work

log = logging.getLogger("admin_web")
BLUEPRINTS = (
    live, login, sso, sign_ins, second_factor, consents,
    work, intake, follow_ups, sealed, desk, bar, talks, call_backs, calls, contacts, directory,
    ticket_list, tickets, reply_templates, files, appeals, appointments, disputes, units, dictionary, classes,
    nuisance, enquiries, board, findings, for_me, risk, seats, figures, agent_day,
    reports, report_lists, own_reports, own_choosing, overview,
    assessment, assessment_rules, exclusions, assessment_letters,
    inspections, evidence, results, learning, quality_forms, quality_plans,
    people, people_file, lines, skills, hours, flows, recordings, notices, receipts, parameters, audit, subjects,
    self_check, health, wall, wall_keys, telephones,
)  # fmt: skip
QUALITY = ("inspections.", "learning.", "quality_forms.", "quality_plans.")  # pages of the quality inspection
MANAGED = (
    "people.", "people_file.", "lines.", "skills.", "units.", "dictionary.", "classes.", "hours.", "flows.",
    "recordings.", "notices.", "parameters.", "audit.", "subjects.", "self_check.", "wall_keys.",
    "telephones.",
)  # fmt: skip  # pages of the administration menu
LARGEST = 2 * 1024 * 1024  # a ticket of 100,000 Chinese characters is 900 kB in a form


def create_app(settings: Settings, *, now: Callable[[], dt.datetime] = clock.now) -> Flask:
    """Create the application; the database is attached already. `now` is the clock. Raises SettingsError for keys that
    cannot be used."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(
        TINGSU=settings,
        SECRET_KEY=secret(settings.data, "web"),
        SECOND_FACTOR_KEY=secret(settings.data, "second_factor"),
        SESSION_COOKIE_NAME="__Host-tingsu" if settings.web.https else "tingsu",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.web.secure_cookie or settings.web.https,
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_MEMORY_SIZE=LARGEST,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        FLOW_NAMES=FlowNames(settings.flows),
        CONTENT=content.load(settings.content),
        **_case_system(settings),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    serving.log_requests(app, lambda: g.reader.login if g.get("reader") else "-")
    callers.start(app, settings.web.proxies, "web.proxies", log)
    _each_request(app, now)
    language.start(app, settings)
    access.start(app)
    looks.start(app)
    forms = CSRFProtect(app)  # after access: who is not signed in sees that first, not a CSRF error
    proof.start(app)
    filters.start(app)
    errors.start(app)
    kit_security.start(app, security.HEADERS, https=settings.web.https)
    paper_making.start(app, settings)
    app.extensions["live"] = live.Hub()
    app.extensions["oidc"] = None if settings.web.oidc is None else oidc.Provider(settings.web.oidc, settings.data)
    for area in BLUEPRINTS:
        app.register_blueprint(area.blueprint)
    receipts.start(app)
    wall.start(app)
    forms.exempt(receipts.blueprint)  # posted by a machine, signed with its own secret
    _for_templates(app, settings)
    bar.start(app)
    return app


def _case_system(settings: Settings) -> dict[str, object]:
    """The case system for enquiries, and the desk's cached look-up for callers."""
    system, chosen = cases.choose(settings) or SampleCases(), settings.cases
    fresh, kept = dt.timedelta(minutes=chosen.cache_minutes), dt.timedelta(days=chosen.cache_days)
    return {"CASES": system, "CASES_OF_CALLERS": CasesOfCallers(system, fresh=fresh, kept=kept)}


def _each_request(app: Flask, now: Callable[[], dt.datetime]) -> None:
    @app.before_request
    def begin() -> None:
        g.now = now()
        g.reader = None
        wanted = getattr(app.view_functions.get(request.endpoint or ""), "largest", None)
        if wanted is not None:  # a view for uploads sets its own limit
            request.max_content_length = wanted()

    connection.start(app)


def _for_templates(app: Flask, settings: Settings) -> None:
    style = int((Path(__file__).parent / "static" / "style.css").stat().st_mtime)

    @app.context_processor
    def given() -> dict[str, object]:
        return {
            "reader": g.get("reader"),
            "now": g.get("now"),
            "language": language.chosen(),
            "Permission": Permission,
            "Role": Role,
            "Presence": Presence,
            "Profile": Profile,
            "DisputeLevel": DisputeLevel,
            "TicketKind": TicketKind,
            "version": style,
            "MANAGED": MANAGED,
            "QUALITY": QUALITY,
            "site_name": settings.site,
            "is_demo": bool(settings.demo),
            "own_address": access.own_address,
            "news_sign": lambda topic, ref: live.sign_of()(topic, ref),
            "consents_waiting": lambda: consent_queries.waiting(g.reader.id, now=g.now, site=g.reader.site),
            "erasures_waiting": lambda: erasure_queries.waiting(g.now),
            "reports_unread": lambda: sending_queries.unread(g.reader.id),
            "assessment_waiting": assessment_showing.waiting_count,
            "tasks_waiting": lambda: finding_queries.waiting(g.reader.id),
            "results_waiting": lambda: quality_queries.to_answer(g.reader.id),
            "call_backs_waiting": lambda: call_back_queries.waiting(g.reader.site),
        }
