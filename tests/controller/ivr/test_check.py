"""What is wrong with a flow, with its place: a clerk finds the line."""

from pathlib import Path

import pytest

from controller.ivr.check import check
from hotline.knowledge.content import load

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[3]
SECONDS = {"menu": 6.0, "hello": 4.0, "long": 17.0, "bye": 2.0}.get
HEAD = "flow: f\ntitle: 流程\nstart: main\nnodes:\n"
BYE = "  bye: {kind: hang_up, prompt: bye}\n"
MAIN = "  main: {kind: play, prompt: hello, next: bye}\n"
KINDS = (
    "play, say, menu, gather, lookup, compute, set, when, queue, callback, message, transfer, survey, hang_up"
)  # fmt: skip


def problems(text: str, **how: object) -> list[str]:
    flow, found = check(text, "f.yml", seconds=SECONDS, **how)  # type: ignore[arg-type]
    assert (flow is None) == bool(found)
    return [str(problem) for problem in found]


TABLE = {
    "good": (HEAD + MAIN + BYE, []),
    "empty": ("", ["f.yml:1:1 file: names with their values are needed here"]),
    "a list": ("- a\n- b\n", ["f.yml:1:1 file: names with their values are needed here"]),
    "a node of text": (HEAD + "  main: hello\n", ["f.yml:5:3 nodes.main: names with their values are needed here"]),
    "not yaml": ("flow: [a\nb", ["f.yml:2:2 this is not YAML: expected ',' or ']', but got '<stream end>'"]),
    "a tab": ("flow:\n\tx: 1", ["f.yml:2:1 this is not YAML: found character '\\t' that cannot start any token"]),
    "no start": (
        "flow: f\ntitle: t\nnodes:\n" + BYE,
        ["f.yml:1:1 start: this is needed and is not there"],
    ),
    "a start that is not there": (HEAD.replace("start: main", "start: mian") + MAIN + BYE, [
        "f.yml:3:1 start: there is no node `mian`",
    ]),
    "a key twice": (
        HEAD + MAIN + BYE + "  main: {kind: hang_up}\n",
        ["f.yml:7:3 `main` stands twice; the first would be lost"],
    ),
    "a menu key twice": (
        HEAD + '  main: {kind: menu, prompt: menu, wrong: bye, silent: bye, too_many: bye, keys: {"1": bye, 1: x}}\n'
        + BYE,
        ["f.yml:5:93 `1` stands twice; the first would be lost"],
    ),
    "an unknown kind": (
        HEAD + "  main: {kind: sing, next: bye}\n" + BYE,
        [f"f.yml:5:3 nodes.main: unknown kind of node; the kinds are {KINDS}"],
    ),
    "no kind": (
        HEAD + "  main: {next: bye}\n" + BYE,
        [f"f.yml:5:3 nodes.main: a node needs its kind: {KINDS}"],
    ),
    "a missing field": (
        HEAD + "  main: {kind: play, prompt: hello}\n" + BYE,
        ["f.yml:5:3 nodes.main.next: this is needed and is not there"],
    ),
    "a field too many": (
        HEAD + "  main:\n    kind: play\n    prompt: hello\n    nxet: bye\n    next: bye\n" + BYE,
        ["f.yml:8:5 nodes.main.nxet: there is no such word here"],
    ),
    "a wrong value": (
        HEAD + "  main:\n    kind: message\n    prompt: hello\n    seconds: 4\n    next: bye\n" + BYE,
        ["f.yml:8:5 nodes.main.seconds: Input should be greater than or equal to 5"],
    ),
    "a way that leads nowhere": (
        HEAD + "  main:\n    kind: play\n    prompt: hello\n    next: by\n" + BYE,
        ["f.yml:8:5 main.next: there is no node `by`"],
    ),
    "a key that leads nowhere": (
        HEAD + '  main: {kind: menu, prompt: menu, wrong: bye, silent: bye, too_many: bye, keys: {"1": x}}\n' + BYE,
        ["f.yml:5:83 main.keys.1: there is no node `x`"],
    ),
    "a prompt without a sound": (
        HEAD + "  main:\n    kind: play\n    prompt: [hello, hullo]\n    next: bye\n" + BYE,
        ["f.yml:7:5 main.prompt: there is no prompt `hullo`"],
    ),
    "no end": (
        HEAD + "  main: {kind: play, prompt: hello, next: again}\n  again: {kind: play, prompt: hello, next: main}\n",
        [
            "f.yml:5:3 main: no way leads from here to the end of the call",
            "f.yml:6:3 again: no way leads from here to the end of the call",
        ],
    ),
    "no way in": (
        HEAD + MAIN + BYE + "  lonely: {kind: hang_up}\n",
        ["f.yml:7:3 lonely: no way leads here"],
    ),
    "silence for ever": (
        HEAD + '  main: {kind: menu, prompt: menu, wrong: bye, silent: bye, too_many: main, keys: {"1": bye}}\n' + BYE,
        ["f.yml:5:3 main: a caller who stays silent goes round here for ever"],
    ),
    "an announcement too long": (
        HEAD + "  main: {kind: play, prompt: long, next: more}\n  more: {kind: play, prompt: hello, next: bye}\n" + BYE,
        ["f.yml:6:22 more: the announcement has lasted 21.0 s by here; 20 s are allowed"],
    ),
    "itself": (HEAD + "  main: &m\n    kind: play\n    prompt: *m\n    next: bye\n" + BYE, [
        "f.yml:5:9 this refers to itself", "f.yml:7:5 nodes.main.prompt: Input should be a valid tuple",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_each_problem_with_its_place(name: str) -> None:
    text, expected = TABLE[name]
    assert problems(text) == expected


def test_lines_are_checked_where_they_are_known() -> None:
    text = HEAD + "  main: {kind: queue, line: filling, otherwise: bye}\n" + BYE
    assert problems(text) == []
    assert problems(text, lines={"filing"}) == ["f.yml:5:23 main.line: there is no line `filling`"]


def test_deep_nesting_is_a_problem_and_no_crash() -> None:
    assert problems("[" * 5_000)[0].startswith("f.yml:")


def test_the_shipped_flows_are_good() -> None:
    content = load(ROOT / "content")
    for file in sorted((ROOT / "ivr_flows").glob("*.yml")):
        text = file.read_text(encoding="utf-8")
        flow, found = check(
            text, file.name, seconds=lambda prompt: 3.0, lines={"filing", "government"}, content=content
        )
        assert (flow is not None, found) == (True, [])


def test_the_version_follows_the_text() -> None:
    versions = {check(HEAD + MAIN + BYE + more, "f.yml", seconds=SECONDS)[0].version for more in ("", "", "# a word\n")}  # type: ignore[union-attr]
    assert len(versions) == 2
