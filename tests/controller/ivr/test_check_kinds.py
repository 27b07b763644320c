"""What is wrong with the nodes of self-service: values, formulas, secrets, content, hours, rings."""

from pathlib import Path
from typing import Any

import pytest

from controller.ivr.check import check
from hotline.calls.rules.dialling import NumberPlan, never
from hotline.knowledge.content import load

pytestmark = pytest.mark.unit

CONTENT = load(Path(__file__).resolve().parents[3] / "content")
PROMPTS = {"p": 4.0, "long": 17.0, "common.you_keyed": 1.0, "common.confirm": 3.0, "sound.tone": 0.4}
HEAD = "flow: f\ntitle: 流程\nstart: main\nnodes:\n"
BYE = "  bye: {kind: hang_up, prompt: p}\n"
KEYED = "  key: {kind: gather, prompt: p, into: amount, again: p, next: main, too_many: bye}\n"
SECRET = "  pin: {kind: gather, prompt: p, into: pin, secret: true, again: p, next: main, too_many: bye}\n"


def problems(text: str, **how: Any) -> list[str]:
    flow, found = check(text, "f.yml", seconds=PROMPTS.get, **how)
    assert (flow is None) == bool(found)
    return [str(problem) for problem in found]


def nodes(*lines: str, start: str = "main") -> str:
    return HEAD.replace("start: main", f"start: {start}") + "".join(f"  {line}\n" for line in lines) + BYE


