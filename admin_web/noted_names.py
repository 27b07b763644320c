"""What is said to the clerk of a caller's name as it is noted: a warning where nobody could ask by it."""

from flask_babel import gettext as _

from hotline.values.names import Unaskable, unaskable


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
