"""What a citizen meets: found, not found, locked, answered, hostile."""

import datetime as dt
import re
from typing import Any

import pytest

from hotline import rows
from hotline.citizens import jobs as jobs
from hotline.citizens import keys
from hotline.citizens import verbs as public
from hotline.citizens.keys import keep_keys
from hotline.citizens.rules.tries import AskedBy
from hotline.follow_ups.verbs import follow_ups
from hotline.words import FollowUpState, TicketState
from tests.builders import NOW, new_ticket
from tests.public_web.conftest import IDENTITY

pytestmark = pytest.mark.unit
GOOD = {"code": "12345678", "tail": "1234"}
NUMBER = "20261120-01-0001"
HOSTILE = [
    "' OR 1=1 --",
    "x" * 10_000,
    "\u202e12345678",
    "😀😀😀",
    "1\x002",
    "１２３\u200b",
    "%s%n",
    "{{7*7}}",
    "<script>",
]


def ask(client: Any, path: str, data: dict[str, str], **given: Any) -> Any:
    """A query, and the page to which the browser is sent."""
    return client.post(path, data=data, follow_redirects=True, **given)


def test_the_ticket_of_a_code_in_both_languages(client: Any) -> None:
    english = ask(client, "/code", GOOD | {"lang": "en"})
    chinese = ask(client, "/code", GOOD | {"lang": "zh"})
    assert (english.status_code, chinese.status_code) == (200, 200)
    for token in ("20261120-01-0001", "张**", "民事庭", "2026-11-20", "已开庭审理。"):
        assert token in english.text
        assert token in chinese.text
    assert "Your matter has been answered." in english.text
    assert "您的事项已有答复，请您评价。" in chinese.text
    for secret in ("秘密", "张三", "13800001234", "王小兰"):
        assert secret not in english.text + chinese.text


def test_full_width_digits_and_spaces_are_read(client: Any) -> None:
    assert ask(client, "/code", {"code": " 1234 5678", "tail": "１２３４"}).status_code == 200


def test_the_due_day_is_told_until_it_is_answered(client: Any, inside: Any) -> None:
    assert "2026-11-25" not in ask(client, "/code", GOOD).text
    with inside():
        rows.Ticket.update(state=TicketState.HANDLING.value, provisional=True).execute()
    shown = ask(client, "/code", GOOD | {"lang": "zh"}).text
    assert "预计 2026-11-25 前办结" in shown
    assert "暂定" in shown
    assert "已开庭审理" not in shown


def test_unknown_code_wrong_digits_and_a_confidential_one_say_the_same(client: Any) -> None:
    answers = [
        ask(client, "/code", {"code": code, "tail": tail, "lang": "en"}, environ_base={"REMOTE_ADDR": client_ip})
        for code, tail, client_ip in (
            ("12345678", "9999", "10.0.0.1"), ("00000000", "1234", "10.0.0.2"), ("87654321", "4321", "10.0.0.3")
        )
    ]  # fmt: skip
    texts = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert ([a.status_code for a in answers], len(texts)) == ([404, 404, 404], 1)


def test_three_wrong_tries_lock_the_code_for_everybody_on_the_page(client: Any, clock: Any) -> None:
    for n in range(3):
        answer = ask(client, "/code", GOOD | {"tail": "0000"}, environ_base={"REMOTE_ADDR": f"10.0.0.{n}"})
        assert answer.status_code == 404
    for tail in ("0000", "1234"):
        locked = ask(client, "/code", GOOD | {"tail": tail})
        assert (locked.request.path.split("/")[1], NUMBER in locked.text) == ("proof", False)
    clock.forward(minutes=31)
    assert NUMBER in ask(client, "/code", GOOD).text


def test_an_address_may_try_nine_codes(client: Any) -> None:
    codes = [ask(client, "/code", {"code": f"5550{n:04d}", "tail": "1234"}).status_code for n in range(9)]
    locked = ask(client, "/code", GOOD)
    assert (codes, locked.request.path.split("/")[1], NUMBER in locked.text) == ([404] * 9, "proof", False)


def test_the_tickets_of_an_identity_number_and_name(client: Any) -> None:
    found = ask(client, "/person", {"identity": IDENTITY.lower(), "name": "张三丰"})
    other = ask(client, "/person", {"identity": IDENTITY, "name": "张四丰", "lang": "en"})
    assert (found.status_code, found.text.count("<article"), "head-J2026" in found.text) == (200, 1, False)
    assert (other.status_code, "We found nothing" in other.text) == (404, True)


