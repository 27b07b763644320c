"""An agent's day: his states hour by hour, across midnight, with sums that are the figures'."""

import datetime as dt
import re
from typing import Any

import pytest

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.reads import agent_day, figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period
from hotline.words import Dimension, Presence, Reason, Role
from tests.builders import NOW, new_line, new_member, new_person, new_site, new_units

pytestmark = pytest.mark.unit
DAY = dt.date(2026, 11, 19)
P = Presence


def at(hour: int, minute: int = 0, *, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), CHINA)


@pytest.fixture
def house(db: Any) -> dict[str, Any]:
    """An agent who talks over midnight into the day, is away twice for two reasons, and is ready over the next
    midnight."""
    head, branch = new_site(), new_site(code="east", name="东区法院")
    new_line(site=head)
    agent = new_person(login="agent", name="李敏", site=head)
    for moment, state, reason in (
        (at(23, 50, day=DAY - dt.timedelta(days=1)), P.TALKING, Reason.CALL_ANSWERED),
        (at(0, 10), P.WRAP_UP, Reason.CALL_ENDED),
        (at(0, 15), P.OFF, Reason.BY_HAND),
        (at(8), P.READY, Reason.BY_HAND),
        (at(9), P.AWAY, Reason.REST),
        (at(9, 30), P.READY, Reason.BY_HAND),
        (at(10), P.AWAY, Reason.NO_ANSWER),
        (at(10, 20), P.READY, Reason.BY_HAND),
    ):
        rows.PresenceChange.create(
            uid=moment.isoformat(), person=agent, at=moment, old="off", new=state.value, reason=reason.value, by="x"
        )
    return {
        "agent": agent, "leader": new_person(login="leader", role=Role.LEADER, site=head),
        "branch": new_person(login="branch", role=Role.LEADER, site=branch),
        "reviewer": new_member(new_units(head)["civil"], login="reviewer", role=Role.UNIT_REVIEWER),
    }  # fmt: skip


def test_a_day_is_cut_at_both_midnights_and_its_sums_are_the_figures(house: Any) -> None:
    agent = house["agent"].id
    found = agent_day.spans(agent, DAY, Scope(), NOW)
    assert [(one.state, round(one.seconds, 2), one.from_before, one.goes_on) for one in found] == [
        (P.TALKING, 600, True, False),
        (P.WRAP_UP, 300, False, False),
        (P.OFF, 7 * 3600 + 2700, False, False),
        (P.READY, 3600, False, False),
        (P.AWAY, 1800, False, False),
        (P.READY, 1800, False, False),
        (P.AWAY, 1200, False, False),
        (P.READY, 13 * 3600 + 2400, False, True),
    ]
    assert sum(one.seconds for one in found) == pytest.approx(86400, abs=1e-2)
    lasted = agent_day.lasted(found)
    asked = FigureScope(Period(DAY, DAY), Scope(), NOW)
    for state, figure in ((P.READY, "time_ready"), (P.TALKING, "time_talking"), (P.WRAP_UP, "time_wrap_up"),
                          (P.AWAY, "time_away")):  # fmt: skip
        told = figures.one(FIGURES[figure], asked, where={Dimension.AGENT: str(agent)}).value
        assert sum(seconds for key, seconds in lasted.items() if key[0] is state) == pytest.approx(told, abs=1e-2)
    assert list(lasted) == [
        (P.READY, None), (P.TALKING, None), (P.WRAP_UP, None), (P.AWAY, Reason.REST), (P.AWAY, Reason.NO_ANSWER),
    ]  # fmt: skip


def test_today_ends_now_and_a_day_before_the_first_is_empty(house: Any) -> None:
    today = agent_day.spans(house["agent"].id, NOW.astimezone(CHINA).date(), Scope(), NOW)
    assert [(one.state, one.ends, one.from_before, one.goes_on) for one in today] == [(P.READY, NOW, True, True)]
    assert agent_day.spans(house["agent"].id, dt.date(2026, 11, 1), Scope(), NOW) == ()
    assert agent_day.spans(house["agent"].id, DAY, Scope(site=99), NOW) == ()


def test_the_page_draws_the_day_and_leads_to_its_rows(house: Any, sign_in: Any) -> None:
    browser, agent = sign_in(house["leader"]), house["agent"].id
    assert "Choose an agent and a day" in browser.get("/figures/agent-day").text
    page = browser.get(f"/figures/agent-day?agent={agent}&day={DAY}").text
    assert (page.count('<rect class="series-block'), "from the day before" in page, "goes on" in page) == (
        12,
        True,
        True,
    )
    href = re.search(r'<a href="(/figures/time_away/rows[^"]+)">', page)
    assert href is not None
    assert "Rows: 2" in browser.get(href[1].replace("&amp;", "&")).text
    assert "He was not signed in" in browser.get(f"/figures/agent-day?agent={agent}&day=2026-11-01").text
    wrong = browser.get(f"/figures/agent-day?agent={agent}&day=2026-13-40")
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (200, True)
    assert "座席的一天" in sign_in(house["leader"], "zh_CN").get(f"/figures/agent-day?agent={agent}&day={DAY}").text


def test_who_may_not_see_the_agent_sees_no_day(house: Any, sign_in: Any) -> None:
    path = f"/figures/agent-day?agent={house['agent'].id}&day={DAY}"
    assert sign_in(house["branch"]).get(path).status_code == 404
    assert sign_in(house["reviewer"]).get("/figures/agent-day").status_code == 404
    for wrong in ("x", "-1", "999999", "٣"):
        assert sign_in(house["leader"]).get(f"/figures/agent-day?agent={wrong}").status_code == 404


def test_an_agent_opens_his_own_day_and_nobody_elses(house: Any, sign_in: Any) -> None:
    own, colleague = house["agent"], new_person(login="colleague", role=Role.AGENT)
    browser = sign_in(own)
    for path in (f"/figures/agent-day?day={DAY}", f"/figures/agent-day?agent={own.id}&day={DAY}"):
        page = browser.get(path).text
        assert ("Your day" in page, page.count('<rect class="series-block'), "/rows" in page, "<select" in page) == (
            True, 12, False, False,
        )  # fmt: skip
    for other in (colleague.id, house["leader"].id, "999999", "x"):
        assert browser.get(f"/figures/agent-day?agent={other}&day={DAY}").status_code == 404
    assert "You were not signed in on this day" in sign_in(colleague).get(f"/figures/agent-day?day={DAY}").text
    assert "Your day" in browser.get("/for-me").text


@pytest.mark.parametrize("role", list(Role))
def test_whose_day_each_role_opens(house: Any, sign_in: Any, role: Role) -> None:
    browser = sign_in(new_person(login="who", role=role))
    sees_all = role in (Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR)
    own = role is Role.AGENT
    others = browser.get(f"/figures/agent-day?agent={house['agent'].id}&day={DAY}").status_code
    assert (others == 200, browser.get("/figures/agent-day").status_code == 200) == (sees_all, sees_all or own)
