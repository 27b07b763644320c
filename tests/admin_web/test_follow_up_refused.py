"""Each form of the page of a follow-up × whatever is missing, wrong, stale or foreign: a sentence, the text kept."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from hotline.messages import verbs as notices
from hotline.rows import Call, FollowUp, FollowUpTry, Order, Person, Ticket
from hotline.words import CallState, FollowUpState, NoticeKind, Role, TicketState
from tests.builders import NOW, new_call, new_person, new_site, new_ticket

pytestmark = pytest.mark.unit
TEXT = "<b>还没有</b> 解决，希望尽快"
SHOWN = "&lt;b&gt;还没有&lt;/b&gt; 解决，希望尽快"
FETCH = {"Accept": "application/json", "X-Requested-With": "fetch"}
POSTS = ("answer", "call", "hang-up", "missed", "survey")
HUGE = 10**18 * 9


@pytest.fixture
def clerk(db: Any) -> Any:
    return new_person(login="visitor", name="蒋回访", role=Role.FOLLOW_UP_CLERK, extension="1010")


@pytest.fixture
def follow_up(clerk: Any) -> Any:
    ticket = new_ticket(opened_by=clerk, state=TicketState.FOLLOWING_UP, caller_number="13800138000")
    return FollowUp.create(ticket=ticket, round=0, state="open", planned_at=NOW, next_at=NOW, token="w")


def test_every_form_of_the_page_is_walked(app: Any) -> None:
    posts = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("follow_ups.")]
    assert sorted(rule.rule for rule in posts if "POST" in rule.methods) == [
        f"/visits/<int:follow_up>/{name}" for name in POSTS
    ]


@pytest.mark.parametrize(
    ("form", "why", "field"),
    [
        ({}, "Say whether it was dealt with and solved", "handled"),
        ({"handled": "perhaps"}, "Say whether it was dealt with and solved", "handled"),
        ({"handled": "yes", "solved": "yes", "satisfied": "6"}, "Rate it from 1 to 5", "satisfied"),
        ({"solved": "no"}, "Choose: to be handled again", "again"),
        ({"handled": "no", "solved": "yes"}, "Choose: to be handled again", "again"),
        ({"solved": "no", "again": "maybe"}, "Choose: to be handled again", "again"),
        ({"solved": "no", "again": "yes", "text": " "}, "Write what is not solved yet", "text"),
        ({"solved": "no", "again": "no", "text": ""}, "Write why it is closed although it is not solved", "text"),
        ({"solved": "yes", "text": TEXT + "长" * 2000}, "The text is too long: leave out", "text"),
    ],
)
def test_each_refused_answer_stands_beside_its_field(
    clerk: Any, follow_up: Any, sign_in: Any, form: dict[str, str], why: str, field: str
) -> None:
    answer = sign_in(clerk).post(f"/visits/{follow_up.id}/answer", data={"text": TEXT} | form)
    beside = answer.text.partition(f'id="e-{field}" role="alert">')[2].partition("<")[0]
    assert (answer.status_code, beside.startswith(why)) == (422, True)
    assert (SHOWN in answer.text) is (form.get("text", TEXT).strip() != "")
    kept = [f'name="{name}" value="{value}" checked' for name, value in form.items() if value in ("yes", "no")]
    assert all(one in answer.text for one in kept)
    assert (FollowUp.get().state, Ticket.get().state) == ("open", "visiting")


def test_a_refused_answer_is_told_in_chinese_too(clerk: Any, follow_up: Any, sign_in: Any) -> None:
    browser = sign_in(clerk, "zh_CN")
    for form, why in (
        ({"solved": "no"}, "请选择：重新办理，或者虽未解决仍予办结"),
        ({"solved": "no", "again": "no"}, "请写明虽未解决仍予办结的理由"),
    ):
        assert why in browser.post(f"/visits/{follow_up.id}/answer", data=form).text


def test_closed_although_not_solved_with_a_reason(clerk: Any, follow_up: Any, sign_in: Any) -> None:
    form = {"handled": "yes", "solved": "no", "again": "no", "text": "来电人表示不再追究"}
    assert sign_in(clerk).post(f"/visits/{follow_up.id}/answer", data=form).status_code == 303
    assert (Ticket.get().state, Ticket.get().solved, FollowUp.get().text) == ("closed", False, "来电人表示不再追究")


# ---- stale, foreign, not allowed


def answered(follow_up: Any) -> None:
    """The citizen has answered on the page meanwhile."""
    FollowUp.update(state=FollowUpState.DONE.value, done_at=NOW).execute()
    Ticket.update(state=TicketState.CLOSED.value).execute()


def moved_on(follow_up: Any) -> None:
    """The ticket is no longer to be visited; the follow-up is still open."""
    Ticket.update(state=TicketState.UNDER_REVIEW.value).execute()


def given_up(follow_up: Any) -> None:
    FollowUp.update(state=FollowUpState.GIVEN_UP.value, done_at=NOW).execute()


def next_round(follow_up: Any) -> None:
    """Handled again: the row of this round is over, and another one waits."""
    answered(follow_up)
    Ticket.update(state=TicketState.FOLLOWING_UP.value, round=1).execute()
    FollowUp.create(ticket=follow_up.ticket_id, round=1, state="open", planned_at=NOW, next_at=NOW, token="w2")


def other_clerk_calls(follow_up: Any) -> None:
    other = new_person(role=Role.FOLLOW_UP_CLERK, extension="1011")
    new_call(id="busy", state=CallState.TALKING, direction="out", agent=other, talking_at=NOW)
    FollowUpTry.create(follow_up=follow_up.id, number=1, way="call", at=NOW, person=other.id, call="busy")


def clerk_left(follow_up: Any) -> None:
    """The right to follow up was taken away: the page is shut."""
    Person.update(role=Role.AGENT).where(Person.login == "visitor").execute()


STALE: list[tuple[Callable[[Any], None], tuple[str, ...]]] = [
    (answered, POSTS), (moved_on, ("answer", "missed")), (given_up, POSTS), (next_round, POSTS),
    (other_clerk_calls, ("call", "survey", "hang-up")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "post"), [(change, post) for change, posts in STALE for post in posts],
    ids=lambda one: getattr(one, "__name__", one),
)  # fmt: skip
def test_a_stale_page_is_refused_with_a_sentence_and_the_text_kept(
    clerk: Any, follow_up: Any, sign_in: Any, change: Callable[[Any], None], post: str
) -> None:
    browser = sign_in(clerk)
    browser.get(f"/visits/{follow_up.id}")
    change(follow_up)
    before = (list(Ticket.select().dicts()), list(FollowUp.select().dicts()), list(FollowUpTry.select().dicts()))
    form = {"handled": "yes", "solved": "yes", "text": TEXT, "why": "busy"}
    shown = browser.post(f"/visits/{follow_up.id}/{post}", data=form)
    assert (shown.status_code, SHOWN in shown.text, shown.text.count('role="alert"') >= 1) == (422, True, True)
    told = browser.post(f"/visits/{follow_up.id}/{post}", data=form, headers=FETCH)
    assert (told.status_code, bool(told.json["error"])) == (422, True)
    after = (list(Ticket.select().dicts()), list(FollowUp.select().dicts()), list(FollowUpTry.select().dicts()))
    assert (after, Order.select().count()) == (before, 0)


@pytest.mark.parametrize("post", POSTS)
def test_what_is_not_his_is_not_there(clerk: Any, follow_up: Any, agent: Any, sign_in: Any, post: str) -> None:
    elsewhere = new_person(role=Role.FOLLOW_UP_CLERK, extension="1011", site=new_site(code="east", name="东庭"))
    Ticket.update(confidential=False).execute()
    form = {"text": TEXT}
    assert sign_in(agent).post(f"/visits/{follow_up.id}/{post}", data=form).status_code == 403
    codes = [sign_in(elsewhere).post(f"/visits/{follow_up.id}/{post}", data=form).status_code]
    codes += [sign_in(clerk).post(f"/visits/{one}/{post}", data=form).status_code for one in (0, 999, HUGE, HUGE * 99)]
    assert codes == [404] * 5
    clerk_left(follow_up)
    assert sign_in(clerk).post(f"/visits/{follow_up.id}/{post}", data=form).status_code == 403
    assert Order.select().count() == 0


@pytest.mark.parametrize("post", POSTS)
def test_at_night_or_with_nothing_nothing_breaks(
    clerk: Any, follow_up: Any, sign_in: Any, clock: Any, post: str
) -> None:
    clock.at = NOW + dt.timedelta(hours=13)
    browser = sign_in(clerk)
    for form in ({}, {"why": "x" * 5000, "text": "\x00\u202e", "give_up": "1"}, {"give_up": "1"}):
        assert browser.post(f"/visits/{follow_up.id}/{post}", data=form).status_code in (303, 422)
    assert Call.select().count() == 0


def test_giving_up_too_early_is_said_beside_the_choice(clerk: Any, follow_up: Any, sign_in: Any) -> None:
    answer = sign_in(clerk).post(f"/visits/{follow_up.id}/missed", data={"give_up": "1", "why": "busy", "text": TEXT})
    assert (answer.status_code, "Try 3 times before giving up" in answer.text, SHOWN in answer.text) == (
        422,
        True,
        True,
    )
    assert '<option value="busy" selected>' in answer.text


# ---- the list


def test_what_was_just_passed_is_listed_with_when_and_may_be_called_earlier(
    clerk: Any, follow_up: Any, sign_in: Any
) -> None:
    FollowUp.update(next_at=NOW + dt.timedelta(days=3)).execute()
    browser = sign_in(clerk)
    assert "A message goes first" not in browser.get("/visits").text  # a landline: it is only not yet time
    fields = {"number": "x", "link": "y"}
    notices.put("13800138000", NoticeKind.FOLLOW_UP_LINK.value, fields, ref=f"visit:{follow_up.id}", now=NOW)
    for address in ("/visits", "/visits?later=1"):
        html = browser.get(address).text
        assert "A message goes first; can be called from 11-23 10:00" in html
        assert html.count(f'id="visit-{follow_up.id}"') == 1
        assert "Visit earlier" in html
    assert browser.post(f"/visits/{follow_up.id}/call", headers=FETCH).json == {"order": 1}