def test_what_is_mistyped_is_said_beside_its_field(client: Any) -> None:
    code = ask(client, "/code", {"code": "", "tail": "12", "lang": "en"})
    person = ask(client, "/person", {"identity": "110105194912310021", "name": "", "lang": "en"})
    assert (code.status_code, code.text.count('aria-invalid="true"')) == (422, 2)
    assert (person.status_code, "This is no identity number" in person.text) == (422, True)
    assert "110105194912310021" not in person.text


def test_a_visit_is_answered_once_and_becomes_an_act(client: Any, inside: Any, clock: Any) -> None:
    asked = client.get("/v/abcDEF123456?lang=en")
    assert (asked.status_code, "已开庭审理。" in asked.text) == (200, True)
    form = {"handled": "yes", "solved": "yes", "satisfied": "5", "text": "谢谢", "lang": "en"}
    first, second = client.post("/v/abcDEF123456", data=form), ask(client, "/v/abcDEF123456", form)
    assert (first.status_code, second.status_code) == (303, 422)
    assert "you answered on 2026-11-20" in client.get("/v/abcDEF123456?lang=en").text
    with inside():
        assert (jobs.take_over(clock.at), jobs.take_over(clock.at)) == (1, 0)
        ticket, follow_up, answer = rows.Ticket.get(code="12345678"), rows.FollowUp.get(), rows.PublicAnswer.get()
    assert (ticket.state, ticket.satisfied, follow_up.state, follow_up.text) == (
        TicketState.CLOSED,
        5,
        FollowUpState.DONE,
        "谢谢",
    )
    assert (answer.refused, answer.done_at) == ("", NOW)
    assert "you answered on 2026-11-20" in client.get("/v/abcDEF123456?lang=en").text


def test_who_wants_it_handled_again_says_why(client: Any, inside: Any, clock: Any) -> None:
    form = {"handled": "yes", "solved": "no", "again": "yes", "lang": "en"}
    wrong = ask(client, "/v/abcDEF123456", form)
    assert (wrong.status_code, "Write what is not solved yet" in wrong.text) == (422, True)
    assert wrong.text.count(" checked") == 3
    assert client.post("/v/abcDEF123456", data=form | {"text": "还没有收到判决书"}).status_code == 303
    with inside():
        jobs.take_over(clock.at)
        assert (rows.Ticket.get(code="12345678").state, rows.PublicAnswer.get().refused) == ("dispatched", "")


def test_a_closed_ticket_is_rated_once_after_a_query(client: Any, inside: Any, clock: Any) -> None:
    with inside():
        rows.FollowUp.delete().execute()
        rows.Ticket.update(state=TicketState.CLOSED.value, closed_at=NOW).execute()
    shown = ask(client, "/code", GOOD).request.path
    form = {"ticket": NUMBER, "satisfied": "2", "text": "太慢", "lang": "en"}
    assert (client.post(shown, data=form).status_code, ask(client, shown, form).status_code) == (303, 422)
    assert '<form method="post"' not in ask(client, "/code", GOOD).text
    with inside():
        jobs.take_over(clock.at)
        ticket = rows.Ticket.get(code="12345678")
        step = rows.TicketStep.get()
    assert (ticket.state, ticket.satisfied, step.by, step.text) == (TicketState.CLOSED, 2, "citizen", "太慢")


def test_a_ticket_that_was_not_shown_cannot_be_rated(client: Any, inside: Any) -> None:
    shown = ask(client, "/code", GOOD).request.path
    form = {"ticket": NUMBER, "satisfied": "1", "text": "写了很久的话"}
    ways = [
        (shown, form | {"ticket": "head-J2026-0001"}),
        (shown, form | {"ticket": "x" * 5000}),
        ("/tickets/unknown", form),
        ("/tickets/" + "x" * 500, form),
    ]
    answers = [client.post(path, data=data) for path, data in ways]
    assert [one.status_code for one in answers] == [422, 422, 410, 410]
    assert all("写了很久的话" in one.text for one in answers)
    with inside():
        assert rows.PublicAnswer.select().count() == 0


