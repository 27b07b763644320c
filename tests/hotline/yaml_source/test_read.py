"""A slip of the pen is told at its own line, with what to do, and the rest of the file is read on."""

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hotline.yaml_source import both, in_chinese, read, tree
from tests.effort import often

pytestmark = pytest.mark.unit
COLON = "there is a full-width colon after `%s`; write an ordinary colon and a space: `%s: …`"
TAB = "there is a tab at the beginning of the line; indent with spaces"
GBK = "this is not UTF-8, perhaps GBK: save the file again with the encoding UTF-8"
REFERENCE = (
    "references (`&name`, `*name`) are not used here; write out what is meant, or put quotation marks round the text"
)
NO_FIT = "this does not fit the lines above: lines of one level begin in the same column, each as `name: value`"
ESCAPE = "after a backslash in double quotation marks only signs such as n, t and \\ stand; use single quotation marks"
COLON_INSIDE = "a colon with a space ends a name; put quotation marks round a text that holds one"
INDENTED = "this is indented deeper than its neighbours; lines of one level begin in the same column"
DOCUMENT = "a second document begins here; a file holds one, delete the line `---`"
OPEN = "the bracket that opens here is not closed: a comma or the closing bracket is missing before line %s"
TABLE: dict[str, tuple[str | bytes, list[str]]] = {
    "a Chinese colon, and another": (
        "a:\n  kind：play\n  prompt: x\n  title：y\n  next: z\n",
        ["2:7 " + COLON % ("kind", "kind"), "4:8 " + COLON % ("title", "title")],
    ),
    "a Chinese colon behind a name of a level": ("nodes：\n  a: 1\n", ["1:6 " + COLON % ("nodes", "nodes")]),
    "a Chinese colon in brackets": ("a: {kind：play, next: x}", ["1:9 " + COLON % ("kind", "kind")]),
    "a Chinese colon behind quotation marks": ('a: {"1"：x}', ["1:8 " + COLON % ('"1"', '"1"')]),
    "what is wrong behind a repaired place": (
        "kind：{a: 1, a: 2}\nb: 1\n",
        ["1:5 " + COLON % ("kind", "kind"), "1:13 `a` stands twice; the first would be lost (line 1)"],
    ),
    "a Chinese colon before brackets": (
        "x:\n  a：{kind: play}\n  b: 1\n  c：[d: e, f]\n",
        ["2:4 " + COLON % ("a", "a"), "4:4 " + COLON % ("c", "c")],
    ),
    "a Chinese colon where none can be repaired": ("? a：b\n: 1\n", ["1:4 " + COLON % ("a", "a")]),
    "no space": ("kind:play\nnext: x", ["1:5 a space is missing after the colon of `kind`"]),
    "tabs": ("a:\n\tb: 1\n\tc: 2\n", [f"2:1 {TAB}", f"3:1 {TAB}"]),
    "a tab behind spaces": ("a:\n  b: 1\n \tc: 2\n", [f"3:2 {TAB}"]),
    "full-width spaces": (
        "a:\n　b: 1\n", ["2:1 there is a full-width or fixed space (U+3000) at the beginning of the line; indent with "
                         "ordinary spaces"]),
    "a full-width comma": ("a: {b: c，d: e}", ["1:9 there is a full-width `，`; write an ordinary `,` here"]),
    "full-width brackets": (
        "a: ｛b: c｝\nd: 1", ["1:4 there is a full-width `｛`; write an ordinary `{` here",
                            "1:9 there is a full-width `｝`; write an ordinary `}` here"]),
    "GBK": ("a: 1\nb: 法院\n".encode("gbk"), [f"2:4 {GBK}"]),
    "GBK behind Windows line ends": ("a: 1\r\nb: 法院\r\n".encode("gbk"), [f"2:4 {GBK}"]),
    "half of a sign": ("好: 1\n法".encode() + b"\xff", [f"2:2 {GBK}"]),
    "UTF-16": ("a: 1".encode("utf-16"), [f"1:1 {GBK}"]),
    "a sign that nobody sees": ("a: 1\nb: x\x07\n", ["2:5 there is an invisible sign here (U+0007); delete it"]),
    "a line end that nobody sees": ("a: x\u2028b: 1\n", ["1:5 there is an invisible sign here (U+2028); delete it"]),
    "twice": ("a: 1\nb: {c: 1, c: 2}\na: 3\n", ["2:11 `c` stands twice; the first would be lost (line 2)",
                                              "3:1 `a` stands twice; the first would be lost (line 1)"]),
    "twice, with quotation marks": ('1: a\n"1": b\n', ["2:1 `1` stands twice; the first would be lost (line 1)"]),
    "a bracket left open": ("a: {b: c\nd: e\n", ["1:4 " + OPEN % 2]),
    "a bracket left open at the end": ("x: 1\na: [1, 2\n", ["2:4 " + OPEN % 3]),
    "a bracket too many": ("a: [b, c]]\nd: e", ["1:10 a bracket is closed here that was not opened"]),
    "a quotation mark left open": ("a: 'x\nb: c\n", ["1:4 the quotation mark that opens here is never closed"]),
    "a backslash": ('a: "\\q"', [f"1:%s {ESCAPE}"]),
    "a colon in a text": ("a: b: c", [f"1:5 {COLON_INSIDE}"]),
    "indented too deep": ("a: 1\n   b: 2\n", [f"2:4 {INDENTED}"]),
    "not deep enough": ("a:\n   b: 1\n  c: 2\n", [f"3:3 {NO_FIT}"]),
    "no colon": ("a: 1\nnext bye\nb: 2", ["2:1 this line needs a colon and a value: `name: value`"]),
    "a list behind its name": ("a: - b", ["1:4 a list begins in a line of its own, below the name"]),
    "a text that cannot begin so": ("a: @b", ["1:4 a text cannot begin with `@`; put quotation marks round it"]),
    "a star": ("keys: {*: x}", [f"1:8 {REFERENCE}"]),
    "an anchor": ("a: &x 1\nb: *x", [f"1:4 {REFERENCE}", f"2:4 {REFERENCE}"]),
    "a tag": ("a: !!int 3", ["1:4 tags such as `!!int` are not used here; put quotation marks round a text that begins "
                             "with `!`"]),
    "two documents": ("a: 1\n---\nb: 2\n", [f"2:1 {DOCUMENT}"]),
    "a list as a name": ("? [a]\n: b", ["1:3 a name is needed before the colon, not a list or a mapping"]),
}  # fmt: skip


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """libyaml, and PyYAML's own parser where that is not there."""
    monkeypatch.setattr(tree, "LOADER", yaml.SafeLoader if request.param == "Python" else tree.LOADER)
    return str(request.param)


