"""Lists on a telephone, the board on a wall, the sound in a player."""

import wave

import pytest
from playwright.sync_api import expect

from hotline import clock
from hotline.rows import Audit, Order, Recording
from hotline.words import Outcome, Presence
from tests.builders import fact, new_call, new_person, new_ticket, stand

pytestmark = pytest.mark.web


def _no_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_lists_on_a_telephone(agent, supervisor, browse, language):
    for n in range(60):
        outcome = [Outcome.ABANDONED_RINGING, Outcome.TALKED][n % 2]
        call = new_call(at=clock.now(), agent=agent, line="filing", outcome=outcome, name="很长的名字" * (n % 4))
    fact(call, 1, "arrived", dialled="12368")
    fact(call, 2, "ended", after=12.5, outcome="talked", by="agent", cause="NORMAL_CLEARING")
    new_ticket(opened_by=agent, subject="非常长的主题" * 20)
    page = browse(supervisor, width=390, height=844, language=language)
    for path in ("/calls", "/tickets", "/board", f"/calls/{call.id}"):
        page.goto(path)
        _no_sideways(page)
    page.goto("/calls")
    page.click("a[rel=next]")
    expect(page.locator("tbody tr")).to_have_count(10)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_board_fits_the_wall_with_seventy_agents(supervisor, browse, tell, language):
    people = [new_person(name=f"座席{n}", extension=str(3000 + n)) for n in range(70)]
    for n, person in enumerate(people):
        stand(person, [Presence.READY, Presence.TALKING, Presence.AWAY][n % 3], at=clock.now())
    page = browse(supervisor, width=1920, height=1080, language=language)
    page.goto("/board")
    page.wait_for_selector("#link.live")
    _no_sideways(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    new_call(at=clock.now(), state="queued", queued_at=clock.now(), number="13900001111")
    tell("calls", "x")
    page.wait_for_selector("text=13900001111")


def test_a_supervisor_forces_a_state_from_the_board(agent, supervisor, browse):
    stand(agent, Presence.READY, at=clock.now())
    page = browse(supervisor)
    page.goto("/board")
    page.click(f"[data-force='{agent.id}']")
    page.select_option("#f-state", "away")
    page.fill("#f-note", "忘记示忙")
    page.press("#f-note", "Enter")
    page.wait_for_selector("#force", state="hidden")
    assert [(o.kind, o.data["note"]) for o in Order.select()] == [("force_state", "忘记示忙")]


def test_a_recording_plays_and_is_written_down(agent, browse, tmp_path):
    call = new_call(at=clock.now(), agent=agent, outcome=Outcome.TALKED)
    folder = tmp_path / "web" / "recordings"
    folder.mkdir()
    with wave.open(str(folder / "a.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000 * 5)
    Recording.create(call=call.id, kind="call", path="a.wav", state="kept", begun_at=clock.now())
    page = browse(agent)
    page.goto(f"/calls/{call.id}")
    assert Audit.select().where(Audit.act == "listen").count() == 0
    length = page.evaluate(
        "async () => { const a = document.querySelector('audio'); a.muted = true; await a.play(); return a.duration }"
    )
    assert length == 5
    assert [a.who for a in Audit.select().where(Audit.act == "listen")] == ["agent"]