def test_an_answer_that_came_too_late_is_marked_and_changes_nothing(client: Any, inside: Any, clock: Any) -> None:
    client.post("/v/abcDEF123456", data={"solved": "yes"})
    with inside():
        rows.FollowUp.update(state=FollowUpState.GIVEN_UP.value).execute()
        jobs.take_over(clock.at)
        assert (rows.PublicAnswer.get().refused, rows.Ticket.get(code="12345678").state) == (
            "This visit is over", "visiting",
        )  # fmt: skip


def test_unknown_and_ended_links(client: Any, inside: Any) -> None:
    assert client.get("/v/nothing").status_code == 404
    with inside():
        rows.FollowUp.update(state=FollowUpState.GIVEN_UP.value).execute()
        rows.Ticket.update(state=TicketState.WITHDRAWN.value).execute()
    over = client.get("/v/abcDEF123456?lang=en")
    assert ("no longer open" in over.text, "tel:12368" in over.text, "<form" in over.text) == (True, True, False)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered_calmly(client: Any, text: str) -> None:
    names = ("code", "tail", "identity", "name", "handled", "satisfied", "again", "ticket", "lang")
    form = dict.fromkeys(names, text) | {"text": text}
    codes = {ask(client, path, form).status_code for path in ("/code", "/person", "/tickets/x")}
    answer = client.post("/v/abcDEF123456", data={"satisfied": "3", "text": text, "lang": text})
    assert (codes <= {404, 410, 413, 422}, answer.status_code) == (True, 422 if len(text) > 2000 else 303)
    assert client.get("/v/" + text.replace("\x00", "%00")[:500]).status_code == 404


def test_signs_that_hide_are_not_kept(client: Any, inside: Any) -> None:
    form = {"satisfied": "3", "text": "a\x00b\u202ec\r\n" + "好" * 1996}
    assert client.post("/v/abcDEF123456", data=form).status_code == 303
    with inside():
        assert rows.PublicAnswer.get().text == "abc\n" + "好" * 1996


def test_a_text_that_is_too_long_comes_back_whole_with_a_sentence(client: Any, inside: Any) -> None:
    form = {"satisfied": "3", "text": "好" * 2017, "lang": "zh"}
    answer = client.post("/v/abcDEF123456", data=form)
    assert (answer.status_code, "内容过长，请减少 17 个字" in answer.text) == (422, True)
    assert "好" * 2017 in answer.text
    with inside():
        assert rows.PublicAnswer.select().count() == 0


def test_too_much_at_once(client: Any) -> None:
    assert client.post("/v/abcDEF123456", data={"text": "x" * 70_000}).status_code == 413


def test_one_address_asks_thirty_times_a_minute(client: Any, clock: Any) -> None:
    codes = [client.get("/v/nothing").status_code for _ in range(31)]
    assert (set(codes[:30]), codes[30], client.get("/").status_code) == ({404}, 429, 200)
    clock.forward(seconds=61)
    assert client.get("/v/nothing").status_code == 404


def test_headers_cookie_and_no_scripts(client: Any) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "script" in policy, "<script" in answer.text) == (True, False, False)
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (
        "no-store", "noindex, nofollow, noarchive",
    )  # fmt: skip
    assert [cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] in ([], ["tingsu_form"])


def test_a_form_from_elsewhere_is_refused(app: Any) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/code", data=GOOD).status_code == 400


def test_health_and_robots(client: Any) -> None:
    assert (client.get("/healthz").json, "Disallow: /" in client.get("/robots.txt").text) == ({"ok": True}, True)


