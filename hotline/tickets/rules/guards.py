"""Whether somebody may do something to a ticket now, and the message if not. Pure: facts in, refusal out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from hotline.people.rules.permissions import ON_THE_HOTLINE, Permission, looks_up, may
from hotline.ports import Refused
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules.life import ActorRelation, Move
from hotline.tickets.rules.payloads import PAYLOADS, Correction, Payload
from hotline.words import Role, TicketEvent, TicketState, Way

P = TypeVar("P", bound=Payload)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `posts`: the units of which the person is a member. Without a person it is the clock or the citizen."""

    by: str
    person: int | None = None
    roles: frozenset[Role] = frozenset()
    site: int | None = None
    head: bool = False
    posts: frozenset[int] = frozenset()


OF_THE_CALLER = frozenset({"caller_number", "caller_name"})  # what an agent corrects of a ticket that is not his
CLOCK = Actor("clock")
CITIZEN = Actor("citizen")


@dataclass(frozen=True, slots=True)
class TransitionRequest:
    """What somebody wants done. `unit`: the unit it goes to; `others`: co-handlers; `parent`: the number of the
    ticket to merge it into; `payload`: data that only this event needs (`PAYLOADS`)."""

    event: TicketEvent
    text: str = ""
    unit: int | None = None
    others: tuple[int, ...] = ()
    way: Way | None = None
    half_days: int = 0
    person: int | None = None
    parent: str = ""
    rating: int | None = None
    payload: Payload | None = None

    def __post_init__(self) -> None:
        """Raises TypeError for the payload of another event."""
        if self.payload is not None and type(self.payload) is not PAYLOADS.get(self.event):
            raise TypeError(f"{self.event} has no use for {self.payload}")

    def of(self, kind: type[P]) -> P:
        """The payload if it is of this kind, else an empty one."""
        return self.payload if isinstance(self.payload, kind) else kind()


@dataclass(frozen=True, slots=True)
class GuardFacts:
    """The facts that the guards check. `…_above`: the unit meant, together with the units above it."""

    state: TicketState
    site: int
    confidential: bool = False
    opened_by: int | None = None
    way: str | None = None
    paused: bool = False
    reviews: int = 0
    had_unit: bool = False
    unit_above: frozenset[int] = frozenset()
    holder_above: frozenset[int] = frozenset()
    share_above: frozenset[int] = frozenset()
    any_share_above: frozenset[int] = frozenset()
    open_shares: int = 0
    shared_with: frozenset[int] = frozenset()
    open_request: bool = False
    asked_by: frozenset[int] = frozenset()  # who wrote what is now to be approved or refused
    four_eyes: bool = True
    supervised: bool = False
    answered: bool = False
    urged_today: bool = False
    unit_ok: bool = False  # the requested units exist and are active
    parent_ok: bool = False
    children: int = 0
    member_ok: bool = False
    ground_ok: bool = False
    waits_for: tuple[str, ...] = ()  # the names of the co-handlers who have not answered
    holder: int | None = None
    charged: int | None = None
    judge_ok: bool = False  # somebody of the requested unit, or above it, can decide a review


IDLE = frozenset(
    {
        "request",
        "paused",
        "supervised",
        "answered",
        "own",
        "not_own",
        "had_unit",
        "reviewed",
        "not_reviewed",
        "no_children",
        "not_confidential",
    }
)  # guards that speak of what is not there: nobody waits for it


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why an act of somebody's cannot be done yet. `idle`: there is nothing to do it to, so nobody waits for it."""

    why: Refused
    idle: bool


def refusal(facts: GuardFacts, request: TransitionRequest, who: Actor) -> Refused | None:
    """Why this may not be done, or None."""
    move = ticket_life.move(facts.state, request.event)
    if move is None:
        return Refused(
            "This ticket is “%(state)s” now: “%(event)s” does not fit", state=facts.state, event=request.event
        )
    if not related(facts, request, move, who):
        return Refused("You may not do this with this ticket")
    most = most_of(move, request)
    if len(request.text) > most:
        return Refused("The text is too long: leave out %(over)s characters", over=len(request.text) - most)
    for need in move.needs:
        found = GUARDS[need](facts, request, who)
        if found is not None:
            return found
    return None


def most_of(move: Move, request: TransitionRequest) -> int:
    """How many characters its text may have, so that it is always kept whole. A dispatch to co-handlers has a lower
    limit: its text is also kept in each part."""
    return ticket_life.SHORT if request.event is TicketEvent.DISPATCH and request.others else move.most


def related(facts: GuardFacts, request: TransitionRequest, move: Move, who: Actor) -> bool:
    if who is CLOCK:
        return True
    if facts.confidential:
        near = who.head or who.site == facts.site
        return request.event in ticket_life.SEALED and near and may(who.roles, Permission.READ_CONFIDENTIAL)
    if who is CITIZEN:
        return move.seat is ActorRelation.CITIZEN
    if not may(who.roles, move.act):
        return False
    return _RELATIONS[move.seat](facts, who)


def _near(facts: GuardFacts, who: Actor) -> bool:
    """He belongs to the hotline of the ticket's site, or to the head site's; an agent serves his own site's callers."""
    return who.site == facts.site or (who.head and not looks_up(who.roles))


