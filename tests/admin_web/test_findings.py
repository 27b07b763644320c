"""Pages of findings: hang, see, finish; who may not; a reader of a unit learns no number."""

import datetime as dt
import re
from typing import Any

import pytest

from hotline import rows
from hotline.people.rules.permissions import Permission, may
from hotline.words import Role
from tests.builders import new_member, new_person, new_site, new_units

from .test_risk import WEEK, leader, tickets  # noqa: F401

pytestmark = pytest.mark.unit


def hang(browser: Any, path: str, **form: str) -> Any:
    return browser.post(path, data=form)


def test_a_note_and_a_task_hang_on_what_rises(leader: Any, tickets: Any, sign_in: Any, clock: Any) -> None:  # noqa: F811
    browser = sign_in(leader)
    page = browser.get(f"/figures/risk?{WEEK}").text
    href = re.findall(r'href="(/figures/risk/findings/rise/[^"]*)"', page)[0]
    assert hang(browser, f"{href}/note", text="<b>讨薪</b>").status_code == 303
    civil = str(tickets["civil"].id)
    given = {"text": "约谈企业", "unit": civil, "due": "2026-11-25"}
    assert hang(browser, f"{href}/task", **given).status_code == 303
    shown = browser.get(href).text
    assert ("&lt;b&gt;讨薪&lt;/b&gt;" in shown, "约谈企业" in shown, "<b>讨薪" in shown) == (True, True, False)
    for week in (WEEK, "span=week&day=2026-11-16&least=3"):  # whatever the period: the same finding
        assert "notes 1, tasks open 1 of 1" in browser.get(f"/figures/risk?{week}").text
    assert "Open tasks" in browser.get("/figures/risk/findings?show=open").text
    clock.forward(days=6)
    assert "1 overdue" in sign_in(leader).get(f"/figures/risk?{WEEK}").text


def test_what_was_typed_stays_when_it_is_refused(leader: Any, tickets: Any, sign_in: Any) -> None:  # noqa: F811
    browser = sign_in(leader)
    path = "/figures/risk/findings/grave/redone_twice"
    answer = hang(browser, f"{path}/task", text="要办的事", unit="", person="", due="2026-11-25")
    assert (answer.status_code, "要办的事" in answer.text, "2026-11-25" in answer.text) == (422, True, True)
    assert "Choose the unit or the person who does it" in answer.text
    assert hang(browser, f"{path}/note", text=" ").status_code == 422


def test_the_doer_sees_his_task_in_his_work_and_finishes_it(leader: Any, tickets: Any, sign_in: Any) -> None:  # noqa: F811
    doer = new_member(tickets["civil"], login="doer")
    number = tickets["made"][0].number
    path = f"/figures/risk/findings/person/{number}"
    assert "139****1230" in sign_in(leader).get(path).text
    assert hang(sign_in(leader), f"{path}/task", text="回访", person=str(doer.id), due="2026-11-25").status_code == 303
    browser = sign_in(doer)
    assert 'id="panel-tasks"' in browser.get("/work").text
    page = browser.get("/for-me").text
    assert ("回访" in page, "139" in page, path in page) == (True, False, False)
    assert browser.get(path).status_code == 403
    task = rows.RiskTask.get().id
    wrong = browser.post(f"/for-me/tasks/{task}/done", data={"text": " "})
    assert (wrong.status_code, "Say in a sentence what was done" in wrong.text) == (422, True)
    assert browser.post(f"/for-me/tasks/{task}/done", data={"text": "已回访"}).status_code == 303
    after = browser.get("/for-me").text
    assert ("已回访" in after, "No task waits for you" in after, 'id="panel-tasks"' in browser.get("/work").text) == (
        True, True, False,
    )  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_what_hangs(role: Role, head: Any, sign_in: Any) -> None:
    civil = new_units()["civil"]
    who = new_member(civil, role=role) if role in (Role.HANDLER, Role.UNIT_REVIEWER) else new_person(role=role)
    browser = sign_in(who)
    figures = may(role, Permission.SEE_FIGURES)
    sees = figures and role is not Role.UNIT_REVIEWER
    path = "/figures/risk/findings/grave/redone_twice"
    wanted = 200 if sees else 404 if figures else 403
    assert [browser.get(one).status_code for one in (path, "/figures/risk/findings")] == [wanted, wanted]
    assert (browser.get("/for-me").status_code == 200) == may(role, Permission.SEE_TICKETS)
    posted = browser.post(f"{path}/note", data={"text": "x"}).status_code
    assert posted == (303 if may(role, Permission.ASSESS_RISK) else 403)
    if figures:
        assert ("Notes and tasks" in browser.get("/figures/risk").text) == sees


def test_a_branch_has_findings_of_its_own(leader: Any, tickets: Any, sign_in: Any) -> None:  # noqa: F811
    path = "/figures/risk/findings/grave/redone_twice"
    hang(sign_in(leader), f"{path}/note", text="总院的话")
    branch = new_site(code="branch", name="分院")
    away = sign_in(new_person(login="away", role=Role.LEADER, site=branch))
    assert "总院的话" not in away.get(f"{path}?site=1").text + away.get("/figures/risk/findings").text
    hang(away, f"{path}/note", text="分院的话")
    seen = sign_in(leader)
    assert ("分院的话" in seen.get(path).text, "分院的话" in seen.get(f"{path}?site={branch.id}").text) == (False, True)
    assert "分院" in seen.get("/figures/risk/findings").text


def test_what_is_no_finding_is_not_there(leader: Any, tickets: Any, sign_in: Any) -> None:  # noqa: F811
    browser = sign_in(leader)
    for path in ("grave/opened", "rise/topic:99999", "person/S-1", "person/nothing", "matter/1", "x/1", "rise/%27"):
        assert browser.get(f"/figures/risk/findings/{path}").status_code == 404, path
        answer = browser.post(f"/figures/risk/findings/{path}/note", data={"text": "x"})
        assert answer.status_code == 404, path


def test_a_matter_says_what_it_leaves_out(leader: Any, tickets: Any, sign_in: Any) -> None:  # noqa: F811
    made = tickets["made"][0]
    rows.Ticket.update(place=None).where(rows.Ticket.id == made.id).execute()
    page = sign_in(leader).get(f"/figures/risk?{WEEK}").text
    assert "Tickets without an area: 1; they are one area of their own" in page
    assert rows.Ticket.get_by_id(made.id).opened_at.date() == dt.date(2026, 11, 20)