def test_every_route_is_known(app: Any) -> None:
    ways = {rule.rule: sorted(rule.methods - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()}
    assert sorted(f"{rule} {' '.join(methods)}" for rule, methods in ways.items()) == [
        "/ GET", "/code POST", "/figures GET", "/healthz GET", "/person POST", "/proof/<page> GET POST",
        "/robots.txt GET", "/static/<path:filename> GET",
        "/thanks GET", "/tickets/<page> GET POST", "/tickets/<page>/files/<int:file> GET", "/v/<token> GET POST",
        "/v/<token>/files/<int:file> GET",
    ]  # fmt: skip


def test_a_correction_of_the_name_makes_the_key_anew(client: Any, inside: Any, settings: Any) -> None:
    key = (settings.data / "secrets" / "identity").read_text().strip()
    with inside():
        assert keep_keys(key) == 0
        rows.Ticket.update(caller_name="张三峰", steps=8).where(rows.Ticket.code == "12345678").execute()
        assert (keep_keys(key), keep_keys(key)) == (1, 0)
    codes = [ask(client, "/person", {"identity": IDENTITY, "name": name}).status_code for name in ("张三峰", "张三丰")]
    assert codes == [200, 404]


def test_the_newest_have_their_keys_in_the_next_round_and_old_ones_wait_for_the_minute(
    inside: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = (settings.data / "secrets" / "identity").read_text().strip()
    with inside():
        rows.PublicKey.delete().execute()
        monkeypatch.setattr(keys, "NEWEST", 1)
        newest = keep_keys(key, newest=True)
        assert newest + keep_keys(key) == rows.PublicKey.select().count() > newest


def test_a_published_quarter_is_shown_as_it_was_published(client: Any, inside: Any) -> None:
    assert "尚未公布季度指标" in client.get("/figures").text
    figure = {
        "zh": "总接通率",
        "en": "Connect rate",
        "value": "93.41%",
        "formula_zh": "接通 ÷ 呼叫",
        "formula_en": "a ÷ b",
    }
    with inside():
        for kind, state, site, name in (
            ("quarter", "published", None, "q"), ("quarter", "draft", None, "d"), ("month", "published", None, "m"),
            ("quarter", "published", rows.Site.get().id, "s"), ("quarter", "replaced", None, "r"),
        ):  # fmt: skip
            rows.Report.create(
                number=name, slot=name, kind=kind, state=state, site=site, first="2026-07-01", last="2026-09-30",
                asked_at=NOW, published_at=NOW, version=2, told=[figure | {"value": name}], content={"secret": "内部"},
            )  # fmt: skip
    page = client.get("/figures?lang=zh").text
    assert [part in page for part in (">q<", ">d<", ">m<", ">s<", ">r<", "接通 ÷ 呼叫", "更正版", "内部")] == [
        True, False, False, False, False, True, True, False,
    ]  # fmt: skip
    assert "a ÷ b" in client.get("/figures?lang=en").text


def test_an_answer_that_fails_does_not_hold_up_the_next(
    client: Any, inside: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/v/abcDEF123456", data={"satisfied": "5"})
    with inside():
        rows.PublicAnswer.create(key="visit:gone", token="gone", satisfied=1, at=NOW)
        real = follow_ups.by_token

        def fails(token: str, *given: Any, **more: Any) -> Any:
            if token == "abcDEF123456":
                raise RuntimeError("a bug")
            return real(token, *given, **more)

        monkeypatch.setattr(follow_ups, "by_token", fails)
        jobs.take_over(clock.at)
        answers = [answer.refused for answer in rows.PublicAnswer.select().order_by(rows.PublicAnswer.id)]
    assert answers == ["failed", "This link is not valid"]


def test_page_telephone_and_desk_count_the_tries_of_a_code_apart(narrow: Any) -> None:
    def ask(tail: str, who: str, channel: AskedBy, *, own: bool = False) -> str:
        return public.progress("12345678", tail, who=who, now=NOW, channel=channel, own=own).why

    for channel in AskedBy:
        assert [ask("0000", f"{channel}{n}", channel) for n in range(4)] == ["refused"] * 3 + ["locked"]
        assert rows.PublicTry.get_by_id(f"{channel}:ticket:12345678").tries == 3
    assert ask("1234", "13800001234", AskedBy.PHONE) == "locked"
    assert ask("1234", "13800001234", AskedBy.PHONE, own=True) == ""


def test_a_good_answer_clears_the_code_and_the_caller(narrow: Any) -> None:
    public.progress("12345678", "0000", who="10.0.0.1", now=NOW)
    assert len(public.progress("12345678", "1234", who="10.0.0.1", now=NOW).found) == 1
    assert [(row.key, row.tries) for row in rows.PublicTry.select()] == [("caller:10.0.0.1", 1)]


# ---- rounds, links, choices


def again(inside: Any, state: str, event: str = "visit_refuse", **given: Any) -> None:
    with inside():
        values = {"state": state, "round": 1, "again_at": NOW, "again_event": event} | given
        rows.Ticket.update(**values).where(rows.Ticket.code == "12345678").execute()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "已按您的意见于 2026-11-20 起重新办理。"),
        ("en", "It has been handled again since 2026-11-20, as you asked."),
    ],
)
def test_while_it_is_handled_again_code_identity_and_link_say_so(
    client: Any, inside: Any, lang: str, words: str
) -> None:
    with inside():
        rows.FollowUp.update(state=FollowUpState.DONE.value, done_at=NOW).execute()
    again(inside, "handling")
    pages = [
        ask(client, "/code", GOOD | {"lang": lang}),
        ask(client, "/person", {"identity": IDENTITY, "name": "张三丰", "lang": lang}),
        client.get(f"/v/abcDEF123456?lang={lang}"),
    ]
    assert [(words in page.text, '<form method="post"' in page.text) for page in pages] == [(True, False)] * 3


