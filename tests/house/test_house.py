"""The house keeps its own rules: sizes, words, settings, prompts, orders, migrations."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml
from playhouse.schema_diff import diff_models
from pydantic import BaseModel

from controller.agent_requests import DO
from controller.flow_checks import seconds
from controller.ivr.check import check
from hotline import rows, words
from hotline.calls.rules.order_kinds import KINDS, ForceState, MoreTime, PublishFlow, SetPresence
from hotline.settings import Settings, load
from hotline.words import OrderKind, Word
from scripts.py import make_prompts

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("hotline", "controller", "admin_web", "public_web", "web_kit", "freeswitch", "scripts")
MODULES = [
    file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")) if "migrations" not in file.parts
]
SOUNDS = ROOT / "sounds" / "zh"
ON_POSTGRESQL_ALONE = {"ticket_number_begins"}  # peewee knows no classes of operators


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_module_says_what_it_is_and_stays_small(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > 50]
    assert (bool(ast.get_docstring(tree)), len(file.read_text().splitlines()) <= 300, long) == (True, True, [])


def test_no_folder_is_called_after_nothing() -> None:
    vague = {"utils", "common", "helpers", "manager", "base"}
    assert [str(f) for f in MODULES if vague & {part.removesuffix(".py") for part in f.relative_to(ROOT).parts}] == []


def test_every_word_has_both_labels() -> None:
    kinds = [k for k in vars(words).values() if isinstance(k, type) and issubclass(k, Word) and k is not Word]
    bare = [f"{kind.__name__}.{word.name}" for kind in kinds for word in kind if not (word.zh and word.en)]
    assert (len(kinds) > 15, bare) == (True, [])


def test_every_order_has_a_handler() -> None:
    assert set(DO) | {SetPresence, ForceState, MoreTime, PublishFlow} == set(KINDS.values())  # these are the door's own
    assert set(KINDS) == set(OrderKind)


def _names(model: type[BaseModel], before: str = "") -> set[str]:
    names = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names |= _names(inner, f"{before}{name}.")
        else:
            names.add(before + name)
    return names


def _given(values: dict[str, Any], before: str = "") -> set[str]:
    names = set()
    for name, value in values.items():
        nested = isinstance(value, dict) and before + name not in _names(Settings)  # some settings are mappings
        names |= _given(value, f"{before}{name}.") if nested else {before + name}
    return names


def test_every_setting_stands_in_the_example_with_its_default() -> None:
    file = ROOT / "settings.example.yml"
    values = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert _given(values) == _names(Settings)
    assert load(file) == Settings()


def test_migrations_match_the_rows(db: Any) -> None:
    found = diff_models(db, list(rows.ALL))
    assert not found._replace(drop_indexes=[one for one in found.drop_indexes if one.name not in ON_POSTGRESQL_ALONE])


@pytest.mark.parametrize("file", sorted((ROOT / "ivr_flows").glob("*.yml")), ids=lambda file: file.name)
def test_flow_is_in_order(file: Path) -> None:
    make_prompts.all_of(SOUNDS)
    flow, problems = check(file.read_text(encoding="utf-8"), file.name, seconds=lambda p: seconds(SOUNDS, p))
    assert (problems, flow is not None and flow.name) == ([], file.stem)


def test_every_number_has_its_flow() -> None:
    assert {n.flow for n in Settings().numbers.values()} <= {f.stem for f in (ROOT / "ivr_flows").glob("*.yml")}
