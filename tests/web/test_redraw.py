"""Drawing a place anew (`in_place.js`): it becomes what the server says, and what is under a hand stays there."""

from typing import Any

import pytest

pytestmark = pytest.mark.web

DRAW = """async ([before, after]) => {
  const { drawInPlace } = await import("/static/js/in_place.js");
  const place = document.createElement("div");
  document.body.append(place);
  place.innerHTML = before;
  ACT;
  const focused = document.activeElement;
  drawInPlace(place, after);
  const as = document.createElement("div");
  as.innerHTML = after;
  const told = [...place.querySelectorAll("input:not([type=hidden]), textarea, select")].map((one) =>
    one.type === "checkbox" ? `${one.value} ${one.checked}` : one.value);
  const open = [...place.querySelectorAll("details, dialog")].map((one) => one.open);
  const stayed = document.activeElement === focused && focused !== document.body;
  for (const one of [place, as]) for (const held of one.querySelectorAll("[open]")) held.removeAttribute("open");
  const seen = [told, open, stayed, place.innerHTML === as.innerHTML];
  place.remove();
  return seen;
}"""  # what the fields say, what is open, whether the focus stayed, whether the rest is as the server says


def rows_of(*names: str) -> str:
    boxes = "".join(
        f'<tr><td><input type="checkbox" name="n" value="{name}"></td><td>{name}</td></tr>' for name in names
    )
    return f"<table><tbody>{boxes}</tbody></table>"


def forms_of(*ids: int) -> str:
    return "".join(
        f'<form action="/do"><input type="hidden" name="id" value="{one}"><textarea name="t"></textarea></form>'
        for one in ids
    )


CASES = {
    "a tick goes to no other row": (
        rows_of("a", "b"), "place.querySelector('[value=b]').click()", rows_of("c", "b", "d"),
        (["c false", "b true", "d false"], [], False),
    ),
    "a tick goes with its row": (
        rows_of("a", "b"), "place.querySelector('[value=b]').click()", rows_of("a"), (["a false"], [], False),
    ),
    "a text goes to no other form": (
        forms_of(1, 2), "place.querySelectorAll('textarea')[1].value = 'for two'", forms_of(3, 2, 1),
        (["", "for two", ""], [], False),
    ),
    "what was not touched follows the server": (
        '<select id="s"><option>1<option selected>2</select><input id="i" value="old">', "",
        '<select id="s"><option selected>1<option>2</select><input id="i" value="new">', (["1", "new"], [], False),
    ),
    "what was chosen stays while it is there": (
        '<select id="s"><option>1<option>2</select>', "place.firstChild.value = '2'",
        '<select id="s"><option>0<option>1<option>2</select>', (["2"], [], False),
    ),
    "what was chosen and is gone follows the server": (
        '<select id="s"><option>1<option>2</select>', "place.firstChild.value = '2'",
        '<select id="s"><option>0<option>1</select>', (["0"], [], False),
    ),
    "the focus stays when something comes before it": (
        '<p>a</p><input id="i">', "place.querySelector('input').focus(); place.querySelector('input').value = 'x'",
        '<h2>new</h2><p>a</p><p>b</p><input id="i" class="c">', (["x"], [], True),
    ),
    "what is folded out stays so, with an id or without": (
        "<details><summary>a</summary>b</details>", "place.firstChild.open = true",
        "<details><summary>a</summary>c</details>", ([], [True], False),
    ),
    "what is new is open as the server says": (
        "<p>a</p>", "", '<p>a</p><details id="d" open><summary>a</summary></details>', ([], [True], False),
    ),
    "a text stays when its surroundings are others": (
        '<p><button>a</button><input id="i"></p>', "place.querySelector('input').value = 'x'",
        '<section><input id="i"></section>', (["x"], [], False),
    ),
    "nothing is left of what is gone": (
        '<p>a</p>text<ul><li id="l">1</li></ul><!-- c -->', "", "<ul><li>2</li></ul>", ([], [], False),
    ),
}  # fmt: skip


def test_a_place_becomes_what_the_server_says_and_keeps_what_is_a_persons(browse: Any) -> None:
    page = browse()
    for name, (before, act, after, (fields, opened, focus)) in CASES.items():
        told, is_open, stayed, same = page.evaluate(DRAW.replace("ACT", act), [before, after])
        assert (name, told, is_open, stayed or not focus, same) == (name, fields, opened, True, True)


def test_a_change_of_the_language_keeps_what_is_typed_and_no_password(agent: Any, browse: Any) -> None:
    page = browse(agent, language="en")
    page.goto("/enquiries?kind=case")
    page.fill("#code", "20261024")
    page.select_option("#how", "identity")
    page.fill("#secret", "246810")
    with page.expect_navigation(wait_until="load"):
        page.click("button[name=language]")
    assert page.url.endswith("/enquiries?kind=case")
    typed = [page.input_value(field) for field in ("#code", "#how", "#secret")]
    assert (typed, page.evaluate("sessionStorage.getItem('language')")) == (["20261024", "identity", ""], None)
