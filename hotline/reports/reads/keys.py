"""What the parts of a dimension are called, and which parts there are to choose from."""

from collections.abc import Sequence

from hotline.calls.rows import Line
from hotline.people.rows import Person, Site
from hotline.quality.reads import forms as quality_forms
from hotline.reports.rows import TopicClass
from hotline.reports.rules import dimensions
from hotline.tickets.rows import Entry, Unit
from hotline.words import Dimension


def names(by: Dimension, keys: Sequence[str], *, english: bool = False) -> dict[str, str]:
    """Names by key; a key of what is gone, or of the time, has none."""
    if by in dimensions.OF_TIME or not keys:
        return {}
    if by is Dimension.LINE:
        return {row.code: row.name for row in list(Line.select().where(Line.code.in_(keys)))}
    if by is Dimension.OFFICIAL:
        classes = TopicClass.select().where(TopicClass.code.in_(keys))
        return {row.code: row.en if english else row.zh for row in list(classes)}
    return _items(keys, "en" if english else "zh") if by is Dimension.ITEM else _numbered(by, keys, english=english)


def _numbered(by: Dimension, keys: Sequence[str], *, english: bool) -> dict[str, str]:
    ids = [int(key) for key in keys if key.isascii() and key.isdigit()]
    match by:
        case Dimension.SITE:
            return {str(row.id): row.name for row in list(Site.select().where(Site.id.in_(ids)))}
        case Dimension.AGENT:
            return {str(row.id): row.name for row in list(Person.select().where(Person.id.in_(ids)))}
        case Dimension.UNIT:
            return {str(row.id): row.name for row in list(Unit.select().where(Unit.id.in_(ids)))}
        case Dimension.TOPIC | Dimension.PLACE:
            rows = list(Entry.select().where(Entry.id.in_(ids)))
            return {str(row.id): row.en or row.zh if english else row.zh for row in rows}
    return {}


def _items(keys: Sequence[str], language: str) -> dict[str, str]:
    """Of `call.greeting` the newest form's words for it."""
    forms = {view.form.code: view.form for view in quality_forms.newest()}
    found: dict[str, str] = {}
    for key in keys:
        form, _point, code = key.partition(".")
        item = forms[form].item(code) if form in forms else None
        if item is not None:
            found[key] = f"{forms[form].label(language)} · {item.label(language)}"
    return found
