"""The list of nuisance numbers: who sees it, who changes it, appeals, what is over, what may not be written."""

import datetime as dt
import re

import pytest

from hotline.rows import Nuisance
from tests.builders import NOW, new_call
from tests.there import found

pytestmark = pytest.mark.unit
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def entry(supervisor):
    def make(n=1, **given):
        values = {
            "number": f"1380000{n:04d}", "reason": "辱骂", "by": supervisor, "at": NOW,
            "until": NOW + dt.timedelta(days=30),
        }  # fmt: skip
        return Nuisance.create(**values | given)

    return make


def test_nothing_is_listed(agent, sign_in):
    html = sign_in(agent).get("/nuisance").text
    assert ("No number is listed." in html, "No longer listed" in html, "<table" in html) == (True, False, False)


def test_what_holds_stands_above_what_is_over(entry, agent, supervisor, sign_in):
    entry(1)
    entry(2, appeal="误登", appealed_at=NOW, refused=True)
    entry(3, until=NOW)
    entry(4, lifted_at=NOW, lifted_by=supervisor, answer="经核实")
    html = sign_in(agent).get("/nuisance").text
    above, below = html.split("No longer listed")
    assert re.findall(r"138\*\*\*\*000(\d)", above) == ["2", "1"]  # who waits for an answer first
    assert re.findall(r"138\*\*\*\*000(\d)", below) == ["4", "3"]
    for words in ("✕ Refused", "▲ Marked", "waits for an answer", "lifted by 赵班长", "ran out", "经核实"):
        assert words in html
    assert ("13800000001" in html, '<form method="post" action="/nuisance' in html) == (False, False)


def test_many_are_over_and_the_second_page_goes_on(entry, supervisor, sign_in):
    for n in range(60):
        entry(n, until=NOW)
    browser = sign_in(supervisor)
    first = browser.get("/nuisance").text
    second = browser.get(found(r'rel="next" href="([^"]+)"', first).replace("&amp;", "&")).text
    numbers = re.findall(r"1380000\d{4}", first) + re.findall(r"1380000\d{4}", second)
    assert (len(numbers), len(set(numbers))) == (60, 60)


def test_a_number_is_found_by_its_end_and_nobody_probes_the_rest(entry, agent, supervisor, sign_in):
    entry(1), entry(2)
    assert sign_in(supervisor).get("/nuisance?tail=00000001").text.count("13800000001") == 1
    html = sign_in(agent).get("/nuisance?tail=99990001").text  # only the last four digits count
    assert html.count("138****0001") == 1
    for tail in ("x", "%", "../", "9" * 500, "&after=~"):
        assert sign_in(agent).get(f"/nuisance?tail={tail}").status_code == 200


def test_a_supervisor_lists_a_number(supervisor, sign_in):
    browser = sign_in(supervisor)
    form = {"number": "138 0000 1234", "reason": f"辱骂{EVIL}", "days": "30", "refused": "1"}
    assert browser.post("/nuisance", data=form).headers["Location"] == "/nuisance"
    row = Nuisance.get()
    assert (row.number, row.refused, row.by_id, row.until) == (
        "13800001234", True, supervisor.id, NOW + dt.timedelta(days=30),
    )  # fmt: skip
    html = browser.get("/nuisance").text
    assert ("The number is listed" in html, EVIL in html, "辱骂&lt;script&gt;" in html) == (True, False, True)


@pytest.mark.parametrize(
    ("given", "why"),
    [({"number": ""}, "请填写号码"), ({"number": "abc"}, "这不是电话号码"), ({"reason": ""}, "请说明原因"),
     ({"days": ""}, "号码登记期限为 1 至 365 天"), ({"days": "-3"}, "号码登记期限为 1 至 365 天"),
     ({"days": "9" * 99}, "号码登记期限为 1 至 365 天"), ({"days": "forever"}, "号码登记期限为 1 至 365 天")],
)  # fmt: skip
def test_a_refused_listing_comes_back_as_typed(supervisor, sign_in, given, why):
    form = {"number": "13800001234", "reason": "辱骂多次", "days": "30"} | given
    answer = sign_in(supervisor, "zh_CN").post("/nuisance", data=form)
    assert (answer.status_code, why in answer.text, Nuisance.select().count()) == (422, True, 0)
    assert f'value="{form["reason"]}"' in answer.text


def test_from_a_call_the_number_stands_there(entry, supervisor, sign_in):
    call = new_call(number="13800001234")
    browser = sign_in(supervisor)
    html = browser.get(f"/nuisance?call={call.id}").text
    assert ('value="13800001234"' in html, "listed already" in html) == (True, False)
    entry(1234)
    assert "This number is listed already, until 2026-12-20" in browser.get(f"/nuisance?call={call.id}").text
    assert 'value=""' in browser.get("/nuisance?call=../../x").text


def test_an_agent_gets_a_note_for_his_supervisor(agent, sign_in):
    call = new_call(number="13800001234", agent=agent)
    html = sign_in(agent).get(f"/nuisance?call={call.id}").text
    assert ("王小兰 asks to list the number 138****1234" in html, f"/nuisance?call={call.id}</textarea>" in html) == (
        True, True,
    )  # fmt: skip
    assert ("13800001234" in html, 'id="listing"' in html) == (False, False)


def test_an_appeal_is_written_down_answered_and_lifted(entry, supervisor, sign_in):
    row = entry()
    browser = sign_in(supervisor)
    browser.post(f"/nuisance/{row.id}/appeal", data={"text": f"弄错了{EVIL}"})
    browser.post(f"/nuisance/{row.id}/answer", data={"text": "维持", "lift": "0"})
    kept = Nuisance.get()
    assert (kept.appeal, kept.answer, kept.lifted_at) == (f"弄错了{EVIL}", "维持", None)
    assert EVIL not in browser.get("/nuisance").text
    browser.post(f"/nuisance/{row.id}/answer", data={"text": "解除", "lift": "1"})
    assert (Nuisance.get().lifted_at, Nuisance.get().lifted_by_id) == (NOW, supervisor.id)
    again = browser.post(f"/nuisance/{row.id}/answer", data={"text": "x", "lift": "1", "back": "/nuisance"})
    assert (again.status_code, "This number is not listed any more" in again.text) == (422, True)
    assert 'href="/nuisance"' in again.text


def test_refusals_are_read_in_chinese(entry, supervisor, sign_in):
    browser = sign_in(supervisor, "zh_CN")
    fetch = {"X-Requested-With": "fetch"}
    row = entry()
    assert browser.post(f"/nuisance/{row.id}/appeal", headers=fetch).json == {"error": "请填写来电人的申诉内容"}
    assert browser.post(f"/nuisance/{row.id}/answer", headers=fetch).json == {"error": "请说明原因"}
    assert browser.post("/nuisance/99/appeal", data={"text": "x"}, headers=fetch).json == {
        "error": "该号码已不在骚扰名单中"
    }


def test_who_may_not_change_it(entry, agent, administrator, sign_in):
    row = entry()
    browser = sign_in(agent)
    for path in ("", f"/{row.id}/appeal", f"/{row.id}/answer"):
        assert browser.post(f"/nuisance{path}", data={"text": "x", "lift": "1"}).status_code == 403
    assert Nuisance.get().lifted_at is None
    assert sign_in(administrator).get("/nuisance").status_code == 200
