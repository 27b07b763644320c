"""Litigation fees by a scale: from brackets, ranges and shares (data) to the fee and its calculation.

The national scale is 诉讼费用交纳办法 (State Council Order 481), Articles 13 to 19; its figures are in
`content/fees.yml`, not in this code. Sums are yuan, rounded to the fen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

FEN = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bracket:
    """The `rate` on the part of the amount up to `up_to` (None: on the whole rest), plus `each` once."""

    up_to: Decimal | None
    rate: Decimal = NOTHING
    each: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Range:
    """A range that the scale allows, and the figure that the province chose in it."""

    least: Decimal
    most: Decimal
    local: Decimal | None = None

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        return (self.least, self.most) if self.local is None else (self.local, self.local)


@dataclass(frozen=True, slots=True)
class Rule:
    """The fee rule of one kind of case.

    `each` is paid by every case, whatever its amount; `without` replaces everything if there is no amount; the brackets
    apply to the amount; `share` of the sum is paid, at most `most`. `halves`: mediation, withdrawal and summary
    procedure halve it.
    """

    name: str
    clause: str
    each: Range | None = None
    without: Range | None = None
    brackets: tuple[Bracket, ...] = ()
    share: Fraction = Fraction(1)
    most: Decimal | None = None
    halves: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The kinds of case by their id."""

    kinds: Mapping[str, Rule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A bracket that the amount reached: its end, its rate, and the sum that it adds before share, cap and halving."""

    up_to: Decimal | None
    rate: Decimal
    part: Decimal


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee of a case: `least` and `most` are the same where the scale, or the province, says one figure."""

    kind: str
    amount: Decimal | None
    least: Decimal
    most: Decimal
    halved: bool
    steps: tuple[Step, ...]
    clause: str


def fee(scale: Scale, kind: str, amount: Decimal | None, *, halved: bool = False) -> Fee:
    """What a case of this kind pays for this amount in yuan (None: there is none).

    ValueError: no such kind, an amount below zero, none where one is needed, or halving what is not halved.
    """
    rule = scale.kinds.get(kind)
    if rule is None:
        raise ValueError(f"the scale has no kind {kind!r}")
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise ValueError(f"{amount} yuan: an amount in dispute is not below zero")
    if halved and not rule.halves:
        raise ValueError(f"{kind}: this fee is not halved")
    steps = _steps(rule.brackets, amount) if amount is not None else ()
    ends = tuple(_paid(rule, end + sum(s.part for s in steps), halved=halved) for end in _fixed(kind, rule, amount))
    return Fee(kind, amount, ends[0], ends[1], halved, steps, rule.clause)


def _fixed(kind: str, rule: Rule, amount: Decimal | None) -> tuple[Decimal, Decimal]:
    """What is paid beside the brackets: the least and the most."""
    if amount is None and rule.without is not None:
        return rule.without.ends
    if rule.each is not None:
        return rule.each.ends
    if amount is None:
        raise ValueError(f"{kind}: the fee depends on the amount")
    return NOTHING, NOTHING


def _steps(brackets: tuple[Bracket, ...], amount: Decimal) -> tuple[Step, ...]:
    """The brackets that an amount reaches; the first one is reached by nothing at all."""
    steps: list[Step] = []
    begin = NOTHING
    for bracket in brackets:
        if steps and amount <= begin:
            break
        end = amount if bracket.up_to is None else min(amount, bracket.up_to)
        steps.append(Step(bracket.up_to, bracket.rate, bracket.each + (end - begin) * bracket.rate))
        begin = end
    return tuple(steps)


def _paid(rule: Rule, whole: Decimal, *, halved: bool) -> Decimal:
    """Share, then cap, then half; each rounded to the fen, halves up."""
    exact = Fraction(whole) * rule.share
    paid = _fen(exact)
    if rule.most is not None:
        paid = min(paid, rule.most)
    return _fen(Fraction(paid) / 2) if halved else paid


def _fen(exact: Fraction) -> Decimal:
    whole, rest = divmod(exact * 100, 1)
    return (Decimal(int(whole)) + (Decimal(1) if rest * 2 >= 1 else NOTHING)) * FEN
