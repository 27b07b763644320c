"""Everything that changes or shows a thing, asked by everybody of another site about a thing of the head site.

The forms are valid: the head site's own people send them too and are answered. Who belongs to a branch is told that
there is no such thing (or may not open the page at all), and no row changes. A new route fails here until it is named.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask

from admin_web.access import OPEN
from hotline import rows
from hotline.assessment.rules.kept import as_kept
from hotline.assessment.rules.points import RuleSet
from hotline.quality.rules.plans import Choice
from hotline.store.database import database
from hotline.words import Presence, Role
from tests.builders import NOW, new_line, new_member, new_person, new_site, new_ticket, stand

from . import declared
from .test_forms import everybody  # noqa: F401 - the things of the head site
from .test_routes import FILL

pytestmark = pytest.mark.unit
REFUSED = (403, 404, 409, 422)
LINE = {
    "name": "立案",
    "ring_seconds": "20",
    "wrap_up_seconds": "30",
    "whom": "A",
    "seconds": "20",
    "load": "",
    "active": "1",
}
UNIT = {"name": "某庭", "kind": "division", "ends": "17:30", "half": ""}
PERSON = {"name": "某人", "role": "agent", "language": "zh_CN"}
WORDS = {"text": "这是一段话", "note": "这是一段话", "reason": "这是一段话", "why": "这是一段话", "reply": "这是一段话"}

QUALITY_FORM = {
    "zh": "改名",
    "inspected": "call",
    "version": "1",
    "item_zh": "问候",
    "item_weight": "100",
    "item_most": "5",
}

PLAN = {"name": "改名", "inspected": "call", "how": "random", "form": "own", "version": "1"}


class Asked(NamedTuple):
    """A form about a thing of the head site, and who of the head site may send it. `{agent}` and the like are ids."""

    form: dict[str, str]
    role: Role


A, S, D, L, M = Role.AGENT, Role.SUPERVISOR, Role.DISPATCHER, Role.LEADER, Role.ADMINISTRATOR
Q = Role.QUALITY_INSPECTOR
FORMS: dict[str, Asked] = {
    "appointments.book": Asked({"kind": "holiday", "hour": "2026-11-22 09:00-10:00", "place": "大厅"}, D),
    "appointments.move": Asked({"to": "confirmed"}, D),
    "assessment.as_sheet": Asked({}, L),
    "assessment.correct": Asked({"unit": "{civil}", "event": "reply_late", "points": "+1", **WORDS}, L),
    "assessment.publish": Asked({}, L),
    "assessment_letters.issue": Asked(WORDS, L),
    "assessment_rules.change": Asked({"seen": "1", "base": "120", "effective": "2026-12-01", **WORDS}, M),
    "exclusions.decide": Asked({"granted": "yes", **WORDS}, S),
    "exclusions.overturn": Asked(WORDS, L),
    "board.acknowledge": Asked({"alarm": "1", "remark": "知道了"}, S),
    "board.force": Asked({"person": "{agent}", "state": "away", **WORDS}, S),
    "board.watch": Asked({"act": "watch:{agent}"}, S),
    "call_backs.assign": Asked({"person": "{other}"}, S),
    "call_backs.call": Asked({}, A),
    "call_backs.close": Asked(WORDS, A),
    "call_backs.take": Asked({}, A),
    "classes.put": Asked({"topic": "01", "code": "01"}, M),
    "contacts.call": Asked({}, A),
    "contacts.close": Asked({"state": "closed", **WORDS}, A),
    "dictionary.put": Asked({"kind": "topic", "code": "77", "zh": "新", "en": "New"}, M),
    "dictionary.put_keywords": Asked({"name": "词", "words": "群体", "level": "high", "active": "1"}, M),
    "dictionary.put_rule": Asked({"drop": "1"}, M),
    "dictionary.set_limit": Asked({"profile": "court_12368", "kind": "", "clock": "finish", "workdays": "3"}, M),
    "directory.chamber": Asked({"name": "改名", "telephone": ""}, M),
    "directory.judge": Asked({"chamber": "1", "name": "改名", "active": "1"}, M),
    "directory.new": Asked({"chamber": "1", "name": "新法官", "active": "1"}, M),
    "directory.new_chamber": Asked({"site": "{head}", "name": "新庭"}, M),
    "disputes.decide": Asked({"level": "high", "people": "3", **WORDS}, S),
    "disputes.write_down": Asked({"level": "high", "people": "3", **WORDS}, S),
    "findings.withdraw": Asked({"why": "不再需要"}, L),
    "follow_ups.missed": Asked({"why": "no_answer"}, Role.FOLLOW_UP_CLERK),
    "follow_ups.answer": Asked({"handled": "yes", "solved": "yes", "satisfied": "5", "text": ""}, Role.FOLLOW_UP_CLERK),
    "for_me.done": Asked({"text": "已核实"}, S),
    "hours.line": Asked({"workdays": "09:00-12:00"}, S),
    "hours.remove": Asked({"year": "2026"}, S),
    "hours.save": Asked({"day": "2026-12-25", "site": "{head}", "name": "停办", "kind": "closed"}, S),
    "lines.new": Asked({"code": "newline", "site": "{head}", **LINE}, M),
    "lines.one": Asked(LINE, M),
    "lines.put_on": Asked({"kind": "A", "person": "{agent}"}, M),
    "lines.take_off": Asked({}, M),
    "notices.again": Asked(WORDS, M),
    "nuisance.add": Asked({"number": "13700001111", "days": "30", "refused": "1", **WORDS}, S),
    "nuisance.answer": Asked({"lift": "1", **WORDS}, S),
    "parameters.restore": Asked({}, M),
    "parameters.save": Asked({"name": "quiet.begins", "quiet.begins": "21:00"}, M),
    "people.activate": Asked({}, M),
    "people.deactivate": Asked({}, M),
    "people.new": Asked({"login": "brandnew", "site": "{head}", **PERSON}, M),
    "people.one": Asked({"site": "{head}", **PERSON}, M),
    "people.reset": Asked({}, M),
    "people.telephone": Asked({}, M),
    "people.without_page": Asked({"exempt": "1"}, M),
    "quality_forms.change": Asked(QUALITY_FORM, S),
    "quality_forms.make": Asked({**QUALITY_FORM, "code": "other", "version": "0"}, S),
    "inspections.assign": Asked({"person": "{other_inspector}"}, S),
    "inspections.close": Asked({"why": "not_fit", "version": "1"}, Q),
    "inspections.drop_remark": Asked({}, Q),
    "inspections.finish": Asked({"mark-a": "5", "version": "1"}, Q),
    "inspections.remark": Asked({"text": "这是一段话"}, Q),
    "inspections.save": Asked({"mark-a": "5", "version": "1"}, Q),
    "quality_plans.change": Asked(PLAN, S),
    "quality_plans.switch": Asked({"active": "1"}, S),
    "quality_forms.switch": Asked({"active": "0"}, S),
    "reply_templates.drop": Asked({}, D),
    "report_lists.change": Asked({"name": "改名", "role": "leader"}, L),
    "report_lists.drop": Asked({}, L),
    "reports.send": Asked({"list": "1"}, L),
    "second_factor.reset": Asked({}, M),
    "sign_ins.end_of_person": Asked({}, M),
    "skills.save": Asked({"code": "dialect", "person": "{agent}", "{agent}-0": "3"}, M),
    "telephones.let_in": Asked({}, M),
    "subjects.erase": Asked({"number": "13800001234", **WORDS}, M),
    "subjects.export": Asked({"number": "13800001234"}, M),
    "subjects.find": Asked({"number": "13800001234"}, M),
    "tickets.do": Asked({"event": "note", **WORDS}, D),
    "units.create": Asked({"code": "newunit", "site": "{head}", **UNIT}, M),
    "units.dissolve": Asked({}, M),
    "units.members": Asked({"person": "{agent}", "post": "handler"}, M),
    "units.one": Asked({"site": "{head}", **UNIT}, M),
    "work.many": Asked({"numbers": "n", "event": "accept"}, D),
}
UNPROVED = {  # needs a talk, a file or an answer of the switch to be answered: only that it is refused is looked at
    "assessment_letters.answer": {"receipt": "1", **WORDS}, "assessment_letters.as_file": {"shape": "docx"},
    "exclusions.ask": {"ground": "x", **WORDS},
    "appeals.keep": {"kind": "civil", "document": "judgment", "instance": "1", "served": "2026-11-20"},
    "calls.download": WORDS, "contacts.ring": {}, "classes.take": {}, "files.add": {}, "files.issue": {"kind": "slip"},
    "files.show": {"shown": "1"}, "flows.clear_draft": {}, "flows.edit": {"text": "flow: f\n", **WORDS},
    "flows.go_back": {"version": "1", **WORDS}, "flows.save_draft": {"text": "x"}, "follow_ups.call": {},
    "follow_ups.hang_up": {}, "follow_ups.survey": {}, "nuisance.appeal": WORDS,
    "sealed.do": {"event": "note", **WORDS},
    "ticket_list.drop_view": {}, "ticket_list.share_view": {"shared": "1"}, "consents.grant": {}, "consents.refuse": {},
    "subjects.grant": {}, "subjects.refuse": {},
    "sign_ins.end": {}, "files.drop": {}, "sealed.release": {"call": "c"},
    "call_backs.many": {"tasks": "1", "act": "close", **WORDS},
    "wall_keys.change": {"name": "x", "pages": "overview", "seconds": "30", "language": "zh"}, "wall_keys.revoke": {},
    "inspections.decide": {"upheld": "0", **WORDS}, "inspections.coach": {"due": "2026-12-01", **WORDS},
    "inspections.put_example": {"stars": "5", "title": "x"}, "inspections.drop_example": {},
    "results.accept": {"version": "1"}, "results.appeal": {"version": "1", **WORDS}, "for_me.practised": WORDS,
    "evidence.keep": {"recording": "1", "begin": "0", "end": "1000"},
    "reports.publish": {}, "reports.correct": {"why": "x"}, "reports.as_file": {"shape": "xlsx"},
    "reports.brief": {"shape": "docx"}, "reports.rows_sheet": {"part": "counted"},
    "own_reports.as_file": {}, "own_reports.copy": {}, "own_reports.delete": {"sure": "1"},
    "own_choosing.replace": {"name": "x", "rows": "line", "figures": "entered", "span": "this_month", "version": "1"},
    "overview.pin": {"report": "1"}, "overview.off": {}, "overview.move": {"to": "up"},
}  # fmt: skip
OWN = {  # about oneself, one's own drafts, sheets and lists, or a new thing of one's own site
    "audit.export", "calls.export", "contacts.new", "desk.clear_draft", "desk.control", "desk.open_ticket",
    "desk.prolong", "desk.save_draft", "desk.state", "enquiries.ask", "files.add_to_form", "intake.send", "live.here",
    "login.leave", "login.password", "login.speak", "people_file.confirm", "people_file.look", "reply_templates.put",
    "second_factor.begin", "second_factor.confirm", "second_factor.end", "second_factor.renew", "sign_ins.end_others",
    "talks.consult", "talks.script", "talks.transfer", "ticket_list.ask_export", "ticket_list.choose_columns",
    "ticket_list.keep_view", "figures.as_sheet", "seats.as_sheet", "reports.ask", "wall_keys.make",
    "quality_plans.make", "own_choosing.keep", "findings.note", "findings.task", "report_lists.new",
}  # fmt: skip
APPEALS_MARKED = {"nuisance.appeal"}  # the list is the whole house's: a branch may write down what a caller says
SHOWN_TO_ALL = {  # words of the house, or one's own
    "quality_forms.one",
    "files.form", "tickets.slashed", "figures.one", "figures.rows", "figures.breaking", "findings.one",
}  # fmt: skip
PASSING = {"sign_in", "sign_in_try", "heartbeat", "agent_page", "sign_in_seen", "look"}


@pytest.fixture
def town(everybody: dict[Role, Any]) -> dict[str, Any]:  # noqa: F811
    """The head site's things, and a branch with a person of each role."""
    head = everybody[Role.AGENT].site
    branch = new_site(code="branch", name="分院")
    people = {
        role: new_person(login=f"b-{role.value}", role=role, site=branch, extension=f"20{n:02d}")
        for n, role in enumerate(Role)
    }
    branch_line = new_line(code="branch_line", site=branch)
    assert branch_line.id != 1
    agent, ticket = everybody[Role.AGENT], rows.Ticket.get(rows.Ticket.number == "n")
    rows.CallBack.update(line="filing").execute()  # a task of no line is everybody's
    stand(agent, Presence.TALKING, call="c")
    rows.Position.create(line=1, kind="B", person=everybody[Role.SUPERVISOR], place=0)
    rows.Alarm.create(kind="no_cover", ref="filing", site=head, since=NOW, data={})
    rows.SpecialDay.create(day="2026-12-31", site=head, name="停办", spans="[]")
    rows.Dispute.create(ticket=ticket, state="found", at=NOW, level="high", rule="r", hits=[])
    rows.WallKey.create(name="大厅", key_hash="h", pages=["overview"], made_by="x", made_at=NOW)
    rows.Report.create(number="R", slot="r", kind="month", first="2026-10-01", last="2026-10-31", state="published",
                       asked_at=NOW, told=[], content={"figures": {}, "balance": []})  # fmt: skip
    rows.SamplingPlan.create(
        name="计划", inspected="call", form_code="own", chosen=Choice().as_row(), seed="s", active=False,
        made_by=everybody[Role.SUPERVISOR], made_at=NOW, changed_at=NOW,
    )  # fmt: skip
    new_person(login="second", role=Role.QUALITY_INSPECTOR)
    look = rows.Inspection.create(
        slot="call:c:1", form=1, inspected="call", ref="c", call="c", at=NOW, week="2026-11-16", site=head, agent=agent,
        inspector=everybody[Role.QUALITY_INSPECTOR], why="random", state="open", drawn_at=NOW, due="2026-12-01",
    )  # fmt: skip
    rows.InspectionRemark.create(inspection=look, text="备注", by=everybody[Role.QUALITY_INSPECTOR], at=NOW)
    rows.ReportList.create(name="院领导", roles=["leader"], kinds=[], changed_at=NOW)
    kept = rows.OwnReport.create(
        person=everybody[Role.SUPERVISOR], name="来电", chosen={"rows": "line"}, made_at=NOW, changed_at=NOW
    )
    rows.OwnReportRole.create(report=kept, role=Role.SUPERVISOR.value)
    rows.OwnPin.create(person=everybody[Role.SUPERVISOR], report=kept, name="来电", place=1)
    rows.TelephoneTry.create(
        address="10.9.9.9", extension="1001", total=5, last_at=NOW, until=NOW + dt.timedelta(days=30)
    )
    visited = new_ticket(opened_by=agent, state="visiting", round=0, unit=rows.Unit.get(rows.Unit.code == "civil"))
    rows.FollowUp.update(ticket=visited).execute()
    rows.Appointment.create(
        ticket=visited, kind="holiday", state="asked", day="2026-11-24", slot="09:00-10:00", place="大厅", reason="",
        person=agent, at=NOW,
    )  # fmt: skip
    rows.ReplyTemplate.create(site=head, title="模板", text="文字", by=agent, at=NOW)
    rows.Parameter.create(name="quiet.ends", value="07:00", by="x", at=NOW)
    rows.Notice.create(
        number="13800001234", template="ticket_code", ref="t", state="failed", at=NOW, next_at=NOW, fields={}
    )
    topic = rows.Entry.get()
    rows.DispatchRule.create(site=head, topic=topic, unit=rows.Unit.get(rows.Unit.code == "civil"), kind="", at=NOW)
    assessed(head, visited)
    target = new_member(rows.Unit.get(rows.Unit.code == "civil"), login="target", extension="1999")
    rows.SecondFactor.create(person=target, nonce="x", made_at=NOW, confirmed_at=NOW)
    return {"target": target, "head": head, "branch": people, "people": everybody, "agent": agent}


