"""No module imports, by whatever way round, what imports it; an import for types alone counts too."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

pytestmark = pytest.mark.house
PACKAGES = ("hotline", "controller", "admin_web", "public_web", "web_kit", "freeswitch", "scripts")


def circle(imports: dict[str, set[str]]) -> list[str]:
    """One circle of modules, each imported by the one before it; empty when there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) in (list("abca"), list("bcab"), list("cabc"))


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=False, cache_dir=None)
    assert len(graph.modules) > 400
    assert circle({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []
