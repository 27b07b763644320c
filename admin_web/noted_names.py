"""What is said to who registers a ticket: how its citizen asks about it, and a warning of a name nobody can ask by."""

from flask_babel import gettext as _

from hotline.tickets.reads.page import code_of_ticket
from hotline.values.case_numbers import case_numbers
from hotline.values.names import Unaskable, unaskable


def registered(number: str) -> str:
    """What is said when a ticket is registered: the code by which the caller asks, or that nobody can ask about it."""
    if code := code_of_ticket(number):
        return str(_("Registered under %(number)s. Query code for the citizen: %(code)s", number=number, code=code))
    told = _(
        "Registered under %(number)s. Nobody can ask about it: neither number nor name nor identity is noted",
        number=number,
    )
    return str(told)


def warnings(name: str, case_number: str) -> list[str]:
    """What is said of a registration that was taken as it is: a name to ask by, a case number to find it by."""
    told = warning(name.strip())
    if case_number.strip() and not case_numbers(case_number):
        unread = _(
            "The case number “%(number)s” could not be read and is kept as written: correct it if it is wrong, so that "
            "the case is found", number=case_number.strip(),
        )  # fmt: skip
        return [one for one in (told, str(unread)) if one]
    return [told] if told else []


def warning(name: str) -> str:
    """A sentence that says what to note instead; "" for a name by which its citizen can ask."""
    match unaskable(name):
        case Unaskable.TITLE | Unaskable.SHORT:
            return str(_("Nobody can ask by the name “%(name)s”: note the full name if the caller tells it", name=name))
        case Unaskable.SEVERAL:
            told = _("“%(name)s” are several names, so nobody can ask by them: note the caller's own, and the rest "
                     "under Other parties", name=name)  # fmt: skip
            return str(told)
        case Unaskable.DIGITS:
            told = _("Nobody can ask by a name with digits in it: note the name alone, and the number in its own field")
            return str(told)
        case None:
            return ""
