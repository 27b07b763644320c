"""Requests for contact with a judge: the request, its answer, and urgent ringing (D3)."""

import datetime as dt
from dataclasses import dataclass

from hotline.callers.reads.informing import of_contacts, refs_of
from hotline.callers.rows import Chamber, Contact, Judge
from hotline.callers.rules.contacts import Reachable, due, ladder
from hotline.calls.orders.place import place
from hotline.calls.rows import Call
from hotline.calls.rules.dialling import WayOut
from hotline.calls.rules.order_kinds import Consult, Target
from hotline.calls.verbs import dialling
from hotline.clock import CHINA, UTC
from hotline.messages import verbs as notices
from hotline.messages.rows import Notice
from hotline.people.reads import remit
from hotline.people.reads.parameters import parameter
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.values.privacy import clean, fitting, tidy
from hotline.values.telephone import checked
from hotline.words import AuditAction, ContactState, Informed, NoticeKind
from hotline.workdays.reads.calendars import calendar_of

TEXT_MOST = 4000


@dataclass(frozen=True, slots=True)
class Request:
    """Who is wanted, and why. Number and name come from the call when there is one."""

    judge: int
    text: str
    urgent: bool = False
    call: str | None = None
    caller_number: str = ""
    caller_name: str = ""
    case_number: str = ""


def open_contact(request: Request, *, person: int, by: str, now: dt.datetime, client_ip: str) -> int:
    """Create the request; the judge is notified by a short message. An urgent one with a call rings at once."""
    text = fitting(tidy(request.text), TEXT_MOST)
    if not request.urgent and not text:
        raise Refused("Write what the judge should know")
    with writing():
        judge = _judge(request.judge)
        call = Call.get_or_none(Call.id == request.call) if request.call else None
        who = Person.get_by_id(person)
        until = due(calendar_of(who.site_id), now.astimezone(CHINA), parameter("contact.reply_workdays"))
        row = Contact.create(
            judge=judge, call=call.id if call else None, urgent=request.urgent, state=ContactState.OPEN, text=text,
            caller_number=call.number if call else checked(request.caller_number).canonical,
            caller_name=clean(request.caller_name, 100) or (call.name if call else ""),
            case_number=clean(request.case_number, 64), site=who.site_id, opened_by=person, opened_at=now,
            due_at=until.astimezone(UTC),
        )  # fmt: skip
        if judge.mobile:
            notices.put(judge.mobile, NoticeKind.CONTACT_JUDGE, _told(row), ref=refs_of(row.id)[0], now=now)
        audit.note(
            AuditAction.OPEN_CONTACT, f"contact:{row.id}", by=by, now=now, client_ip=client_ip, urgent=request.urgent
        )
        announce("contacts", str(row.id), at=now)
        if request.urgent and call is not None and call.ended_at is None:
            _ring(row, who, by, now, client_ip)
        else:
            inform_chief(row, now)
    return int(row.id)


def inform_chief(row: Contact, now: dt.datetime) -> bool:
    """The next way when nobody knows of an open request: a message to the chief's mobile, once. False: no way left."""
    known = of_contacts({int(row.id): row.call or ""})[int(row.id)]
    chief = _chief(row.judge)
    if known is not Informed.NOBODY or chief is None or not chief.mobile:
        return False
    if Notice.select().where(Notice.ref == refs_of(row.id)[1]).exists():
        return False
    notices.put(chief.mobile, NoticeKind.CONTACT_JUDGE, _told(row), ref=refs_of(row.id)[1], now=now)
    announce("contacts", str(row.id), at=now)
    return True


def _told(row: Contact) -> dict[str, str]:
    """The fields of the message on a request."""
    until = row.due_at.astimezone(CHINA)
    caller = row.caller_name or row.caller_number
    return {"judge": row.judge.name, "caller": caller, "until": f"{until:%m-%d %H:%M}"}


