"""Recordings found: by agent, line, day, number and length; only what one may hear, page by page."""

import datetime as dt
import itertools

import pytest

from hotline.calls.reads.recordings import RecordingFilter, found
from hotline.people.reads.scope import Scope
from hotline.rows import Offer, Person, Recording
from hotline.words import Role
from tests.builders import NOW, new_call, new_line, new_person, new_ticket

pytestmark = pytest.mark.unit
ALL = Scope()
_count = itertools.count(1)


def recorded(*, at=NOW, seconds=60.0, state="kept", **call):
    row = new_call(at=at, **call)
    path = f"{next(_count)}.wav"
    Recording.create(call=row.id, kind="call", path=path, state=state, begun_at=at, seconds=seconds, size=1)
    return row.id


def ids(scope=ALL, **wanted):
    return [row.call for row in found(RecordingFilter(**wanted), scope).rows]


def test_each_filter_finds_its_own(agent, other_agent):
    new_line()
    new_line(code="other", name="执行")
    one = recorded(agent=agent, line="filing", number="13800001234", seconds=30)
    two = recorded(agent=other_agent, line="other", number="13911115678", seconds=90, at=NOW + dt.timedelta(days=1))
    assert ids() == [two, one]
    assert (ids(person=agent.id), ids(person=other_agent.id), ids(person=9999)) == ([one], [two], [])
    assert (ids(line="filing"), ids(line="other"), ids(line="none")) == ([one], [two], [])
    assert (ids(tail="1234"), ids(tail="5678"), ids(tail="0000")) == ([one], [two], [])
    assert (ids(least=31), ids(most=30), ids(least=30, most=90), ids(least=91)) == ([two], [one], [two, one], [])
    later = NOW + dt.timedelta(hours=12)
    assert (ids(since=later), ids(before=later), ids(since=NOW, before=NOW)) == ([two], [one], [])
    assert ids(person=agent.id, line="other") == []


def test_who_passed_a_call_on_is_found_too(agent, other_agent):
    call = recorded(agent=other_agent)
    given = {"call": call, "number": 1, "step": "A", "offered_at": NOW}
    Offer.create(person=agent, result="no_answer", **given)
    assert ids(person=agent.id) == []
    Offer.update(result="answered").execute()
    assert ids(person=agent.id) == [call]


@pytest.mark.parametrize("state", ["running", "failed", "purged"])
def test_what_cannot_be_played_is_not_found(agent, state):
    recorded(agent=agent, state=state)
    assert found(RecordingFilter(), ALL).total == 0


def test_what_only_the_inspection_may_hear_is_listed_and_counted_like_all_others(agent):
    secret, plain = recorded(agent=agent), recorded(agent=agent)
    new_ticket(opened_by=agent, call=secret, confidential=True)
    page = found(RecordingFilter(), ALL)
    assert ([row.call for row in page.rows], page.total) == ([plain, secret], 2)


def test_a_site_reads_its_own(agent, other_agent, branch_supervisor, sign_in):
    recorded(agent=agent, number="13800001111")
    theirs = recorded(agent=other_agent, number="13800002222")
    assert ids(Scope(site=other_agent.site_id)) == [theirs]
    manager = new_person(login="branch_admin", role=Role.ADMINISTRATOR, site=other_agent.site)
    html = sign_in(manager).get("/recordings").text
    assert (f'href="/calls/{theirs}"' in html, "13800001111" in html, "1 in all" in html) == (True, False, True)
    assert f">{agent.name}</option>" not in html
    assert f">{other_agent.name}</option>" in html


@pytest.mark.parametrize(("count", "pages"), [(50, [50]), (51, [50, 1]), (101, [50, 50, 1])])
def test_pages_by_key_with_the_total(agent, count, pages):
    calls = [recorded(agent=agent) for _ in range(count)]  # all at the same moment
    seen: list[str] = []
    lengths: list[int] = []
    after = ""
    while True:
        page = found(RecordingFilter(), ALL, after=after)
        seen, lengths, after = seen + [row.call for row in page.rows], [*lengths, len(page.rows)], page.next
        assert page.total == count
        if not after:
            break
    assert (lengths, seen) == (pages, calls[::-1])


def test_the_page_finds_and_keeps_what_was_asked(administrator, agent, sign_in):
    new_line()
    for _ in range(51):
        recorded(agent=agent, line="filing", number="13800001234")
    recorded(agent=agent, number="13900009999")
    browser = sign_in(administrator)
    html = browser.get("/recordings?tail=1234&since=20261120&until=2026/11/20&least=1&most=60").text
    assert ("51 in all" in html, html.count("13800001234"), "13900009999" in html) == (True, 50, False)
    following = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "tail=1234" in following
    assert browser.get(following).text.count("13800001234") == 1
    assert "No recording fits these filters" in browser.get("/recordings?since=2026-11-21").text


@pytest.mark.parametrize(
    "asked", ["since=x&until=2026-99-99", "person=99999999999&least=-1&most=１２", "after=~&tail=a"]
)
def test_what_cannot_be_read_restricts_nothing(administrator, agent, sign_in, asked):
    recorded(agent=agent, number="13800001234")
    answer = sign_in(administrator).get(f"/recordings?{asked}")
    assert (answer.status_code, "13800001234" in answer.text) == (200, True)


def test_a_masked_reader_searches_four_digits_at_most(administrator, agent, sign_in, monkeypatch):
    """No role reads this page masked today; the rule of the numbers must not hang on that."""
    monkeypatch.setattr("admin_web.access.Reader.sees_numbers", property(lambda _self: False))
    recorded(agent=agent, number="13800001234")
    html = sign_in(administrator).get("/recordings?tail=99991234").text
    assert ("138****1234" in html, "13800001234" in html, 'maxlength="4"' in html) == (True, False, True)


def test_failures_and_recordings_are_paged_apart(administrator, agent, sign_in):
    for n in range(51):
        recorded(agent=agent, number="13800001234")
        at = NOW - dt.timedelta(minutes=n)
        Recording.create(call=f"bad-{n}", kind="call", path=f"bad{n}.wav", state="failed", begun_at=at, error="empty")
    browser = sign_in(administrator)
    html = browser.get("/recordings?tail=1234").text
    links = [part.split('"')[0].replace("&amp;", "&") for part in html.split('rel="next" href="')[1:]]
    assert len(links) == 2
    older, failed = (browser.get(link).text for link in links)
    assert (older.count("13800001234"), older.count("bad-"), "bad-0<" in older) == (1, 100, True)
    assert (failed.count("13800001234"), "bad-50<" in failed, "bad-0<" in failed) == (50, True, False)


def test_who_has_left_is_still_chosen(administrator, agent, sign_in):
    recorded(agent=agent)
    Person.update(active=False).where(Person.id == agent.id).execute()
    assert f">{agent.name}</option>" in sign_in(administrator).get("/recordings").text