def assessed(head: Any, ticket: Any) -> None:
    """A period of the assessment that is over, with a row, a request and a circular. `2` is published, `1` is not; what
    is asked of both is about the first."""
    civil, person = rows.Unit.get(rows.Unit.code == "civil"), rows.Person.get()
    rows.AssessmentVersion.create(number=1, effective="2026-01-01", rules=as_kept(RuleSet()), why="x", at=NOW)
    for first, last, state in (("2026-07-01", "2026-09-30", "provisional"), ("2026-04-01", "2026-06-30", "published")):
        period = rows.AssessmentPeriod.create(
            slot=first, kind="quarter", site=head, first=first, last=last, state=state, published_at=NOW
        )
        rows.AssessmentScore.create(period=period, unit=civil, base=10000, tickets=1)
        rows.AssessmentPoint.create(
            period=period, unit=civil, ticket=ticket, kind="event", event="sent_back", key="sent_back:step:1:1",
            at=NOW, points=-50, version=1,
        )  # fmt: skip
    for key, state in (("sent_back:step:1:1", "asked"), ("sent_back:step:2:1", "granted")):
        rows.AssessmentExclusion.create(
            slot=key, period=1, key=key, unit=civil, ticket=ticket, points=-50, ground="x", text="x",
            asked_by=person, asked_at=NOW, due_at=NOW, state=state,
        )  # fmt: skip
    letter = rows.AssessmentLetter.create(period=2, kind="assessment", number="1", person=person, at=NOW)
    rows.AssessmentReceipt.create(letter=letter, unit=civil)


