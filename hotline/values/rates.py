"""Rates for people, rounded half up, in one place. Whether a limit is met is judged by the rate itself. Pure."""

from decimal import ROUND_HALF_UP, Decimal


def percent(share: float, places: int = 2) -> str:
    """`93.41%`; a half is rounded up: 2/3 is 66.67 %, 1/800 is 0.13 %."""
    return f"{rounded(share * 100, places)}%"


def rounded(value: float, places: int) -> str:
    """A number with so many decimals. What floating point leaves behind the fifteenth digit is no part of it."""
    exact = Decimal(f"{value:.12f}")
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
