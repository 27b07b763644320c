"""The desk in a talk: what the pop knows, which buttons there are, whom the caller may be given to, what to say."""

import datetime as dt
import re

import pytest

from admin_web.access import Reader
from admin_web.app import create_app
from admin_web.live import may_hear
from hotline.calls.orders.claim import claim, finish
from hotline.calls.reads import desk
from hotline.calls.rules.order_kinds import Consult, HandOver, MaskRecording, Mute, PlayScript, Target, Transfer
from hotline.people.reads.people import someone
from hotline.rows import CallLeg, Chamber, FlowVersion, Judge, Nuisance, Order, Person, Position
from hotline.words import CallState, Outcome, Party, Presence, Reason, Script
from tests.builders import NOW, fact, new_call, new_line, new_person, stand
from tests.there import found, there

pytestmark = pytest.mark.unit
FETCH = {"X-Requested-With": "fetch"}
EVIL = "<script>alert(1)</script>\"'"


@pytest.fixture
def talking(agent):
    new_line()
    call = new_call(
        state=CallState.TALKING, agent=agent, line="filing", queued_at=NOW, talking_at=NOW - dt.timedelta(minutes=1)
    )
    stand(agent, Presence.TALKING, call=call.id, reason=Reason.CALL_ANSWERED)
    _told(call, ("talking", {"agent": agent.id}))
    return call


@pytest.fixture
def colleague(head):
    row = new_person(name="王磊", extension="1002", site=head)
    stand(row, Presence.READY)
    return row


def _told(call, *facts):
    from hotline.rows import CallEvent

    seq = CallEvent.select().where(CallEvent.call == call.id).count()
    for n, (kind, data) in enumerate(facts, seq + 1):
        fact(call, n, kind, **data)


def _third(call, kind="colleague", *, up=True, **given):
    values = {"call": call.id, "leg": "t1", "kind": kind, "dialled": "1002", "name": "王磊", "begun_at": NOW}
    CallLeg.create(**values | {"answered_at": NOW if up else None} | given)
    facts = [("consulting", {"agent": call.agent_id}), ("leg", {"leg": "t1", "party": kind})]
    _told(call, *facts, *([("leg_answered", {"leg": "t1"})] if up else []))


def _pop(browser):
    return browser.get("/desk/now").json["html"]["pop"]


def _out(agent):
    """What the desk says of the call that he makes."""
    return there(there(desk.pop(agent.id, desk.stand(agent.id))).out)


def _disabled(html):
    """The ids of the buttons that cannot be pressed."""
    buttons = re.findall(r"<button[^>]*>", html)
    return {found(r'id="c-([\w-]+)"', b) for b in buttons if " disabled" in b and 'id="c-' in b}


def _buttons(html):
    return set(re.findall(r'<button[^>]*id="c-([\w-]+)"', html))


def test_a_talk_has_all_controls_with_one_key_each(talking, agent, sign_in):
    html = _pop(sign_in(agent))
    assert _buttons(html) == {
        "answer", "hold", "hang-up", "mute", "mask", "consult", "transfer", "silent", "too_quiet", "hands_free",
        "noisy",
    }  # fmt: skip
    assert _disabled(html) == {"answer"}
    keys = re.findall(r'data-key="(Alt\+\w)"', sign_in(agent).get("/desk").text)
    assert len(keys) == len(set(keys)) == 21
    assert keys == [key for key in keys if f"<kbd>{key}</kbd>" in sign_in(agent).get("/desk").text]


@pytest.mark.parametrize(
    ("facts", "buttons", "tags"),
    [
        ([], {"hold", "mute", "mask"}, []),
        ([("held", {})], {"resume", "mute", "mask"}, ["On hold"]),
        ([("muted", {})], {"hold", "unmute", "mask"}, ["The caller does not hear you</span>"]),
        ([("masked", {})], {"hold", "mute", "unmask"}, ["The recording is masked"]),
        ([("masked", {}), ("unmasked", {}), ("muted", {}), ("unmuted", {})], {"hold", "mute", "mask"}, []),
    ],
)
def test_what_is_on_can_be_put_off(talking, agent, sign_in, facts, buttons, tags):
    _told(talking, *facts)
    html = _pop(sign_in(agent))
    found = set(re.findall(r'value="(hold|resume|mute|unmute|mask|unmask)"', html))
    assert (found, [tag for tag in tags if tag not in html]) == (buttons, [])


