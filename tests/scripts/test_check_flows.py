"""`scripts/check_flows` as a clerk meets it: each kind of mistake with its file, line and column, and exit code 1."""

import shutil
import wave
from pathlib import Path
from typing import Any

import pytest

from scripts.py import check_flows

pytestmark = pytest.mark.unit
HEAD = "flow: a\ntitle: A\nstart: one\nnodes:\n"
BYE = "  bye: {kind: hang_up}\n"


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    folder = tmp_path / "sounds"
    folder.mkdir()
    for name, seconds in (("short", 1), ("eleven", 11)):
        with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(1)
            sound.setframerate(1000)
            sound.writeframes(bytes(1000 * seconds))
    return folder


@pytest.fixture
def checked(tmp_path: Path, sounds: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """`checked(text)`: the exit code and what was printed about the flow `a.yml`."""
    flows = tmp_path / "flows"
    flows.mkdir()

    def check(text: str) -> tuple[int, list[str]]:
        (flows / "a.yml").write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["check_flows", "--flows", str(flows), "--sounds", str(sounds)])
        code = check_flows.main()
        return code, [line.removeprefix(f"{flows}/") for line in capsys.readouterr().out.splitlines()]

    return check


def test_flows_in_order_are_said_to_be(checked: Any) -> None:
    text = HEAD + "  one: {kind: play, title: 欢迎语, title_en: Welcome, prompt: short, next: bye}\n" + BYE
    assert checked(text) == (0, ["1 个流程检查通过 / 1 flows are in order"])


@pytest.mark.parametrize(
    ("nodes", "complaints"),
    [
        ("  one: {kind: dance, next: bye}\n" + BYE,
         ["a.yml:5:3 nodes.one: unknown kind of node; the kinds are play, say, menu, gather, lookup, compute, set, "
          "when, queue, callback, message, transfer, survey, hang_up"]),
        ("  one: {kind: play, prompt: short, next: nowhere}\n" + BYE,
         ["a.yml:5:36 one.next: there is no node `nowhere`"]),
        ("  one: {kind: hang_up}\n  one: {kind: hang_up}\n",
         ["a.yml:6:3 `one` stands twice; the first would be lost"]),
        ("  one: {kind: hang_up, prompt: missing}\n",
         ["a.yml:5:24 one.prompt: there is no prompt `missing`"]),
        ("  one: {kind: hang_up}\n  two: {kind: play, prompt: short, next: two}\n",
         ["a.yml:6:3 two: no way leads from here to the end of the call", "a.yml:6:3 two: no way leads here"]),
        ('  one: {kind: menu, prompt: short, keys: {"0": bye}, wrong: short, silent: short, too_many: one}\n' + BYE,
         ["a.yml:5:3 one: a caller who stays silent goes round here for ever"]),
        ("  one: {kind: play, prompt: eleven, next: two}\n  two:\n    kind: play\n    prompt: eleven\n    next: bye\n"
         + BYE, ["a.yml:8:5 two: the announcement has lasted 22.0 s by here; 20 s are allowed"]),
        ("  one: {kind: hang_up, titel: Goodbye}\n", ["a.yml:5:24 nodes.one.titel: there is no such word here"]),
        ("  one: {kind: compute, into: x, formula: amount / 2, next: bye, failed: bye}\n" + BYE,
         ["a.yml:5:33 one.formula: {amount}: no node before this sets it"]),
        ("  one: {kind: lookup, source: guide, fixed: {topic: risks}, found: bye, not_found: bye}\n" + BYE,
         ["a.yml:5:46 one.fixed.topic: the content has no topic `risks`"]),
        ("  one: [\n", ["a.yml:6:1 this is not YAML: expected the node content, but found '<stream end>'"]),
    ],
    ids=["kind", "target", "twice", "prompt", "dead-end", "silence", "announcement", "word", "value", "content",
         "yaml"],
)  # fmt: skip
def test_each_mistake_with_its_place(checked: Any, nodes: str, complaints: list[str]) -> None:
    code, said = checked(HEAD + nodes)
    assert (code, sorted(said)) == (1, sorted(complaints))


def test_a_fault_of_the_content_is_told_by_its_file(
    checked: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    shutil.copytree(Path(__file__).resolve().parents[2] / "content", content)
    (content / "guide.yml").write_text("topics: []\n", encoding="utf-8")
    assert checked(HEAD + "  one: {kind: hang_up}\n")[0] == 0
    monkeypatch.setattr("sys.argv", ["check_flows", "--flows", str(tmp_path / "flows"), "--content", str(content)])
    assert check_flows.main() == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[:2] for line in said] == [[str(content / "guide.yml"), "topics"]]


def test_a_folder_without_flows_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["check_flows", "--flows", str(tmp_path)])
    assert check_flows.main() == 1
