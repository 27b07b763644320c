"""The page for citizens on the narrow way into a database, and rows written by the wide one."""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from typing import Any

import peewee
import psycopg
import pytest

from hotline import rows
from hotline.citizens import jobs as jobs
from hotline.citizens.keys import keep_keys
from hotline.citizens.link import attach_public, grant
from hotline.citizens.views import make_views
from hotline.settings import Settings, load, secret
from hotline.store.database import attach, database
from hotline.values.identity import identity_key
from hotline.words import FollowUpState, TicketState
from public_web.app import create_app
from tests.builders import NOW, new_person, new_ticket, new_units

ROLE = f"tingsu_public_{os.environ.get('PYTEST_XDIST_WORKER', 'test')}"  # roles belong to all databases of a PostgreSQL
IDENTITY = "11010519491231002X"


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
def narrow_url(db: Any, database_url: str) -> str:
    """The address of the narrow way; on PostgreSQL its role is made as `scripts/public_role` makes it."""
    make_views(db)
    if database_url.startswith("sqlite:"):
        return database_url
    password = secrets.token_hex(8)
    with psycopg.connect(database_url) as link:
        grant(link, ROLE, password)
    head, _, place = database_url.partition("//")
    return f"{head}//{ROLE}:{password}@{place.rpartition('@')[2]}"


class Inside:
    """`with inside():` the wide database is the one that rows mean."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> Any:
        self._before = database.obj
        return attach(self._url)

    def __exit__(self, *_: object) -> None:
        database.obj.close()
        if hasattr(database.obj, "close_all"):
            database.obj.close_all()
        database.initialize(self._before)


@pytest.fixture
def inside(database_url: str, narrow: Any) -> Any:
    return lambda: Inside(database_url)


@pytest.fixture
def matter(db: Any, settings: Settings) -> Any:
    """An answered ticket with code, identity number and an open follow-up; a confidential one; who opened them."""
    clerk = new_person(login="clerk", name="王小兰")
    unit = new_units(clerk.site)["civil"]
    key = secret(settings.data, "identity")
    ticket = new_ticket(
        opened_by=clerk, number="20261120-01-0001", code="12345678", state=TicketState.FOLLOWING_UP, unit=unit,
        caller_name="张三丰", caller_number="13800001234", text="秘密的内容", subject="秘密的标题",
        reply="已开庭审理。",
        identity_hash=identity_key(key, IDENTITY), due_at=NOW + dt.timedelta(days=5), accepted_at=NOW,
        dispatched_at=NOW, replied_at=NOW, steps=7,
    )  # fmt: skip
    rows.FollowUp.create(
        ticket=ticket, round=0, state=FollowUpState.OPEN, planned_at=NOW, next_at=NOW, token="abcDEF123456"
    )
    new_ticket(
        opened_by=clerk, number="head-J2026-0001", code="87654321", caller_name="李四", caller_number="13900004321",
        confidential=True, identity_hash=identity_key(key, IDENTITY),
    )  # fmt: skip
    keep_keys(key)
    return ticket


@pytest.fixture
def settings(tmp_path: Any, database_url: str) -> Settings:
    return load(data=tmp_path, database=database_url)


@pytest.fixture
def narrow(matter: Any, narrow_url: str) -> Iterator[peewee.Database]:
    """The narrow database, attached in the place of the wide one."""
    database.obj.close()
    made = attach_public(narrow_url)
    yield made
    if not made.is_closed():
        made.close()
    if hasattr(made, "close_all"):
        made.close_all()


@pytest.fixture
def app(narrow: Any, settings: Settings, clock: Clock) -> Any:
    made = create_app(settings, now=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Any) -> Any:
    return app.test_client()