def test_a_third_one_rings_then_talks_then_all_hear_each_other(talking, agent, sign_in):
    browser = sign_in(agent)
    _third(talking, up=False)
    html = _pop(browser)
    assert ("王磊" in html, "rings, the caller hears music" in html) == (True, True)
    assert _disabled(html) == {"answer", "hold", "consult", "transfer", "three-way"}
    assert "c-silent" not in html  # nobody is left behind with the machine
    CallLeg.update(answered_at=NOW).execute()
    _told(talking, ("leg_answered", {"leg": "t1"}))
    html = _pop(browser)
    assert ("talks with you" in html, "three-way" in _disabled(html)) == (True, False)
    _told(talking, ("three_way", {"agent": agent.id}))
    html = _pop(browser)
    assert ("all three hear each other" in html, "three-way" in _disabled(html)) == (True, True)
    assert {"return", "hand-over"} <= _buttons(html) - _disabled(html)
    _told(talking, ("leg_ended", {"leg": "t1", "result": "answered"}))
    assert "third-name" not in _pop(browser)


def test_who_could_not_be_had_is_told_for_a_while(talking, agent, sign_in, clock):
    for n, (name, result) in enumerate((("刘志明", "no_answer"), (EVIL, "busy"), ("赵", "caller_gone"))):
        CallLeg.create(
            call=talking.id, leg=f"t{n}", kind="judge", dialled="6101", name=name, begun_at=NOW, ended_at=NOW,
            result=result,
        )  # fmt: skip
    browser = sign_in(agent)
    html = _pop(browser)
    assert ("Could not be had: 刘志明 <small>No answer</small>、" in html, "&lt;script&gt;" in html) == (True, True)
    assert (html.count("Could not be had"), "赵" in html, EVIL in html) == (1, False, False)
    clock.forward(seconds=60)
    assert "Could not be had" not in _pop(browser)


def test_a_numbers_owner_without_a_name_is_masked(talking, agent, sign_in):
    _third(talking, "outside", dialled="13955556666", name="")
    html = _pop(sign_in(agent))
    assert ("139****6666" in html, "13955556666" in html) == (True, False)


def test_names_cannot_harm_the_page(talking, agent, sign_in):
    _third(talking, name=EVIL)
    type(talking).update(name=EVIL, path=[EVIL]).where(type(talking).id == talking.id).execute()
    html = _pop(sign_in(agent))
    assert ("<script>" in html, "&lt;script&gt;" in html) == (False, True)


def test_a_colleague_who_is_asked_answers_and_hangs_up_and_no_more(talking, agent, colleague, sign_in):
    _third(talking, person=colleague, up=False)
    stand(colleague, Presence.OFFERED, call=talking.id, reason=Reason.ENGAGED)
    browser = sign_in(colleague)
    html = _pop(browser)
    assert ("王小兰 asks you" in html, _buttons(html), _disabled(html)) == (
        True,
        {"answer", "hold", "hang-up"},
        {"hold"},
    )
    stand(colleague, Presence.TALKING, call=talking.id)
    assert _disabled(_pop(browser)) == {"answer", "hold"}
    _told(talking, ("leg_answered", {"leg": "t1"}), ("transferred", {"agent": agent.id, "to": colleague.id}))
    _told(talking, ("talking", {"agent": colleague.id}))
    type(talking).update(agent=colleague).where(type(talking).id == talking.id).execute()
    CallLeg.update(answered_at=NOW).execute()
    html = _pop(browser)
    assert ("asks you" in html, _disabled(html)) == (False, {"answer"})


def test_a_supervisor_who_listens_is_told_whose_talk_it_is(talking, supervisor, sign_in):
    CallLeg.create(call=talking.id, leg="w1", kind="supervisor", person=supervisor, dialled="1009", begun_at=NOW)
    stand(supervisor, Presence.TALKING, call=talking.id)
    html = _pop(sign_in(supervisor))
    assert ("You hear the talk of 王小兰" in html, "c-mute" in html) == (True, False)


@pytest.mark.parametrize(
    ("legs", "state", "says", "disabled"),
    [
        ([("agent", None)], Presence.OFFERED, "Your telephone rings first",
         {"hold", "mute", "mask", "consult", "transfer"}),
        ([("agent", NOW), ("citizen", None)], Presence.TALKING, "The citizen's telephone rings",
         {"answer", "hold", "mute", "mask", "consult", "transfer"}),
    ],
)  # fmt: skip
def test_a_call_that_we_make_says_who_is_rung(agent, sign_in, legs, state, says, disabled):
    call = new_call(state=CallState.DIALLING, direction="out", number="13900001111", profile="", call_back=5)
    for kind, answered in legs:
        CallLeg.create(call=call.id, leg=kind, kind=kind, dialled="1", begun_at=NOW, answered_at=answered)
    stand(agent, state, call=call.id)
    html = _pop(sign_in(agent))
    assert (says in html, _disabled(html), "Calling out" in html) == (True, disabled, True)
    assert _out(agent).call_back == 5


