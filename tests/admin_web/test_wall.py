"""The wallboard: the life of its keys, what a screen shows, and what it never does."""

import datetime as dt
import json
import random
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from admin_web import language
from admin_web.pages.figures import said
from admin_web.pages.wall import tiles, views
from admin_web.pages.wall.kept import KeptParts
from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.reads import figures, wall, wall_keys
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.walls import hash_of
from hotline.store.database import DatabaseAway
from hotline.words import (
    AlarmKind,
    CallState,
    ClockKind,
    Light,
    Outcome,
    Presence,
    Role,
    TicketState,
    WallPage,
)
from tests.builders import NOW, new_call, new_line, new_person, new_site, new_ticket, new_units, stand
from tests.there import found, there

pytestmark = pytest.mark.unit
FORM = {"name": "二楼大厅", "site": "all", "page": ["overview"], "seconds": "20", "language": "zh_CN"}
EVERY = {**FORM, "page": [page.value for page in WallPage], "ranks_units": "1"}
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def make(sign_in: Any, administrator: Any) -> Any:
    """`make(**fields)` gives the path of a new wallboard, made by an administrator or by `by`."""

    def made(by: Any = None, **given: Any) -> str:
        answer = sign_in(by or administrator).post("/walls", data={**EVERY, **given})
        assert answer.status_code == 200, answer.text
        return found(r"(/wall/[A-Za-z0-9_-]{43})<", answer.text)

    return made


def now_of(client: FlaskClient, path: str) -> dict[str, str]:
    answer = client.get(f"{path}/now", headers=FETCH)
    assert answer.status_code == 200, answer.text
    told: dict[str, str] = there(answer.json)["html"]
    return told


def shown(html: str, kind: str) -> dict[str, str]:
    """The values marked `data-<kind>="…"` of a tile, by what they are."""
    return dict(re.findall(rf'data-{kind}="([a-z_0-9]+)">([^<]*)<', html))


# ---- the life of a key


def test_a_key_is_shown_once_and_kept_as_its_hash(make: Any, client: FlaskClient, administrator: Any) -> None:
    path = make()
    key = path.removeprefix("/wall/")
    row = rows.WallKey.get()
    assert (row.key_hash, row.site_id, row.made_by, row.made_at) == (hash_of(key), None, administrator.login, NOW)
    assert row.pages == [page.value for page in WallPage]
    assert (row.used_at, row.revoked_at) == (None, None)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert rows.WallKey.get().used_at == NOW
    [entry] = rows.Audit.select().where(rows.Audit.act == "make_wall_key")
    assert (entry.object, entry.data["name"]) == (f"wall_key:{row.id}", "二楼大厅")


def test_the_list_and_the_audit_never_show_the_key(
    make: Any, client: FlaskClient, administrator: Any, sign_in: Any, caplog: Any
) -> None:
    caplog.set_level("INFO")
    path = make()
    key = path.removeprefix("/wall/")
    caplog.clear()
    client.get(path)
    now_of(client, path)
    client.get(f"/wall/{key[:-1]}x/now")
    browser = sign_in(administrator)
    assert key not in browser.get("/walls").text
    assert key not in browser.get("/audit").text
    assert "二楼大厅" in browser.get("/audit").text
    assert "wall.pieces" in caplog.text
    assert key[:20] not in caplog.text
    assert not [row for row in rows.Audit.select() if key[:20] in f"{row.object} {row.data}"]


