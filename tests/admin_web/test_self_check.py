"""The self-check: every row names what there is, is measured where it can be, and changes with the house."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from admin_web.pages.self_check.demands import GROUPS, Demand
from admin_web.pages.self_check.measured import MEASUREMENTS
from hotline.people.jobs import audit_chain
from hotline.people.rules.parameters import BY_NAME
from hotline.people.verbs.audit import note
from hotline.rows import Parameter
from hotline.settings import Settings
from hotline.words import AuditAction
from tests.builders import NOW

pytestmark = pytest.mark.house
ROOT = Path(__file__).parents[2]
DEMANDS = [one for group in GROUPS for one in group.demands]


@pytest.mark.parametrize("one", DEMANDS, ids=lambda one: f"{one.clause} {one.en}")
def test_every_row_names_what_there_is(one: Demand) -> None:
    assert one.by
    for named in one.by:
        kind, colon, rest = named.partition(":")
        if not colon:
            assert (ROOT / named).is_file(), named
        elif kind == "parameter":
            assert rest in BY_NAME
        else:
            part: Any = Settings()
            for word in rest.split("."):
                assert word in type(part).model_fields, named
                part = getattr(part, word)
            assert kind == "setting"
    assert (one.measured in MEASUREMENTS or not one.measured, all((one.zh, one.en, one.answer_zh))) == (True, True)


# GB/T 22239-2019, level 3: the controls of 8.1.4 with the last letter of each, and what 8.1.5.4 says of keeping logs
CLAUSES = {
    "8.1.4.1": "d", "8.1.4.2": "g", "8.1.4.3": "d", "8.1.4.4": "f", "8.1.4.5": "", "8.1.4.6": "", "8.1.4.7": "b",
    "8.1.4.8": "b", "8.1.4.9": "c", "8.1.4.10": "b", "8.1.4.11": "b", "8.1.5.4": "f",
}  # fmt: skip


def test_every_clause_is_one_of_the_standards_and_every_control_is_asked() -> None:
    named = [part.split() for one in DEMANDS for part in one.clause.split(" · ")]
    for number, *letters in named:
        for letter in "".join(letters).split("-"):
            assert not letter or "a" <= letter <= CLAUSES[number], (number, letter)
    assert {number for number, *_ in named} == set(CLAUSES)


def test_every_measurement_is_asked_for() -> None:
    assert {one.measured for one in DEMANDS if one.measured} == set(MEASUREMENTS)


def states(html: str) -> dict[str, bool]:
    """By demand, whether the page calls it met."""
    rows = re.findall(r'data-label="Demand">([^<]*)<.*?<span class="tag">([^<]*)<', html)
    return {demand: state == "✓ met" for demand, state in rows}


def test_what_is_measured_follows_the_house(administrator: Any, sign_in: Any, tmp_path: Path) -> None:
    browser = sign_in(administrator, "en")
    before = states(browser.get("/self-check").text)
    assert len(before) == len(DEMANDS)
    assert (before["Two factors"], before["The head of the chain leaves the house"]) == (False, False)
    Parameter.replace(name="second_factor.roles", value=["administrator", "inspector"], at=NOW, by="x").execute()
    note(AuditAction.LISTEN, "recording:1", by="x", now=NOW)
    audit_chain.chain(NOW)
    audit_chain.send_head(tmp_path / "heads", [], "head", NOW)
    after = states(browser.get("/self-check").text)
    assert {one for one in after if after[one] != before[one]} == {
        "Two factors",
        "The head of the chain leaves the house",
    }


def test_a_chain_that_stands_still_is_told(administrator: Any, sign_in: Any) -> None:
    browser = sign_in(administrator, "en")
    name = "Entries are protected and saved elsewhere"
    note(AuditAction.LISTEN, "recording:1", by="x", now=NOW - dt.timedelta(hours=1))
    assert states(browser.get("/self-check").text)[name] is False
    audit_chain.chain(NOW)
    assert states(browser.get("/self-check").text)[name] is True


def test_a_branch_does_not_see_it(branch: Any, supervisor: Any, sign_in: Any) -> None:
    assert sign_in(supervisor).get("/self-check").status_code == 403
