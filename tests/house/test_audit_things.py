"""Every kind of thing that is written into the audit can be named; nothing is kept for kinds that nobody writes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin_web.pages.audit import things
from hotline.reports.reads import audit_names
from hotline.words import AuditThing

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
SELF = ROOT / "hotline" / "people" / "verbs" / "audit.py"
LOOKS = ROOT / "hotline" / "people" / "verbs" / "looks.py"
PASSED_ON = {(SELF, "thing"), (LOOKS, "place.thing")}  # handed on as given: `asked` to `note`; a look's, see below
LOOKED_AT = {"page", "export"}  # `Place` and `fetched` of admin_web/looks.py


def kinds_of(value: ast.expr, names: dict[str, list[ast.expr]]) -> set[str]:
    """The kinds that an expression may write: what stands before the colon. Raises LookupError if it cannot be seen."""
    match value:
        case ast.Constant(str() as text):
            return {text.partition(":")[0]}
        case ast.JoinedStr([ast.Constant(str() as text), *_rest]) if ":" in text:
            return {text.partition(":")[0]}
        case ast.JoinedStr([ast.FormattedValue(inner), ast.Constant(str() as text), *_rest]) if text.startswith(":"):
            return kinds_of(inner, names)
        case ast.IfExp(_test, one, other):
            return kinds_of(one, names) | kinds_of(other, names)
        case ast.Name(name) | ast.Attribute(attr=name) if name in names:
            return {kind for one in names[name] for kind in kinds_of(one, names)}
    raise LookupError(ast.unparse(value))


def assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def noted(tree: ast.AST, *, here: bool) -> Iterator[tuple[ast.FunctionDef, ast.expr]]:
    """The thing of each `audit.note(…)` and `audit.asked(…)`, with the function in which it stands."""
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        for node in ast.walk(function):
            match node:
                case ast.Call(ast.Attribute(ast.Name("audit"), "note" | "asked"), [_act, thing, *_rest]):
                    yield function, thing
                case ast.Call(ast.Name("note"), [_act, thing, *_rest]) if here:
                    yield function, thing


def written() -> dict[str, set[str]]:
    """Each kind with the files that write it; what cannot be seen stands under its own text."""
    named = assigned(ast.parse((ROOT / "hotline/people/rules/audit_things.py").read_text(encoding="utf-8")))
    found: dict[str, set[str]] = {}
    for package in ("hotline", "controller", "admin_web", "public_web", "scripts"):
        for file in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            module = {name: values for name, values in assigned(tree).items() if name.isupper()}
            for function, thing in noted(tree, here=file == SELF):
                if (file, ast.unparse(thing)) in PASSED_ON:
                    continue
                try:
                    kinds = kinds_of(thing, named | module | assigned(function))
                except LookupError as error:
                    kinds = {f"not seen: {error}"}
                for kind in kinds:
                    found.setdefault(kind, set()).add(str(file.relative_to(ROOT)))
    return found


def test_the_audit_page_names_every_kind_that_is_written() -> None:
    found = written()
    assert {kind: files for kind, files in found.items() if kind not in set(AuditThing)} == {}
    assert sorted(set(AuditThing) - set(found) - LOOKED_AT) == []


def test_every_kind_that_has_a_row_is_read_and_every_kind_with_a_page_leads_there() -> None:
    """What has no row and no page is listed here: codes that a caller said, ends of numbers, files of forms."""
    no_row = {
        "assessment_rules", "audit", "calls", "case", "classes", "figure", "keywords", "limit", "number", "page",
        "parameter", "people",
        "petition", "recordings",
    }  # fmt: skip
    assert set(audit_names._READS) == {kind.value for kind in AuditThing} - no_row
    no_page = {"case", "petition", "number", "file", "page"}  # "page" is an address itself
    assert {kind.value for kind in (*things.PAGES, *things.LISTS)} == {kind.value for kind in AuditThing} - no_page


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("'recordings'", {"recordings"}), ("f'line:{x}'", {"line"}), ("f\"{'a' if y else 'b'}:{z}\"", {"a", "b"}),
        ("f'{z}'", None), ("x", None), ("'a:1' if y else f'b:{z}'", {"a", "b"}),
    ],
)  # fmt: skip
def test_a_new_kind_would_be_seen(text: str, kinds: set[str] | None) -> None:
    value = ast.parse(text, mode="eval").body
    if kinds is None:
        with pytest.raises(LookupError):
            kinds_of(value, {})
    else:
        assert kinds_of(value, {}) == kinds