def test_an_old_link_leads_to_the_code_when_there_is_a_new_answer(client: Any, inside: Any) -> None:
    with inside():
        rows.FollowUp.update(state=FollowUpState.DONE.value, done_at=NOW).execute()
    again(inside, "visiting", reply="新的答复")
    page = client.get("/v/abcDEF123456?lang=en").text
    assert "To read the new answer and to rate it" in page
    assert "新的答复" not in page
    late = ask(client, "/v/abcDEF123456", {"solved": "yes", "text": "写了很久的话", "lang": "en"})
    assert (late.status_code, "This visit is over" in late.text, "写了很久的话" in late.text) == (422, True, True)


@pytest.mark.parametrize("path", ["code", "link"])
@pytest.mark.parametrize(
    ("form", "why", "field"),
    [
        ({}, "Say whether it was dealt with and solved", "handled"),
        ({"solved": "no", "text": "写了很久的话"}, "Choose: to be handled again", "again"),
        ({"handled": "no", "again": "yes"}, "Write what is not solved yet", "text"),
        ({"solved": "no", "again": "no"}, "Write why it is closed although", "text"),
        ({"solved": "yes", "text": "好" * 2001}, "The text is too long", "text"),
    ],
)
def test_every_refusal_stands_beside_its_field_and_the_text_is_kept(
    client: Any, path: str, form: dict[str, str], why: str, field: str
) -> None:
    where = ask(client, "/code", GOOD).request.path if path == "code" else "/v/abcDEF123456"
    answer = ask(client, where, form | {"ticket": NUMBER, "lang": "en"})
    beside = re.search(rf'<span class="wrong" id="{field}\d?-wrong">([^<]*)', answer.text)
    assert (answer.status_code, beside is not None and why in beside[1]) == (422, True)
    assert answer.text.count(" checked") == len(set(form) - {"text"})
    assert form.get("text", "") in answer.text


@pytest.mark.parametrize("path", ["code", "link"])
def test_after_a_refusal_the_browser_stands_on_the_page_itself(client: Any, clock: Any, path: str) -> None:
    """Reload and the back button send nothing again; after half an hour, or once it is said, nothing is refused."""
    where = ask(client, "/code", GOOD).request.path if path == "code" else "/v/abcDEF123456"
    wrong = {"ticket": NUMBER, "handled": "yes", "solved": "no", "text": "写了很久的话", "lang": "en"}
    sent = client.post(where, data=wrong)
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{where}?lang=en")
    for _ in range(2):
        shown = client.get(sent.headers["Location"])
        assert (shown.status_code, "写了很久的话" in shown.text, "Choose: to be handled again" in shown.text) == (
            422,
            True,
            True,
        )
    assert "写了很久的话" not in client.get("/?lang=en").text
    said = wrong | {"again": "yes"}
    assert client.post(where, data=said).headers["Location"].startswith("/thanks")
    assert client.get(f"{where}?lang=en").status_code == 200


def test_a_refusal_is_not_shown_for_ever(client: Any, clock: Any) -> None:
    assert ask(client, "/v/abcDEF123456", {"lang": "en"}).status_code == 422
    clock.at += dt.timedelta(minutes=31)
    assert client.get("/v/abcDEF123456?lang=en").status_code == 200


def test_closed_although_not_solved_needs_his_word_and_is_kept(client: Any, inside: Any, clock: Any) -> None:
    form = {"handled": "yes", "solved": "no", "again": "no", "text": "不想再等了"}
    assert client.post("/v/abcDEF123456", data=form).status_code == 303
    with inside():
        jobs.take_over(clock.at)
        ticket, follow_up = rows.Ticket.get(code="12345678"), rows.FollowUp.get()
    assert (ticket.state, ticket.solved, follow_up.text) == (TicketState.CLOSED, False, "不想再等了")