@pytest.mark.parametrize("name", TABLE)
def test_each_slip_is_told_at_its_own_place(parser: str, name: str) -> None:
    text, expected = TABLE[name]
    column = {"C": 5, "Python": 6}[parser]  # where the two see a wrong backslash
    told = [one.replace("%s", str(column)) for one in expected]
    assert [str(one) for one in read(text, "f.yml").problems] == [f"f.yml:{one}" for one in told]


@pytest.mark.parametrize("name", TABLE)
def test_each_has_its_chinese(name: str) -> None:
    for problem in read(TABLE[name][0], "f.yml").problems:
        assert in_chinese(problem.message) != problem.message
        assert both(problem).endswith(f" / {problem.sentence()}")


def test_what_was_meant_is_read_on(parser: str) -> None:
    found = read("a:\n  kind：play\n  prompt: x\nb: {kind:play, next：y}\n", "f.yml")
    assert found.value == {"a": {"kind": "play", "prompt": "x"}, "b": {"kind": "play", "next": "y"}}
    assert found.places[("b", "next")] == (4, 16)
    assert [(one.line, one.column) for one in found.problems] == [(2, 7), (4, 9), (4, 20)]


@pytest.mark.parametrize(
    "text",
    ["a: 时间：九点\nb: http://x/y\n", "a: '：'\nb: |\n  说明：第一行\n  kind：play\n", "# 说明：x\na: 1\n",
     "a: “引号”，逗号\n", "a: 10:30\nb: [时间：九点, x:y z]\n", "a: |\n  　　首行缩进\n"],
)  # fmt: skip
def test_a_text_that_is_right_is_left_alone(parser: str, text: str) -> None:
    assert read(text, "f.yml").problems == ()


def test_bom_and_windows_line_ends_are_read(parser: str) -> None:
    assert read("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n".encode(), "f.yml").value == {"a": "1", "b": "x\ny\n"}
    assert read("a: 1\rb: 2", "f.yml").places[("b",)] == (2, 1)


def test_columns_count_signs_not_bytes(parser: str) -> None:
    found = read("标题: {甲: 𠮷, 乙: 2}\n", "f.yml")
    assert found.places[("标题", "乙")] == (1, 12)


SIGNS = "ab1：: \n\t-[]{},\"'&*!|>#%@`?~=<\\，｛｝“”　\x00\ufeff\u2028中é\r"
ANYTHING = st.text(st.sampled_from(SIGNS), max_size=60)


@settings(max_examples=often(400, 40_000))
@example("*1:")
@example("a: {*1: 2, *1 : [3]}\n*1 : {b: *1}\n")
@given(st.one_of(ANYTHING, st.text(max_size=40), st.binary(max_size=40)))
def test_whatever_it_is_reading_ends_without_an_exception(text: str | bytes) -> None:
    found = read(text, "f.yml")
    lines = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).count("\n") + 1
    for problem in found.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.line <= lines + (text.count(b"\r") if isinstance(text, bytes) else text.count("\r")) + 1
        assert str(problem)
        assert both(problem)
