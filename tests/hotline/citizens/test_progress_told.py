"""The sentence that an agent reads to a caller: for every state, with and without unit and day."""

import datetime as dt

import pytest

from hotline.citizens.rules.progress_told import NEXT, progress_told
from hotline.words import TicketState

pytestmark = pytest.mark.unit
DAY = dt.date(2026, 11, 30)


def told(state: TicketState, **given: object) -> str:
    values = {"opened": DAY, "due": dt.date(2026, 12, 21), "today": DAY, "provisional": False, "paused": False}
    return progress_told(state, "民事庭", **{**values, "merged": False, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize("state", list(TicketState))
def test_every_state_has_a_sentence(state: TicketState) -> None:
    for due in (None, DAY, dt.date(2027, 1, 12)):
        said = told(state, due=due)
        assert said.startswith("您11月30日反映的事项，目前")
        assert said.endswith(f"接下来，{NEXT[state]}。")
        assert ("None" in said, "，，" in said, "。。" in said) == (False, False, False)


def test_it_says_who_until_when_and_what_next() -> None:
    assert told(TicketState.HANDLING) == (
        "您11月30日反映的事项，目前承办单位正在办理，承办单位是民事庭。最迟12月21日答复。"
        "接下来，承办单位作出答复后，由热线审核，再答复您。"
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [({"due": dt.date(2026, 11, 27)}, "办理期限是11月27日，已经超过，我可以为您催办。"),
     ({"due": DAY}, "最迟今天答复。"),
     ({"due": dt.date(2027, 1, 12), "provisional": True}, "最迟2027年1月12日答复（暂定，"),
     ({"paused": True}, "办理期限依法中止"), ({"merged": True}, "与相同事项合并办理")],
)  # fmt: skip
def test_late_today_next_year_paused_and_merged(given: dict[str, object], words: str) -> None:
    assert words in told(TicketState.HANDLING, **given)