FORMULA = "a formula is made of figures, values, + - * / ( ), min, max and round"
TABLE: dict[str, tuple[str, list[str]]] = {
    # ---- values
    "a value that nobody sets": (
        nodes("main:", "  kind: compute", "  into: half", "  formula: amount / 2", "  next: bye", "  failed: bye"),
        ["f.yml:8:5 main.formula: {amount}: no node before this sets it"],
    ),
    "a value that is set only afterwards": (
        nodes('main: {kind: say, text: "{amount:money}", next: key}') + KEYED.replace("next: main", "next: bye"),
        ["f.yml:5:21 main.text: {amount}: no node before this sets it"],
    ),
    "a value that is set on one way": (
        nodes(
            "main: {kind: when, cases: [{hours: {line: a, is: open}, go: key}], otherwise: tell}",
            'tell: {kind: say, text: "{amount:money}，{caller_number:telephone}", next: bye}',
        ) + KEYED.replace("next: main", "next: tell"),
        [],
    ),
    "a value that another kind of lookup finds": (
        nodes(
            "main: {kind: lookup, source: guide, fixed: {topic: risk}, found: tell, not_found: bye}",
            "tell: {kind: say, value: say, text: '{least:money}', next: bye}",
        ),
        ["f.yml:6:33 tell.text: {least}: no node before this sets it"],
    ),
    "values of hours, fees and the caller": (
        nodes(
            "main: {kind: when, otherwise: x, cases: [{caller: {call_back: true}, hours: {line: a, is: open}, go: x}]}",
            "x: {kind: compute, scale: labour, next: tell, failed: tell}",
            "tell: {kind: say, value: hours_say, text: '{least}{say}{clause}{caller_calls_today}', next: bye}",
        ),
        [],
    ),
    "a value that a case compares": (
        nodes("main:", "  kind: when", "  otherwise: bye", "  cases:", '    - {value: {name: x, is: "1"}, go: bye}'),
        ["f.yml:9:18 main.cases.0.value.name: {x}: no node before this sets it"],
    ),
    "a value that is asked with": (
        nodes("main: {kind: lookup, source: limits, with: {kind: which}, found: bye, not_found: bye}"),
        ["f.yml:5:47 main.with.kind: {which}: no node before this sets it"],
    ),
    "values of before the talk": (
        nodes("main: {kind: queue, line: a, otherwise: bye}", "how: {kind: say, text: '{amount}', next: bye}",
              start="key").replace("start: key\n", "start: key\nafter_talk: how\n") + KEYED,
        [],
    ),
    "a name that is none": (
        nodes("main: {kind: set, values: {Name: a}, next: bye}"),
        ["f.yml:5:30 nodes.main.values.Name: `Name` is no name: small letters, figures and _ are, 32 at most"],
    ),
    "a word that is a list": (
        nodes("main: {kind: set, values: {name: [0.5]}, next: bye}"),
        ["f.yml:5:30 nodes.main.values.name: a text is needed here, not a list or names with values"],
    ),
    "a yes that is no yes": (
        nodes("main: {kind: set, values: {half: true}, next: fee}",
              "fee: {kind: compute, scale: property, halved: half, next: bye, failed: bye}"),
        ["f.yml:5:30 main.values.half: `true` is not known here; one of these is needed: yes, no"],
    ),
    # ---- formulas and sentences
    "a formula that cannot be understood": (
        nodes("main:", "  kind: compute", "  into: x", "  formula: amount ** 2", "  next: bye", "  failed: bye"),
        [f"f.yml:8:5 nodes.main.formula: at sign 1: {FORMULA}"],
    ),
    "dividing by zero": (
        nodes("main: {kind: compute, into: x, formula: 7 / (2 - 2), next: bye, failed: bye}"),
        ["f.yml:5:34 nodes.main.formula: at sign 6: this divides by zero"],
    ),
    "neither formula nor scale": (
        nodes("main: {kind: compute, into: x, next: bye, failed: bye}"),
        ["f.yml:5:3 nodes.main: either formula and into, or scale are needed"],
    ),
    "an unknown kind of value": (
        nodes("main: {kind: say, text: '{x:gold}', next: bye}"),
        ["f.yml:5:21 nodes.main.text: {x:gold}: there is no kind `gold`; the kinds are number, money, percent, date, "
         "time, duration, digits, telephone, case, text"],
    ),
    "braces that are left open": (
        nodes("main: {kind: say, text: '{x', next: bye}"),
        ["f.yml:5:21 nodes.main.text: a value stands in braces, as {amount} or {amount:money}"],
    ),
    "a say without words": (
        nodes("main: {kind: say, next: bye}"),
        ["f.yml:5:3 nodes.main: this says nothing: prompt, prompt_of, text or value is needed"],
    ),
    # ---- secrets
    "a secret that is said": (
        nodes("main: {kind: say, text: '{pin:digits}', next: more}", "more: {kind: say, value: pin, next: bye}",
              start="pin") + SECRET,
        ["f.yml:5:21 main.text: {pin} is a secret and is not said aloud",
         "f.yml:6:21 more.value: {pin} is a secret and is not said aloud"],
    ),
    "a secret that is read back": (
        nodes("main: {kind: gather, prompt: p, into: pin, secret: true, as: digits, confirm: true, again: p, "
              "next: bye, too_many: bye}"),
        ["f.yml:5:72 main.confirm: {pin} is a secret and is not said aloud"],
    ),
    "a prompt that reading back needs": (
        nodes("main: {kind: gather, prompt: q, into: x, as: digits, confirm: true, again: p, next: bye, "
              "too_many: bye}"),
        ["f.yml:5:24 main.prompt: there is no prompt `q`"],
    ),
    # ---- content
    "a kind of fee that there is not": (
        nodes("main: {kind: compute, scale: propperty, next: bye, failed: bye}"),
        ["f.yml:5:25 main.scale: the content has no kind of fee `propperty`"],
    ),
    "ids of a lookup that there are not": (
        nodes(
            "main: {kind: lookup, source: guide, fixed: {topic: risks}, found: two, not_found: two}",
            "two: {kind: lookup, source: limits, fixed: {kind: civic}, found: three, not_found: three}",
            "three: {kind: lookup, source: jurisdiction, fixed: {matter: loans, place: east}, found: x, not_found: x}",
            "x: {kind: lookup, source: jurisdiction, fixed: {matter: loan, place: eest}, found: bye, not_found: bye}",
        ),
        ["f.yml:5:47 main.fixed.topic: the content has no topic `risks`",
         "f.yml:6:47 two.fixed.kind: the content has no kind of time limit `civic`",
         "f.yml:7:55 three.fixed.matter: the content has no matter `loans`",
         "f.yml:8:65 x.fixed.place: the content has no place `eest`"],
    ),
    "an id that a set node gives": (
        nodes("main: {kind: set, values: {which: propperty, other: x}, next: ask}",
              "ask: {kind: lookup, source: fee, with: {kind: which}, found: bye, not_found: bye}"),
        ["f.yml:5:30 main.values.which: the content has no kind of fee `propperty`"],
    ),
    "a lookup without what it needs": (
        nodes("main: {kind: lookup, source: case, with: {code: caller_number}, found: bye, not_found: bye}"),
        ["f.yml:5:3 nodes.main: case is asked with code, secret, in `with` or `fixed`"],
    ),
    "a source that there is not": (
        nodes("main: {kind: lookup, source: weather, found: bye, not_found: bye}"),
        ["f.yml:5:24 nodes.main.source: `weather` is not known here; one of these is needed: case, petition, ticket, "
         "fee, limits, jurisdiction, guide, caller"],
    ),
    "a lookup that waits too long": (
        nodes("main: {kind: lookup, source: caller, seconds: 21, found: bye, not_found: bye}"),
        ["f.yml:5:40 nodes.main.seconds: 21 is too much; the most is 20"],
    ),
    # ---- when
    "no cases": (
        nodes("main: {kind: when, cases: [], otherwise: bye}"),
        ["f.yml:5:22 nodes.main.cases: one case at least is needed"],
    ),
    "ways of cases": (
        nodes("main:", "  kind: when", "  otherwise: by", "  cases:", "    - hours: {line: a, is: open}",
              "      go: gone"),
        ["f.yml:7:5 main.otherwise: there is no node `by`", "f.yml:10:9 main.cases.0.go: there is no node `gone`"],
    ),
    "a case that asks nothing": (
        nodes("main: {kind: when, cases: [{go: bye}], otherwise: bye}"),
        ["f.yml:5:30 nodes.main.cases.0: hours, queue, caller or value is needed"],
    ),
    "an hour that there is not": (
        nodes("main: {kind: when, cases: [{hours: {line: a, is: opened}, go: bye}], otherwise: bye}"),
        ["f.yml:5:48 nodes.main.cases.0.hours.is: `opened` is not known here; one of these is needed: open, closed, "
         "night_service, lunch, night, holiday, weekend, special"],
    ),
    "a queue condition without one": (
        nodes("main: {kind: when, cases: [{queue: {line: a}, go: bye}], otherwise: bye}"),
        ["f.yml:5:31 nodes.main.cases.0.queue: waiting_over, load_over or present is needed"],
    ),
    # ---- keys
    "a key that no telephone has": (
        HEAD + '  main: {kind: menu, prompt: p, wrong: p, silent: p, too_many: bye, keys: {"10": bye, A: bye}}\n' + BYE,
        ["f.yml:5:76 nodes.main.keys.10: `10` is no key of a telephone: 0 to 9, * and # are",
         "f.yml:5:87 nodes.main.keys.A: `A` is no key of a telephone: 0 to 9, * and # are"],
    ),
    "a score and a key of a survey": (
        nodes('main: {kind: survey, prompt: p, keys: {"1": 9, x: 1}, next: bye}'),
        ["f.yml:5:42 nodes.main.keys.1: 9 is too much; the most is 5",
         "f.yml:5:50 nodes.main.keys.x: `x` is no key of a telephone: 0 to 9, * and # are"],
    ),
    # ---- people
    "a transfer to two": (
        nodes('main: {kind: transfer, to: "114", extension: "1001", failed: bye}'),
        ["f.yml:5:3 nodes.main: either to or extension is needed"],
    ),
    "a call-back that leads nowhere": (
        nodes("main: {kind: callback, line: a, offer: p, number: p, again: q, next: by, declined: bye}"),
        ["f.yml:5:56 main.again: there is no prompt `q`", "f.yml:5:66 main.next: there is no node `by`"],
    ),
    "ways out of a queue": (
        nodes("main: {kind: queue, line: a, full: ful, callback: back, otherwise: bye}"),
        ["f.yml:5:32 main.full: there is no node `ful`", "f.yml:5:43 main.callback: there is no node `back`"],
    ),
    "a message without its tone": (
        nodes("main: {kind: message, prompt: q, next: bye}"),
        ["f.yml:5:25 main.prompt: there is no prompt `q`"],
    ),
    "after the talk": (
        nodes("main: {kind: queue, line: a, otherwise: bye}").replace("nodes:", "after_talk: how\nnodes:"),
        ["f.yml:4:1 after_talk: there is no node `how`"],
    ),
    # ---- rings
    "a ring that waits for nobody": (
        nodes(
            "main: {kind: set, values: {x: a}, next: next}",
            "next: {kind: compute, into: y, formula: 1, next: which, failed: bye}",
            "which: {kind: when, cases: [{value: {name: x, is: b}, go: bye}], otherwise: main}",
        ),
        [f"f.yml:{5 + n}:3 {name}: this goes round here without waiting for anybody"
         for n, name in enumerate(("main", "next", "which"))],
    ),
    "a ring that speaks and waits for nobody": (
        nodes(
            "main: {kind: say, value: caller_number, next: which}",
            "which: {kind: when, cases: [{caller: {nuisance: mark}, go: bye}], otherwise: main}",
        ),
        ["f.yml:5:3 main: a caller who stays silent goes round here for ever",
         "f.yml:6:3 which: a caller who stays silent goes round here for ever"],
    ),
    "a ring that only answers from outside end": (
        nodes(
            "main: {kind: lookup, source: guide, fixed: {topic: risk}, found: bye, not_found: bye, unavailable: main}",
        ),
        ["f.yml:5:3 main: a caller who stays silent goes round here for ever"],
    ),
    "a ring through the queue": (
        nodes(
            "main: {kind: queue, line: a, otherwise: back}",
            "back: {kind: callback, line: a, offer: p, number: p, again: p, next: bye, declined: main}",
        ),
        ["f.yml:5:3 main: a caller who stays silent goes round here for ever",
         "f.yml:6:3 back: a caller who stays silent goes round here for ever"],
    ),
    "a ring by a key": (
        nodes(
            'main: {kind: menu, prompt: p, wrong: p, silent: p, too_many: bye, keys: {"1": mark}}',
            "mark: {kind: set, values: {x: a}, next: main}",
        ),
        [],
    ),
    "a ring by what is keyed in": (
        nodes("main: {kind: compute, into: x, formula: amount / 2, next: key, failed: key}", start="key") + KEYED,
        [],
    ),
    "a ring without an end": (
        nodes("main: {kind: survey, prompt: p, keys: {'1': 5}, next: main}"),
        ["f.yml:5:3 main: no way leads from here to the end of the call", "f.yml:6:3 bye: no way leads here"],
    ),
    # ---- the announcement
    "an announcement on the longest way": (
        nodes(
            "main: {kind: when, cases: [{hours: {line: a, is: open}, go: short}], otherwise: long}",
            "short: {kind: play, prompt: p, next: both}",
            "long: {kind: play, prompt: long, next: both}",
            "both: {kind: say, prompt: p, next: bye}",
        ),
        ["f.yml:8:21 both.prompt: the announcement has lasted 21.0 s by here; 20 s are allowed"],
    ),
    "an announcement of sentences": (
        nodes(
            "main: {kind: play, prompt: long, next: more}",
            f"more: {{kind: say, text: '{'说' * 20}，{{caller_number:telephone}}', next: bye}}",
        ),
        ["f.yml:6:21 more.text: the announcement has lasted 21.4 s by here; 20 s are allowed"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_each_problem_with_its_place(name: str) -> None:
    text, expected = TABLE[name]
    assert problems(text, content=CONTENT) == expected


def test_content_is_checked_where_it_is_known() -> None:
    text = TABLE["a kind of fee that there is not"][0]
    assert (problems(text), len(problems(text, content=CONTENT))) == ([], 1)


def test_lines_of_every_node_are_checked() -> None:
    text = nodes(
        "main: {kind: when, cases: [{hours: {line: a, is: open}, queue: {line: b, present: 0}, go: x}], otherwise: x}",
        "x: {kind: queue, line: c, otherwise: back}",
        "back: {kind: callback, line: d, offer: p, number: p, again: p, next: bye, declined: bye}",
    )
    assert problems(text) == []
    assert problems(text, lines={"x"}) == [
        "f.yml:5:39 main.cases.0.hours.line: there is no line `a`",
        "f.yml:5:67 main.cases.0.queue.line: there is no line `b`",
        "f.yml:6:20 x.line: there is no line `c`",
        "f.yml:7:26 back.line: there is no line `d`",
    ]


LISTS = NumberPlan(frozenset({"12368", "110"}), ("0577",))


@pytest.mark.parametrize(
    ("number", "without", "with_lists"),
    [
        ("057128888888", "", ""),
        ("12368", "", ""),
        ("110", "", ""),
        ("120", "", "Emergency and information numbers are not called from here"),
        ("95588", "", "This short number is not on the list"),
        ("057728888888", "", "This number is on the list of those that are not called"),
        ("0088213000000", "Satellite numbers", "Satellite numbers"),
        ("+12025550100", "Numbers of other countries", "Numbers of other countries"),
        ("16899999999", "This number costs extra", "This number costs extra"),
    ],
)
def test_a_number_that_the_trunk_would_refuse_is_told(number: str, without: str, with_lists: str) -> None:
    """As the trunk will judge it; without the house's lists only what no house may list."""
    text = nodes(f'main: {{kind: transfer, to: "{number}", failed: bye}}')
    for refusal, wrong in ((never, without), (LISTS.complaint, with_lists), (None, "")):
        _flow, found = check(text, "f.yml", seconds={"p": 1.0}.get, refusal=refusal)
        assert [(one.line, one.path, one.message.startswith(wrong)) for one in found] == [(5, "main.to", True)] * bool(
            wrong
        )


def test_prompts_that_a_node_says_by_itself_must_be_there() -> None:
    text = nodes(
        "main: {kind: gather, prompt: p, into: x, as: digits, confirm: true, again: p, next: more, too_many: more}",
        "more: {kind: message, prompt: p, next: bye}",
    )
    flow, found = check(text, "f.yml", seconds={"p": 1.0}.get)
    assert flow is None
    assert [str(one) for one in found] == [
        "f.yml:5:56 main.confirm: there is no prompt `common.confirm`",
        "f.yml:5:56 main.confirm: there is no prompt `common.you_keyed`",
        "f.yml:6:25 more.prompt: there is no prompt `sound.tone`",
    ]


def test_what_is_said_after_a_choice_is_no_announcement() -> None:
    text = nodes(
        'main: {kind: menu, prompt: long, wrong: p, silent: p, too_many: bye, keys: {"1": far}}',
        "far: {kind: play, prompt: long, next: away}",
        "away: {kind: play, prompt: long, next: bye}",
    )
    assert problems(text) == []
