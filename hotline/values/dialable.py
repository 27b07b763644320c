"""Checks numbers from trunks and people: does it identify a caller, and can it be dialled?"""


def dialable(number: str) -> bool:
    """True if a caller's number can be dialled: digits, perhaps after a plus."""
    digits = number.removeprefix("+")
    return digits.isascii() and digits.isdigit() and 3 <= len(number) <= 20


def is_number(number: str) -> bool:
    """False for a withheld number ("anonymous", ""): it identifies nobody and has no history."""
    return number.lstrip("+").isdigit() and len(number) >= 5