def test_a_call_that_we_made_and_that_talks_has_all_controls(agent, sign_in):
    call = new_call(state=CallState.TALKING, direction="out", agent=agent, talking_at=NOW)
    for kind in ("agent", "citizen"):
        CallLeg.create(call=call.id, leg=kind, kind=kind, dialled="1", begun_at=NOW, answered_at=NOW, contact=3)
    stand(agent, Presence.TALKING, call=call.id)
    html = _pop(sign_in(agent))
    assert ("You have called" in html, _disabled(html)) == (True, {"answer"})
    out = _out(agent)
    assert (out.rings, out.contact, 'href="/contacts/3"' in html) == (None, 3, True)


def test_in_wrap_up_there_is_nothing_left_to_press(talking, agent, sign_in):
    stand(agent, Presence.WRAP_UP, call=talking.id)
    html = _pop(sign_in(agent))
    assert (_buttons(html), _disabled(html)) == ({"answer", "hold", "hang-up"}, {"answer", "hold", "hang-up"})


def test_buttons_become_orders(talking, agent, colleague, sign_in):
    browser = sign_in(agent)
    for order in ("mute", "mask", "hand_over"):
        assert browser.post("/desk/control", data={"order": order}, headers=FETCH).status_code == 200
    browser.post("/desk/script", data={"script": "noisy"}, headers=FETCH)
    browser.post("/desk/consult", data={"to": f"person:{colleague.id}"}, headers=FETCH)
    browser.post("/desk/transfer", data={"to": "line:filing"}, headers=FETCH)
    placed = browser.post("/desk/transfer", data={"to": "number:13800138000"})
    target = Target(agent=colleague.id, name="王磊")
    outside = Target("13800138000", outside=True, party=Party.OUTSIDE)
    assert [c.command for c in claim(claimant="x", now=NOW)] == [
        Mute(), MaskRecording(), HandOver(), PlayScript(Script.NOISY), Consult((target,)),
        Transfer((Target(line="filing", name="立案咨询"),)), Transfer((outside,)),
    ]  # fmt: skip
    assert placed.headers["Location"] == f"/desk?order={Order.select().count()}"


def test_a_refusal_is_read_in_chinese(talking, agent, colleague, sign_in):
    browser = sign_in(agent, "zh_CN")
    stand(colleague, Presence.AWAY)
    for path, data, why in (
        ("consult", {"to": f"person:{colleague.id}"}, "该同事当前不空闲"),
        ("consult", {"to": "number:abc"}, "该号码无法拨打"),
        ("transfer", {"to": "../../etc"}, "请选择呼叫对象"),
        ("transfer", {"to": "line:" + "x" * 9000}, "没有这条线路"),
        ("script", {"script": EVIL}, "没有这种话术"),
    ):
        answer = browser.post(f"/desk/{path}", data=data, headers=FETCH)
        assert (answer.status_code, answer.json) == (422, {"error": why})
    assert Order.select().count() == 0


def test_an_order_of_another_page_is_watched_on_the_desk(agent, sign_in):
    browser = sign_in(agent, "zh_CN")
    order = browser.post("/desk/control", data={"order": "three_way"}, headers=FETCH).json["order"]
    finish(order, now=NOW, refused="There is nobody else in this call")
    assert f'data-watch="{order}"' in browser.get(f"/desk?order={order}").text
    assert browser.get(f"/desk/orders/{order}").json["refused"] == "通话中没有第三方"
    assert 'data-watch=""' in browser.get('/desk?order=1"><b>').text


def test_whom_the_caller_may_be_given_to(agent, colleague, other_agent, sign_in):
    line = new_line()
    Position.create(line=line, kind="A", person=colleague)
    new_call(state=CallState.QUEUED, line="filing", queued_at=NOW, outcome=None)
    stand(other_agent, Presence.AWAY, reason=Reason.MEAL)
    stand(agent, Presence.TALKING)
    new_person(name="未签入", extension="1003")
    FlowVersion.create(name="court", version="a", title="法院流程", text="", at=NOW, by="x", why="")
    chamber = Chamber.create(site=agent.site, name="民事庭")
    Judge.create(chamber=chamber, name="刘志明")
    Judge.create(chamber=chamber, name="离任", active=False)
    browser = sign_in(agent)
    given, asked = browser.get("/desk/choices?for=transfer").text, browser.get("/desk/choices?for=consult").text
    assert re.findall(r'data-to="([^"]+)"', given) == [
        f"person:{colleague.id}", f"person:{other_agent.id}", "line:filing", "flow:court",
    ]  # fmt: skip
    assert re.findall(r'data-to="([^"]+)"', asked) == [f"person:{colleague.id}", f"person:{other_agent.id}", "judge:1"]
    free, away = given.split('<li role="option"')[1:3]
    assert ("aria-disabled" in free, "aria-disabled" in away, "立案咨询" in free) == (False, True, True)
    assert "Waiting 1" in given


