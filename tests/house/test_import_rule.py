"""Each contract of the import rule is broken by itself, and each import that breaks it must be found out.

`RULE` and `LAYERS` say once more, in their own words, who must not import whom. The pairs of one contract are planted
in the graph of the imports and asked of the real contract from `.importlinter`, which must name each very import that
was planted: that a contract is broken by something else, further along, does not count.
"""

import copy
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
OPTIONS = read_configuration(str(ROOT / ".importlinter"))
ROOMS: list[str] = OPTIONS["session_options"]["root_packages"]
CONTRACTS: dict[str, dict[str, Any]] = {one["name"]: one for one in OPTIONS["contracts_options"]}
KINDS: dict[str, type[Contract]] = {kind.type_name: kind for kind in (ForbiddenContract, IndependenceContract)}
PROGRAMS = "controller admin_web public_web"
APART = "The two webs and the controller never meet"
AREAS = [
    "reports", "subjects", "assessment", "quality", "citizens", "follow_ups", "tickets", "callers", "calls",
    "knowledge", "messages", "workdays", "people",
]  # fmt: skip
FLOORS_OF = {  # what each area has, from the top
    "reports": "jobs verbs reads rows rules",
    "subjects": "jobs verbs reads rows rules",
    "assessment": "jobs verbs reads rows rules",
    "quality": "jobs verbs reads rows rules",
    "citizens": "jobs verbs reads rows rules",
    "follow_ups": "jobs verbs reads rules",
    "tickets": "jobs verbs reads rows rules",
    "callers": "jobs verbs reads rows rules",
    "calls": "jobs verbs reads orders rows rules",
    "knowledge": "rules",
    "messages": "jobs verbs reads rows rules",
    "workdays": "reads rows rules",
    "people": "jobs verbs reads rows rules",
}
ALONE = "words clock ports settings logs loops yaml_source"
FLOORS = "Inside an area: jobs over verbs over reads over rows over rules"
BETWEEN = "Between areas: what is about more stands above what is about less"
# contract: what must not import what stands above it; in a line of its own what may import each other
LAYERS: dict[str, list[list[str]]] = {
    BETWEEN: [
        *([f"hotline.{area}"] for area in ["jobs", *AREAS, "values", "store"]),
        [f"hotline.{one}" for one in ALONE.split()],
    ],
    **{
        f"{FLOORS} ({area})": [
            [f"hotline.{area}.{floor}" for floor in level]
            for level in (["jobs"], ["verbs"], ["reads", "orders"], ["rows"], ["rules"])
        ]
        for area in AREAS
    },
}


def on(floor: str) -> str:
    """That floor of every area that has it; the store has rows too."""
    areas = [area for area in AREAS if floor in FLOORS_OF[area].split()] + ["store"] * (floor == "rows")
    return " ".join(f"hotline.{area}.{floor}" for area in areas)


