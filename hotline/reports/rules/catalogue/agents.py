"""Figures of agents: offers of calls, and the spans of time in which they stood in a state. Pure."""

from hotline.reports.rules.figures import Bilingual, Figure, Measure, RowSet, ValueUnit
from hotline.reports.rules.predicates import EVERY, HasValue, Predicate, both, one
from hotline.words import OfferResult, Presence, Whom

from .sources import OWN

_MISSED = (OfferResult.NO_ANSWER, OfferResult.BUSY, OfferResult.REJECTED, OfferResult.UNREACHABLE, OfferResult.FAILED)
WORKING = (Presence.READY, Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP)
BUSY = (Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP)


def _offers(figure: str, label: Bilingual, formula: Bilingual, counted: Predicate = EVERY) -> Figure:
    return Figure(figure, label, formula, OWN, RowSet.OFFERS, Measure.COUNT, counted)


def _time(figure: str, label: Bilingual, formula: Bilingual, counted: Predicate) -> Figure:
    return Figure(figure, label, formula, OWN, RowSet.SPANS, Measure.SUM, counted, of="seconds", unit=ValueUnit.SECONDS)


AGENTS = (
    _offers(
        "offers",
        Bilingual("派送来电", "Offers"),
        Bilingual("派送给座席的来电次数", "times a call was offered to an agent"),
    ),
    _offers(
        "offers_answered",
        Bilingual("接听", "Offers answered"),
        Bilingual("派送后接听的次数", "offers that were answered"),
        one("result", OfferResult.ANSWERED),
    ),
    _offers(
        "offers_missed",
        Bilingual("未接", "Offers missed"),
        Bilingual(
            "派送后座席一方未接的次数（来电人先挂机的不计）",
            "offers that the agent's side did not take (not those whose caller hung up)",
        ),
        one("result", *_MISSED),
    ),
    _offers(
        "missed_a",
        Bilingual("A 岗未接", "Missed by position A"),
        Bilingual("派送给 A 岗而未接的次数", "offers to position A that were missed"),
        both(one("step", Whom.A), one("result", *_MISSED)),
    ),
    _offers(
        "missed_b",
        Bilingual("B 岗未接", "Missed by position B"),
        Bilingual("派送给 B 岗而未接的次数", "offers to position B that were missed"),
        both(one("step", Whom.B), one("result", *_MISSED)),
    ),
    _offers(
        "borrowed",
        Bilingual("借用座席接听", "Answered by borrowed agents"),
        Bilingual("由其他法院的座席接听的次数", "offers that another site's agent answered"),
        both(one("step", Whom.BRANCH), one("result", OfferResult.ANSWERED)),
    ),
    _time(
        "time_signed_in",
        Bilingual("在岗时长", "Time on duty"),
        Bilingual("空闲、振铃、通话、话后整理与示忙时长之和", "time ready, offered, talking, in wrap-up and away"),
        one("state", *WORKING, Presence.AWAY),
    ),
    _time(
        "time_ready",
        Bilingual("空闲时长", "Time ready"),
        Bilingual("处于空闲状态的时长", "time in the state ready"),
        one("state", Presence.READY),
    ),
    _time(
        "time_talking",
        Bilingual("通话时长", "Time talking"),
        Bilingual("处于通话状态的时长", "time in the state talking"),
        one("state", Presence.TALKING),
    ),
    _time(
        "time_wrap_up",
        Bilingual("话后整理时长", "Time in wrap-up"),
        Bilingual("处于话后整理状态的时长", "time in wrap-up"),
        one("state", Presence.WRAP_UP),
    ),
    _time(
        "time_away",
        Bilingual("示忙时长", "Time away"),
        Bilingual("处于示忙状态的时长", "time away"),
        one("state", Presence.AWAY),
    ),
    Figure(
        "hold_time",
        Bilingual("保持时长", "Hold time"),
        Bilingual("通话中来电人被保持的时长之和", "time that callers were on hold in talks, summed"),
        OWN,
        RowSet.TALKS,
        Measure.SUM,
        HasValue("hold_seconds"),
        of="hold_seconds",
        unit=ValueUnit.SECONDS,
    ),
    Figure(
        "average_handle",
        Bilingual("平均处理时长", "Average handle time"),
        Bilingual(
            "（通话 + 保持 + 话后整理）秒数之和 ÷ 座席接听且通话已结束的呼叫；尚未结束的话后整理不计",
            "seconds of talk, hold and wrap-up, summed ÷ calls answered by agents whose talk is over; "
            "a wrap-up that is not over is not in it",
        ),
        OWN,
        RowSet.TALKS,
        Measure.MEAN,
        HasValue("handle_seconds"),
        of="handle_seconds",
        unit=ValueUnit.SECONDS,
    ),
    Figure(
        "occupancy",
        Bilingual("占用率", "Occupancy"),
        Bilingual(
            "（振铃 + 通话 + 话后整理）时长 ÷（空闲 + 振铃 + 通话 + 话后整理）时长",
            "time offered, talking or in wrap-up ÷ time ready, offered, talking or in wrap-up",
        ),
        OWN,
        RowSet.SPANS,
        Measure.SHARE_OF_SUM,
        one("state", *BUSY),
        one("state", *WORKING),
        of="seconds",
        unit=ValueUnit.SHARE,
    ),
)