def test_a_name_in_the_list_cannot_harm_it(agent, colleague, sign_in):
    Person.update(name=EVIL).where(Person.id == colleague.id).execute()
    html = sign_in(agent).get("/desk/choices").text
    assert ("<script>" in html, html.count("&lt;script&gt;"), html.count('<li role="option"')) == (False, 2, 1)


def test_what_to_say_comes_with_the_situation(talking, agent, sign_in, clock):
    browser = sign_in(agent)
    html = browser.get("/desk").text
    assert browser.get("/desk/now").json["situation"] == "consult"
    assert 'id="say-consult" aria-controls="words-consult" aria-selected="true"' in html
    assert re.search(r'id="words-greeting"[^>]* hidden', html)
    assert "您好！<span data-hotline>12368</span>！请问有什么可以帮助您？" in html
    assert ("我还有什么可以为您服务的" in html, "✕ 不归我管" in html, "Prescribed words" in html) == (True, True, True)
    _told(talking, ("held", {}))
    assert browser.get("/desk/now").json["situation"] == "hold"
    _told(talking, ("resumed", {}))
    _third(talking, "judge")
    assert browser.get("/desk/now").json["situation"] == "contact_judge"


def test_phrases_that_cannot_be_used_are_told(agent, settings, tmp_path, clock):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "phrases.yml").write_text("situations: <b>", encoding="utf-8")
    made = create_app(settings.model_copy(update={"content": tmp_path / "content"}), now=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    browser = made.test_client()
    Person.update(language="zh_CN").execute()
    browser.post("/login", data={"login": "agent", "password": "a-good-password-1"})
    html = browser.get("/desk").text
    assert ("用语文件无法使用：" in html, "phrases.yml" in html, "fees.yml" in html) == (True, True, False)
    assert ('role="tab"' in html, "<b>" in html) == (False, False)


def test_a_nuisance_number_bears_its_mark(talking, agent, supervisor, sign_in):
    browser = sign_in(agent)
    assert ("Report as nuisance" in _pop(browser), f"/nuisance?call={talking.id}" in _pop(browser)) == (True, True)
    until = NOW + dt.timedelta(days=3)
    Nuisance.create(number="13800001234", reason=f"辱骂{EVIL}", by=supervisor, at=NOW, until=until)
    html = _pop(browser)
    assert ("Nuisance number until 2026-11-23: 辱骂&lt;script&gt;" in html.replace("  ", " "), "Report as" in html) == (
        True, False,
    )  # fmt: skip


def test_who_may_list_a_number_is_offered_to_list_it(supervisor, sign_in):
    call = new_call(state=CallState.TALKING, agent=supervisor, talking_at=NOW)
    stand(supervisor, Presence.TALKING, call=call.id)
    assert "List as nuisance" in _pop(sign_in(supervisor))


def test_a_caller_without_a_number_cannot_be_listed(talking, agent, sign_in):
    type(talking).update(number="").where(type(talking).id == talking.id).execute()
    assert "c-nuisance" not in _pop(sign_in(agent))


def test_the_badge_counts_what_waits(agent, sign_in):
    browser = sign_in(agent)
    assert browser.get("/desk/now").json["badges"] == {"call-backs": 0}
    assert 'id="badge-call-backs" aria-label="waiting" hidden>0<' in browser.get("/desk").text


@pytest.mark.parametrize("path", ["choices", "script", "consult", "transfer"])
def test_administrators_have_no_part_in_talks(administrator, sign_in, path):
    browser = sign_in(administrator)
    answer = browser.get(f"/desk/{path}") if path == "choices" else browser.post(f"/desk/{path}")
    assert answer.status_code == 403


def test_who_hears_of_call_backs_and_judges(agent, administrator):
    for person, heard in ((agent, True), (administrator, False)):
        who = Reader(there(someone(person.id)), head=True)
        assert [may_hear(who, topic) for topic in ("call_backs", "contacts", "nuisance", "")] == [
            heard,
            heard,
            False,
            False,
        ]


def test_a_caller_who_was_called_is_no_outcome_of_his_own(agent, sign_in):
    call = new_call(outcome=Outcome.REACHED, direction="out", agent=agent, talking_at=NOW, ended_at=NOW)
    stand(agent, Presence.WRAP_UP, call=call.id)
    assert "You have called" in _pop(sign_in(agent))
