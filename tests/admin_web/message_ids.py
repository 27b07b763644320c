"""Every English message id that a reader can meet: in pages, in refusals, in refused orders."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[2]
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def of_pages() -> set[str]:
    """What `_()` holds in the web's Python and templates."""
    words = {"_": None, "_l": None, "gettext": None}
    found = extract_from_dir(str(ROOT / "admin_web"), method_map=_METHODS, options_map=_OPTIONS, keywords=words)
    return {str(message) for _file, _line, message, _comments, _context in found}


def of_refusals() -> set[str]:
    """`Refused("…")` and `refused="…"` anywhere, and what the rules' `complaint` functions return."""
    ids: set[str] = set()
    for file in ("door", "agent_requests"):
        ids |= set(_constants(ast.parse((ROOT / "controller" / f"{file}.py").read_text(encoding="utf-8"))))
    for folder in ("hotline", "controller", "admin_web"):
        for module in (ROOT / folder).rglob("*.py"):
            ids |= set(_in(ast.parse(module.read_text(encoding="utf-8"))))
    return ids


def _in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Refused", "_says") and node.args:
                yield from _text(node.args[-1 if name == "_says" else 0])
            for keyword in node.keywords:
                if keyword.arg == "refused":
                    yield from _text(keyword.value)
        if isinstance(node, ast.FunctionDef) and node.name == "complaint":
            yield from (
                text
                for part in ast.walk(node)
                if isinstance(part, ast.Return) and part.value
                for text in _sentences(part.value)
            )


def _constants(tree: ast.Module) -> Iterator[str]:
    """The door's refusals are constants of their module: `NOT_FREE = "…"`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper():
            yield from _text(node.value)


def _sentences(value: ast.expr) -> Iterator[str]:
    first = value.elts[0] if isinstance(value, ast.Tuple) else value
    yield from _text(first)


def _text(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
