"""A citizen on his telephone: asks after his ticket, opens the message's link, answers; in both languages."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.citizens import jobs as jobs
from hotline.citizens.views import make_views
from hotline.words import FollowUpState, TicketState
from scripts.py.pace import patient
from tests.builders import new_person, new_ticket, new_units

from .programs import free_port

pytestmark = pytest.mark.web


@pytest.fixture
def page_address(db: Any, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The public page as a program of its own; it ends cleanly at SIGTERM."""
    make_views(db)
    settings = {"data": str(tmp_path / "data"), "database": database_url, "public": {"port": free_port()}}
    (tmp_path / "public.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, "-m", "public_web", "--settings", str(tmp_path / "public.yml")],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "TINGSU_SETTINGS": ""},
    )  # fmt: skip
    assert program.stderr is not None
    line = program.stderr.readline()
    found = re.search(r"listens on (http://\S+)", line)
    assert found, line
    yield found[1]
    program.send_signal(signal.SIGTERM)
    _out, told = program.communicate(timeout=patient(10))
    assert (program.returncode, "Traceback" in told) == (0, False), told


@pytest.mark.parametrize(
    ("lang", "state", "thanks", "answered"),
    [
        ("zh", "您的事项已有答复", "已收到", "感谢您的评价"),
        ("en", "Your matter has been answered", "Received", "Thank you, you answered on"),
    ],
)
@pytest.mark.parametrize("width", [390, 1280])
def test_asked_answered_and_closed(
    window: Any, page_address: str, width: int, lang: str, state: str, thanks: str, answered: str
) -> None:
    now = clock.now()
    clerk = new_person()
    ticket = new_ticket(
        opened_by=clerk, code="12345678", state=TicketState.FOLLOWING_UP, unit=new_units(clerk.site)["civil"], at=now,
        reply="已" * 400, caller_name="张三丰", replied_at=now, steps=3,
    )  # fmt: skip
    rows.FollowUp.create(ticket=ticket, round=0, state=FollowUpState.OPEN, planned_at=now, next_at=now, token="w0rd")
    page = window(page_address, width=width, height=844, java_script_enabled=False)
    page.goto(f"/?lang={lang}")
    page.fill("#code", "12345678")
    page.fill("#tail", "1234")
    page.press("#tail", "Enter")
    assert state in page.inner_text(".state")
    assert page.inner_text("dd >> nth=0") == "张**"
    assert page.locator("main").bounding_box()["width"] <= width
    page.goto(f"/v/w0rd?lang={lang}")
    page.check("input[name=solved][value=yes]")
    page.check("input[name=satisfied][value='4']")
    page.fill("textarea", "谢谢")
    page.click("form.say button")
    expect(page.locator("h1")).to_have_text(thanks)
    page.goto(f"/v/w0rd?lang={lang}")
    assert answered in page.inner_text(".notice")
    assert jobs.take_over(now) == 1
    closed = rows.Ticket.get_by_id(ticket.id)
    assert (closed.state, closed.solved, closed.satisfied) == (TicketState.CLOSED, True, 4)


@pytest.mark.parametrize("width", [390, 1366])
def test_back_and_reload_open_the_result_again_and_a_refused_answer_asks_what_is_to_happen(
    window: Any, page_address: str, width: int
) -> None:
    now = clock.now()
    clerk = new_person()
    ticket = new_ticket(
        opened_by=clerk, code="12345678", state=TicketState.FOLLOWING_UP, unit=new_units(clerk.site)["civil"], at=now,
        reply="已派人维修。", caller_name="张三丰", replied_at=now, steps=3,
    )  # fmt: skip
    rows.FollowUp.create(ticket=ticket, round=0, state=FollowUpState.OPEN, planned_at=now, next_at=now, token="w0rd")
    page = window(page_address, width=width, height=844, java_script_enabled=False)
    page.goto("/?lang=zh")
    page.fill("#code", "12345678")
    page.fill("#tail", "1234")
    page.click("section[aria-labelledby=way-code] button")
    shown = page.url
    assert "/tickets/" in shown
    page.reload()
    assert page.locator("article").count() == 1
    assert page.locator(".then").is_hidden()
    page.check("input[name=solved][value=no]")
    assert page.locator(".then").is_visible()
    assert page.locator("input[name=again]:checked").count() == 0  # the choice is his
    page.fill("textarea", "还在漏水")
    page.click("form.say button")
    assert page.inner_text("#again1-wrong") == "请选择：重新办理，或者虽未解决仍予办结"
    assert page.input_value("textarea") == "还在漏水"
    page.goto(shown)
    page.check("input[name=solved][value=no]")
    page.check("input[name=again][value=yes]")
    page.fill("textarea", "还在漏水")
    page.click("form.say button")
    expect(page.locator("h1")).to_have_text("已收到")
    page.go_back()
    assert page.url == shown
    assert "感谢您的评价" in page.inner_text(".notice.done")
    assert jobs.take_over(now) == 1
    page.reload()
    assert "已按您的意见" in page.inner_text(".notice")
