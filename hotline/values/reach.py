"""Where a call to a number leads and who pays for it, as the numbering plan of the mainland has it. Pure."""

import re
from enum import StrEnum

from hotline.values.telephone import TelephoneNumber
from hotline.words import NumberKind


class Reach(StrEnum):
    """HOME: mainland mobiles and fixed lines, and 400 and 800. SHORT: extensions and hotlines of three to six digits.
    SERVICE: numbers of companies, 95, 96, 1010 and 106. Only SHORT, SERVICE and EMERGENCY can be listed by a house."""

    HOME = "home"
    SHORT = "short"
    SERVICE = "service"
    EMERGENCY = "emergency"
    PREMIUM = "premium"
    SATELLITE = "satellite"
    ABROAD = "abroad"
    NONE = "none"


LISTABLE = frozenset({Reach.SHORT, Reach.SERVICE, Reach.EMERGENCY})
_AREA = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})")
_SATELLITE_ABROAD = re.compile(r"\+(?:87[0-9]|88[1-3]|888|9[79]9|80[08])")  # satellites, and networks of no country
_SATELLITE_HOME = re.compile(r"1349|174")
_PREMIUM_MOBILE = re.compile(r"16[0389]")  # eleven digits as a mobile has, but information services
_PREMIUM = re.compile(r"16[0389][0-9]*|1259[0-9]*|968[0-9]*")
_EMERGENCY = re.compile(r"11[02479]|12[02]|999|12110|12119|12395|12117|12121|11[68]114")
_SERVICE = re.compile(r"9[56][0-9]+|1010[0-9]+|106[0-9]+")
_SHARED = re.compile(r"[48]00[0-9]{7}")


def dialled_without_area(number: str) -> str:
    """`12345` of `057112345`: a service number or a fixed line without its area code."""
    return _AREA.sub("", number, count=1) if number.startswith("0") else number


def reach(read: TelephoneNumber) -> Reach:
    """Where a number leads. What no rule knows is NONE: nothing is dialled because nobody thought of it."""
    if not read.dials:
        return Reach.NONE
    match read.kind:
        case NumberKind.FOREIGN:
            return Reach.SATELLITE if _SATELLITE_ABROAD.match(read.canonical) else Reach.ABROAD
        case NumberKind.MOBILE:
            return _mobile(read.canonical)
        case NumberKind.LANDLINE:  # no fixed line begins with 1 or 9
            return Reach.HOME if dialled_without_area(read.canonical)[0] in "2345678" else Reach.PREMIUM
        case NumberKind.SHORT:
            return _short(dialled_without_area(read.canonical))
    return Reach.NONE


def _mobile(number: str) -> Reach:
    if _SATELLITE_HOME.match(number):
        return Reach.SATELLITE
    return Reach.PREMIUM if _PREMIUM_MOBILE.match(number) else Reach.HOME


def _short(number: str) -> Reach:
    if _SHARED.fullmatch(number):
        return Reach.HOME
    if _EMERGENCY.fullmatch(number):
        return Reach.EMERGENCY
    if _PREMIUM.fullmatch(number):
        return Reach.PREMIUM
    return Reach.SERVICE if _SERVICE.fullmatch(number) else Reach.SHORT
