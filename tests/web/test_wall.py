"""A screen's wallboard in a browser: it scales, greys while the web is gone, comes back by itself, does not grow."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hotline import clock
from hotline.reports.rules.walls import Wall
from hotline.reports.verbs import walls
from hotline.words import CallState, WallPage
from tests.builders import new_call, new_line, new_person, new_site

from .mothers import Mother
from .programs import free_port

pytestmark = pytest.mark.web
POLLS = 300
NEXT = 37_000  # ms after which a screen has asked again, whatever happened


class Turns:
    """A web at one address that can be ended and begun again."""

    def __init__(self, mother: Mother, folder: Path, database_url: str) -> None:
        self.port, self._mother, self._folder, self._url = free_port(), mother, folder, database_url
        self._stack, self._count = ExitStack(), 0
        (folder / "web").mkdir()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        self._count += 1
        words = ["--data", str(self._folder / "web"), "--database", self._url, "--port", str(self.port), "--stand-in"]
        web = self._stack.enter_context(self._mother.running(str(self._folder / f"said{self._count}"), words))
        assert re.search("listens on", next(web.said))

    def end(self) -> None:
        self._stack.close()


@pytest.fixture
def turns(db: Any, database_url: str, tmp_path: Path, mother: Mother) -> Iterator[Turns]:
    made = Turns(mother, tmp_path, database_url)
    made.begin()
    yield made
    made.end()


def new_wall(*pages: WallPage, seconds: int = 600) -> str:
    new_site()
    wanted = Wall("大厅", None, pages or (WallPage.OVERVIEW,), seconds)
    return f"/wall/{walls.make(wanted, by='', now=clock.now(), client_ip='')}"


def measured(inspector: Any) -> dict[str, float]:
    """What the page holds after its garbage was collected: also nodes that stand nowhere any more."""
    inspector.send("HeapProfiler.collectGarbage")
    told = inspector.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in told}


def answering(**wrong: Any) -> Any:
    def answer(route: Any) -> None:
        route.fulfill(**wrong)

    return answer


def test_a_screen_outlives_the_web(turns: Turns, window: Any) -> None:
    new_person(extension="2001")
    page = window(turns.address, width=1920, height=1080)
    page.clock.install()
    page.goto(new_wall())
    page.wait_for_selector(".t-waiting:not(.old)")
    turns.end()
    page.clock.fast_forward(NEXT)
    page.wait_for_selector(".t-waiting.old")
    page.wait_for_selector("#told.lost")
    assert "数据未更新" in page.inner_text(".t-waiting .of")
    now = clock.now()
    new_call(line=new_line().code, state=CallState.QUEUED, at=now, queued_at=now)
    turns.begin()
    page.clock.fast_forward(NEXT)
    page.wait_for_selector(".t-waiting:not(.old)")
    page.wait_for_selector("#told:not(.lost)")
    assert page.inner_text('[data-live="waiting"]') == "1"


def test_an_hour_of_questions_leaves_nothing_behind(turns: Turns, window: Any) -> None:
    line = new_line().code
    page = window(turns.address, width=1920, height=1080)
    page.clock.install()
    inspector = page.context.new_cdp_session(page)
    inspector.send("Performance.enable")
    asked: list[int] = []
    page.on("response", lambda answer: asked.append(answer.status) if answer.url.endswith("/now") else None)
    new_call(line=line, at=clock.now())  # each tile has something to draw from the start
    page.goto(new_wall(*WallPage, seconds=5))
    page.wait_for_selector(".tile:not(.old)")
    sizes = []
    for n in range(POLLS):
        if n % 10 == 0:
            now = clock.now()
            new_call(line=line, state=CallState.QUEUED if n % 20 else CallState.TALKING, at=now, queued_at=now)
        with page.expect_response(lambda answer: answer.url.endswith("/now")):
            page.clock.fast_forward(7_000)
        if n in (POLLS // 3, POLLS - 1):
            sizes.append(measured(inspector))
    assert len(asked) >= POLLS
    assert set(asked) <= {200, 304}
    first, last = sizes
    assert last["Nodes"] <= first["Nodes"] * 1.1 + 50, sizes
    assert last["JSEventListeners"] == first["JSEventListeners"]
    assert last["JSHeapUsedSize"] <= first["JSHeapUsedSize"] * 1.25 + 500_000, sizes


def test_whatever_comes_back_it_asks_again(turns: Turns, window: Any) -> None:
    page = window(turns.address, width=1920, height=1080)
    page.clock.install()
    path = new_wall()
    page.goto(path)
    page.wait_for_selector(".t-waiting:not(.old)")
    for wrong in (
        {"status": 500, "body": "x"}, {"status": 502, "body": "<html>"}, {"status": 404, "body": "of a proxy"},
        {"status": 200, "body": "<html>sign in to this network</html>"}, {"status": 200, "body": '{"html": 5}'},
        {"status": 200, "body": "{}", "headers": {"Wall-As-Of": "x"}}, {"status": 429, "body": ""},
    ):  # fmt: skip
        page.route("**/now", answering(**wrong))
        page.clock.fast_forward(NEXT)
        page.wait_for_selector("#told.lost")
        page.unroute("**/now")
        page.clock.fast_forward(NEXT)
        page.wait_for_selector("#told:not(.lost)")
        page.wait_for_selector(".t-waiting:not(.old)")
    page.route("**/now", lambda route: route.abort())
    page.clock.fast_forward(NEXT)
    page.wait_for_selector("#told.lost")


def test_a_revoked_address_goes_dark_and_a_changed_one_loads_again(turns: Turns, window: Any) -> None:
    page = window(turns.address, width=1920, height=1080)
    page.clock.install()
    page.goto(new_wall())
    page.wait_for_selector(".t-waiting:not(.old)")
    walls.change(1, Wall("大厅", None, (WallPage.SITES,), 600), by="", now=clock.now(), client_ip="")
    page.clock.fast_forward(61_000)
    page.wait_for_selector(".t-sites")
    walls.revoke(1, by="", now=clock.now(), client_ip="")
    page.clock.fast_forward(NEXT)
    page.wait_for_selector("#told:has-text('该地址已撤销')")
    assert page.inner_text(".t-sites .drawn") == "–"


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (5760, 2160), (1366, 768), (390, 800)])
def test_it_fills_the_screen_without_scrolling(turns: Turns, window: Any, width: int, height: int) -> None:
    page = window(turns.address, width=width, height=height)
    page.goto(new_wall())
    page.wait_for_selector(".t-waiting:not(.old)")
    box = page.locator("#stage").bounding_box()
    assert box["width"] == pytest.approx(min(width, height * (8 / 3 if width / height > 2.2 else 16 / 9)), abs=1)
    assert (box["x"] >= -1, box["x"] + box["width"] <= width + 1, box["y"] + box["height"] <= height + 1) == (
        True, True, True,
    )  # fmt: skip
    scrolls = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert scrolls == [width, height]
