"""A first start of the demonstration: every desk has something to do, the callers are known, some judges answer."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from admin_web.app import create_app
from freeswitch.simulator.script import load as load_day
from hotline import rows, sample, sample_tickets
from hotline.settings import load
from hotline.store import database
from hotline.words import TicketState
from scripts.py import make_prompts, run
from tests.builders import PASSWORD, kept

pytestmark = pytest.mark.story
S = TicketState
DAY = load_day(Path("freeswitch/simulator/demo_day.yml"))
PARTIES = {telephone: party for _n, _c, party, telephone, *_rest in sample.CASES}


def sow(now: dt.datetime) -> None:
    sample.sow(now, lambda _: kept(PASSWORD), dict.fromkeys(sample.logins(), "-"), must_change=False)
    sample_tickets.sow(now)


@pytest.mark.parametrize(
    "now",
    ["2026-11-30T09:00+08:00", "2026-11-29T23:59+08:00", "2026-10-08T00:10+08:00", "2027-02-15T12:00+08:00"],
    ids=["a Monday", "a Sunday night", "after the National Day", "in the Spring Festival"],
)
def test_tickets_stand_in_most_steps_whenever_it_begins(db: Any, now: str) -> None:
    begin = dt.datetime.fromisoformat(now).astimezone(dt.UTC)
    sow(begin)
    assert Counter(S(row.state) for row in rows.Ticket.select()) == Counter(
        [S.REGISTERED] * 3 + [S.HANDLING] * 2
        + [S.ACCEPTED, S.DISPATCHED, S.REPLIED, S.REVIEWING, S.RETURN_ASKED, S.FOLLOWING_UP, S.CLOSED, S.CLOSED_AT_ONCE]
    )  # fmt: skip
    steps = list(rows.TicketStep.select())
    assert max(step.at for step in steps) < begin
    assert {step.by for step in steps} <= set(sample.logins())
    without = rows.Ticket.select().where(rows.Ticket.state == S.HANDLING, rows.Ticket.burns_at.is_null())
    assert without.count() == 0


def test_no_desk_of_the_demonstration_is_empty(db: Any, tmp_path: Path) -> None:
    now = dt.datetime.fromisoformat("2026-11-30T09:00+08:00")
    sow(now)
    app = create_app(load(data=tmp_path, stand_in=True), now=lambda: now)
    app.config["WTF_CSRF_ENABLED"] = False
    empty = []
    for login in sample.logins():
        browser = app.test_client()
        assert browser.post("/login", data={"login": login, "password": PASSWORD}).status_code == 303
        for path in ("/work", "/sealed", "/follow-ups"):
            answer = browser.get(path)
            if answer.status_code == 200 and 'href="/tickets/' not in answer.text and "/sealed/" not in answer.text:
                empty.append((login, path))
    at_the_branch = {
        login for login, *_ in sample.AT_THE_BRANCH
    }  # a site of its own, whose work begins with its people
    assert [one for one in empty if one[0] not in at_the_branch] == [("agent4", "/work")]  # he has registered none


def test_a_real_start_has_no_sample_and_a_second_start_adds_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(run, "hashed", lambda _: kept(PASSWORD))
    monkeypatch.setattr(make_prompts, "all_of", lambda _: None)
    found = []
    for demo, folder in ((True, "demo"), (True, "demo"), (False, "real")):
        (tmp_path / folder).mkdir(exist_ok=True)
        chosen = load(data=tmp_path / folder, demo=demo)
        run._prepare(chosen)
        tested = [row.code for row in rows.Line.select().where(rows.Line.tests_silence)]
        assert tested == (["filing"] if demo else [])
        found.append((rows.Ticket.select().count(), rows.CourtCase.select().count(), rows.Person.select().count()))
        database.database.close()
    people = len(sample.logins())
    assert found == [(13, 5, people), (13, 5, people), (0, 0, 1)]


def test_every_party_of_a_sample_case_calls_and_the_first_caller_has_a_case_and_a_ticket(db: Any) -> None:
    numbers = [caller.number for _at, caller in DAY.calls]
    assert {party: numbers.count(number) > 0 for number, party in PARTIES.items()} == dict.fromkeys(
        PARTIES.values(), True
    )
    assert {caller.number: caller.name for _at, caller in DAY.calls if caller.number in PARTIES} == PARTIES
    sow(dt.datetime.fromisoformat("2026-11-30T09:00+08:00"))
    in_hand = rows.Ticket.select().where(rows.Ticket.caller_number == numbers[0], rows.Ticket.state == S.DISPATCHED)
    assert (DAY.calls[0][0] < 30, numbers[0] in PARTIES, in_hand.count()) == (True, True, 1)


def test_callers_of_people_stay_long_enough_to_be_served() -> None:
    stays = [act.seconds for _at, caller in DAY.calls for act in caller.does if act.moment == "talking"]
    assert (len(stays) > 10, min(stays) >= 300) == (True, True)


def test_every_judge_has_a_telephone_of_the_stand_in_and_some_answer() -> None:
    phones = {phone.extension: phone for phone in DAY.phones}
    answers: dict[str, list[bool]] = {}
    for _chamber, office, judges in sample.CHAMBERS:
        chief = next(((tel, mobile) for _n, _t, tel, mobile, is_chief in judges if is_chief), ("", ""))
        for name, _title, telephone, mobile, _chief in judges:
            asked = [number for number in dict.fromkeys((telephone, mobile, office, *chief)) if number]
            assert [number for number in asked if len(number) <= 6 and number not in phones] == []
            answers[name] = [number not in phones or phones[number].answer == "answer" for number in asked]
    assert {name for name, some in answers.items() if not any(some)} == {"郑安", "许文"}
    assert {name for name, some in answers.items() if some[0]} >= {"刘志明", "高远", "宋平", "马宁"}
