"""What a citizen meets: found, not found, locked, answered, hostile."""

import re
from typing import Any

import pytest

from hotline import rows
from hotline.citizens import jobs as jobs
from hotline.citizens import verbs as public
from hotline.follow_ups.verbs import follow_ups
from hotline.words import FollowUpState, TicketState
from tests.builders import NOW
from tests.public_web.conftest import IDENTITY
from tests.there import found

pytestmark = pytest.mark.unit
GOOD = {"code": "12345678", "tail": "1234"}
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


def said(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text)


def pass_of(answer: Any) -> str:
    return found(r'name="pass" value="([^"]+)"', answer.text)


def test_the_ticket_of_a_code_in_both_languages(client: Any) -> None:
    english = client.post("/code", data=GOOD | {"lang": "en"})
    chinese = client.post("/code", data=GOOD | {"lang": "zh"})
    assert (english.status_code, chinese.status_code) == (200, 200)
    for token in ("head-20261120-0001", "张**", "民事庭", "2026-11-20", "已开庭审理。"):
        assert token in english.text
        assert token in chinese.text
    assert "Your matter has been answered." in english.text
    assert "您的事项已有答复，请您评价。" in chinese.text
    for secret in ("秘密", "张三", "13800001234", "王小兰"):
        assert secret not in english.text + chinese.text


def test_full_width_digits_and_spaces_are_read(client: Any) -> None:
    assert client.post("/code", data={"code": " 1234 5678", "tail": "１２３４"}).status_code == 200


def test_the_due_day_is_told_until_it_is_answered(client: Any, inside: Any) -> None:
    assert "2026-11-25" not in client.post("/code", data=GOOD).text
    with inside():
        rows.Ticket.update(state=TicketState.HANDLING.value, provisional=True).execute()
    shown = client.post("/code", data=GOOD | {"lang": "zh"}).text
    assert "预计 2026-11-25 前办结" in shown
    assert "暂定" in shown
    assert "已开庭审理" not in shown


def test_unknown_code_wrong_digits_and_a_confidential_one_say_the_same(client: Any) -> None:
    answers = [
        client.post("/code", data={"code": code, "tail": tail, "lang": "en"}, environ_base={"REMOTE_ADDR": client_ip})
        for code, tail, client_ip in (
            ("12345678", "9999", "10.0.0.1"), ("00000000", "1234", "10.0.0.2"), ("87654321", "4321", "10.0.0.3")
        )
    ]  # fmt: skip
    texts = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert ([a.status_code for a in answers], len(texts)) == ([404, 404, 404], 1)


def test_three_wrong_tries_lock_the_code_for_everybody(client: Any, clock: Any) -> None:
    codes = [
        client.post("/code", data=GOOD | {"tail": "0000"}, environ_base={"REMOTE_ADDR": f"10.0.0.{n}"}).status_code
        for n in range(4)
    ]
    assert (codes, client.post("/code", data=GOOD).status_code) == ([404, 404, 404, 429], 429)
    clock.forward(minutes=31)
    assert client.post("/code", data=GOOD).status_code == 200


def test_an_address_may_try_nine_codes(client: Any) -> None:
    codes = [client.post("/code", data={"code": f"5550{n:04d}", "tail": "1234"}).status_code for n in range(10)]
    assert (codes[:9], codes[9], client.post("/code", data=GOOD).status_code) == ([404] * 9, 429, 429)


def test_the_tickets_of_an_identity_number_and_name(client: Any) -> None:
    found = client.post("/person", data={"identity": IDENTITY.lower(), "name": "张三丰"})
    other = client.post("/person", data={"identity": IDENTITY, "name": "张四丰", "lang": "en"})
    assert (found.status_code, found.text.count("<article"), "head-J2026" in found.text) == (200, 1, False)
    assert (other.status_code, "We found nothing" in other.text) == (404, True)


def test_what_is_mistyped_is_said_beside_its_field(client: Any) -> None:
    code = client.post("/code", data={"code": "", "tail": "12", "lang": "en"})
    person = client.post("/person", data={"identity": "110105194912310021", "name": "", "lang": "en"})
    assert (code.status_code, code.text.count('aria-invalid="true"')) == (422, 2)
    assert (person.status_code, "This is no identity number" in person.text) == (422, True)
    assert "110105194912310021" not in person.text


