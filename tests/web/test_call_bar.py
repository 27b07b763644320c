"""The call bar, the ringing and the one live connection of all tabs, in browsers."""

import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock
from hotline.rows import AgentPage, Offer, Order
from hotline.words import CallState, Presence, Reason
from tests.builders import PASSWORD, new_call, new_line, stand

from .conftest import sign_in
from .programs import until_true

pytestmark = pytest.mark.web
NO_WORKERS = "delete window.SharedWorker;"
HEARD = """
window.played = 0; window.told = [];
HTMLMediaElement.prototype.play = async function () { window.played += 1; };
window.Notification = class { static permission = 'granted'; constructor(text) { window.told.push(text); } close() {} };
"""


@pytest.fixture
def ring(agent: Any, tell: Any) -> Any:
    """`ring()` offers a call to the agent; `ring.answered(call)` connects it."""

    def begin(number: str = "13812345678") -> Any:
        at = clock.now()
        call = new_call(at=at, number=number, name="陈建华", line="filing", state=CallState.OFFERING, queued_at=at)
        Offer.create(call=call.id, number=1, person=agent, step="A", offered_at=at)
        stand(agent, Presence.OFFERED, at=at, reason=Reason.CALL_OFFERED, call=call.id)
        tell(f"agent:{agent.id}", call.id)
        return call

    new_line()
    return begin


def _talk(agent: Any, call: Any, tell: Any) -> None:
    stand(agent, Presence.TALKING, at=clock.now(), reason=Reason.CALL_ANSWERED, call=call.id)
    type(call).update(state=CallState.TALKING, agent=agent, talking_at=clock.now()).where(
        type(call).id == call.id
    ).execute()
    tell(f"agent:{agent.id}", call.id)


class Wire:
    """A wire between browser and web that a test can cut."""

    def __init__(self, port: int) -> None:
        self._to, self.whole, self.streams = port, True, 0
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _from = self._door.accept()
            except OSError:
                return
            if not self.whole:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self._to))
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while said := one.recv(65536):
                self.streams += said.startswith(b"GET /live HTTP")
                other.sendall(said)
        except OSError:
            pass
        for end in (one, other):
            end.close()

    def cut(self) -> None:
        self.whole = False
        for end in self._ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._ends = []

    def mend(self) -> None:
        self.whole = True

    def close(self) -> None:
        self.cut()
        self._door.close()


