"""Whether a number, as a trunk or a person gives it, is one: a caller to be known by it, a telephone to be dialled."""


def dialable(number: str) -> bool:
    """Whether a caller's number can be dialled: digits, perhaps after a plus."""
    digits = number.removeprefix("+")
    return digits.isascii() and digits.isdigit() and 3 <= len(number) <= 20


def is_number(number: str) -> bool:
    """A withheld number ("anonymous", "") is nobody's: it has no history."""
    return number.lstrip("+").isdigit() and len(number) >= 5
