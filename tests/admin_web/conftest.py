"""The application on a database of its own, a clock in the test's hand, and signed-in browsers."""

import datetime as dt
from typing import Any

import jinja2
import pytest

from admin_web.app import create_app
from hotline.settings import Settings, load
from tests.builders import NOW, PASSWORD


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> dt.datetime:
        return self.at

    def forward(self, **given: float) -> None:
        self.at += dt.timedelta(**given)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Any, database_url: str) -> Settings:
    flows = tmp_path / "flows"
    flows.mkdir()
    return load(data=tmp_path, database=database_url, flows=flows, stand_in=True)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> jinja2.BytecodeCache:
    """Templates are compiled once for all applications."""
    return jinja2.FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(db: Any, settings: Settings, clock: Clock, compiled: jinja2.BytecodeCache) -> Any:
    made = create_app(settings, now=clock)
    made.jinja_env.bytecode_cache = compiled
    made.config["WTF_CSRF_ENABLED"] = False
    made.testing = False  # errors are shown as readers meet them
    return made


@pytest.fixture
def client(app: Any) -> Any:
    """A browser that nobody has signed in on."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Any) -> Any:
    """`sign_in(person)` gives that person's browser."""

    def begin(person: Any, language: str = "en") -> Any:
        type(person).update(language=language).where(type(person).id == person.id).execute()
        browser = app.test_client()
        answer = browser.post("/login", data={"login": person.login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return browser

    return begin