def ring(contact: int, person: int, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Ring judge, chamber and chief one after another, while the caller hears music. Returns the order's id."""
    with writing():
        return _ring(_open(contact, person), Person.get_by_id(person), by, now, client_ip)


def _ring(row: Contact, who: Person, by: str, now: dt.datetime, client_ip: str) -> int:
    rings = ladder(reachable(row.judge), rings=parameter("contact.rings"))
    if not rings:
        raise Refused("No telephone of this judge or the chamber is known")
    to = tuple(Target(r.dialled, r.outside, r.seconds, r.party, r.name, contact=int(row.id)) for r in rings)
    to = may_be_rung(to, WayOut.URGENT_JUDGE if row.urgent else WayOut.JUDGE, who, now)
    order = place(Consult(to), person=who.id, by=by, now=now)
    dialling.note([one.dialled for one in to if one.outside], order, who.id, now)
    audit.asked(AuditAction.CALL_OUT, f"contact:{row.id}", order, by=by, now=now, client_ip=client_ip)
    return order


def may_be_rung(to: tuple[Target, ...], way: WayOut, who: Person, now: dt.datetime) -> tuple[Target, ...]:
    """Those of a judge's telephones that the dialling policy allows; raises the first refusal if it allows none."""
    fits, refused = [], []
    for one in to:
        try:
            dialling.allow(one.dialled, way, who, now)
            fits.append(one)
        except Refused as error:
            refused.append(error)
    if not fits:
        raise refused[0]
    return tuple(fits)


def reachable(judge: Judge) -> Reachable:
    chamber = judge.chamber
    chief = _chief(judge)
    return Reachable(
        judge.name, judge.telephone, judge.mobile, chamber.name, chamber.telephone,
        chief.name if chief else "", chief.telephone if chief else "", chief.mobile if chief else "",
    )  # fmt: skip


def _chief(judge: Judge) -> Judge | None:
    """The judge who presides over the chamber, if it is another one."""
    chief: Judge | None = Judge.get_or_none(
        Judge.chamber == judge.chamber, Judge.chief, Judge.active, Judge.id != judge.id
    )
    return chief


def close(contact: int, state: str, reply: str, *, person: int, by: str, now: dt.datetime, client_ip: str) -> None:
    """Record the result: replied (with the answer), put through, or closed with the reason."""
    reply = fitting(tidy(reply), TEXT_MOST)
    if state not in (ContactState.REPLIED, ContactState.CONNECTED, ContactState.CLOSED):
        raise Refused("Choose what came of it")
    if state != ContactState.CONNECTED and not reply:
        raise Refused("Write the answer")
    with writing():
        row = _open(contact, person)
        closed = Contact.update(state=state, reply=reply, closed_by=person, closed_at=now)
        if not closed.where(as_read(row, "state")).execute():
            raise Refused("Somebody else has just changed this: load the page again")
        audit.note(AuditAction.CLOSE_CONTACT, f"contact:{contact}", by=by, now=now, client_ip=client_ip, state=state)
        announce("contacts", str(contact), at=now)


def save_chamber(
    chamber: int | None, site: int, name: str, number: str, *, by: str, now: dt.datetime, client_ip: str
) -> int:
    """Create or change a chamber. Returns its id."""
    given = {"name": clean(name, 64), "telephone": _kept(number, now)}
    if not given["name"]:
        raise Refused("Write the name")
    with writing():
        mine = remit.of_login(by, Permission.MANAGE_LINES)
        row = Chamber.get_or_none(Chamber.id == chamber) if chamber is not None else None
        if chamber is not None and (row is None or not mine.has(row.site_id)):
            raise Refused("There is no such chamber")
        if not mine.has(site):
            raise Refused("Choose a site")
        twin = Chamber.get_or_none(Chamber.site == site, Chamber.name == given["name"])
        if twin is not None and twin.id != chamber:
            raise Refused("%(name)s exists already", name=given["name"])
        if chamber is None:
            chamber = int(Chamber.create(site=site, **given).id)
        else:
            Chamber.update(**given).where(Chamber.id == chamber).execute()
        audit.note(
            AuditAction.EDIT_JUDGES, f"chamber:{chamber}", by=by, now=now, client_ip=client_ip, name=given["name"]
        )
        announce("contacts", "", at=now)
    return chamber


@dataclass(frozen=True, slots=True)
class JudgeForm:
    chamber: int
    name: str
    title: str = ""
    telephone: str = ""
    mobile: str = ""
    chief: bool = False
    active: bool = True


def save_judge(judge: int | None, form: JudgeForm, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Create or change a judge of the directory. Returns his id; a chamber has one chief."""
    name = clean(form.name, 64)
    if not name:
        raise Refused("Write the name")
    given = {
        "chamber": form.chamber, "name": name, "title": clean(form.title, 32), "chief": form.chief,
        "telephone": _kept(form.telephone, now), "mobile": _kept(form.mobile, now),
        "active": form.active,
    }  # fmt: skip
    with writing():
        mine = remit.of_login(by, Permission.MANAGE_LINES)
        row = Judge.get_or_none(Judge.id == judge) if judge is not None else None
        if judge is not None and (row is None or not mine.has(row.chamber.site_id)):
            raise Refused("There is no such judge")
        chamber = Chamber.get_or_none(Chamber.id == form.chamber)
        if chamber is None or not mine.has(chamber.site_id):
            raise Refused("Choose a chamber")
        if form.chief:
            Judge.update(chief=False).where(Judge.chamber == form.chamber).execute()
        if judge is None:
            judge = int(Judge.create(**given).id)
        else:
            Judge.update(**given).where(Judge.id == judge).execute()
        audit.note(AuditAction.EDIT_JUDGES, f"judge:{judge}", by=by, now=now, client_ip=client_ip, name=name)
        announce("contacts", "", at=now)
    return judge


def _kept(number: str, now: dt.datetime) -> str:
    """A number of the directory as it is shown; one that could never be called is refused."""
    read = checked(number)
    dialling.allow_kept(read.canonical, now)
    return read.written[:32]


def _judge(judge: int) -> Judge:
    row = Judge.get_or_none(Judge.id == judge, Judge.active)
    if row is None:
        raise Refused("Choose a judge")
    return row


def _open(contact: int, person: int) -> Contact:
    row = Contact.get_or_none(Contact.id == contact)
    if row is None or not remit.of_person(person, Permission.CONTACT_JUDGES).has(row.site_id):
        raise Refused("There is no such request")
    if row.state != ContactState.OPEN:
        raise Refused("This request is over: %(state)s", state=ContactState(row.state))
    return row
