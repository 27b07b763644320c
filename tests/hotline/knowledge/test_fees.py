"""The national scale at every edge of its brackets, by the well-known quick sums, and what holds between them."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.content import load
from hotline.knowledge.rules.fees import Bracket, Fee, Range, Rule, Scale, Step, fee

pytestmark = pytest.mark.unit
SCALE = load(Path(__file__).resolve().parents[3] / "content").fees
BY_AMOUNT = sorted(kind for kind, rule in SCALE.kinds.items() if rule.brackets)
HALVED = sorted(kind for kind, rule in SCALE.kinds.items() if rule.halves)


def paid(kind: str, amount: str | None, *, halved: bool = False) -> tuple[Decimal, Decimal]:
    told = fee(SCALE, kind, None if amount is None else Decimal(amount), halved=halved)
    return told.least, told.most


def one(text: str) -> tuple[Decimal, Decimal]:
    return Decimal(text), Decimal(text)


@pytest.mark.parametrize(
    ("kind", "amount", "sum_"),
    [
        ("property", "0", "50"), ("property", "1", "50"), ("property", "9999.99", "50"), ("property", "10000", "50"),
        ("property", "10000.01", "50"), ("property", "10000.40", "50.01"), ("property", "50000", "1050"),
        ("property", "100000", "2300"), ("property", "150000", "3300"), ("property", "200000", "4300"),
        ("property", "300000", "5800"), ("property", "500000", "8800"), ("property", "1000000", "13800"),
        ("property", "2000000", "22800"), ("property", "5000000", "46800"), ("property", "10000000", "81800"),
        ("property", "20000000", "141800"), ("property", "30000000", "191800"), ("property", "100000000", "541800"),
        ("ip", "100000", "2300"), ("appeal", "200000", "4300"), ("retrial", "500000", "8800"),
        ("enforcement", "0", "50"), ("enforcement", "10000", "50"), ("enforcement", "100000", "1400"),
        ("enforcement", "500000", "7400"), ("enforcement", "1000000", "12400"), ("enforcement", "5000000", "52400"),
        ("enforcement", "10000000", "77400"), ("enforcement", "20000000", "87400"),
        ("preservation", "0", "30"), ("preservation", "1000", "30"), ("preservation", "10000", "120"),
        ("preservation", "100000", "1020"), ("preservation", "500000", "3020"), ("preservation", "895998", "4999.99"),
        ("preservation", "896000", "5000"), ("preservation", "896001", "5000"), ("preservation", "99999999", "5000"),
        ("payment_order", "10000", "16.67"), ("payment_order", "100000", "766.67"),
        ("payment_order", "200000", "1433.33"),
        ("bankruptcy", "10000", "25"), ("bankruptcy", "10000000", "40900"), ("bankruptcy", "111640000", "300000"),
        ("bankruptcy", "111639999", "300000"), ("bankruptcy", "111639000", "299997.50"),
        ("bankruptcy", "9000000000", "300000"),
        ("labour", "5000000", "10"), ("labour", None, "10"), ("administrative", None, "50"),
        ("administrative_ip", None, "100"), ("public_notice", "800000", "100"), ("arbitration", None, "400"),
        ("maritime_claim", None, "1000"), ("general_average", None, "1000"), ("preservation", None, "30"),
    ],
)  # fmt: skip
def test_quick_sums(kind: str, amount: str | None, sum_: str) -> None:
    assert paid(kind, amount) == one(sum_)


@pytest.mark.parametrize(
    ("kind", "amount", "least", "most"),
    [
        ("divorce", None, "50", "300"), ("divorce", "0", "50", "300"), ("divorce", "200000", "50", "300"),
        ("divorce", "300000", "550", "800"), ("divorce", "1000000", "4050", "4300"),
        ("personality", None, "100", "500"), ("personality", "50000", "100", "500"),
        ("personality", "80000", "400", "800"),
        ("personality", "100000", "600", "1000"), ("personality", "200000", "1100", "1500"),
        ("other_civil", None, "50", "100"), ("ip", None, "500", "1000"),
        ("jurisdiction_objection", None, "50", "100"),
        ("enforcement", None, "50", "500"), ("maritime_fund", None, "1000", "10000"),
        ("maritime_injunction", None, "1000", "5000"), ("maritime_lien", None, "1000", "5000"),
    ],
)  # fmt: skip
def test_ranges(kind: str, amount: str | None, least: str, most: str) -> None:
    assert paid(kind, amount) == (Decimal(least), Decimal(most))


@pytest.mark.parametrize(
    ("kind", "amount", "least", "most"),
    [
        ("property", "10000", "25", "25"), ("property", "100000", "1150", "1150"), ("labour", None, "5", "5"),
        ("administrative", None, "25", "25"), ("divorce", "300000", "275", "400"),
        ("property", "10000.40", "25.01", "25.01"),
    ],
)  # fmt: skip
def test_halved(kind: str, amount: str | None, least: str, most: str) -> None:
    assert paid(kind, amount, halved=True) == (Decimal(least), Decimal(most))


def test_the_steps_say_how_it_was_reached() -> None:
    assert fee(SCALE, "property", Decimal(150000)) == Fee(
        kind="property",
        amount=Decimal(150000),
        least=Decimal(3300),
        most=Decimal(3300),
        halved=False,
        steps=(
            Step(Decimal(10000), Decimal(0), Decimal(50)),
            Step(Decimal(100000), Decimal("0.025"), Decimal(2250)),
            Step(Decimal(200000), Decimal("0.02"), Decimal(1000)),
        ),
        clause="第十三条第（一）项",
    )


def test_a_figure_of_the_province_takes_the_place_of_the_range() -> None:
    scale = Scale({"divorce": Rule("离婚", "", each=Range(Decimal(50), Decimal(300), Decimal(240)))})
    told = fee(scale, "divorce", None)
    assert (told.least, told.most) == one("240")


@pytest.mark.parametrize(
    ("kind", "amount", "halved", "says"),
    [
        ("property", "-0.01", False, "not below zero"), ("labour", "-1", False, "not below zero"),
        ("property", "NaN", False, "not below zero"), ("property", "Infinity", False, "not below zero"),
        ("property", None, False, "depends on the amount"), ("payment_order", None, False, "depends on the amount"),
        ("wedding", "100", False, "no kind 'wedding'"), ("enforcement", "100", True, "not halved"),
        ("preservation", "100", True, "not halved"), ("jurisdiction_objection", None, True, "not halved"),
    ],
)  # fmt: skip
def test_refused(kind: str, amount: str | None, halved: bool, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        paid(kind, amount, halved=halved)


AMOUNTS = st.decimals(0, 200_000_000, places=2)
KINDS = st.sampled_from(BY_AMOUNT)


@given(KINDS, AMOUNTS, AMOUNTS)
def test_who_asks_for_more_never_pays_less(kind: str, a: Decimal, b: Decimal) -> None:
    less, more = fee(SCALE, kind, min(a, b)), fee(SCALE, kind, max(a, b))
    assert (less.least <= more.least, less.most <= more.most) == (True, True)


@pytest.mark.parametrize("kind", BY_AMOUNT)
def test_no_fee_jumps_at_an_edge(kind: str) -> None:
    cent = Decimal("0.01")
    for bracket in SCALE.kinds[kind].brackets[:-1]:
        assert bracket.up_to is not None
        at, over = fee(SCALE, kind, bracket.up_to), fee(SCALE, kind, bracket.up_to + cent)
        assert Decimal(0) <= over.least - at.least <= cent


@given(st.sampled_from(HALVED), AMOUNTS)
def test_halving_halves(kind: str, amount: Decimal) -> None:
    whole, half = fee(SCALE, kind, amount), fee(SCALE, kind, amount, halved=True)
    off = [abs(a - b / 2) for a, b in ((half.least, whole.least), (half.most, whole.most))]
    assert (max(off) <= Decimal("0.005"), half.steps) == (True, whole.steps)


@given(KINDS, AMOUNTS)
def test_caps_hold_and_all_is_in_fen(kind: str, amount: Decimal) -> None:
    told, most = fee(SCALE, kind, amount), SCALE.kinds[kind].most
    assert told.least <= told.most <= (told.most if most is None else most)
    assert [end.quantize(Decimal("0.01")) for end in (told.least, told.most)] == [told.least, told.most]


def test_a_bracket_of_nothing_else() -> None:
    scale = Scale({"flat": Rule("定额", "", brackets=(Bracket(None, each=Decimal(70)),))})
    assert fee(scale, "flat", Decimal(12)).steps == (Step(None, Decimal(0), Decimal(70)),)