def for_a_caller(facts: GuardFacts, who: Actor) -> bool:
    """Whether somebody acts on a ticket that he does not read but for its caller: an agent on another's ticket."""
    return looks_up(who.roles) and who.person != facts.opened_by and not facts.unit_above & who.posts


_RELATIONS: Mapping[ActorRelation, Callable[[GuardFacts, Actor], bool]] = {
    ActorRelation.HOTLINE: _near,
    ActorRelation.CITIZEN: _near,
    ActorRelation.UNIT: lambda facts, who: bool(facts.unit_above & who.posts),
    ActorRelation.ABOVE: lambda facts, who: bool(facts.holder_above & who.posts),
    ActorRelation.SHARE: lambda facts, who: bool(facts.share_above & who.posts),
    ActorRelation.READER: lambda facts, who: (
        (_near(facts, who) and (looks_up(who.roles) or bool(ON_THE_HOTLINE & who.roles)))
        or bool((facts.unit_above | facts.any_share_above) & who.posts)
    ),
    ActorRelation.CLOCK: lambda facts, who: False,
}


def _text(facts: GuardFacts, request: TransitionRequest, who: Actor) -> Refused | None:
    if request.text.strip():
        return None
    correcting = request.event is TicketEvent.CORRECT
    return Refused("Say why it is corrected") if correcting else Refused("Write what it is about")


def _other_person(facts: GuardFacts, request: TransitionRequest, who: Actor) -> Refused | None:
    mine = facts.four_eyes and who.person is not None and who.person in facts.asked_by
    return Refused("Somebody else must pass what you have written yourself") if mine else None


def _of_the_caller(facts: GuardFacts, request: TransitionRequest, who: Actor) -> Refused | None:
    if request.of(Correction).names <= OF_THE_CALLER or not for_a_caller(facts, who):
        return None
    return Refused(
        "Another registered this ticket: correct the caller's number and name; write anything else in a note"
    )


def _not_shared(facts: GuardFacts, request: TransitionRequest, who: Actor) -> Refused | None:
    return Refused("This unit takes part already") if request.unit in facts.shared_with else None


def _shares_done(facts: GuardFacts, request: TransitionRequest, who: Actor) -> Refused | None:
    if facts.open_shares == 0:
        return None
    return Refused("Wait for the answer of %(units)s, or release it", units="、".join(facts.waits_for))


def _another_judge(facts: GuardFacts, request: TransitionRequest, who: Actor) -> Refused | None:
    if request.unit in (facts.holder, facts.charged):
        return Refused("Choose another unit: not the one that has the review, nor the one whose answer is reviewed")
    return None if facts.judge_ok else Refused("Nobody of this unit or above it can decide a review: choose another")


def _says(
    fits: Callable[[GuardFacts, TransitionRequest], bool], sentence: str
) -> Callable[[GuardFacts, TransitionRequest, Actor], Refused | None]:
    return lambda facts, request, who: None if fits(facts, request) else Refused(sentence)


GUARDS: Mapping[str, Callable[[GuardFacts, TransitionRequest, Actor], Refused | None]] = {
    "text": _text,
    "other_person": _other_person,
    "not_shared": _not_shared,
    "of_the_caller": _of_the_caller,
    "ground": _says(lambda f, w: f.ground_ok, "Choose the legal ground for not accepting it"),
    "unit": _says(lambda f, w: f.unit_ok, "Choose a unit that works"),
    "member": _says(lambda f, w: f.member_ok, "Choose somebody of this unit"),
    "parent": _says(lambda f, w: f.parent_ok, "Choose an open ticket to merge it into"),
    "no_children": _says(lambda f, w: f.children == 0, "Others are merged into this ticket: merge it the other way"),
    "not_confidential": _says(lambda f, w: not f.confidential, "A confidential complaint stays where it is"),
    "running": _says(lambda f, w: not f.paused, "The clock of this ticket stands: let it go on first"),
    "paused": _says(lambda f, w: f.paused, "The clock of this ticket does not stand"),
    "shares_done": _shares_done,
    "another_judge": _another_judge,
    "no_request": _says(lambda f, w: not f.open_request, "An extension has been asked for already"),
    "request": _says(lambda f, w: f.open_request, "Nobody asks for an extension any more"),
    "own": _says(lambda f, w: f.way == Way.OWN, "The unit reviews this answer first"),
    "not_own": _says(lambda f, w: f.way != Way.OWN, "The hotline handles this itself: its reviewer passes it"),
    "had_unit": _says(lambda f, w: f.had_unit, "No unit has handled this ticket"),
    "not_reviewed": _says(lambda f, w: f.reviews == 0, "It has been reviewed already: ask for the second review"),
    "reviewed": _says(lambda f, w: f.reviews == 1, "Ask for the first review before the second"),
    "supervised": _says(lambda f, w: f.supervised, "No supervision waits for an answer"),
    "answered": _says(lambda f, w: f.answered, "There is no answer to rate yet"),
    "rating": _says(lambda f, w: w.rating in (1, 2, 3, 4, 5), "Rate it from 1 to 5"),
    "not_urged_today": _says(lambda f, w: not f.urged_today, "This ticket has been urged today already"),
}