@pytest.fixture
def wire(server: str) -> Iterator[Wire]:
    made = Wire(int(server.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def tab(window: Any, wire: Wire, agent: Any) -> Any:
    """`tab(path)` opens a page over the wire, in the agent's browser; `script` runs before each page's own."""
    first: list[Any] = []

    def begin(path: str = "/enquiries", *, script: str = "") -> Any:
        if not first:
            page = window(f"http://127.0.0.1:{wire.port}")
            if script:
                page.context.add_init_script(script)
            first.append(page)
            page.goto("/login?language=zh_CN")
            sign_in(page, agent.login, PASSWORD)
        else:
            page = first[0].context.new_page()
        page.goto(path)
        page.wait_for_selector("#link.live")
        return page

    return begin


def test_the_bar_follows_the_call_and_takes_the_keys_of_the_desk(agent: Any, tab: Any, ring: Any, tell: Any) -> None:
    page = tab("/enquiries")
    expect(page.locator("#bar-state")).to_have_text("未签入")
    call = ring()
    expect(page.locator("#bar-state")).to_have_text("振铃")
    expect(page.locator("#bar-number")).to_have_text("138****5678")
    with page.expect_response("**/desk/control"):
        page.keyboard.press("Alt+a")
    _talk(agent, call, tell)
    page.wait_for_selector("#bar-mute")
    for key in ("Alt+m", "Alt+p", "Alt+h"):
        with page.expect_response("**/desk/control"):
            page.keyboard.press(key)
    assert [order.kind for order in Order.select().order_by(Order.id)] == ["answer", "mute", "hold", "hang_up"]
    page.keyboard.press("Alt+j")
    page.wait_for_url("**/contacts/new?call=*")
    page.wait_for_selector("#bar-hang-up")
    page.keyboard.press("Alt+q")
    page.wait_for_selector("#pop-number")
    expect(page.locator("#bar")).to_have_count(0)  # the desk has it all itself


@pytest.mark.parametrize("workers", [True, False])
def test_a_ringing_call_reaches_a_tab_in_the_background(
    agent: Any, tab: Any, ring: Any, tell: Any, workers: bool
) -> None:
    page = tab("/tickets", script=HEARD + ("" if workers else NO_WORKERS))
    page.click("[data-sound]")
    before = page.evaluate("window.played")
    front = tab("/calls")
    front.bring_to_front()
    ring()
    for one in (page, front):
        expect(one).to_have_title(re.compile("^☎ 振铃 138"))
    rings = lambda: [one.evaluate("document.documentElement.dataset.rings || ''") != "" for one in (page, front)]  # noqa: E731
    until_true(lambda: any(rings()), 10, "a tab rings")
    told = [text for one in (page, front) for text in one.evaluate("window.told")]
    assert "138****5678" in told[0]
    if workers:
        assert (sum(rings()), len(told)) == (1, 1)  # one sound and one notification, whatever the number of tabs
    assert page.evaluate("window.played") + front.evaluate("window.played") > before
    stand(agent, Presence.READY, at=clock.now(), reason=Reason.CALLER_GONE)
    tell(f"agent:{agent.id}", "")
    for one in (page, front):
        expect(one).not_to_have_title(re.compile("☎"))
    until_true(lambda: not any(rings()), 10, "nothing rings any more")


def test_a_refused_notification_is_no_fault(tab: Any, ring: Any) -> None:
    refused = "window.Notification = class { static permission = 'denied'; constructor() { throw new Error('no'); } };"
    page = tab("/enquiries", script=refused)
    assert page.locator("[data-notify]").is_hidden()
    ring()
    expect(page).to_have_title(re.compile("^☎ 振铃"))


def test_eight_tabs_share_one_stream(tab: Any, wire: Wire, ring: Any) -> None:
    pages = [
        tab(path)
        for path in ("/enquiries", "/calls", "/tickets", "/contacts", "/nuisance", "/judges", "/work", "/desk")
    ]
    begun = wire.streams
    ring()
    for page in pages:
        expect(page).to_have_title(re.compile("^☎ 振铃"))
    assert wire.streams == begun <= 2  # the sign-in's first page may have opened one of its own


def test_without_shared_workers_each_tab_has_its_own(tab: Any, wire: Wire, ring: Any) -> None:
    pages = [tab("/enquiries", script=NO_WORKERS), tab("/calls")]
    ring()
    for page in pages:
        expect(page).to_have_title(re.compile("^☎ 振铃"))
    assert wire.streams >= 2


@pytest.mark.parametrize("script", ["", NO_WORKERS])
def test_a_cut_connection_is_told_and_comes_back(tab: Any, wire: Wire, ring: Any, script: str) -> None:
    page = tab("/enquiries", script=script)
    wire.cut()
    page.wait_for_selector("#bar-offline:has-text('离线，自')")
    ring()
    wire.mend()
    page.wait_for_selector("#link.live")
    expect(page.locator("#bar-offline")).to_be_hidden()
    expect(page.locator("#bar-number")).to_have_text("138****5678")  # nothing was missed


@pytest.mark.parametrize("script", ["", NO_WORKERS])
def test_an_awake_page_is_written_down(agent: Any, tab: Any, script: str) -> None:
    began = clock.now()
    tab("/enquiries", script=script)
    seen = AgentPage.select().where(AgentPage.person == agent.id, AgentPage.seen_at >= began)
    until_true(seen.exists, 15, "the page was seen")


def test_the_bar_folds_on_a_telephone(agent: Any, tab: Any, ring: Any, tell: Any) -> None:
    page = tab("/calls")
    page.set_viewport_size({"width": 390, "height": 844})
    _talk(agent, ring(), tell)
    page.wait_for_selector("#bar-mute")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
