"""`compute` and its formulas, and `set`."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from controller.ivr import formula
from controller.ivr.nodes import Compute, Set
from controller.ivr.steps import EnquiryAnswer, Go, Inquire, Position, Pressed, Spoken, Tell
from controller.ivr.values import plain
from hotline.words import Fact, Trouble

pytestmark = pytest.mark.unit
VALUES = {"amount": "1000", "rate": "0.025", "zero": "0", "word": "abc", "big": "999999999999999", "x": "3"}
AT = Position("n", values=tuple(VALUES.items()))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("amount * 0.5 + 50", "550"),
        ("(amount - 300) * rate", "17.5"),
        ("0.1 + 0.2", "0.3"),
        ("-amount + +1", "-999"),
        ("amount / 8", "125"),
        ("1 / x", "0.33333333"),
        ("min(amount, 30, 50)", "30"),
        ("max(amount * rate, 30)", "30"),
        ("round(2.5)", "3"),
        ("round(amount / x, 2)", "333.33"),
        ("round(0.125, 2)", "0.13"),
        (" 7 ", "7"),
        ("min(1)", "1"),
        ("0.00000000001", "0"),
    ],
)
def test_sums(text: str, result: str) -> None:
    assert formula.read(text).result(VALUES) == result


@pytest.mark.parametrize(
    "text", ["amount / zero", "amount + word", "amount + nothing", "big * big", "round(big * 10000000000000000000, 8)",
             "amount / (x - 3)", "max(word, 1)", "9" * 200, "9" * 99 + " * " + "9" * 98],
)  # fmt: skip
def test_there_is_no_sum(text: str) -> None:
    with pytest.raises(formula.NoSum):
        formula.read(text).result(VALUES)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "sNaN", "1e999999", "-0", "", "1" * 64, "0x10"])
def test_odd_values_never_break_it(value: str) -> None:
    for text in ("v", "v * v", "max(v, 1)", "round(v, 2)", "1 / v", "-v"):
        try:
            Decimal(formula.read(text).result({"v": value}))
        except formula.NoSum:
            continue


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("amount +", "this is no formula (sign 9)"),
        ("", "this is no formula (sign 1)"),
        ("amount ** 2", "at sign 1: a formula is made of"),
        ("1 + amount.real", "at sign 5: a formula is made of"),
        ("__import__('os')", "at sign 1: a formula is made of"),
        ("abs(1)", "at sign 1: a formula is made of"),
        ("min(*amount)", "at sign 5: a formula is made of"),
        ("min(1, key=2)", "at sign 1: a formula is made of"),
        ("'a'", "at sign 1: a formula is made of"),
        ("True", "at sign 1: a formula is made of"),
        ("1 if amount else 2", "at sign 1: a formula is made of"),
        ("[1][0]", "at sign 1: a formula is made of"),
        ("amount % 2", "at sign 1: a formula is made of"),
        ("1j", "at sign 1: a formula is made of"),
        ("round(1, amount)", "at sign 10: round keeps 0 to 8 places"),
        ("round(1, 9)", "at sign 10: round keeps 0 to 8 places"),
        ("round(1, 2, 3)", "at sign 1: round takes 1 or 2 figures"),
        ("min()", "at sign 1: min takes one figure or more"),
        ("amount / 0", "at sign 10: this divides by zero"),
        ("amount / (2 - 1 * 2)", "at sign 11: this divides by zero"),
        ("1 / max(0, 0)", "at sign 5: this divides by zero"),
        ("x" * 201, "a formula has 200 signs at most"),
        ("(" * 100 + "1" + ")" * 99, "this is no formula (sign 1)"),
        ("amount * 10_000", "at sign 10: write figures such as 30 or 0.025"),
        ("amount + 0x10", "at sign 10: write figures such as 30 or 0.025"),
        ("1e3", "at sign 1: write figures such as 30 or 0.025"),
        ("amount * 010", "this is no formula (sign 10)"),
    ],
)
def test_formulas_that_cannot_be_understood(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}"):
        formula.read(text)


def test_its_names() -> None:
    assert formula.read("max(amount, rate) + amount").names == ("amount", "rate")
    assert formula.read("a + b") == formula.read("a + b")


SIGNS = st.text(alphabet="ab01 .+-*/(),minxroud_'%[]{}", max_size=30)


@given(SIGNS)
def test_whatever_is_written_is_a_formula_or_refused(text: str) -> None:
    try:
        found = formula.read(text)
    except ValueError:
        return
    try:
        assert abs(Decimal(found.result({"a": "2", "b": "0.5"}))) <= formula.MOST
    except formula.NoSum:
        return


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6))
def test_figures_are_written_plainly(number: Decimal) -> None:
    assert (Decimal(plain(number)), "E" in plain(number)) == (number, False)


def compute(**more: Any) -> Compute:
    return Compute.model_validate({"kind": "compute", "next": "on", "failed": "out", **more})


def no_sum(what: str) -> Tell:
    return Tell(Fact.TROUBLE, {"what": Trouble.NO_SUM, "detail": what})


def test_compute_by_a_formula() -> None:
    at, acts = compute(into="total", formula="amount * 0.5 + 50").enter(AT)
    assert (dict(at.values), acts) == (VALUES | {"total": "550"}, (Go("on"),))
    at, acts = compute(into="x", formula="amount / zero").enter(AT)
    assert ("x" in dict(at.values), acts) == (False, (no_sum("x"), Go("out")))
    assert compute(into="y", formula="5").enter(Position())[0].values == (("y", "5"),)


def test_compute_by_the_scale() -> None:
    node = compute(scale="property", amount="amount", halved="halved")
    assert node.enter(AT) == (AT, (Inquire("fee", (("kind", "property"), ("amount", "1000")), 2.0),))
    assert compute(scale="labour").enter(AT)[1] == (Inquire("fee", (("kind", "labour"),), 2.0),)
    found = (("say", "应交纳五十元。"), ("least", "50"), ("most", "50"), ("clause", "第十三条"))
    at, acts = node.heard(AT, EnquiryAnswer(found))
    assert (at.values[-4:], acts) == (found, (Go("on"),))
    assert node.heard(AT, EnquiryAnswer(None, "not_found")) == (AT, (no_sum("property"), Go("out")))
    assert node.heard(AT, Pressed("1"))[0].ahead == "1"
    assert node.heard(AT, Spoken()) == (AT, ())


@pytest.mark.parametrize(
    "given",
    [{}, {"into": "x"}, {"formula": "1"}, {"into": "x", "formula": "1", "scale": "labour"}, {"scale": "a", "into": "x"},
     {"into": "x", "formula": "1", "amount": "y"}],
)  # fmt: skip
def test_one_of_both_ways_to_compute(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        compute(**given)


def test_set() -> None:
    node = Set.model_validate({"kind": "set", "values": {"a": "1", "b": "yes", "c": "no", "d": "7"}, "next": "on"})
    at, acts = node.enter(Position(values=(("a", "0"), ("z", "9"))))
    assert (at.values, acts) == ((("z", "9"), ("a", "1"), ("b", "yes"), ("c", "no"), ("d", "7")), (Go("on"),))
    with pytest.raises(ValidationError):
        Set.model_validate({"kind": "set", "values": {"a": 0.5}, "next": "on"})
