"""Answers flows' inquiries: cases, fees, content, hours, queue, caller; and has texts spoken by the engine.

Slow work (a database, another system, an engine) runs in another thread, and its answer is posted to the lane; a lane
that no longer waits for it ignores it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import structlog

from controller.calls.asks import Inquire, Utter
from controller.calls.messages import EnquiryAnswered, Uttered
from controller.calls.turn import Session
from controller.queueing.dispatch import Dispatch
from hotline import clock
from hotline.callers.reads import callers
from hotline.callers.verbs import enquiries
from hotline.citizens import verbs as public
from hotline.citizens.rules.progress_said import progress_said
from hotline.citizens.rules.public import code_of
from hotline.citizens.rules.tries import AskedBy
from hotline.knowledge.content import Content
from hotline.knowledge.rules import answers, fees
from hotline.ports import Case, CaseSystem, GatewayError, PetitionState
from hotline.tickets.reads import lookup
from hotline.workdays.rules import hours
from hotline.workdays.rules.calendar import Calendar

log = structlog.get_logger()
T = TypeVar("T")
Values = tuple[tuple[str, str], ...]
NOTHING: tuple[Values | None, str] = (None, "not_found")
ELSEWHERE = ("case", "petition")  # answered by the case system
UNAVAILABLE: tuple[Values | None, str] = (None, "unavailable")


class Speech(Protocol):
    def say(self, text: str) -> Any: ...


class Beside(Protocol):
    """Runs `work` without blocking and passes its result, or the exception, to `done`."""

    def __call__(self, work: Callable[[], Any], done: Callable[[Any], Any]) -> None: ...


def at_once(work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
    """A `Beside` that runs `work` at once, for tests and stories."""
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - passed on
        result = error
    done(result)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The lines' working hours and the legal calendar; `own`: calendars of lines with special days of their sites."""

    hours: Mapping[str, hours.Hours]
    calendar: Calendar
    own: Mapping[str, Calendar] = field(default_factory=dict)