def test_a_revoked_key_a_wrong_one_and_nonsense_are_the_same_answer(
    make: Any, client: FlaskClient, administrator: Any, sign_in: Any
) -> None:
    path = make()
    now_of(client, path)
    row = rows.WallKey.get()
    assert sign_in(administrator).post(f"/walls/{row.id}/revoke").status_code == 303
    row = rows.WallKey.get()
    assert (row.revoked_at, row.revoked_by) == (NOW, administrator.login)
    answers = [
        client.get(one + end, headers=FETCH)
        for one in (path, f"/wall/{'x' * 43}", "/wall/k", f"/wall/{'x' * 5000}", "/wall/%00%ff")
        for end in ("", "/now")
    ]
    assert {(answer.status_code, answer.text, answer.headers["Wall-Key"]) for answer in answers} == {
        (404, answers[0].text, "gone")
    }
    assert not [answer for answer in answers if "Set-Cookie" in answer.headers]
    assert [entry.act for entry in rows.Audit.select().where(rows.Audit.act == "revoke_wall_key")] == [
        "revoke_wall_key"
    ]


def test_who_guesses_is_not_looked_up_any_more_and_shuts_out_no_screen(
    make: Any, client: FlaskClient, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = make(), make(name="另一块")
    now_of(client, path)
    asked: list[str] = []
    plain = wall_keys.of_key

    def looked_up(key: str) -> Any:
        asked.append(key)
        return plain(key)

    monkeypatch.setattr(wall_keys, "of_key", looked_up)
    for n in range(3 * views.TRIES):
        assert client.get(f"/wall/{n:043d}/now").status_code == 404
    assert len(asked) == views.TRIES - 1  # the screen's own first look counts
    assert client.get(f"{path}/now").status_code == 200
    assert client.get(f"{other}/now").status_code == 404  # a new one waits until the minute is over
    clock.forward(seconds=61)
    assert client.get(f"{other}/now").status_code == 200


def test_its_use_is_noted_once_a_minute(make: Any, client: FlaskClient, clock: Any) -> None:
    path = make()
    noted = []
    for _ in range(5):
        now_of(client, path)
        noted.append(rows.WallKey.get().used_at)
        clock.forward(seconds=25)
    first = NOW
    assert noted == [first, first, first, *[first + dt.timedelta(seconds=75)] * 2]


def test_a_branch_keeps_its_own_screens_alone(make: Any, client: FlaskClient, sign_in: Any, administrator: Any) -> None:
    branch = new_site(code="north", name="北区法院")
    lead = new_person(login="northlead", role=Role.SUPERVISOR, site=branch, extension="3001")
    make()
    own = make(by=lead, name="北区大厅")  # whatever is sent: his own site
    [head, row] = rows.WallKey.select().order_by(rows.WallKey.id)
    assert (head.site_id, row.site_id) == (None, branch.id)
    browser = sign_in(lead)
    assert "二楼大厅" not in browser.get("/walls").text
    for path in (f"/walls/{head.id}/revoke", f"/walls/{head.id}"):
        browser.post(path, data=EVERY)
    assert rows.WallKey.get_by_id(head.id).revoked_at is None
    assert rows.WallKey.get_by_id(head.id).site_id is None
    new_call(at=NOW, line=new_line(code="head").code, state=CallState.QUEUED, queued_at=NOW)
    assert shown(now_of(client, own)["waiting"], "live")["waiting"] == "0"
    assert "北区法院" in client.get(own).text


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"name": "x" * 61}, {"page": []}, {"page": ["x"]}, {"seconds": "0"}, {"seconds": "601"},
     {"language": "fr"}, {"site": "99"}, {"site": "x"}],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_with_a_sentence(wrong: Any, administrator: Any, sign_in: Any) -> None:
    answer = sign_in(administrator).post("/walls", data={**FORM, **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert rows.WallKey.select().count() == 0


def test_a_changed_wallboard_keeps_its_address_and_loads_again(
    make: Any, client: FlaskClient, sign_in: Any, administrator: Any
) -> None:
    path = make(page=["overview"])
    before = there(client.get(f"{path}/now", headers=FETCH).json)
    row = rows.WallKey.get()
    changed = {**FORM, "name": "大厅", "page": ["sites", "calls"], "seconds": "45", "language": "en"}
    assert sign_in(administrator).post(f"/walls/{row.id}", data=changed).status_code == 303
    after = there(client.get(f"{path}/now", headers=FETCH).json)
    assert after["version"] != before["version"]
    assert set(after["html"]) == {"waiting", "limits", "day", "hours", "watch", "sites", "agents"}
    page = client.get(path).text
    assert 'data-seconds="45"' in page
    assert "Side by side" in page or "Sites" in page


def test_who_may_not_keep_screens_is_refused(agent: Any, supervisor: Any, sign_in: Any) -> None:
    for path in ("/walls", "/walls/1", "/walls/1/revoke"):
        assert sign_in(agent).post(path, data=FORM).status_code == 403
    assert "/walls" in sign_in(supervisor).get("/board").text
    assert "/walls" not in sign_in(agent).get("/board").text


def test_nobody_is_signed_in_on_a_screen(make: Any, client: FlaskClient, supervisor: Any, sign_in: Any) -> None:
    """A person's session in the same browser changes nothing: not the language, not his last activity."""
    path = make()
    browser = sign_in(supervisor, "en")
    seen = rows.SignIn.get(rows.SignIn.person == supervisor).seen_at
    assert browser.get(path).text == client.get(path).text
    assert now_of(browser, path) == now_of(client, path)
    assert rows.SignIn.get(rows.SignIn.person == supervisor).seen_at == seen


def test_while_the_database_is_away_the_screen_tries_again_by_itself(
    make: Any, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make()

    def away(_key: str) -> None:
        raise DatabaseAway("away")

    monkeypatch.setattr(wall_keys, "of_key", away)
    for one in (path, f"{path}/now"):
        answer = client.get(one)
        assert (answer.status_code, answer.headers["Refresh"]) == (503, "15")
        assert "Set-Cookie" not in answer.headers


# ---- what it shows


class Day:
    """A random day at two sites: calls, tickets with clocks, ratings, agents, alarms; all with names and numbers."""

    def __init__(self, seed: int) -> None:
        self.by = random.Random(seed)
        self.sites = [new_site(), new_site(code="east", name="东区法院")]
        self.lines = [new_line(code=f"line{n}", site=site) for n, site in enumerate(self.sites)]
        self.people = [
            new_person(site=site, extension=f"21{n:02d}", name=f"座席姓名{n}")
            for n, site in enumerate(self.sites * 3)
        ]  # fmt: skip
        self.units = list(new_units(self.sites[0]).values())
        topic = rows.Entry.create(kind="topic", code="01", zh="立案咨询类", en="Filing", place=1)
        area = rows.Entry.create(kind="place", code="01", zh="南湖区", en="Nanhu", place=1)
        for n, person in enumerate(self.people):
            stand(person, list(Presence)[n % len(Presence)])
        for n in range(60):
            self.call(n)
        for n in range(30):
            self.ticket(n, topic, area)
        rows.Alarm.create(kind=AlarmKind.WAITS_LONG.value, ref="x", since=NOW, data={"line": "line0"})
        rows.Alarm.create(kind=AlarmKind.AWAY_LONG.value, ref="y", since=NOW, data={"name": "座席姓名1"})

    def call(self, n: int) -> None:
        back = self.by.choice((0, 0, 0, 7))
        at = NOW - dt.timedelta(days=back, minutes=self.by.randrange(9 * 60))
        outcome = self.by.choice(list(Outcome))
        waits = n < 5
        new_call(
            at=at, number=f"1390000{n:04d}", name=f"来电人{n}", line=self.by.choice(self.lines).code,
            state=CallState.QUEUED if waits else CallState.ENDED, outcome=None if waits else outcome.value,
            queued_at=at, talking_at=at if not waits and self.by.random() < 0.7 else None,
            agent=None if waits else self.by.choice(self.people), wait_seconds=float(self.by.randrange(60)),
            satisfaction=self.by.choice((None, 1, 4, 5)), direction=self.by.choice(("in", "in", "in", "out")),
        )  # fmt: skip

    def ticket(self, n: int, topic: Any, area: Any) -> None:
        due = NOW + dt.timedelta(hours=self.by.randrange(-40, 40))
        state = self.by.choice(list(TicketState))
        ticket = new_ticket(
            opened_by=self.by.choice(self.people), at=NOW - dt.timedelta(hours=self.by.randrange(8)), state=state,
            caller_name=f"来电人{n}", caller_number=f"1390000{n:04d}", subject=f"主题{n}", topic=topic, place=area,
            unit=self.by.choice(self.units), burns_at=due, yellow_at=due - dt.timedelta(hours=10),
        )  # fmt: skip
        for kind in (ClockKind.TAKE, ClockKind.FINISH):
            rows.TicketClock.create(
                ticket=ticket, kind=kind.value, begun_at=ticket.opened_at, half_days=2,
                due_at=NOW - dt.timedelta(hours=self.by.randrange(1, 8)),
                stopped_at=self.by.choice((None, NOW - dt.timedelta(hours=6))), unit=ticket.unit,
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("branch", [False, True])
def test_its_numbers_are_those_of_the_catalogue(
    app: Any, make: Any, client: FlaskClient, seed: int, branch: bool
) -> None:
    world = Day(seed)
    site = world.sites[1].id if branch else None
    told = now_of(client, make(site=str(site) if branch else "all", language="en"))
    asked = FigureScope(wall.day_of(NOW), Scope(site=site), NOW)
    with app.test_request_context():
        language.speak("en")
        for tile, ids in (("limits", wall.LIMITS), ("day", wall.TODAY), ("rated", wall.RATED)):
            wanted = {name: said.value(FIGURES[name], figures.one(FIGURES[name], asked).value) for name in ids}
            assert shown(told[tile], "figure") == wanted
    in_progress = Scope(site=site)
    live = wall.live(in_progress, NOW)
    assert shown(told["waiting"], "live") == {
        "waiting": str(live.calls.waiting), "talking": str(live.calls.talking), "in_menu": str(live.calls.in_menu),
    }  # fmt: skip
    assert shown(told["agents"], "state") == {state.value: str(live.by_state[state]) for state in Presence}
    assert shown(told["lights"], "light") == {
        light.value: str(wall.stock(in_progress, NOW).lights[light]) for light in Light
    }


def test_the_page_of_figures_says_the_same(make: Any, client: FlaskClient, supervisor: Any, sign_in: Any) -> None:
    Day(7)
    told = now_of(client, make(language="en"))
    page = sign_in(supervisor, "en").get("/figures?span=day").text
    for tile in ("limits", "day", "rated"):
        for name, text in shown(told[tile], "figure").items():
            row = found(rf"(?s)/figures/{name}\?.*?<strong>(.*?)</strong>", page)
            assert (name, text) == (name, row)


def test_the_board_says_the_same_of_now(make: Any, client: FlaskClient, supervisor: Any, sign_in: Any) -> None:
    Day(8)
    told = now_of(client, make(language="en"))
    page = sign_in(supervisor, "en").get("/board").text
    assert shown(told["waiting"], "live")["waiting"] == found(r"Waiting now</span><strong>(\d+)</strong>", page)
    assert shown(told["agents"], "state")["ready"] == str(page.count('class="agent s-ready'))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nobody_is_named_on_it(make: Any, client: FlaskClient, language: str) -> None:
    Day(3)
    path = make(language=language)
    text = client.get(path).text + json.dumps(now_of(client, path), ensure_ascii=False)
    assert not re.findall(r"来电人\d|座席姓名|主题\d|(?<!\d)1[3-9]\d{9}(?!\d)|20261120-", text)
    assert "人员" not in text  # whoever made the key


def test_in_an_empty_house_there_are_dashes(make: Any, client: FlaskClient) -> None:
    new_person(extension="2001")
    told = now_of(client, make())
    assert set(shown(told["limits"], "figure").values()) == {"–"}
    assert set(shown(told["rated"], "figure").values()) == {"–"}
    assert "今日尚无来电" in told["hours"]
    assert "今日尚无工单" in told["topics"]
    assert "没有在办工单" in told["states"]
    assert not re.search(r"(?<![\d.])0(\.0+)?%", json.dumps(told))


def test_both_languages(make: Any, client: FlaskClient) -> None:
    Day(1)
    chinese, english = make(), make(language="en")
    assert "排队等待" in now_of(client, chinese)["waiting"]
    assert "Waiting now" in now_of(client, english)["waiting"]
    assert ("立案咨询类" in now_of(client, chinese)["topics"], "Filing" in now_of(client, english)["topics"]) == (
        True, True,
    )  # fmt: skip
    assert 'lang="zh-CN"' in client.get(chinese).text
    assert 'lang="en"' in client.get(english).text
    assert not re.findall(r"[\u4e00-\u9fff]", "".join(now_of(client, english)[name] for name in ("limits", "lights")))


def test_units_are_ranked_only_where_that_was_asked_for(make: Any, client: FlaskClient) -> None:
    Day(2)
    plain, ranked = make(ranks_units=""), make()
    assert "units" not in now_of(client, plain)
    assert re.search(r"\d+/\d+</small>", now_of(client, ranked)["units"])


def test_what_looks_the_same_is_not_sent_again(make: Any, client: FlaskClient, clock: Any) -> None:
    path = make()
    first = client.get(f"{path}/now", headers=FETCH)
    clock.forward(seconds=5)
    again = client.get(f"{path}/now", headers={**FETCH, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")
    moments = json.loads(again.headers["Wall-As-Of"])
    assert moments["of"]["waiting"] == moments["now"] == int(clock.at.timestamp() * 1000)
    assert moments["of"]["limits"] == int(NOW.timestamp() * 1000)  # kept ten seconds
    new_call(at=clock.at, line=new_line().code, state=CallState.QUEUED, queued_at=clock.at)
    clock.forward(seconds=5)
    changed = client.get(f"{path}/now", headers={**FETCH, "If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, shown(there(changed.json)["html"]["waiting"], "live")["waiting"]) == (200, "1")


def test_a_hundred_screens_ask_the_database_once(
    app: Any, make: Any, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = make(), make(name="走廊", language="en")
    asked: list[str] = []

    def counting(name: str, read: Any) -> Any:
        def counted(scope: Scope, now: dt.datetime) -> Any:
            asked.append(f"{name} {scope.site}")
            return read(scope, now)

        return counted

    for name, read in list(tiles._READS.items()):
        monkeypatch.setitem(tiles._READS, name, counting(name, read))
    for _ in range(50):
        now_of(client, path)
        now_of(client, other)
    assert sorted(asked) == sorted(f"{name} None" for name in tiles._READS)


def test_a_part_is_read_again_after_its_seconds_and_whatever_the_clock_does() -> None:
    kept, read = KeptParts(), list[float]()

    def at(seconds: float) -> int:
        def count() -> int:
            read.append(seconds)
            return len(read)

        return kept.of("part", 10, NOW + dt.timedelta(seconds=seconds), count).value

    assert [at(0), at(9.9), at(10), at(19), at(-3600), at(-3599)] == [1, 1, 2, 2, 3, 3]
    with pytest.raises(ZeroDivisionError):
        kept.of("broken", 10, NOW, lambda: 1 // 0)
    assert kept.of("broken", 10, NOW, lambda: 5).value == 5


def test_the_hours_stand_beside_the_same_weekday_of_last_week(make: Any, client: FlaskClient) -> None:
    line = new_line().code
    at = dt.datetime(2026, 11, 20, 9, 30, tzinfo=CHINA)
    for days, count in ((0, 2), (7, 4)):
        for _ in range(count):
            new_call(at=at - dt.timedelta(days=days), line=line, outcome=Outcome.TALKED.value, talking_at=at)
    told = now_of(client, make(language="en"))["hours"]
    assert "09:00: today 2 entered, 2 answered; last week 4, 4" in told
    assert "most in an hour: 4" in told
