"""Every English message id that a reader can meet: in pages, in refusals, in refused orders."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[2]
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def of_pages() -> set[str]:
    """What `_()` holds in the web's Python and templates; an id with a context as `context\x04id`."""
    return set(places())


def places() -> dict[str, set[str]]:
    """The files of the web in which an id stands."""
    words = {"_": None, "_l": None, "gettext": None, "pgettext": ((1, "c"), 2), "_lp": ((1, "c"), 2)}
    found = extract_from_dir(str(ROOT / "admin_web"), method_map=_METHODS, options_map=_OPTIONS, keywords=words)
    made: dict[str, set[str]] = {}
    for file, _line, message, _comments, context in found:
        made.setdefault(f"{context}\x04{message}" if context else str(message), set()).add(str(file))
    return made


def of_flow_problems() -> set[str]:
    """What the checks of a flow say: the messages of faults and problems, and the constants with sentences. The reader
    of YAML has its Chinese beside its English."""
    ids: set[str] = set()
    for file in (
        *(ROOT / "controller" / "ivr").rglob("*.py"),
        ROOT / "controller" / "flow_registry.py",
        ROOT / "controller" / "flow_checks.py",
    ):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        ids |= {text for text in _constants(tree) if " " in text}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _called(node) in ("InvalidValue", "problem", "of_head"):
                ids |= {text for one in node.args for text in _text(one) if " " in text}
    return ids


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def of_refusals() -> set[str]:
    """`Refused("…")` and `refused="…"` anywhere, and what the rules' `complaint` functions return."""
    ids = of_flow_problems()
    for file in ("door", "forced_states", "agent_requests"):
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
            for value in node.value.values if isinstance(node.value, ast.Dict) else (node.value,):
                yield from _text(value)


def _sentences(value: ast.expr) -> Iterator[str]:
    first = value.elts[0] if isinstance(value, ast.Tuple) else value
    yield from _text(first)


def _text(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