class Enquiries:
    """Implements `controller.calls.lanes.Enquiries`. `speaking` runs work for the speech engine, `elsewhere` work for
    other organisations' systems: if one of them hangs, answers from our own records must not wait for it."""

    def __init__(
        self, dispatch: Dispatch, content: Content, cases: CaseSystem, speech: Speech, beside: Beside,
        now: Callable[[], float], speaking: Beside | None = None, elsewhere: Beside | None = None,
    ) -> None:  # fmt: skip
        self._dispatch, self._content, self._cases = dispatch, content, cases
        self._speech, self._beside, self._now = speech, beside, now
        self._speaking, self._elsewhere = speaking or beside, elsewhere or beside
        self.timetable = Timetable({}, Calendar({}))

    # ---- speech

    def utter(self, ask: Utter, answer: Callable[[Uttered], Any]) -> None:
        def work() -> tuple[str | None, ...]:
            return tuple(self._said(text) for text in ask.texts)

        def done(files: Any) -> None:
            if isinstance(files, Exception):
                log.error("not_spoken", why=f"{type(files).__name__}: {files}")
                files = (None,) * len(ask.texts)
            answer(Uttered(ask.token, files))

        self._speaking(work, done)

    def _said(self, text: str) -> str | None:
        try:
            return str(self._speech.say(text))
        except GatewayError as error:
            log.error("not_spoken", why=str(error))
            return None

    # ---- questions

    def inquire(self, call: Session, ask: Inquire, answer: Callable[[EnquiryAnswered], Any]) -> None:
        about = dict(ask.about)
        here = _HERE.get(ask.what)
        if here is not None:
            answer(EnquiryAnswered(ask.token, *here(self, about)))
            return
        work = _BESIDE.get(ask.what)
        if work is None:
            answer(EnquiryAnswered(ask.token, *UNAVAILABLE))
            return

        def done(result: Any) -> None:
            if isinstance(result, Exception):
                log.error("enquiry_failed", call=call.call, what=ask.what, why=f"{type(result).__name__}: {result}")
                result = UNAVAILABLE
            answer(EnquiryAnswered(ask.token, *result))

        beside = self._elsewhere if ask.what in ELSEWHERE else self._beside
        beside(lambda: work(self, about, call), done)

    def _fee(self, about: dict[str, str]) -> tuple[Values | None, str]:
        rule = self._content.fees.kinds.get(about.get("kind", ""))
        keyed = about.get("amount", "")
        value = answers.amount(keyed) if keyed else None
        if rule is None or (keyed and value is None):
            return NOTHING
        try:
            found = fees.fee(self._content.fees, about["kind"], value, halved=about.get("halved") == "yes")
        except ValueError:
            return NOTHING
        said = answers.fee_said(rule.name, found)
        return (("say", said), ("least", str(found.least)), ("most", str(found.most)), ("clause", found.clause)), ""

    def _limits(self, about: dict[str, str]) -> tuple[Values | None, str]:
        found = self._content.time_limits.of_kind(about.get("kind", ""))
        return _paragraphs([limit.say for limit in found])

    def _guide(self, about: dict[str, str]) -> tuple[Values | None, str]:
        topic = self._content.guide.get(about.get("topic", ""))
        return _paragraphs(list(topic.paragraphs) if topic is not None else [])

    def _jurisdiction(self, about: dict[str, str]) -> tuple[Values | None, str]:
        try:
            return _paragraphs([self._content.jurisdiction.sentence(about.get("matter", ""), about.get("place", ""))])
        except KeyError:
            return NOTHING

    def works(self, line: str) -> bool:
        """True if the line is within its working hours now."""
        found, _ = self._hours({"line": line})
        return dict(found or ()).get("open") != "no"

    def _hours(self, about: dict[str, str]) -> tuple[Values | None, str]:
        """Whether a line works now, why not, and when it opens."""
        line = about.get("line", "")
        planned = self.timetable.hours.get(line)
        if planned is None:
            return (("open", "yes"), ("why", "open"), ("say", "")), ""
        local = clock.utc(self._now()).astimezone(clock.CHINA)
        found = hours.at(planned, self.timetable.own.get(line, self.timetable.calendar), local)
        if isinstance(found, hours.Open):
            return (("open", "yes"), ("why", "open"), ("say", "")), ""
        open_ = "night" if planned.night_service else "no"
        prompt = found.special.sentence if found.special is not None else ""
        return (
            ("open", open_),
            ("why", found.why),
            ("say", answers.opens_said(local, found.opens)),
            ("prompt", prompt),
        ), ""

    def _queue(self, about: dict[str, str]) -> tuple[Values | None, str]:
        """The load of a line: waiting calls, present agents, waiting calls per agent."""
        line = self._dispatch.lines.get(about.get("line", ""))
        if line is None:
            return NOTHING
        board = self._dispatch.board
        present = board.present(line.site)
        waiting = board.waiting(line.code)
        load = round(board.load(line.code), 2)
        return (("waiting", str(waiting)), ("present", str(present)), ("load", str(load))), ""

    def _case(self, about: dict[str, str], call: Session) -> tuple[Values | None, str]:
        how, secret = about.get("how", "password"), about.get("secret", "")
        asked = enquiries.ask_case(
            self._cases,
            about.get("code", ""),
            secret.replace("*", "X") if how == "identity" else secret,  # the key for the X of an identity number
            how=how,
            who=_who(call),
            now=clock.utc(self._now()),
        )
        return _enquired(asked)

    def _petition(self, about: dict[str, str], call: Session) -> tuple[Values | None, str]:
        asked = enquiries.ask_petition(
            self._cases, about.get("code", ""), about.get("secret", ""), who=_who(call), now=clock.utc(self._now())
        )
        return _enquired(asked)

    def _ticket(self, about: dict[str, str], call: Session) -> tuple[Values | None, str]:
        """The state of a ticket, asked for by its code and the last four digits of the reporter's number."""
        code, today = about.get("code", ""), clock.local_day(clock.utc(self._now()))
        wanted = code_of(code)
        if wanted is None:
            return NOTHING
        asked = public.progress(
            wanted, about.get("secret", ""), who=_who(call), now=clock.utc(self._now()), channel=AskedBy.PHONE,
            own=lookup.is_own(wanted, call.number),
        )  # fmt: skip
        for one in asked.found:
            said = progress_said(
                one.number, one.state, one.unit, opened=clock.local_day(one.opened_at),
                due=None if one.due_at is None else clock.local_day(one.due_at), today=today,
                provisional=one.provisional, paused=one.paused,
            )  # fmt: skip
            return (("say", said),), ""
        return None, asked.why

    def _caller(self, about: dict[str, str], call: Session) -> tuple[Values | None, str]:
        """Data on the caller: nuisance number or not, calls today, whether a call-back is waiting for him."""
        known = callers.known(call.number, clock.utc(self._now()))
        return tuple(known.items()), ""


def _who(call: Session) -> str:
    """The key for counting tries: the number, or the call if it is withheld, so strangers do not lock it."""
    return call.number if re.search("[0-9]{3}", call.number) else call.call


def _paragraphs(said: list[str]) -> tuple[Values | None, str]:
    return ((("say", "\n".join(said)),), "") if said else NOTHING


def _enquired(asked: enquiries.Enquiry) -> tuple[Values | None, str]:
    match asked.found:
        case Case(number, cause, division, judge, stage, hearing):
            local = None if hearing is None else hearing.astimezone(clock.CHINA)
            return (("say", answers.case_said(number, cause, division, judge, stage, local)),), ""
        case PetitionState(number, unit, stage, received):
            return (("say", answers.petition_said(number, unit, stage, received)),), ""
        case _:
            return None, asked.why


_HERE: dict[str, Callable[[Enquiries, dict[str, str]], tuple[Values | None, str]]] = {
    "fee": Enquiries._fee,
    "limits": Enquiries._limits,
    "guide": Enquiries._guide,
    "jurisdiction": Enquiries._jurisdiction,
    "hours": Enquiries._hours,
    "queue": Enquiries._queue,
}
_BESIDE: dict[str, Callable[[Enquiries, dict[str, str], Session], tuple[Values | None, str]]] = {
    "case": Enquiries._case,
    "petition": Enquiries._petition,
    "ticket": Enquiries._ticket,
    "caller": Enquiries._caller,
}
