"""The caller's cases come into the pop by themselves, and a case system that hangs holds up nothing on the desk."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from hotline import clock
from hotline.words import CallState, Presence, Reason
from scripts.py.pace import patient
from tests.builders import new_call, new_line, stand
from tests.hotline.outside import service
from tests.hotline.outside.service import Handler, Machine

pytestmark = pytest.mark.web
CASES = {"cases": [{"number": "（2026）浙0503民初1234号", "cause": "民间借贷纠纷", "judge": "沈文", "party": "陈建华"}]}


@pytest.fixture
def there() -> Iterator[Machine]:
    with service.machine() as made:
        yield made


@pytest.fixture
def more_settings(there: Machine) -> dict[str, Any]:
    return {"cases": {"system": "http", "url": there.url, "seconds": 10}}


@pytest.fixture
def ring(agent: Any, tell: Any) -> Any:
    def begin(number: str) -> Any:
        at = clock.now()
        call = new_call(at=at, number=number, name="陈建华", line="filing", state=CallState.OFFERING, queued_at=at)
        stand(agent, Presence.OFFERED, at=at, reason=Reason.CALL_OFFERED, call=call.id)
        tell(f"agent:{agent.id}", call.id)
        return call

    new_line()
    return begin


def test_the_pop_stands_while_the_case_system_hangs(agent: Any, browse: Any, ring: Any, there: Machine) -> None:
    go_on = threading.Event()

    def slow(handler: Handler) -> None:
        go_on.wait(patient(30))
        there.answers["/cases"] = (200, CASES)
        body = b'{"cases": [{"number": "\\u4e00\\u53f7\\u6848"}]}'
        handler.begin(200, len(body))
        handler.wfile.write(body)

    there.answers["/cases"] = slow
    page = browse(agent)
    page.wait_for_selector("#link.live")
    call = ring("13812345678")
    page.wait_for_selector("#pop-cases >> text=正在查询案件系统")
    page.wait_for_selector(f"#ticket [name=call][value='{call.id}']", state="attached")
    page.fill("#t-subject", "询问开庭")  # the desk goes on while the system thinks
    go_on.set()
    page.wait_for_selector("#pop-cases >> text=一号案")
    page.wait_for_selector("#pop-cases >> text=截至")
    assert page.input_value("#t-subject") == "询问开庭"
    assert there.asked == [("/cases", {"number": "13812345678"})]
    ring("13812345679")
    page.wait_for_selector("#pop-cases >> text=民间借贷纠纷")


def test_a_case_system_that_is_away_is_said_on_the_desk(agent: Any, browse: Any, ring: Any, there: Machine) -> None:
    there.answers["/cases"] = (503, {})
    page = browse(agent, language="en")
    page.wait_for_selector("#link.live")
    ring("13812345678")
    page.wait_for_selector("#pop-cases >> text=The case system does not answer: cases cannot be shown now.")
    assert there.asked == [("/cases", {"number": "13812345678"})]
