"""What the papers for other organisations say is what the programs do."""

import json
import re
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from hotline.messages.rules.notices import FIELDS
from hotline.outside.case_shapes import CaseAnswer, CasesAnswer, PetitionAnswer
from hotline.settings import Settings, load

pytestmark = pytest.mark.house
DOCS = Path(__file__).resolve().parents[2] / "docs"
SMS = (DOCS / "sms-gateway.md").read_text(encoding="utf-8")
CASES = (DOCS / "case-system.md").read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("text", blocks(SMS, "yaml") + blocks(CASES, "yaml"))
def test_every_example_of_settings_can_be_used(text: str) -> None:
    assert load(**yaml.safe_load(text)) != Settings()


def test_the_fields_of_messages_stand_in_their_order() -> None:
    told = dict(re.findall(r"^\| `([a-z_]+)` \| ([a-z, ]+|–) \|$", SMS, re.MULTILINE))
    assert told == {kind.value: ", ".join(fields) or "–" for kind, fields in FIELDS.items()}


def test_the_answers_of_the_case_system_are_good_answers() -> None:
    shapes: dict[str, type[BaseModel]] = {"case": CaseAnswer, "petition": PetitionAnswer, "cases": CasesAnswer}
    found = [json.loads(text) for text in blocks(CASES, "json")]
    answers = [value for value in found if set(value) & set(shapes)]
    for value in [*answers, {"case": None}]:
        name = next(iter(value))
        assert getattr(shapes[name].model_validate(value), name) is not None or value == {"case": None}
    assert {next(iter(value)) for value in answers} == set(shapes)
