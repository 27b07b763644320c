"""The inspection in the browser by keys alone: an inspector scores, the agent appeals, another inspector decides."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.outside import sound
from hotline.words import InspectionState, Role
from tests.builders import new_call, new_person
from tests.hotline.quality.world import FORM

pytestmark = pytest.mark.web
SAYS = {
    "zh_CN": ("已提交，由其他质检员处理", "申诉已处理", "这一件已在另一个窗口修改"),
    "en": ("waits for another inspector", "The appeal is decided", "changed in another window"),
}
STEPS_MOST = 80  # presses of Tab on a page


@pytest.fixture
def people(db: Any, tmp_path: Path) -> dict[str, Any]:
    """An agent's call of 40 seconds that `one` inspects; `two` can decide."""
    made = {
        "agent": new_person(login="agent1"), "one": new_person(login="one", role=Role.QUALITY_INSPECTOR),
        "two": new_person(login="two", role=Role.QUALITY_INSPECTOR),
    }  # fmt: skip
    now = clock.now()
    call = new_call(at=now, agent=made["agent"], talking_at=now, ended_at=now + dt.timedelta(seconds=40))
    form = rows.QualityForm.create(
        code="own", version=1, inspected="call", zh="自拟", made_at=now, content=FORM.model_dump(mode="json")
    )
    rows.Inspection.create(
        slot="call:1", form=form, inspected="call", ref=call.id, call=call.id, at=now, week="2026-11-16",
        site=made["agent"].site, agent=made["agent"], inspector=made["one"], why="random", state="open", drawn_at=now,
        due="2999-01-01",
    )  # fmt: skip
    folder = tmp_path / "web" / "recordings"
    folder.mkdir(parents=True)
    sound.tone([220.0], 40.0, folder / "a.wav")
    rows.Recording.create(call=call.id, kind="call", path="a.wav", state="kept", begun_at=now, seconds=40.0)
    return made


def reach(page: Any, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(STEPS_MOST):
        if page.evaluate("(what) => document.activeElement.matches(what)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def inspect(page: Any, stale: Any, told: str) -> None:
    """Play, go on, mark all by digits, hang a remark, reload in mid-work, finish."""
    page.goto("/quality")
    reach(page, "#waiting a")
    page.keyboard.press("Enter")
    player, points = page.locator("#player"), page.locator("#points")
    expect(player).to_be_visible()
    expect(player).to_have_js_property("duration", 40)
    stale.goto(page.url)
    page.keyboard.press("ArrowRight")
    expect(player).to_have_js_property("currentTime", 5)
    page.keyboard.press("]")
    assert player.evaluate("(one) => [one.playbackRate, one.preservesPitch]") == [1.25, True]
    page.keyboard.press("3")
    expect(points).to_have_text("60")
    page.keyboard.press("-")
    expect(page.locator("#marked")).to_have_text("2")
    page.keyboard.press("m")
    page.keyboard.type("没有自报热线")
    page.keyboard.press("Enter")
    expect(page.locator("#remarks .rows")).to_contain_text("0:05")
    page.reload()
    expect(points).to_have_text("60")  # nothing of it is lost
    stale.keyboard.press("1")
    expect(stale.locator("#notices")).to_contain_text(told)
    page.keyboard.press("1")  # the third item stands next
    expect(page.locator("#marked")).to_have_text("3")
    page.keyboard.press("Alt+G")
    page.wait_for_url("**/quality")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_scored_appealed_and_decided_by_keys(browse: Any, people: dict[str, Any], language: str) -> None:
    waits, decided, told = SAYS[language]
    page = browse(people["one"], language=language)
    inspect(page, browse(people["one"], language=language), told)
    look = rows.Inspection.get()
    assert (look.state, look.points) == (InspectionState.SCORED.value, 6000)

    agent = browse(people["agent"], width=390, language=language)
    agent.goto("/for-me")
    reach(agent, "#results .rows a")
    agent.keyboard.press("Enter")
    expect(agent.locator("#appeal")).to_be_visible()
    reach(agent, "#appeal")
    agent.keyboard.type("有自报热线")
    agent.keyboard.press("Tab")
    agent.keyboard.press("Enter")
    expect(agent.locator("#notices")).to_contain_text(waits)

    other = browse(people["two"], language=language)
    other.goto("/quality")
    reach(other, "#waiting a")
    other.keyboard.press("Enter")
    expect(other.locator("#deciding")).to_be_visible()
    reach(other, "#deciding [name=mark-a]")
    other.keyboard.press("End")
    reach(other, "#decided")
    other.keyboard.type("录音里有")
    other.keyboard.press("Tab")
    other.keyboard.press("Enter")
    expect(other.locator("#notices")).to_contain_text(decided)
    look = rows.Inspection.get()
    assert (look.state, look.points) == (InspectionState.SETTLED.value, 10000)
