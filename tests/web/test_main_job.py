"""The main job from end to end: `scripts/run`, a caller, an agent in a browser, a ticket, a recording, tomorrow."""

import os
import re
import signal
import socket
import sqlite3
import wave
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from scripts.py.pace import patient

from .conftest import sign_in
from .programs import Hotline, until_true

pytestmark = pytest.mark.web

# He calls twice: the first time he hangs up in the greeting, the second time he wants a person, and waits for one.
DAY = """
numbers:
  "12368": {ts_profile: court_12368}
  "12345": {ts_profile: gov_12345}
telephones:
  "1001": {kind: human}
calls:
  - {at: 1, from: "13800001234", name: "张三", to: "12368", does: [{hang_up: {during: welcome, wait: 0.1}}]}
  - {at: 6, from: "13800001234", name: "张三", to: "12368", does: [{press: "0", during: menu, wait: 0.2}, {speak: true}, {hang_up: {talking: 120}}]}
"""  # noqa: E501 - a day as its file has it


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[Hotline]:
    made = Hotline(tmp_path)
    (tmp_path / "day.yml").write_text(DAY, encoding="utf-8")
    yield made
    made.close()


@pytest.fixture
def browser(window: Any, hotline: Hotline) -> Any:
    """`browser(login, password)` opens the first page after the sign-in."""

    def begin(login: str, password: str) -> Any:
        page = window(hotline.address)
        page.goto("/login?language=zh_CN")
        sign_in(page, login, password)
        return page

    return begin


def test_a_caller_is_answered_his_matter_written_down_and_all_of_it_is_there_tomorrow(
    hotline: Hotline, browser: Any
) -> None:
    password = hotline.prepare()
    hotline.start("--day", str(hotline.folder / "day.yml"))
    hotline.hears("Ctrl-C")
    assert hotline.health() == {
        "ok": True,
        "late": {},
        "parts": dict.fromkeys(("switch", "controller", "jobs", "web", "database"), "ok"),
    }
    page = browser("agent1", password)
    page.wait_for_selector("#link.live")
    page.click("#b-ready")
    _the_pop_comes_first(page)
    page.click("#p-answer")
    page.wait_for_selector("#stand-state:has-text('通话')")
    _held_and_resumed(page)
    number = _a_ticket_in_three_fields(page)
    page.click("#p-hang-up")
    page.wait_for_selector("#stand-state:has-text('话后整理')")
    expect(page.locator("#mine >> text=138****1234")).to_have_count(1)
    _asked_how_it_was_and_gone(page)

    assert (hotline.stop(), "正在停止" in "".join(_rest(hotline))) == (0, True)
    hotline.start("--day", str(hotline.folder / "day.yml"))
    hotline.hears("Ctrl-C")
    page = browser("agent1", password)
    page.goto("/calls")
    row = page.locator("tbody tr", has_text="人工接通")
    expect(row).to_have_count(1)
    row.locator("a").first.click()
    _the_story_is_told(page, number)
    _the_recording_plays(page, hotline)
    assert hotline.stop(signal.SIGTERM) == 0


def _rest(hotline: Hotline) -> list[str]:
    hotline.hears("stopping")
    return hotline.said


def _asked_how_it_was_and_gone(page: Any) -> None:
    """The agent has hung up; the caller hears the question, says nothing, and the call ends by itself."""
    page.goto("/calls")
    row = page.locator("tbody tr", has_text="人工接通")
    for _ in range(int(patient(40))):
        if row.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError("the call does not end")


def _the_pop_comes_first(page: Any) -> None:
    """Before the telephone is answered: who calls, his way through the menu, and that he has called before."""
    page.wait_for_selector("#stand-state:has-text('振铃')")
    page.wait_for_selector("#p-answer:enabled")
    expect(page.locator("#pop-number")).to_have_text("138****1234")
    expect(page.locator("#pop .path")).to_have_text(re.compile("欢迎语 › 主菜单 › 按 0 › 转人工$"))
    expect(page.locator("#pop section", has_text="历史来电")).to_contain_text("导航中放弃")
    expect(page.locator("#pop")).to_contain_text("(2026)浙0599民初1024号")


def _held_and_resumed(page: Any) -> None:
    page.click("#c-hold:enabled")
    page.wait_for_selector("#c-hold[value=resume]")
    page.click("#c-hold:enabled")
    page.wait_for_selector("#c-hold[value=hold]")


def _a_ticket_in_three_fields(page: Any) -> str:
    page.select_option("#t-kind", "contact_judge")
    page.fill("#t-subject", "联系承办法官")
    page.fill("#t-text", "请刘法官回电，询问开庭时间。")
    page.click("#t-send")
    page.wait_for_selector("#pop >> text=本次来电工单")
    return str(page.inner_text("#pop .notice.done a"))


def _the_story_is_told(page: Any, ticket: str) -> None:
    page.wait_for_selector("text=欢迎语 › 主菜单 › 按 0 › 转人工")
    told = page.inner_text("main")
    for word in ("李敏 · A岗", "通话开始", "保持", "恢复", ticket, "联系承办法官", "挂断方：座席"):
        assert word in told, (word, told)
    page.click("button[name=language]")
    page.wait_for_selector("text=Welcome › Main menu › key 0 › To a person")