def test_a_visit_is_answered_once_and_becomes_an_act(client: Any, inside: Any, clock: Any) -> None:
    asked = client.get("/v/abcDEF123456?lang=en")
    assert (asked.status_code, "已开庭审理。" in asked.text) == (200, True)
    form = {"handled": "yes", "solved": "yes", "satisfied": "5", "text": "谢谢", "lang": "en"}
    first, second = client.post("/v/abcDEF123456", data=form), client.post("/v/abcDEF123456", data=form)
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
    form = {"handled": "yes", "solved": "no", "wants": "yes", "lang": "en"}
    wrong = client.post("/v/abcDEF123456", data=form)
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
    shown = client.post("/code", data=GOOD)
    form = {"pass": pass_of(shown), "satisfied": "2", "text": "太慢", "lang": "en"}
    assert [client.post("/say", data=form).status_code for _ in range(2)] == [303, 422]
    assert 'name="pass"' not in client.post("/code", data=GOOD).text
    with inside():
        jobs.take_over(clock.at)
        ticket = rows.Ticket.get(code="12345678")
        step = rows.TicketStep.get()
    assert (ticket.state, ticket.satisfied, step.by, step.text) == (TicketState.CLOSED, 2, "citizen", "太慢")


def test_a_ticket_that_was_not_shown_cannot_be_rated(client: Any, inside: Any) -> None:
    for token in ("", "head-20261120-0001", "x" * 5000):
        assert client.post("/say", data={"pass": token, "satisfied": "1"}).status_code == 422
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
    over = client.get("/v/abcDEF123456?lang=en")
    assert ("no longer open" in over.text, "tel:12368" in over.text, "<form" in over.text) == (True, True, False)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered_calmly(client: Any, text: str) -> None:
    form = dict.fromkeys(("code", "tail", "identity", "name", "handled", "satisfied", "wants", "pass", "lang"), text)
    codes = {client.post(path, data=form | {"text": text}).status_code for path in ("/code", "/person", "/say")}
    answer = client.post("/v/abcDEF123456", data={"satisfied": "3", "text": text, "lang": text})
    assert (codes <= {404, 413, 422}, answer.status_code) == (True, 422 if len(text) > 2000 else 303)
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
        "/ GET", "/code POST", "/healthz GET", "/person POST", "/robots.txt GET", "/say POST",
        "/static/<path:filename> GET", "/thanks GET", "/v/<token> GET POST",
    ]  # fmt: skip


def test_a_correction_of_the_name_makes_the_key_anew(client: Any, inside: Any, settings: Any) -> None:
    key = (settings.data / "secrets" / "identity").read_text().strip()
    with inside():
        assert jobs.keep_keys(key) == 0
        rows.Ticket.update(caller_name="张三峰", steps=8).where(rows.Ticket.code == "12345678").execute()
        assert (jobs.keep_keys(key), jobs.keep_keys(key)) == (1, 0)
    codes = [
        client.post("/person", data={"identity": IDENTITY, "name": name}).status_code for name in ("张三峰", "张三丰")
    ]
    assert codes == [200, 404]


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


def test_the_telephone_and_the_page_share_the_tries(narrow: Any) -> None:
    def ask(tail: str, who: str) -> str:
        return public.progress("12345678", tail, who=who, now=NOW).why

    assert [ask("0000", who) for who in ("13700000000", "10.0.0.1", "desk:agent1")] == ["refused"] * 3
    assert (ask("1234", "13800001234"), rows.PublicTry.get_by_id("ticket:12345678").tries) == ("locked", 3)


def test_a_good_answer_clears_the_code_and_the_caller(narrow: Any) -> None:
    public.progress("12345678", "0000", who="10.0.0.1", now=NOW)
    assert len(public.progress("12345678", "1234", who="10.0.0.1", now=NOW).found) == 1
    assert [(row.key, row.tries) for row in rows.PublicTry.select()] == [("caller:10.0.0.1", 1)]