# ---- a page of its own for each query


def test_a_result_has_an_address_that_tells_nothing(client: Any, clock: Any) -> None:
    sent = client.post("/code", data=GOOD)
    where = sent.headers["Location"]
    assert (sent.status_code, sent.text.count("张")) == (303, 0)
    for secret in ("12345678", "1234", NUMBER, IDENTITY):
        assert secret not in where
    pages = [client.get(where) for _ in range(2)]  # reload, back
    assert [(page.status_code, page.headers["Cache-Control"]) for page in pages] == [(200, "no-store")] * 2
    assert NUMBER in pages[1].text
    assert client.get(where.replace("lang=zh", "lang=en")).status_code == 200
    clock.forward(minutes=30)
    assert (client.get(where).status_code, NUMBER in client.get(where).text) == (410, False)


def test_a_result_opens_in_no_other_browser(app: Any) -> None:
    where = app.test_client().post("/code", data=GOOD).headers["Location"]
    assert app.test_client().get(where).status_code == 410


def test_a_reload_of_what_found_nothing_counts_no_second_try(client: Any, inside: Any) -> None:
    answer = ask(client, "/code", GOOD | {"tail": "0000"})
    assert (answer.request.method, answer.request.path, answer.status_code) == ("GET", "/", 404)
    assert (client.get("/").status_code, "We found nothing" in client.get("/").text) == (200, False)
    with inside():
        assert rows.PublicTry.get_by_id("web:ticket:12345678").tries == 1


def test_a_browser_remembers_five_pages(client: Any) -> None:
    first = client.post("/code", data=GOOD).headers["Location"]
    others = [client.post("/code", data=GOOD).headers["Location"] for _ in range(5)]
    assert [client.get(where).status_code for where in (first, *others)] == [410, 200, 200, 200, 200, 200]


def test_several_matters_of_a_person_are_told_apart_by_their_subjects(client: Any, inside: Any, settings: Any) -> None:
    person = {"identity": IDENTITY, "name": "张三丰"}
    assert "秘密的标题" not in ask(client, "/person", person).text
    key = (settings.data / "secrets" / "identity").read_text().strip()
    with inside():
        first = rows.Ticket.get(code="12345678")
        new_ticket(
            opened_by=first.opened_by, subject="找13700001111的工资", caller_name="张三丰", code="22345678",
            identity_hash=first.identity_hash, caller_number="",
        )  # fmt: skip
        keep_keys(key)
    both = ask(client, "/person", person).text
    assert ("秘密的标题" in both, "找137****1111的工资" in both, "秘密的内容" in both) == (True, True, False)
    assert "秘密的标题" not in ask(client, "/code", GOOD).text


# ---- without a telephone


@pytest.mark.parametrize(
    ("known", "good", "bad"),
    [
        ({"caller_number": "", "identity_tail": "002X"}, ["002x", "００２Ｘ", IDENTITY], ["张三丰", "1234", "0021"]),
        ({"caller_number": "", "identity_hash": ""}, ["张三丰", " 张 三丰 "], ["张三", "002X", "1234"]),
        ({"caller_number": "13800001234", "identity_tail": "002X"}, ["1234", "13800001234"], ["002X", "张三丰"]),
        ({"caller_number": "", "identity_hash": "", "caller_name": ""}, [], ["张三丰", "1234", "002X"]),
        ({"caller_number": "", "identity_hash": "", "caller_name": "张"}, [], ["张", "张三", "1234"]),
    ],
    ids=["identity", "name", "telephone", "nothing", "one sign"],
)
def test_what_opens_a_code(
    client: Any, inside: Any, settings: Any, clock: Any, known: dict[str, str], good: list[str], bad: list[str]
) -> None:
    key = (settings.data / "secrets" / "identity").read_text().strip()
    with inside():
        rows.Ticket.update(steps=9, **known).where(rows.Ticket.code == "12345678").execute()
        keep_keys(key)
    for typed in good:
        assert ask(client, "/code", GOOD | {"tail": typed}).status_code == 200, typed
    for typed in bad:
        assert ask(client, "/code", GOOD | {"tail": typed}).status_code in (404, 422), typed


