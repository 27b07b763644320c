"""Every form of the house, by everybody who may send it: with nothing, with each field wrong, about what is not there.

What a rule refuses is a sentence and the form with what was typed; it is never an error of ours (500).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hotline import rows
from hotline.quality.rules.forms import InspectionForm, Item, Section
from hotline.words import CallBackState, Inspected, Role
from tests.builders import NOW, new_call, new_line, new_member, new_person, new_ticket, new_units
from tests.effort import often

from . import declared
from .test_routes import FILL

pytestmark = pytest.mark.unit
PAGES = Path(__file__).parents[2] / "admin_web" / "pages"
NAME = re.compile(r"""name="([a-z_]+)"|(?:typed|form|given|asked)\.get(?:list)?\(["']([a-z_]+)["']""")
WRONG = (
    "",
    " ",
    "x",
    "-1",
    "0",
    "1",
    "99999999999999",
    "１２",
    "a\x00b",
    "x" * 100_000,  # a sign that a browser sends as it is: the test is not about reading forms
    "2026-13-45",
    "'\"<b>{{7*7}}%(x)s",
)
TEXT = "这段话不能丢"
SENT = {"csrf_token"}  # not typed
OWN = {  # what one writes in a form, where it is not called text
    "findings.withdraw": "why", "quality_forms.make": "zh", "quality_forms.change": "zh", "quality_forms.switch": "-",
    "quality_plans.make": "name", "quality_plans.change": "name", "quality_plans.switch": "-",
    "inspections.save": "words", "inspections.finish": "words", "inspections.assign": "-",
    "inspections.drop_remark": "-", "evidence.keep": "-", "inspections.drop_example": "-", "results.accept": "-",
    "contacts.close": "reply", "nuisance.add": "reason", "call_backs.close": "note", "board.force": "note",
    "directory.new": "name", "directory.new_chamber": "name", "directory.judge": "name", "directory.chamber": "name",
}  # fmt: skip
BUSY = (Role.SUPERVISOR, Role.ADMINISTRATOR)  # between them they may send nearly every form
EXPECTED = (200, 302, 303, 400, 403, 404, 409, 413, 422, 429)
NOT_FORMS = {"login.token", "live.seen", "receipts.take", "login.leave"}  # sent by scripts and gateways

OWN_FORM = InspectionForm(
    code="own", inspected=Inspected.CALL, zh="自拟",
    sections=(Section(zh="一", items=(Item(code="a", zh="问候", weight=100, skips=True),)),),
)  # fmt: skip


def fields_of(blueprint: str) -> list[str]:
    """The names of the fields in the templates and views of a page."""
    found = set()
    for file in PAGES.rglob("*"):
        if file.suffix in (".html", ".py") and file.relative_to(PAGES).parts[0] == FOLDERS.get(blueprint, blueprint):
            found |= {one or other for one, other in NAME.findall(file.read_text(encoding="utf-8"))}
    return sorted(found - SENT)


FOLDERS = {
    "inspections": "quality",
    "results": "quality",
    "learning": "quality",
    "evidence": "quality",
    "quality_forms": "quality",
    "quality_plans": "quality",
    "talks": "desk",
    "seats": "figures",
    "risk": "figures",
    "findings": "figures",
    "agent_day": "figures",
    "directory": "contacts",
    "ticket_list": "tickets",
    "skills": "lines",
    "people_file": "people",
    "receipts": "notices",
    "wall_keys": "wall",
    "report_lists": "reports",
    "own_choosing": "own_reports",
    "overview": "own_reports",
}


@pytest.fixture
def everybody(db: Any) -> dict[Role, Any]:
    """A person of each role, and one of each thing that forms are about."""
    people = {role: new_person(login=role.value, role=role, extension=f"10{n:02d}") for n, role in enumerate(Role)}
    agent, units = people[Role.AGENT], new_units()
    line = new_line()
    call = new_call(id="c", agent=agent, line=line.code)
    ticket = new_ticket(opened_by=agent, number="n", holder=units["hotline"].id, call=call.id)
    new_member(units["civil"], login="member")
    rows.CallBack.create(
        number="13800001234", reason="queue", state=CallBackState.OPEN, profile="court_12368", call=call.id,
        last_call=call.id, created_at=NOW, missed_at=NOW, next_at=NOW,
    )  # fmt: skip
    chamber = rows.Chamber.create(site=agent.site, name="民事庭")
    judge = rows.Judge.create(chamber=chamber, name="钱玉兰")
    rows.Contact.create(
        judge=judge, urgent=False, state="open", text="请回电", caller_number="13800001234", site=agent.site,
        opened_by=agent, opened_at=NOW, due_at=NOW,
    )  # fmt: skip
    rows.Nuisance.create(
        number="13900001234", reason="骚扰", by=people[Role.SUPERVISOR], at=NOW, until=NOW.replace(year=2027)
    )
    rows.FollowUp.create(ticket=ticket, round=0, token="t", state="open", planned_at=NOW, next_at=NOW)
    rows.Entry.create(kind="topic", code="01", zh="立案", en="Filing", place=1)
    finding = rows.Finding.create(slot="0:grave:redone_twice", kind="grave", about="redone_twice", last_at=NOW)
    rows.RiskTask.create(
        finding=finding, text="核实", person=people[Role.SUPERVISOR], due="2026-12-01", state="open",
        by=people[Role.LEADER], at=NOW,
    )  # fmt: skip
    rows.QualityForm.create(
        code="own", version=1, inspected="call", zh="自拟", made_at=NOW, content=OWN_FORM.model_dump(mode="json")
    )
    return people


def posts(app: Flask) -> Iterator[tuple[str, str]]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint not in NOT_FORMS:
            yield (
                rule.endpoint,
                adapter.build(rule.endpoint, {name: FILL[name] for name in rule.arguments}, method="POST"),
            )


def sent(fields: list[str]) -> Iterator[dict[str, str]]:
    """Nothing; then each field wrong in each way, beside fields that say something."""
    yield {}
    plain = {name: TEXT if name in ("text", "reply", "note", "reason", "subject") else "1" for name in fields}
    yield plain
    for n, name in enumerate(fields):
        yield plain | {name: WRONG[n % len(WRONG)]}
        yield {name: WRONG[(n + 5) % len(WRONG)]}
    for wrong in WRONG:
        yield dict.fromkeys(fields, wrong)


def refusal(answer: Any, browser: Any, given: dict[str, str], own: str) -> str:
    """What is wrong with the answer to a sent form; "" if nothing."""
    with browser.session_transaction() as kept:
        flashed = [sentence for kind, sentence in kept.pop("_flashes", []) if kind == "refused"]
    if answer.status_code not in EXPECTED:
        return f"status {answer.status_code}"
    written = given.get(own) == TEXT
    if answer.status_code == 303 and flashed and written:
        return f"sent away with: {flashed}"
    if answer.status_code == 422 and not answer.is_json:
        if 'role="alert"' not in answer.text:
            return "refused without a sentence"
        if written and TEXT not in answer.text:
            return "the text is lost"
    return ""


@pytest.mark.parametrize("blueprint", sorted({route.endpoint.split(".")[0] for route in declared.routes()}))
def test_no_form_ends_in_an_error_of_ours(app: Flask, everybody: dict[Role, Any], sign_in: Any, blueprint: str) -> None:
    browsers: dict[Role, Any] = {}
    wrong: list[tuple[str, str, str, dict[str, str]]] = []
    for endpoint, path in posts(app):
        tried = 0
        for role in sorted(Role, key=lambda role: role not in BUSY):
            if endpoint.split(".")[0] != blueprint or tried == often(1, len(Role)):
                break
            browser = browsers.get(role) or sign_in(everybody[role])
            browsers[role] = browser
            if browser.post(path, data={}).status_code in (302, 401, 403):
                continue
            tried += 1
            for given in sent(fields_of(blueprint)):
                fault = refusal(browser.post(path, data=given), browser, given, OWN.get(endpoint, "text"))
                if fault:
                    wrong.append((endpoint, role.value, fault, {name: text[:20] for name, text in given.items()}))
                    break
    assert wrong == []
