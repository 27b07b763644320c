"""Who was just registered, or whose name was corrected, is found on the citizens' page without waiting for the jobs."""

from typing import Any

import pytest

from hotline import rows
from hotline.citizens import verbs as citizens
from hotline.citizens.rules.public import person_key_of
from hotline.citizens.views import make_views
from hotline.settings import secret
from hotline.store.database import database
from hotline.words import Role
from tests.builders import NOW, new_person, new_units

pytestmark = pytest.mark.unit
IDENTITY = "11010519491231002X"
FORM = {"kind": "complaint", "subject": "电梯停运", "text": "三天没有维修。", "channel": "letter", "token": "t1"}


@pytest.fixture
def clerk(head: Any, sign_in: Any, db: Any) -> Any:
    new_units(head)
    make_views(database.obj)
    return sign_in(new_person(login="dispatcher", role=Role.DISPATCHER))


@pytest.fixture
def key(settings: Any) -> str:
    return secret(settings.data, "identity")


def registered(clerk: Any, **given: str) -> Any:
    assert clerk.post("/intake", data=FORM | given).status_code == 303
    return rows.Ticket.get()


def by_code(code: str, beside: str, key: str) -> bool:
    return bool(citizens.progress(code, beside, who="10.0.0.1", now=NOW, key=key).found)


def by_identity(name: str, key: str) -> bool:
    return bool(citizens.of_person(person_key_of(key, IDENTITY, name), who="10.0.0.1", now=NOW).found)


def test_by_identity_and_name(clerk: Any, key: str) -> None:
    registered(clerk, caller_name="张三丰", identity=IDENTITY, caller_number="13800001234")
    assert by_identity("张三丰", key)


def test_by_code_and_whatever_is_known(clerk: Any, key: str) -> None:
    ticket = registered(clerk, caller_name="张三丰")
    assert by_code(ticket.code, "张三丰", key)


def test_after_a_correction_by_the_new_name_alone(clerk: Any, key: str) -> None:
    ticket = registered(clerk, caller_name="张三丰", identity=IDENTITY)
    form = {"event": "correct", "text": "姓名写错", "caller_name": "张三峰", "seen": str(ticket.steps)}
    assert clerk.post(f"/tickets/{ticket.number}/act", data=form).status_code == 303
    assert (by_identity("张三峰", key), by_identity("张三丰", key)) == (True, False)


@pytest.mark.parametrize(("typed", "warned"), [("abc", True), ("（2026）浙0599民初12号", False), ("", False)])
def test_the_clerk_is_warned_of_a_case_number_that_nobody_reads(clerk: Any, typed: str, warned: bool) -> None:
    page = clerk.post("/intake", data=FORM | {"case_number": typed}, follow_redirects=True).text
    assert ("could not be read and is kept as written" in page) is warned


@pytest.mark.parametrize(
    ("name", "warned"),
    [("王先生", True), ("张三、李四", True), ("张三", False), ("张三（委托人）", False), ("<b>女士", True)],
)
def test_the_clerk_is_warned_of_a_name_by_which_nobody_can_ask(clerk: Any, key: str, name: str, warned: bool) -> None:
    ticket = registered(clerk, caller_name=name, identity=IDENTITY)
    said = "obody can ask by"
    page = clerk.get(f"/tickets/{ticket.number}").text
    assert (page.count(said), "<b>" in page) == (2 if warned else 0, False)  # at once, and on the page from then on
    assert by_identity(name.split("（")[0], key)
