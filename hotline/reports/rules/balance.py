"""Balance checks (平衡校验): sums that must agree before a report is published, as data. Pure.

A partition says that each row of a whole is in exactly one part; an implication, that whoever meets one test meets
another. What breaks one can be opened row by row. The stock of tickets and the sums of a division are checked beside.
"""

from dataclasses import dataclass

from hotline.reports.rules.catalogue import calls, tickets
from hotline.reports.rules.figures import Bilingual, RowSet
from hotline.reports.rules.predicates import Any_, Not, NoValue, Predicate, both, one
from hotline.reports.rules.standard import BY_AGENT, BY_MACHINE, MISSED
from hotline.tickets.rules.life import CLOSED, OPEN_STATES
from hotline.words import OfferResult, Outcome, TicketState


@dataclass(frozen=True, slots=True)
class Partition:
    """Each row of `whole` is in exactly one of the parts."""

    id: str
    label: Bilingual
    rows: RowSet
    whole: Predicate
    parts: tuple[tuple[Bilingual, Predicate], ...]

    @property
    def breaks(self) -> Predicate:
        """The rows of the whole that are in no part or in two."""
        predicates = [part for _label, part in self.parts]
        pairs = [both(a, b) for n, a in enumerate(predicates) for b in predicates[n + 1 :]]
        return both(self.whole, Any_((Not(Any_(tuple(predicates))), *pairs)))


@dataclass(frozen=True, slots=True)
class Implication:
    """Each row that meets `given` meets `then`."""

    id: str
    label: Bilingual
    rows: RowSet
    given: Predicate
    then: Predicate

    @property
    def breaks(self) -> Predicate:
        return both(self.given, Not(self.then))


_NOT_OURS = Any_(tuple(one_.holds for one_ in calls.NOT_OURS))
CHECKS: tuple[Partition | Implication, ...] = (
    Partition(
        "calls",
        Bilingual(
            "进入呼叫 = 人工 + 自助 + 漏话 + 故障 + 未结束",
            "calls = by agents + by machine + missed + failed + running",
        ),
        RowSet.CALLS,
        Not(_NOT_OURS),
        (
            (Bilingual("人工接通与应急接续", "by agents"), one("outcome", *BY_AGENT)),
            (Bilingual("自助应答", "by machine"), one("outcome", *BY_MACHINE)),
            (Bilingual("漏话", "missed"), one("outcome", *MISSED)),
            (Bilingual("系统故障", "failed"), one("outcome", Outcome.FAILED)),
            (Bilingual("尚未结束", "running"), NoValue("outcome")),
        ),
    ),
    Partition(
        "offers",
        Bilingual("派送 = 接听 + 未接 + 来电人先挂机 + 进行中", "offers = answered + missed + caller gone + open"),
        RowSet.OFFERS,
        both(),
        (
            (Bilingual("接听", "answered"), one("result", OfferResult.ANSWERED)),
            (
                Bilingual("未接", "missed"),
                one(
                    "result",
                    OfferResult.NO_ANSWER,
                    OfferResult.BUSY,
                    OfferResult.REJECTED,
                    OfferResult.UNREACHABLE,
                    OfferResult.FAILED,
                ),
            ),
            (Bilingual("来电人先挂机", "caller gone"), one("result", OfferResult.CALLER_GONE)),
            (Bilingual("进行中", "open"), NoValue("result")),
        ),
    ),
    Partition(
        "tickets",
        Bilingual(
            "登记工单 = 在办 + 办结 + 不予受理 + 撤回 + 并单",
            "tickets = open + closed + not accepted + withdrawn + merged",
        ),
        RowSet.TICKETS,
        both(),
        (
            (Bilingual("在办", "open"), one("state", *sorted(OPEN_STATES))),
            (Bilingual("办结", "closed"), one("state", *sorted(CLOSED))),
            (Bilingual("不予受理", "not accepted"), one("state", TicketState.NOT_ACCEPTED)),
            (Bilingual("撤回", "withdrawn"), one("state", TicketState.WITHDRAWN)),
            (Bilingual("并单", "merged"), tickets.MERGED.holds),
        ),
    ),
    Implication(
        "solved_is_handled",
        Bilingual(
            "称已解决的不应称未办理（办理 ≥ 解决）", "what is solved is not said to be unhandled (handled ≥ solved)"
        ),
        RowSet.FOLLOW_UPS,
        one("solved", 1),
        Not(one("handled", 0)),
    ),
    Implication(
        "talked_has_agent",
        Bilingual("人工接通的来电都有座席", "each call that was talked has its agent"),
        RowSet.CALLS,
        one("outcome", Outcome.TALKED),
        Not(NoValue("agent")),
    ),
)
BY_ID = {check.id: check for check in CHECKS}