def filled(form: dict[str, str], town: dict[str, Any]) -> dict[str, str]:
    other = town["people"][Role.SUPERVISOR].id
    civil = rows.Unit.get(rows.Unit.code == "civil").id
    inspector = rows.Person.get(rows.Person.login == "second").id
    ids = {
        "{other_inspector}": str(inspector),
        "{agent}": str(town["agent"].id),
        "{other}": str(other),
        "{head}": str(town["head"].id),
        "{civil}": str(civil),
    }
    said = {}
    for name, value in form.items():
        for sign, text in ids.items():
            name, value = name.replace(sign, text), value.replace(sign, text)
        said[name] = value
    return said


def paths(app: Flask, method: str, town: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """(endpoint, path, whether it names a thing) of every closed route of a method."""
    adapter = app.url_map.bind("localhost")
    fill = FILL | {
        "person": town["target"].id,
        "unit": rows.Unit.get(rows.Unit.code == "civil").id,
        "name": "quiet.ends",
    }
    of_its_own = {
        "assessment.correct": {"period": 2}, "assessment_letters.issue": {"period": 2},
        "exclusions.overturn": {"exclusion": 2},
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in OPEN and rule.endpoint != "static":
            given = {name: fill[name] for name in rule.arguments} | of_its_own.get(rule.endpoint, {})
            yield rule.endpoint, adapter.build(rule.endpoint, given, method=method), bool(rule.arguments)


def kept() -> dict[str, list[Any]]:
    """Every row of the house but what a request leaves by itself."""
    return {name: database.execute_sql(query).fetchall() for name, query in _LASTING.items()}


_LASTING = {  # the audit without what is noted because the answer shows the reader his own site's numbers
    name: f'SELECT * FROM "{name}" '
    + ("WHERE act != 'see_personal' " if table is rows.Audit else "")
    + "ORDER BY "
    + ", ".join(key.column_name for key in table._meta.get_primary_keys())
    for table in rows.ALL
    if (name := table._meta.table_name) not in PASSING
}


def refused(browser: Any, answer: Any) -> bool:
    """Told so by the answer itself, or on the page where the browser is sent."""
    with browser.session_transaction() as session:
        flashed = [text for kind, text in session.pop("_flashes", []) if kind == "refused"]
    return answer.status_code in REFUSED or (answer.status_code in (302, 303) and bool(flashed))


def test_every_route_is_named_once(app: Flask) -> None:
    changing = {r.endpoint for r in declared.routes() if r.method != "GET"} - OPEN
    groups = [set(FORMS), set(UNPROVED), OWN]
    assert sorted(changing - set().union(*groups)) == []
    assert sorted(set().union(*groups) - changing) == []
    assert sum(map(len, groups)) == len(set().union(*groups))


@pytest.mark.parametrize("role", list(Role))
def test_no_form_of_another_site_changes_anything(app: Flask, town: dict[str, Any], sign_in: Any, role: Role) -> None:
    browser, before, wrong = sign_in(town["branch"][role]), kept(), []
    for endpoint, path, _named in paths(app, "POST", town):
        if endpoint in OWN:
            continue
        form = FORMS[endpoint].form if endpoint in FORMS else UNPROVED[endpoint]
        answer = browser.post(path, data=filled(form, town))
        after = kept()
        changed = [name for name in after if after[name] != before[name]]
        if endpoint == "sealed.release" and changed == ["audit"]:
            changed = []  # refused above the inspector's own list, and that look is written down
        if endpoint not in APPEALS_MARKED and (changed or answer.status_code >= 500):
            wrong.append((endpoint, answer.status_code, changed))
        before = after
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", list(Role))
def test_no_page_of_another_site_is_shown(app: Flask, town: dict[str, Any], sign_in: Any, role: Role) -> None:
    browser, wrong = sign_in(town["branch"][role]), []
    for endpoint, path, named in paths(app, "GET", town):
        if not named or endpoint in SHOWN_TO_ALL:
            continue
        answer = browser.get(path)
        if answer.status_code not in (403, 404):
            wrong.append((endpoint, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


ABOUT_TICKETS = ("appeals", "appointments", "disputes", "files", "tickets", "work", "follow_ups")
INSPECTED = {"files.add", "files.issue", "files.show"}  # the inspector's own acts on a complaint of his site


@pytest.mark.parametrize("role", list(Role))
def test_nobody_but_the_inspection_touches_a_confidential_complaint(
    app: Flask, town: dict[str, Any], sign_in: Any, role: Role
) -> None:
    """Not the head site's own people either, whatever they may do with other tickets."""
    rows.Ticket.update(confidential=True).execute()
    browser, before, wrong = sign_in(town["people"][role]), kept(), list[tuple[str, int]]()
    for method in ("POST", "GET"):
        for endpoint, path, named in paths(app, method, town):
            if (
                not named
                or endpoint.split(".")[0] not in ABOUT_TICKETS
                or endpoint in {"files.form", *OWN, *SHOWN_TO_ALL}
            ):
                continue
            if role is Role.INSPECTOR and endpoint in INSPECTED:
                continue
            form = FORMS[endpoint].form if endpoint in FORMS else UNPROVED.get(endpoint, {})
            answer = browser.open(path, method=method, data=filled(form, town) if method == "POST" else None)
            after = kept()
            shown = method == "GET" and answer.status_code not in (403, 404)
            if after != before or shown or answer.status_code >= 500:
                wrong.append((endpoint, answer.status_code))
            before = after
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_REVIEWER, Role.AGENT])
def test_nobody_of_another_unit_touches_a_ticket(app: Flask, town: dict[str, Any], sign_in: Any, role: Role) -> None:
    """Of the same site, and no member of the unit in charge; an agent of the site reads it, notes and urges."""
    unit = rows.Unit.get(rows.Unit.code == "enforcement")
    stranger = new_member(unit, login="stranger", role=role, extension="1888")
    civil = rows.Unit.get(rows.Unit.code == "civil")
    rows.Ticket.update(unit=civil, holder=civil, state="handling").where(rows.Ticket.number == "n").execute()
    browser, before, wrong = sign_in(stranger), kept(), list[tuple[str, int]]()
    allowed = {"tickets.do", "appointments.book", "appointments.move"} if role is Role.AGENT else set()
    for endpoint, path, _named in paths(app, "POST", town):
        if endpoint in OWN or endpoint in allowed or endpoint.split(".")[0] not in ABOUT_TICKETS:
            continue
        form = FORMS[endpoint].form if endpoint in FORMS else UNPROVED.get(endpoint, {})
        answer = browser.post(path, data=filled(form, town))
        after = kept()
        if after != before or answer.status_code >= 500:
            wrong.append((endpoint, answer.status_code))
        before = after
    assert not wrong, "\n".join(map(str, wrong))


def test_the_same_forms_are_answered_to_the_head_sites_own_people(
    app: Flask, town: dict[str, Any], sign_in: Any
) -> None:
    """Else a form may have been refused for another reason."""
    wrong: list[tuple[Any, ...]] = []
    browsers: dict[Role, Any] = {}
    for endpoint, path, _named in paths(app, "POST", town):
        if endpoint not in FORMS:
            continue
        asked = FORMS[endpoint]
        browser = browsers.get(asked.role) or sign_in(town["people"][asked.role])
        browsers[asked.role] = browser
        before = kept()
        with database.atomic() as turn:
            answer = browser.post(path, data=filled(asked.form, town))
            changed = kept() != before
            turn.rollback()
        if refused(browser, answer) or answer.status_code >= 500 or not changed:
            wrong.append((endpoint, asked.role.value, answer.status_code, changed))
    assert not wrong, "\n".join(map(str, wrong))
