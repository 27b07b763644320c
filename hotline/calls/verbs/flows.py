"""Publishing a new or older text of a flow. The controller checks it and uses it, or says why not."""

import datetime as dt

from hotline.calls.orders.place import place
from hotline.calls.rows import FlowVersion
from hotline.calls.rules.order_kinds import PublishFlow
from hotline.people.reads import remit
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.values.privacy import clean
from hotline.words import AuditAction
from hotline.yaml_source import Problem, read

TEXT_MOST = 100_000
WHY_MOST = 200
NAME_SHOWN = 100  # signs of a name that another text gives itself


class Mistaken(Refused):
    """A text that is refused here, with its mistakes."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("There are mistakes in the flow")
        self.problems = problems


def tidy(text: str) -> str:
    """A flow's text as published: uniform line ends, exactly one at the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").rstrip() + "\n"


def publish(name: str, text: str, why: str, *, person: int, by: str, now: dt.datetime, client_ip: str) -> int:
    """Order that new calls use this text as flow `name`. Returns the order's id."""
    text, why = tidy(text), clean(why, WHY_MOST)
    if not why:
        raise Refused("Say why")
    _fits(name, text)
    with writing():
        remit.of_login(by, Permission.MANAGE_FLOWS).whole_house()
        newest = _newest(name)
        if newest is not None and newest.text == text:
            raise Refused("This text is in use already")
        return _order(name, text, why, person, by, now, client_ip)


def check(name: str, text: str, why: str, *, person: int, by: str, now: dt.datetime) -> int:
    """Order that a text of flow `name` is checked and nothing published. Returns the order's id."""
    remit.of_login(by, Permission.MANAGE_FLOWS).whole_house()
    text = tidy(text)
    _fits(name, text)
    return place(PublishFlow(text, clean(why, WHY_MOST), check_only=True), person=person, by=by, now=now)


def go_back(name: str, version: int, why: str, *, person: int, by: str, now: dt.datetime, client_ip: str) -> int:
    """Order that an older version is published again. Returns the order's id."""
    why = clean(why, WHY_MOST)
    if not why:
        raise Refused("Say why")
    with writing():
        remit.of_login(by, Permission.MANAGE_FLOWS).whole_house()
        row = FlowVersion.get_or_none(FlowVersion.id == version, FlowVersion.name == name)
        if row is None:
            raise Refused("There is no such version")
        newest = _newest(name)
        if newest is not None and newest.text == row.text:
            raise Refused("This text is in use already")
        return _order(name, row.text, why, person, by, now, client_ip, back_to=row.version)


def _fits(name: str, text: str) -> None:
    """Raise Refused for a text that the controller, which carries the calls, need not see: one that is too long, cannot
    be read (what would grow is in it), or is another flow's."""
    if len(text) > TEXT_MOST:
        raise Refused("A flow has at most %(most)s signs", most=TEXT_MOST)
    told = read(text, "flow")
    if told.value is None and told.problems:
        raise Mistaken(told.problems)
    named = told.value.get("flow") if isinstance(told.value, dict) else None
    if isinstance(named, str) and named != name:
        shown = str(named)[:NAME_SHOWN]
        raise Refused("This is the text of the flow %(named)s; here is %(name)s", named=shown, name=name)


def _newest(name: str) -> FlowVersion | None:
    found: FlowVersion | None = (
        FlowVersion.select().where(FlowVersion.name == name).order_by(FlowVersion.id.desc()).first()
    )
    return found


def _order(
    name: str, text: str, why: str, person: int, by: str, now: dt.datetime, client_ip: str, **told: object
) -> int:  # fmt: skip
    order = place(PublishFlow(text, why), person=person, by=by, now=now)
    audit.asked(AuditAction.PUBLISH_FLOW, f"flow:{name}", order, by=by, now=now, client_ip=client_ip, why=why, **told)
    return order
