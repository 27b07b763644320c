"""Identity numbers of residents (GB 11643), as typed by citizens and clerks; and their stored form."""

import datetime as dt
import hmac
import re

from hotline.ports import Refused
from hotline.values.plain import plain

LENGTH, OLD_LENGTH = 18, 15
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9]")  # 9: residents from abroad
_CROSS = str.maketrans("×хХχΧ*", "XXXXXX")  # what people write for the X


def identity_number(typed: str) -> str:
    """The number in its one form: eighteen signs, the last a digit or X. Raises Refused with what is wrong in it."""
    number = re.sub(r"[\s\-_.·]", "", plain(typed)).translate(_CROSS).upper()
    if not number:
        raise Refused("Write the identity number")
    if len(number) == OLD_LENGTH and number.isascii() and number.isdigit():
        raise Refused("This is an old number with 15 digits: write the 18 of today's identity card")
    if len(number) != LENGTH:
        raise Refused("An identity number has 18 digits; %(count)s are written here", count=len(number))
    if not re.fullmatch("[0-9]{17}[0-9X]", number):
        raise Refused("An identity number has digits only; the last one may be an X")
    if not _PROVINCES.fullmatch(number[:2]):
        raise Refused("No province has the digits %(digits)s: look at the beginning again", digits=number[:2])
    if not _born(number[6:14]):
        raise Refused("Digits 7 to 14 are the day of birth; %(digits)s is no day", digits=number[6:14])
    if number[17] != _SIGNS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11]:
        raise Refused("This is no identity number: look at its digits again")
    return number


def identity_of(typed: str) -> str | None:
    """`identity_number`, or None for what is no identity number."""
    try:
        return identity_number(typed)
    except Refused:
        return None


def identity_key(key: str, number: str) -> str:
    """The stored form of an identity number: a keyed hash, which can be compared but not read."""
    return hmac.new(key.encode(), number.strip().upper().encode(), "sha256").hexdigest()


def _born(digits: str) -> bool:
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= day.year < 2100
