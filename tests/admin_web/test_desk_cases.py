"""The caller's cases on the desk: the pop does not wait for the case system, and says so when it does not answer."""

import datetime as dt
from typing import Any

import pytest

from hotline.callers.verbs.cases import CasesOfCallers
from hotline.ports import Case, GatewayError
from hotline.rows import CaseCache, CourtCase
from hotline.words import CallState, Presence
from tests.builders import NOW, new_call, stand

pytestmark = pytest.mark.unit
ONE = Case("民初1号", "借贷", "民事庭", "刘志明", "审理中", None, "张三")


class System:
    def __init__(self) -> None:
        self.answer: Any = (ONE,)
        self.asked = 0

    def cases_of(self, number: str) -> Any:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def case(self, code: str, how: str, secret: str) -> Any:
        raise GatewayError("away")

    def petition(self, code: str, secret: str) -> Any:
        raise GatewayError("away")


@pytest.fixture
def system(app):
    made = System()
    minutes, days = dt.timedelta(minutes=5), dt.timedelta(days=7)
    app.config.update(CASES=made, CASES_OF_CALLERS=CasesOfCallers(made, fresh=minutes, kept=days))
    return made


@pytest.fixture
def call(agent):
    row = new_call(state=CallState.OFFERING)
    stand(agent, Presence.OFFERED, call=row.id)
    return row


def cases(browser, call):
    return browser.get(f"/desk/cases?call={call.id}", headers={"X-Requested-With": "fetch"})


def test_the_pop_stands_before_the_case_system_was_asked(system, call, agent, sign_in):
    browser = sign_in(agent)
    for html in (browser.get("/desk").text, browser.get("/desk/now").json["html"]["pop"]):
        assert f'data-ask="/desk/cases?call={call.id}"' in html
        assert ("The case system is asked" in html, "No open case" in html) == (True, False)
    assert system.asked == 0


def test_what_it_says_comes_in_a_request_of_its_own_and_stays(system, call, agent, sign_in):
    browser = sign_in(agent)
    told = cases(browser, call).json["html"]
    for html in (told, browser.get("/desk/now").json["html"]["pop"]):
        assert ("民初1号" in html, "As of 11-20 10:00" in html, "data-ask" in html) == (True, True, False)
    assert (system.asked, CaseCache.get().fetched_at) == (1, NOW)


def test_no_case_is_said(system, call, agent, sign_in):
    system.answer = ()
    assert "No open case of this number." in cases(sign_in(agent), call).json["html"]


def test_a_system_that_is_away_is_a_sentence(system, call, agent, sign_in):
    system.answer = GatewayError("down")
    browser = sign_in(agent, "zh_CN")
    told = cases(browser, call).json["html"]
    for html in (told, browser.get("/desk/now").json["html"]["pop"]):
        assert "案件系统没有响应，暂时无法显示案件，请向来电人询问案号。" in html
        assert ("data-ask" in html, "没有未结案件" in html) == (False, False)


def test_what_it_last_said_is_shown_with_its_age(system, call, agent, sign_in, clock):
    browser = sign_in(agent)
    cases(browser, call)
    clock.forward(hours=3)
    asked = browser.get("/desk/now").json["html"]["pop"]
    assert ("data-ask" in asked, "As of 11-20 10:00" in asked, "民初1号" in asked) == (True, True, True)
    system.answer = GatewayError("down")
    told = cases(browser, call).json["html"]
    since = f'data-since="{int(NOW.timestamp() * 1000)}"'
    assert ("This is what it said at 11-20 10:00" in told, "民初1号" in told, since in told) == (True, True, True)
    clock.forward(seconds=21)
    assert "data-ask" in browser.get("/desk/now").json["html"]["pop"]  # it is asked again


def test_only_of_the_call_on_ones_own_telephone(system, call, agent, other_agent, administrator, sign_in):
    another = new_call(number="13900001111", state=CallState.OFFERING)
    assert cases(sign_in(agent), another).status_code == 404
    assert cases(sign_in(other_agent), call).status_code == 404
    assert sign_in(agent).get("/desk/cases").status_code == 404
    assert cases(sign_in(administrator), call).status_code == 403
    assert system.asked == 0


def test_the_sample_stands_in_the_pop_at_once(call, agent, sign_in):
    CourtCase.create(
        number="民初9号",
        cause="借贷",
        party="张三",
        party_number=call.number,
        judge="沈",
        division="民事庭",
        stage="审理",
    )
    html = sign_in(agent).get("/desk").text
    assert ("民初9号" in html, "data-ask" in html, "As of" in html) == (True, False, False)


def test_hostile_cases_are_shown_and_never_run(system, call, agent, sign_in):
    system.answer = (Case("<script>x</script>", "<b>", "", "", "", None),)
    html = cases(sign_in(agent), call).json["html"]
    assert ("<script>" in html, "<b>" in html, "&lt;script&gt;" in html) == (False, False, True)


def test_the_enquiry_page_says_that_the_system_is_away(system, agent, sign_in):
    form = {"kind": "case", "how": "password", "code": "1", "secret": "246810"}
    for kind in ("case", "petition"):
        answer = sign_in(agent, "zh_CN").post("/enquiries", data=form | {"kind": kind})
        assert (answer.status_code, "案件系统没有响应，请稍后再试" in answer.text) == (503, True)
