"""The routes that the web's modules declare, read from their text: also of a page that nobody registers."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WEB = Path(__file__).parents[2] / "admin_web"
METHODS = {"get": "GET", "post": "POST", "put": "PUT", "delete": "DELETE", "patch": "PATCH"}


class Route(NamedTuple):
    endpoint: str
    method: str
    rule: str


def routes() -> set[Route]:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted(WEB.rglob("*.py"))]
    return {route for tree in trees for route in _of_module(tree)}


def _of_module(tree: ast.Module) -> Iterator[Route]:
    blueprints = dict(_blueprints(tree))
    for view in ast.walk(tree):
        if isinstance(view, ast.FunctionDef):
            for mark in view.decorator_list:
                if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute):
                    blueprint = blueprints.get(ast.unparse(mark.func.value))
                    for method in _methods(mark) if blueprint else ():
                        yield Route(f"{blueprint}.{view.name}", method, ast.literal_eval(mark.args[0]))


def _blueprints(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Variable and name of each `blueprint = Blueprint("name", …)`."""
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name(variable)], ast.Call(ast.Name("Blueprint"), [name, *_])):
                yield variable, ast.literal_eval(name)


def _methods(mark: ast.Call) -> list[str]:
    """What a decorator is for: of `@blueprint.post(…)`, `@blueprint.route(…, methods=[…])`, and of others nothing."""
    assert isinstance(mark.func, ast.Attribute)
    if mark.func.attr == "route":
        given: dict[str | None, list[str]] = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
        return given.get("methods", ["GET"])
    return [METHODS[mark.func.attr]] if mark.func.attr in METHODS else []
