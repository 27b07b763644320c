"""Figures of the two voices of talks, as they were measured from the recordings. Pure."""

from hotline.calls.rules.voices import AGENT_SILENT, LATE_WORD, LONG_SILENCE, TALKED_OVER
from hotline.reports.rules.figures import Bilingual, Figure, Measure, RowSet, ValueUnit
from hotline.reports.rules.predicates import EVERY, AtLeast, AtMost, HasValue, Predicate

from .sources import OWN


def _mean(id_: str, label: Bilingual, formula: Bilingual, of: str, unit: ValueUnit = ValueUnit.SECONDS) -> Figure:
    return Figure(id_, label, formula, OWN, RowSet.VOICES, Measure.MEAN, HasValue(of), of=of, unit=unit)


def _rate(id_: str, label: Bilingual, formula: Bilingual, counted: Predicate) -> Figure:
    return Figure(id_, label, formula, OWN, RowSet.VOICES, Measure.RATE, counted, EVERY, unit=ValueUnit.SHARE)


VOICES = (
    Figure(
        "voices_measured",
        Bilingual("已测量的通话", "Talks measured"),
        Bilingual("已由录音测量双方声音的通话数", "recorded talks whose two voices were measured"),
        OWN,
        RowSet.VOICES,
        Measure.COUNT,
    ),
    _mean(
        "first_word",
        Bilingual("座席首句用时", "Agent's first word"),
        Bilingual("接通到座席开口的秒数的平均值（未开口的不计）",
                  "mean seconds from the talk's beginning to the agent's first word; who never spoke is left out"),
        "first_word_seconds",
    ),
    _rate(
        "first_word_soon",
        Bilingual("3 秒内开口率", "First word within 3 s"),
        Bilingual("座席 3 秒内开口的通话 ÷ 已测量的通话", "talks in which the agent spoke within 3 s ÷ talks measured"),
        AtMost("first_word_seconds", LATE_WORD),
    ),
    _mean(
        "agent_talks",
        Bilingual("座席讲话占比", "Share of the agent's speech"),
        Bilingual("座席讲话时间占通话（不含保持）的比例的平均值",
                  "mean share of a talk (without holds) in which the agent spoke"),
        "agent_share",
        ValueUnit.SHARE,
    ),
    _mean(
        "silence",
        Bilingual("双方静默", "Silence of both"),
        Bilingual("每次通话双方静默（每段 3 秒以上）秒数的平均值",
                  "mean seconds of a talk in which neither spoke, in pieces of 3 s or more"),
        "silence_seconds",
    ),
    _rate(
        "long_silence",
        Bilingual("长静默率", "Talks with a long silence"),
        Bilingual("双方静默 10 秒以上的通话 ÷ 已测量的通话",
                  "talks with a silence of both of 10 s or more ÷ talks measured"),
        AtLeast("longest_silence_seconds", LONG_SILENCE),
    ),
    _rate(
        "agent_long_silent",
        Bilingual("座席长时间未讲话率", "Talks in which the agent was long silent"),
        Bilingual("座席连续 60 秒以上未讲话的通话 ÷ 已测量的通话",
                  "talks in which the agent said nothing for 60 s or more ÷ talks measured"),
        AtLeast("agent_silent_seconds", AGENT_SILENT),
    ),
    _rate(
        "talked_over",
        Bilingual("抢话率", "Talks with much speech at once"),
        Bilingual("双方同时讲话占 10% 以上的通话 ÷ 已测量的通话",
                  "talks of which both spoke at once for 10% or more ÷ talks measured"),
        AtLeast("both_share", TALKED_OVER),
    ),
)  # fmt: skip