def _the_recording_plays(page: Any, hotline: Hotline) -> None:
    """In ranges, as a player asks for it, and as long as the file."""
    with page.expect_response("**/recordings/*") as got:
        length = page.evaluate(
            "async () => { const a = document.querySelector('audio');"
            " a.muted = true; await a.play(); return a.duration }"
        )
    file = hotline.data / "recordings" / (page.url.rpartition("/")[2] + ".wav")
    with wave.open(str(file)) as sound:
        seconds, channels = sound.getnframes() / sound.getframerate(), sound.getnchannels()
    assert (got.value.status, got.value.headers["content-type"], channels) == (206, "audio/wav", 2)
    assert length == pytest.approx(seconds, abs=0.05)
    part = page.request.get(got.value.url, headers={"Range": "bytes=0-43"})
    size = file.stat().st_size
    assert (part.status, part.headers["content-range"]) == (206, f"bytes 0-43/{size}")
    assert part.body()[:4] == b"RIFF"


def test_a_part_that_dies_is_started_again_and_it_is_said(hotline: Hotline) -> None:
    hotline.start()
    hotline.hears("Ctrl-C")
    old = hotline.programs()
    assert sorted(old) == ["controller", "jobs", "public", "switch", "web"]
    os.kill(old["jobs"], signal.SIGKILL)
    assert "jobs has ended (-9)" in hotline.hears("jobs has ended")
    new = until_true(lambda: hotline.programs().get("jobs"), 10, "the jobs run again")
    assert (new != old["jobs"], {**hotline.programs(), "jobs": 0}) == (True, {**old, "jobs": 0})
    assert hotline.stop() == 0


def test_a_clean_stop_in_the_middle_of_a_call_keeps_its_recording_and_leaves_no_error(hotline: Hotline) -> None:
    hotline.start("--day", str(hotline.folder / "day.yml"))
    hotline.hears("Ctrl-C")
    until_true(lambda: _recorded(hotline), 60, "a call is being recorded")
    assert hotline.stop() == 0
    files = [hotline.data / "recordings" / path for path in _recorded(hotline)]
    assert [file.name for file in files if file.stat().st_size <= 44] == []
    lines = [line for log in (hotline.data / "log").glob("*.log") for line in log.read_text("utf-8").splitlines()]
    assert [line for line in lines if re.search('"level": "(error|critical)"| ERROR |Traceback', line)] == []


def _recorded(hotline: Hotline) -> list[str]:
    with closing(sqlite3.connect(hotline.data / "tingsu.db")) as rows:
        return [path for (path,) in rows.execute("SELECT path FROM recording WHERE state = 'running'")]


def test_killed_itself_it_leaves_nothing_running_and_can_start_again(hotline: Hotline) -> None:
    hotline.start()
    hotline.hears("Ctrl-C")
    assert hotline.stop(signal.SIGKILL) == -signal.SIGKILL
    hotline.start()
    hotline.hears("Ctrl-C")
    assert hotline.stop() == 0


def test_a_taken_port_is_one_sentence_in_two_languages(hotline: Hotline) -> None:
    with socket.create_server(("127.0.0.1", hotline.port)):
        told = hotline.fails()
    assert f"网页端口 {hotline.port} 已被占用" in told
    assert f"the web's port {hotline.port} is taken" in told
    with socket.create_server(("127.0.0.1", hotline.switch_port)):
        told = hotline.fails()
    assert f"交换机控制端口 {hotline.switch_port} 已被占用" in told
    assert f"the event socket's port {hotline.switch_port} is taken" in told
    assert not (hotline.data / "tingsu.db").exists()


def test_in_earnest_it_shows_an_administrators_password_once(hotline: Hotline, browser: Any) -> None:
    hotline.start("--no-demo")
    password = hotline.hears("    admin ").split()[1]
    hotline.hears("Ctrl-C")
    page = browser("admin", password)
    page.goto("/people")
    assert page.url.endswith("/password")
    assert hotline.stop() == 0
    hotline.start("--no-demo")
    hotline.hears("Ctrl-C")
    assert password not in "\n".join(hotline.said)
    assert hotline.stop() == 0
    everything = [file for file in hotline.data.rglob("*") if file.is_file()]
    assert [file for file in everything if password.encode() in file.read_bytes()] == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("swich: {port: 1}", "1:1: swich: 没有这一项 / there is no such word here"),
        ("web: {port: 1:30}", "1:7: web.port: “1:30”不是整数"),
        ("web: {}\nweb: {port: 8}", "2:1: -: “web”重复出现"),
        ("- a list", "1:1: -: 应为“名称: 值”"),
        ("a: [", "1:4: -: 此处的括号没有闭合"),
    ],
)
def test_settings_that_cannot_be_used_are_told_by_file_and_key(hotline: Hotline, text: str, complaint: str) -> None:
    file = hotline.folder / "other.yml"
    file.write_text(text, encoding="utf-8")
    told = hotline.fails("--settings", str(file))
    assert f"{file}:{complaint}" in told


def test_a_newer_database_is_left_alone(hotline: Hotline) -> None:
    hotline.data.mkdir()
    with sqlite3.connect(hotline.data / "tingsu.db") as newer:
        newer.execute("CREATE TABLE schema_migration (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied TEXT)")
        newer.execute(
            "INSERT INTO schema_migration (name, applied) VALUES ('0999_from_the_future', '2030-01-01 00:00:00')"
        )
    newer.close()
    told = hotline.fails()
    assert "0999_from_the_future" in told
    assert "数据库比程序新" in told


def test_a_file_that_is_no_database_is_left_alone(hotline: Hotline) -> None:
    hotline.data.mkdir()
    (hotline.data / "tingsu.db").write_bytes(b"this is a letter and no database " * 100)
    assert "不是本系统的数据库" in hotline.fails()