ABOVE_ROWS = f"{on('verbs')} {on('jobs')} hotline.outside hotline.jobs"
# contract: who imports, and what nobody of them may
RULE = {
    "Words, clock, ports, settings and the reader of YAML stand alone": (
        "hotline.words hotline.clock hotline.ports hotline.settings hotline.yaml_source",
        f"hotline.outside hotline.rows freeswitch peewee flask gevent {PROGRAMS}",
    ),
    "Rules are pure: words in, decisions out": (
        f"{on('rules')} hotline.values",
        f"hotline.clock hotline.settings hotline.store hotline.rows {on('rows')} {on('reads')} {ABOVE_ROWS} "
        f"hotline.calls.orders peewee flask gevent {PROGRAMS}",
    ),
    "Rows and reads know no verb, no order, no job and no page": (
        f"hotline.store {on('rows')} {on('reads')}",
        f"hotline.calls.orders {ABOVE_ROWS} flask gevent {PROGRAMS}",
    ),
    "Rows are met through reads and verbs: pages and decisions never import peewee": (
        f"{on('rules')} hotline.values hotline.knowledge hotline.outside controller admin_web.pages",
        "peewee",
    ),
    "Other systems are reached without rows or verbs": (
        "hotline.outside",
        f"hotline.store hotline.rows {on('rows')} {on('reads')} {on('verbs')} {on('jobs')} hotline.calls.orders "
        f"hotline.jobs {PROGRAMS}",
    ),
    "The door back to the switch knows no verbs": (
        "hotline.calls.orders",
        f"{ABOVE_ROWS} {PROGRAMS}",
    ),
    "Verbs know no page, no gateway and no job": (
        on("verbs"),
        f"hotline.outside hotline.jobs {on('jobs')} hotline.calls.orders.claim flask gevent {PROGRAMS}",
    ),
    "Jobs know no page and no telephone": (f"hotline.jobs {on('jobs')}", f"flask {PROGRAMS}"),
    "The switch's language knows no call, flow or queue": (
        "controller.switch",
        "controller.calls controller.ivr controller.queueing controller.door controller.wiring "
        f"hotline.store hotline.rows {on('rows')} hotline.calls.orders",
    ),
    "greenswitch is met in one module": (
        "controller.switch.commands controller.switch.events controller.switch.freeswitch controller.switch.links "
        "controller.switch.asked controller.switch.heard controller.switch.port controller.calls controller.queueing "
        "hotline",
        "greenswitch",
    ),
    "Calls, flows and queue decide without rows and orders": (
        "controller.calls controller.ivr controller.queueing",
        f"hotline.store hotline.rows {on('rows')} {on('reads')} hotline.calls.orders controller.switch.esl "
        "controller.switch.links",
    ),
    "The controller's door claims orders and never places one": (
        "controller.door controller.agent_requests controller.recorder controller.journal",
        f"{on('verbs')} hotline.calls.orders.place",
    ),
    "Pages know verbs, reads and rules": (
        "admin_web.pages",
        f"hotline.rows {on('rows')} hotline.outside hotline.calls.orders controller",
    ),
    APART: (PROGRAMS, PROGRAMS),
    "The stand-in switch knows the protocol and nothing of the house": (
        "freeswitch",
        f"hotline peewee flask {PROGRAMS}",
    ),
    "What puts parts together is imported by nobody inside": (
        "hotline controller.switch controller.calls controller.ivr controller.queueing admin_web.pages",
        "controller.wiring controller.__main__ admin_web.app admin_web.__main__ public_web.app public_web.__main__",
    ),
    "The page for citizens knows its own verbs and reads": (
        "public_web",
        f"admin_web controller hotline.calls.orders hotline.outside hotline.jobs hotline.rows {on('rows')} "
        "hotline.tickets.verbs hotline.follow_ups.verbs.follow_ups hotline.people.verbs.people peewee",
    ),
    "The web kit knows no page": (
        "web_kit",
        f"{' '.join(f'hotline.{area}' for area in AREAS)} hotline.values hotline.jobs hotline.outside hotline.rows "
        f"{PROGRAMS}",
    ),
}
NEIGHBOURS_ONLY = {  # these look at the import itself; the others also at what it leads to
    "Rows are met through reads and verbs: pages and decisions never import peewee",
    "greenswitch is met in one module",
    "Pages know verbs, reads and rules",
    "The page for citizens knows its own verbs and reads",
}
Pair = tuple[str, str]


def pairs(contract: str) -> list[Pair]:
    sources, imported = (text.split() for text in RULE[contract])
    return [(one, other) for one, other in product(sources, imported) if one != other]


def named(expressions: list[str] | str, modules: set[str]) -> set[str]:
    """The modules that an entry of `.importlinter` means; one without a star is itself, there or not."""
    given = [expressions] if isinstance(expressions, str) else expressions
    found = {one for one in given if "*" not in one}
    for star in set(given) - found:
        found |= {one for one in modules if re.fullmatch(star.replace(".", r"\.").replace("*", r"\w+"), one)}
    return found


def written(contract: str, modules: set[str]) -> set[Pair]:
    """The pairs that `.importlinter` forbids."""
    options = CONTRACTS[contract]
    if options["type"] == IndependenceContract.type_name:
        return set(permutations(options["modules"], 2))
    sources, forbidden = (named(options[key], modules) for key in ("source_modules", "forbidden_modules"))
    return set(product(sources, forbidden))


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


def deepest(graph: grimp.ImportGraph, room: str) -> str:
    """A module as far down in a room as there is; itself where it has none, as what is not ours."""
    if graph.is_module_squashed(room):
        return room
    return max(graph.find_descendants(room), key=lambda name: (name.count("."), name), default=room)


def told(contract: str, graph: grimp.ImportGraph, *imports: Pair) -> set[tuple[Pair, tuple[Pair, ...]]]:
    """What the contract says with these imports planted: of whom, and by which chain of imports."""
    planted = copy.deepcopy(graph)
    for importer, imported in imports:
        assert {importer, imported} <= planted.modules, "what is planted must be there"
        planted.add_import(importer=importer, imported=imported)
    options = CONTRACTS[contract]
    judged = KINDS[options["type"]](contract, OPTIONS["session_options"], options).check(planted, verbose=False)
    found = set()
    for one in judged.metadata["invalid_chains"]:
        for chain in one["chains"]:
            links = chain["chain"] if isinstance(chain, dict) else chain
            way = tuple((link["importer"], link["imported"]) for link in links)
            found.add(((one["downstream_module"], one["upstream_module"]), way))
    assert judged.kept is not bool(found)
    return found


def test_every_contract_stands_in_the_table() -> None:
    assert (set(CONTRACTS), NEIGHBOURS_ONLY - set(RULE)) == ({*RULE, FLOORS, BETWEEN}, set())


