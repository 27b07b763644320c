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
REFERENCE = (
    "references (`&name`, `*name`) are not used here; write out what is meant, or put quotation marks round the text"
)
KINDS = (
    "play, say, menu, gather, lookup, compute, set, when, queue, callback, message, transfer, survey, hang_up"
)  # fmt: skip


def problems(text: str, **how: object) -> list[str]:
    flow, found = check(text, "f.yml", seconds=SECONDS, **how)  # type: ignore[arg-type]
    assert (flow is None) == bool(found)
    return [str(problem) for problem in found]


TABLE = {
    "good": (HEAD + MAIN + BYE, []),
    "empty": ("", ["f.yml:1:1 names with their values are needed here"]),
    "a list": ("- a\n- b\n", ["f.yml:1:1 names with their values are needed here"]),
    "a node of text": (HEAD + "  main: hello\n", ["f.yml:5:3 nodes.main: names with their values are needed here"]),
    "not yaml": ("flow: [a\nb", [
        "f.yml:1:7 the bracket that opens here is not closed: a comma or the closing bracket is missing before line 3",
    ]),
    "a tab": ("flow:\n\tx: 1", [
        "f.yml:2:1 there is a tab at the beginning of the line; indent with spaces",
    ]),
    "no start": (
        "flow: f\ntitle: t\nnodes:\n" + BYE,
        ["f.yml:1:1 start: this is needed and is not there"],
    ),
    "a start that is not there": (HEAD.replace("start: main", "start: mian") + MAIN + BYE, [
        "f.yml:3:1 start: there is no node `mian`",
    ]),
    "a key twice": (
        HEAD + MAIN + BYE + "  main: {kind: hang_up}\n",
        ["f.yml:7:3 `main` stands twice; the first would be lost (line 5)"],
    ),
    "a menu key twice": (
        HEAD + '  main: {kind: menu, prompt: menu, wrong: bye, silent: bye, too_many: bye, keys: {"1": bye, 1: x}}\n'
        + BYE,
        [
            "f.yml:5:93 `1` stands twice; the first would be lost (line 5)",
            "f.yml:5:93 main.keys.1: there is no node `x`",
        ],
    ),
    "an unknown kind": (
        HEAD + "  main: {kind: sing, next: bye}\n" + BYE,
        [f"f.yml:5:10 nodes.main: unknown kind of node `sing`; the kinds are {KINDS}"],
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
        ["f.yml:8:5 nodes.main.seconds: 4 is too little; the least is 5"],
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
        ["f.yml:6:22 more.prompt: the announcement has lasted 21.0 s by here; 20 s are allowed"],
    ),
    "itself": (HEAD + "  main: &m\n    kind: play\n    prompt: *m\n    next: bye\n" + BYE, [
        f"f.yml:5:9 {REFERENCE}", f"f.yml:7:13 {REFERENCE}",
    ]),
    "all at once, whatever they are": (
        "flow: f\nstart: mian\nnodes:\n  main：{kind: play, prompt: hullo, next: by}\n"
        "  more:\n    kind：play\n    prompt: hello\n    next: nowhere\n    wait: 010\n"
        "  bye:\n    kind：hang_up\n",
        [
            "f.yml:1:1 title: this is needed and is not there",
            "f.yml:4:7 there is a full-width colon after `main`; write an ordinary colon and a space: `main: …`",
            "f.yml:6:9 there is a full-width colon after `kind`; write an ordinary colon and a space: `kind: …`",
            "f.yml:9:5 nodes.more.wait: there is no such word here",
            "f.yml:11:9 nodes.bye: there is a full-width colon after `kind`; write an ordinary colon and a space: "
            "`kind: …`",
        ],
    ),
    "a broken node and what is wrong with the others": (
        HEAD + "  main: {kind: play, prompt: hullo, next: bye}\n  bye: {kind: hang_up, prompt: [a, b], x: 1}\n",
        [
            "f.yml:5:22 main.prompt: there is no prompt `hullo`",
            "f.yml:6:40 nodes.bye.x: there is no such word here",
        ],
    ),
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


def test_a_flow_is_read_as_it_stands() -> None:
    text = HEAD + (
        "  main: {kind: set, values: {a: 012345, b: 12:30, c: 1_000, d: yes, e: 0x1F}, next: which}\n"
        "  which: {kind: when, cases: [{value: {name: a, is: 0571}, go: out}], otherwise: fee}\n"
        "  fee: {kind: lookup, source: fee, fixed: {kind: x, amount: 0100000}, found: out, not_found: out}\n"
        "  out: {kind: transfer, to: 01062345671, failed: bye}\n"
    )
    flow, found = check(text + BYE, "f.yml", seconds=SECONDS)
    assert (flow is not None, found) == (True, [])
    nodes = {name: node.model_dump(by_alias=True) for name, node in flow.nodes.items()}  # type: ignore[union-attr]
    assert nodes["main"]["values"] == {"a": "012345", "b": "12:30", "c": "1_000", "d": "yes", "e": "0x1F"}
    assert nodes["which"]["cases"][0]["value"]["is"] == "0571"
    assert nodes["fee"]["fixed"]["amount"] == "0100000"
    assert nodes["out"]["to"] == "01062345671"