def test_guessing_a_name_is_locked_after_three_tries_like_digits(client: Any, inside: Any, settings: Any) -> None:
    key = (settings.data / "secrets" / "identity").read_text().strip()
    with inside():
        rows.Ticket.update(steps=9, caller_number="", identity_hash="").where(rows.Ticket.code == "12345678").execute()
        keep_keys(key)
    codes = [ask(client, "/code", GOOD | {"tail": name}).status_code for name in ("李四", "1234", "王五")]
    locked = ask(client, "/code", GOOD | {"tail": "张三丰"})
    assert (codes, locked.status_code, NUMBER in locked.text) == ([404, 404, 404], 429, False)


def test_a_tickets_number_is_no_code_and_no_try(client: Any) -> None:
    for typed in ("20261201-01-0198", "２０２６１２０１－０１－０１９８", "20261201 - 01 - 0198") * 4:
        told = ask(client, "/code", {"code": typed, "tail": "1234"})
        assert (told.status_code, "这是工单编号" in told.text) == (422, True), typed


@pytest.mark.parametrize("tail", ["1234", "6666", "0571-88889999", "9999"])
def test_the_last_digits_of_each_number_that_he_left_open_his_code(client: Any, inside: Any, tail: str) -> None:
    with inside():
        rows.Ticket.update(other_tails="6666 9999").where(rows.Ticket.code == "12345678").execute()
    assert "20261120-01-0001" in ask(client, "/code", {"code": "12345678", "tail": tail}).text
    assert ask(client, "/code", {"code": "12345678", "tail": "5555"}).status_code == 404


@pytest.mark.parametrize("typed", ["0198", "01-0198", "20261120-01-0001", "2026 1120 01 0001", "123456789", "1234567"])
def test_what_is_no_query_code_is_told_and_costs_no_try(client: Any, inside: Any, typed: str) -> None:
    answer = ask(client, "/code", {"code": typed, "tail": "1234", "lang": "en"})
    assert (answer.status_code, "eight digits" in answer.text, NUMBER in answer.text) == (422, True, typed == NUMBER)
    with inside():
        assert rows.PublicTry.select().count() == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"handled": "yes", "solved": "yes", "satisfied": "5"}, "Thank you for your rating."),
        ({"handled": "yes", "solved": "no", "again": "yes", "text": "仍未维修"}, "goes back to be handled again"),
        ({"handled": "yes", "solved": "no", "again": "no", "text": "算了"}, "is kept with your matter"),
        ({"handled": "yes", "solved": "yes", "satisfied": "5", "text": "谢谢"}, "is kept with your matter"),
    ],
)
def test_the_page_thanks_for_what_was_said(client: Any, said: dict[str, str], told: str) -> None:
    thanked = ask(client, "/v/abcDEF123456", said | {"lang": "en"})
    sentences = ("Thank you for your rating.", "goes back to be handled again", "is kept with your matter")
    assert [one for one in sentences if one in thanked.text] == [told]


@pytest.mark.parametrize("again", ["yes", "no"])
def test_an_answer_that_waits_is_not_asked_for_once_more(client: Any, inside: Any, clock: Any, again: str) -> None:
    page = f"{ask(client, '/code', GOOD).request.path}?lang=en"
    assert "Please tell us" in client.get(page).text
    said = {"ticket": NUMBER, "handled": "yes", "solved": "no", "again": again, "text": "仍未维修"}
    assert client.post(page, data=said).status_code == 303
    waits = client.get(page).text
    assert ("Please tell us" in waits, "you answered on 2026-11-20" in waits) == (False, True)
    with inside():
        jobs.take_over(clock.at)
    after = client.get(page).text
    assert ("Please tell us" in after, "handled again since" in after) == (False, again == "yes")


def test_a_lock_promises_no_message_to_who_asks_by_name(client: Any, inside: Any) -> None:
    for _ in range(3):
        ask(client, "/code", {"code": "99990000", "tail": "张三丰"})
    locked = ask(client, "/code", {"code": "99990000", "tail": "张三丰", "lang": "en"})
    assert (locked.status_code, "Try again in 30 minutes" in locked.text) == (429, True)
    with inside():
        assert rows.PublicProof.select().count() == 0
    by_digits = ask(client, "/code", {"code": "99990000", "tail": "1234", "lang": "en"})
    assert ("the mobile number that was left" in by_digits.text, "Whoever left none" in by_digits.text) == (True, True)