@pytest.mark.parametrize("contract", RULE)
def test_what_is_written_is_what_the_table_says(contract: str, graph: grimp.ImportGraph) -> None:
    assert written(contract, graph.modules) == set(pairs(contract))


@pytest.mark.parametrize("contract", RULE)
def test_each_import_by_itself_is_found_out(contract: str, graph: grimp.ImportGraph) -> None:
    """From the room's door to the room's door, and from deep inside to deep inside; each must be named as planted."""
    assert told(contract, graph) == set()
    for ways in (
        {pair: pair for pair in pairs(contract)},
        {pair: (deepest(graph, pair[0]), deepest(graph, pair[1])) for pair in pairs(contract)},
    ):
        found = told(contract, graph, *ways.values())
        assert [pair for pair, way in ways.items() if (pair, (way,)) not in found] == []


@pytest.mark.parametrize("contract", RULE)
def test_a_way_round_is_found_out_too(contract: str, graph: grimp.ImportGraph) -> None:
    """By modules that no contract knows, one for each pair. Some contracts allow that: theirs is the import alone."""
    corners = copy.deepcopy(graph)
    ways = {}
    for number, (one, other) in enumerate(pairs(contract)):
        corners.add_module(f"corner_{number}")
        ways[one, other] = ((one, f"corner_{number}"), (f"corner_{number}", other))
    told_of = told(contract, corners, *(link for way in ways.values() for link in way))
    found = {pair for pair, way in ways.items() if (pair, way) in told_of}
    assert found == (set() if contract in NEIGHBOURS_ONLY else set(ways))


# ---- layers


def there(level: list[str], graph: grimp.ImportGraph) -> list[str]:
    return [one for one in level if one in graph.modules]


def test_every_area_and_every_floor_stands_in_the_layers(graph: grimp.ImportGraph) -> None:
    levels = {one.rpartition(".")[2] for level in LAYERS[BETWEEN] for one in level}
    court = {"sample", "sample_units", "sample_tickets"}
    others = {"outside", "rows"} | court  # other systems, all tables under one roof, the sample court
    assert {name.rpartition(".")[2] for name in graph.find_children("hotline")} == levels | others
    for area, floors in FLOORS_OF.items():
        children = {name.rpartition(".")[2] for name in graph.find_children(f"hotline.{area}")}
        assert children & {"jobs", "verbs", "reads", "orders", "rows", "rules"} == set(floors.split())


@pytest.mark.parametrize("layers", LAYERS)
def test_each_import_upwards_by_itself_is_found_out(layers: str, graph: grimp.ImportGraph) -> None:
    """And each one downwards is let be."""
    levels = [found for level in LAYERS[layers] if (found := there(level, graph))]
    steps = [
        (deepest(graph, above), deepest(graph, below))
        for high, low in combinations(range(len(levels)), 2)
        for above, below in product(levels[high], levels[low])
    ]
    contract = layers.partition(" (")[0]
    upwards = [(below, above) for above, below in steps]
    assert (upward(contract, graph, *steps), set(upwards) - upward(contract, graph, *upwards)) == (set(), set())


def upward(contract: str, graph: grimp.ImportGraph, *planted: Pair) -> set[Pair]:
    """The single imports that the layers contract names with these planted."""
    new = copy.deepcopy(graph)
    for importer, imported in planted:
        new.add_import(importer=importer, imported=imported)
    options = CONTRACTS[contract]
    judged = LayersContract(contract, OPTIONS["session_options"], options).check(new, verbose=False)
    routes = [route["chain"] for one in judged.metadata["invalid_dependencies"] for route in one["routes"]]
    assert judged.kept is not bool(routes)
    return {(chain[0]["importer"], chain[0]["imported"]) for chain in routes if len(chain) == 1}


# ---- the program itself, on files


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all that the rule is about."""
    folder = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


@contextmanager
def line_in(file: Path, line: str) -> Iterator[None]:
    before = file.read_text(encoding="utf-8")  # a file that is not there is none to plant in
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    yield
    file.write_text(before, encoding="utf-8")


def broken(house: Path) -> list[str]:
    linter = Path(sys.executable).parent / "lint-imports"
    said = subprocess.run([linter, "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: .*)?$", said.stdout, re.MULTILINE))
    assert set(verdicts) == {*RULE, FLOORS, BETWEEN}, said.stdout[-2000:]
    found = [name for name, verdict in verdicts.items() if verdict == "BROKEN"]
    assert said.returncode == bool(found)
    return found


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("hotline/values/privacy.py", "import hotline.clock", "Rules are pure: words in, decisions out"),
        ("admin_web/live.py", "from controller import registry", APART),
    ],
)
def test_the_program_finds_what_is_planted_and_nothing_else(house: Path, file: str, line: str, contract: str) -> None:
    assert broken(house) == []
    with line_in(house / file, line):
        assert broken(house) == [contract]
