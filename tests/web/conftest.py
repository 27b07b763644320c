"""A browser and the web as a program of its own, on a database that the test writes facts into."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hotline import clock
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.heartbeat import beat
from hotline.words import Part
from scripts.py.pace import patient
from tests.builders import PASSWORD

from .mothers import Mother

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=patient(10_000))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Any) -> Iterator[Any]:
    """`window(address)` opens an empty page of a browser of its own; an error in a page's scripts fails the test."""
    contexts, wrong = [], []

    def begin(address: str, *, width: int = 1366, height: int = 768, **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=address, **more)
        context.set_default_timeout(patient(30_000))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield begin
    for context in contexts:
        context.close()
    assert wrong == []


def sign_in(page: Any, login: str, password: str) -> None:
    """Come to the first page after the sign-in, its scripts at work."""
    page.fill("#login", login)
    page.fill("#password", password)
    with page.expect_navigation(wait_until="load"):
        page.press("#password", "Enter")


@pytest.fixture
def more_settings() -> dict[str, Any]:
    """What a test wants in the settings of the web besides the defaults."""
    return {}


@pytest.fixture(scope="session")
def mother() -> Iterator[Mother]:
    made = Mother()
    yield made
    made.end()


@pytest.fixture
def server(
    db: Any, database_url: str, tmp_path: Path, more_settings: dict[str, Any], mother: Mother
) -> Iterator[str]:  # fmt: skip
    """The address of a running web; it ends cleanly at SIGTERM."""
    (tmp_path / "web").mkdir()
    (tmp_path / "settings.yml").write_text(yaml.safe_dump(more_settings), encoding="utf-8")
    words = ["--data", str(tmp_path / "web"), "--database", database_url, "--port", "0", "--stand-in"]
    words += ["--settings", str(tmp_path / "settings.yml")]
    with mother.running(str(tmp_path / "said"), words) as web:
        line = next(web.said)
        found = re.search(r"listens on (http://\S+)", line)
        assert found, line
        yield found[1]


@pytest.fixture
def tell(db: Any) -> Any:
    """Write rows and say so, as the recorder does: `with tell("agent:1", call): …`."""

    def begin(topic: str, ref: str = "") -> Any:
        with writing():
            announce(topic, ref, at=clock.now())

    beat(Part.CONTROLLER, now=clock.now().replace(year=2030))
    return begin


@pytest.fixture
def browse(server: str, window: Any) -> Any:  # windows close first: a web waits for open connections
    """`browse(person)` opens a page, signed in."""

    def begin(person: Any = None, *, width: int = 1366, height: int = 768, language: str = "zh_CN") -> Any:
        page = window(server, width=width, height=height)
        page.goto(f"/login?language={language}")
        if person is not None:
            type(person).update(language=language).where(type(person).id == person.id).execute()
            sign_in(page, person.login, PASSWORD)
            page.wait_for_selector(".top nav")
        return page

    return begin
