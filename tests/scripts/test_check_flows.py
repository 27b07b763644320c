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


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def checked(tmp_path: Path, sounds: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """`checked(text)`: the exit code and what was printed about the flow `a.yml`."""
    flows = tmp_path / "flows"
    flows.mkdir()

    def check(text: str | bytes, *more: str) -> tuple[int, list[str]]:
        (flows / "a.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setattr("sys.argv", ["check_flows", "--flows", str(flows), "--sounds", str(sounds), *more])
        code = check_flows.main()
        return code, [line.removeprefix(f"{flows}/") for line in capsys.readouterr().out.splitlines()]

    return check


def test_flows_in_order_are_said_to_be(checked: Any) -> None:
    text = HEAD + "  one: {kind: play, title: 欢迎语, title_en: Welcome, prompt: short, next: bye}\n" + BYE
    assert checked(text) == (0, ["1 flows are in order"])


@pytest.mark.parametrize(
    ("nodes", "complaints"),
    [
        ("  one: {kind: dance, next: bye}\n" + BYE,
         ["a.yml:5:9 nodes.one: unknown kind of node `dance`; the kinds are play, say, menu, gather, lookup, compute, "
          "set, when, queue, callback, message, transfer, survey, hang_up"]),
        ("  one: {kind: play, prompt: short, next: nowhere}\n" + BYE,
         ["a.yml:5:36 one.next: there is no node `nowhere`"]),
        ("  one: {kind: hang_up}\n  one: {kind: hang_up}\n",
         ["a.yml:6:3 `one` stands twice; the first would be lost (line 5)"]),
        ("  one: {kind: hang_up, prompt: missing}\n",
         ["a.yml:5:24 one.prompt: there is no prompt `missing`"]),
        ("  one: {kind: hang_up}\n  two: {kind: play, prompt: short, next: two}\n",
         ["a.yml:6:3 two: no way leads from here to the end of the call", "a.yml:6:3 two: no way leads here"]),
        ('  one: {kind: menu, prompt: short, keys: {"0": bye}, wrong: short, silent: short, too_many: one}\n' + BYE,
         ["a.yml:5:3 one: a caller who stays silent goes round here for ever"]),
        ("  one: {kind: play, prompt: eleven, next: two}\n  two:\n    kind: play\n    prompt: eleven\n    next: bye\n"
         + BYE, ["a.yml:8:5 two.prompt: the announcement has lasted 22.0 s by here; 20 s are allowed"]),
        ("  one: {kind: hang_up, titel: Goodbye}\n", ["a.yml:5:24 nodes.one.titel: there is no such word here"]),
        ("  one: {kind: compute, into: x, formula: amount / 2, next: bye, failed: bye}\n" + BYE,
         ["a.yml:5:33 one.formula: {amount}: no node before this sets it"]),
        ("  one: {kind: lookup, source: guide, fixed: {topic: risks}, found: bye, not_found: bye}\n" + BYE,
         ["a.yml:5:46 one.fixed.topic: the content has no topic `risks`"]),
        ("  one: [\n",
         ["a.yml:5:8 the bracket that opens here is not closed: a comma or the closing bracket is missing before "
          "line 6"]),
    ],
    ids=["kind", "target", "twice", "prompt", "dead-end", "silence", "announcement", "word", "value", "content",
         "yaml"],
)  # fmt: skip
def test_each_mistake_with_its_place(checked: Any, nodes: str, complaints: list[str]) -> None:
    code, said = checked(HEAD + nodes)
    assert (code, sorted(said)) == (1, sorted(complaints))


WRONG = HEAD + "  one：{kind: play, prompt: short, next: nowhere}\n"
CHINESE = [
    "a.yml:5:6 “one”后面是全角冒号，请改为半角冒号加空格：“one: …”",
    "a.yml:5:35 one.next: 没有节点“nowhere”",
]


@pytest.mark.parametrize(
    ("named", "more", "first"),
    [
        ({"LANG": "zh_CN.UTF-8"}, (), CHINESE[1]),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, (), CHINESE[1]),
        ({"LANG": "zh_CN.UTF-8"}, ("--lang", "en"), "a.yml:5:35 one.next: there is no node `nowhere`"),
        ({"LANG": "C"}, ("--lang", "zh"), CHINESE[1]),
        ({}, (), "a.yml:5:35 one.next: there is no node `nowhere`"),
    ],
)
def test_it_speaks_the_language_of_its_user(
    checked: Any, monkeypatch: pytest.MonkeyPatch, named: dict[str, str], more: tuple[str, ...], first: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    assert checked(WRONG, *more)[1][1] == first


def test_all_problems_are_told_at_once_in_chinese(checked: Any) -> None:
    assert checked(WRONG, "--lang", "zh") == (1, CHINESE)
    assert checked(HEAD + "  one: {kind: hang_up}\n", "--lang", "zh") == (0, ["1 个流程检查通过"])


def test_a_file_of_another_encoding_is_told_by_its_line(checked: Any) -> None:
    assert checked((HEAD + "  one: {kind: hang_up, title: 再见}\n").encode("gbk")) == (
        1, ["a.yml:5:31 this is not UTF-8, perhaps GBK: save the file again with the encoding UTF-8"],
    )  # fmt: skip
    assert checked(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode() + b"  one: {kind: hang_up}\r\n")[0] == 0


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
    assert [line.split(": ")[:2] for line in said] == [[f"{content / 'guide.yml'}:1:1", "topics"]]


def test_a_folder_without_flows_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["check_flows", "--flows", str(tmp_path)])
    assert check_flows.main() == 1
