"""Parameters on the web: all of them with their defaults, set at once or not at all."""

from html import unescape

import pytest

from hotline.people.reads.parameters import parameters
from hotline.people.rules.parameter_table import GROUPS
from hotline.people.rules.parameters import ALL
from hotline.rows import Audit, Change, Parameter

pytestmark = pytest.mark.unit


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


def form(**given):
    """The form as it stands, with something else typed."""
    values = {name: "1" if value is True else value for name, value in parameters().items() if value is not False}
    return {"name": [one.name for one in ALL]} | values | given


def test_every_parameter_is_there_with_its_default(browser):
    html = browser.get("/parameters").text
    for one in ALL:
        assert one.en in html.replace("&#39;", "'")
        assert f'name="{one.name}"' in html
    assert "Nothing was changed" in browser.post("/parameters", data=form(), follow_redirects=True).text
    assert (Parameter.select().count(), Audit.select().where(Audit.act == "set_parameter").count()) == (0, 0)


def test_several_are_set_at_once_and_back_to_their_defaults(browser):
    given = {"keep.machine": "30", "quiet.begins": "21:30", "notice.silent": "1"}
    html = browser.post("/parameters", data=form(**given), follow_redirects=True).text
    assert "Set: Quiet hours begin、Send a message after a silent call、Days to keep recordings of self-service" in html
    kept = parameters()
    assert (kept["keep.machine"], kept["quiet.begins"], kept["notice.silent"]) == (30, "21:30", True)
    notes = {a.object: (a.who, a.data) for a in Audit.select().where(Audit.act == "set_parameter")}
    assert notes["parameter:keep.machine"] == ("administrator", {"before": 90, "after": 30})
    assert [c.topic for c in Change.select().where(Change.topic == "parameters")] == ["parameters"]
    back = form(**{"keep.machine": "90", "quiet.begins": "20:00"})
    back.pop("notice.silent")
    browser.post("/parameters", data=back)
    assert (Parameter.select().count(), parameters()["notice.silent"]) == (0, False)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"keep.talked": "29"}, "人工通话录音保存天数: 应为 30 至 36500 的整数"),
        ({"alarm.waits_seconds": "forty"}, "等候超时告警（秒）: 应为 10 至 600 的整数"),
        ({"contact.rings": ""}, "办公电话响铃次数: 应为 2 至 12 的整数"),
        ({"contact.rings": "1e9"}, "应为 2 至 12 的整数"),
        ({"contact.rings": "<script>"}, "应为 2 至 12 的整数"),
        ({"quiet.ends": "25:00"}, "免打扰结束: 时间应写作 08:00"),
        ({"quiet.ends": ""}, "免打扰结束: 时间应写作 08:00"),
    ],
)
def test_one_that_cannot_be_leaves_all_as_they_are(administrator, sign_in, given, why):
    answer = sign_in(administrator, "zh_CN").post("/parameters", data=form(**{"keep.machine": "30"}, **given))
    assert (answer.status_code, why in answer.text, 'value="30"' in answer.text) == (422, True, True)
    assert ("aria-invalid" in answer.text, "<script>" in answer.text.split("<main")[1]) == (True, False)
    assert Parameter.select().count() == 0


def test_what_is_no_parameter_is_passed_over(browser):
    browser.post("/parameters", data=form(name=["secret", "keep.talked"], secret="1"))
    assert Parameter.select().count() == 0


def test_who_may_not(agent, supervisor, sign_in):
    for person in (agent, supervisor):
        browser = sign_in(person)
        assert browser.get("/parameters").status_code == 403
        assert browser.post("/parameters", data=form()).status_code == 403
        assert browser.post("/parameters/keep.machine/default").status_code == 403


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_stands_in_its_group_with_help_and_range(administrator, sign_in, language):
    html = unescape(sign_in(administrator, language).get("/parameters").text)
    zh = language == "zh_CN"
    parts = html.split('<section class="parameters">')[1:]
    assert len(parts) == len(GROUPS)
    for group, part in zip(GROUPS, parts, strict=True):
        assert f">{group.zh if zh else group.en}</h2>" in part
        for one in group.parameters:
            assert f'id="h-{one.name}">{one.help_zh if zh else one.help_en}<' in part
    assert ("2 至 12" if zh else "2 to 12") in html
    assert "/default" not in html


def test_one_goes_back_to_its_default(browser, administrator):
    html = browser.post("/parameters", data=form(**{"keep.machine": "30"}), follow_redirects=True).text
    assert f"Changed by {administrator.name}, " in html
    assert html.count('action="/parameters/keep.machine/default"') == html.count('form="d-keep.machine"') == 1
    assert html.count("/default") == 1
    html = browser.post("/parameters/keep.machine/default", follow_redirects=True).text
    assert "Back to the default: Days to keep recordings of self-service" in html
    assert ("Changed by" in html, Parameter.select().count(), parameters()["keep.machine"]) == (False, 0, 90)
    assert Audit.get(Audit.data == {"before": 30, "after": 90}).who == "administrator"
    assert "Nothing was changed" in browser.post("/parameters/keep.machine/default", follow_redirects=True).text
    answer = browser.post("/parameters/secret/default")
    assert (answer.status_code, "There is no such parameter" in answer.text) == (422, True)
