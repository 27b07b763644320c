"""Formulas that a clerk writes into a flow: `amount * 0.5 + 50`, on the caller's values, in exact decimals. Pure.

Allowed are + - * /, parentheses, min(…), max(…), round(x) and round(x, places), numbers and names of values. Nothing
else is accepted or evaluated.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

from hotline.yaml_source import InvalidValue

from .values import plain

_NO_FORMULA = "this is no formula (sign %(at)s)"
_FIGURE = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
LONGEST = 200  # characters; this also limits the number of parts
PLACES_MOST = 8
MOST = Decimal(10) ** 15
_EXACT = Context(prec=34, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])
_SIGNS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: _EXACT.add,
    ast.Sub: _EXACT.subtract,
    ast.Mult: _EXACT.multiply,
    ast.Div: _EXACT.divide,
}
_BEFORE: dict[type[ast.unaryop], Callable[[Decimal], Decimal]] = {ast.UAdd: _EXACT.plus, ast.USub: _EXACT.minus}
_CALLS = {"min": (1, LONGEST), "max": (1, LONGEST), "round": (1, 2)}


class NoSum(Exception):
    """No result: a value is missing or not a number, a division by zero, or too large a number."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked formula, and the names of the values in it."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr = field(compare=False, repr=False)

    def result(self, values: Mapping[str, str]) -> str:
        """The result for these values, as plain digits. Raises NoSum."""
        try:
            found = _worth(self.tree, values)
            if found.is_finite() and abs(found) <= MOST:
                return plain(found)
        except (DecimalException, KeyError) as error:
            raise NoSum(self.text) from error
        raise NoSum(self.text)


def read(text: str) -> Formula:
    """Parse a formula. The InvalidValue names the character at which parsing failed."""
    if len(text) > LONGEST:
        raise InvalidValue("a formula has %(most)s signs at most", most=LONGEST)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise InvalidValue(_NO_FORMULA, at=error.offset or len(text) + 1) from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise InvalidValue(_NO_FORMULA, at=1) from error
    _allow(tree)
    parts = list(ast.walk(tree))
    _plain_figures(text.strip(), parts)
    called = {id(part.func) for part in parts if isinstance(part, ast.Call)}
    names = dict.fromkeys(part.id for part in parts if isinstance(part, ast.Name) and id(part) not in called)
    _no_zero(parts)
    return Formula(text, tuple(names), tree)


def _allow(part: ast.expr) -> None:
    """Raise InvalidValue for anything not allowed in a formula."""
    match part:
        case ast.BinOp(left, sign, right) if type(sign) in _SIGNS:
            _allow(left)
            _allow(right)
        case ast.UnaryOp(sign, inner) if type(sign) in _BEFORE:
            _allow(inner)
        case ast.Name() | ast.Constant(int() | float()) if not _is_truth(part):
            pass
        case ast.Call(ast.Name(name), inside, []) if name in _CALLS:
            _allow_call(part, name, inside)
        case _:
            raise InvalidValue(
                "at sign %(at)s: a formula is made of figures, values, + - * / ( ), min, max and round",
                at=part.col_offset + 1,
            )


def _allow_call(part: ast.expr, name: str, inside: list[ast.expr]) -> None:
    least, most = _CALLS[name]
    if not least <= len(inside) <= most:
        at = part.col_offset + 1
        if most == 2:
            raise InvalidValue("at sign %(at)s: %(name)s takes 1 or 2 figures", at=at, name=name)
        raise InvalidValue("at sign %(at)s: %(name)s takes one figure or more", at=at, name=name)
    for one in inside:
        _allow(one)
    if name == "round" and len(inside) == 2:
        places = inside[1].value if isinstance(inside[1], ast.Constant) else None
        if not isinstance(places, int) or places > PLACES_MOST:
            raise InvalidValue(
                "at sign %(at)s: round keeps 0 to %(most)s places", at=inside[1].col_offset + 1, most=PLACES_MOST
            )


def _plain_figures(text: str, parts: list[ast.AST]) -> None:
    """Raise InvalidValue for a figure that Python would take in another way: `1_000`, `0x10`, `1e3`."""
    for part in parts:
        if isinstance(part, ast.Constant) and not _FIGURE.fullmatch(ast.get_source_segment(text, part) or ""):
            raise InvalidValue("at sign %(at)s: write figures such as 30 or 0.025", at=part.col_offset + 1)


def _is_truth(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and isinstance(part.value, bool)


def _no_zero(parts: list[ast.AST]) -> None:
    """Raise InvalidValue if a divisor is zero for any values of the caller."""
    for part in parts:
        if not (isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div)):
            continue
        if any(isinstance(inner, ast.Name) and inner.id not in _CALLS for inner in ast.walk(part.right)):
            continue
        try:
            zero = _worth(part.right, {}) == 0
        except (DecimalException, KeyError):
            zero = True
        if zero:
            raise InvalidValue("at sign %(at)s: this divides by zero", at=part.right.col_offset + 1)


def _worth(part: ast.expr, values: Mapping[str, str]) -> Decimal:
    match part:
        case ast.Constant(value):
            return Decimal(repr(value))
        case ast.Name(name):
            return Decimal(values[name])
        case ast.UnaryOp(sign, inner):
            return _BEFORE[type(sign)](_worth(inner, values))
        case ast.BinOp(left, sign, right):
            return _SIGNS[type(sign)](_worth(left, values), _worth(right, values))
        case ast.Call(ast.Name("round"), inside):
            return _rounded(*(_worth(one, values) for one in inside))
        case ast.Call(ast.Name(name), inside):
            return (min if name == "min" else max)(_worth(one, values) for one in inside)
    raise KeyError(part)


def _rounded(value: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-int(places)), context=_EXACT)
