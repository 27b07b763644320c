"""What came of the demo's day: figures against the limits of the service standard, and callers' stories."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from controller.flow_checks import seconds
from hotline import rows
from hotline.clock import CHINA
from hotline.reports.reads.day import DayFigures
from hotline.reports.rules.standard import ANNOUNCEMENT_LIMIT, ANSWER_LIMIT, CONNECT_LIMIT, WAIT_LIMIT
from hotline.values.privacy import mask
from hotline.words import Ender, Fact, OfferResult, Outcome, Party, Presence

MOST = 30  # problems shown
SILENT_FACTS = {Fact.ARRIVED, Fact.RECORDING, Fact.RECORDED, Fact.ANSWERED, Fact.FLOW, Fact.OFFER_ENDED}


def as_json(result: DayFigures) -> dict[str, Any]:
    f = result.figures
    return {
        "calls": result.calls,
        "entered": f.entered,
        "outcomes": {str(o): n for o, n in result.outcomes.items()},
        "answered": f.answered,
        "by_machine": f.by_machine,
        "called_back": f.called_back,
        "silent": f.silent,
        "abandoned": f.abandoned,
        "average_answer_seconds": None if f.average_answer is None else round(f.average_answer, 2),
        "connect_rate": None if f.connect_rate is None else round(f.connect_rate, 4),
        "answered_within_15_s": result.within_15,
        "waited_at_most_40_s": result.within_40,
        "asked_for_a_person": result.asked,
        "talk_seconds": round(result.talk_seconds, 1),
        "offers": {str(r): n for r, n in result.offers.items()},
        "messages": result.messages,
        "recordings": result.recordings,
        "topics": topics(),
        "agents": {
            a.name: {"calls": a.calls, "talk_seconds": round(a.talk_seconds, 1), "missed": a.missed}
            | {str(s): round(n) for s, n in a.seconds.items()}
            for a in result.agents
        },
        "problems": list(result.problems),
    }


def topics() -> dict[str, int]:
    """Calls that were given what self-service has, by the node that gave it."""
    counted: dict[str, int] = {}
    for fact in rows.CallEvent.select().where(rows.CallEvent.kind == Fact.SERVED.value):
        counted[fact.data["node"]] = counted.get(fact.data["node"], 0) + 1
    return dict(sorted(counted.items()))


def as_text(result: DayFigures, spent: float, *, every: bool) -> str:
    lines = [
        f"一天 {result.calls} 个来去电，用时 {spent:.1f} 秒 / a day of {result.calls} calls in {spent:.1f} s",
        "",
        *_limits(result),
        "",
        *_figures(result),
        "",
        *(f"  {o.zh:<14}{o.en:<38}{n:>5}" for o, n in result.outcomes.items() if n or o is Outcome.TALKED),
        "",
        "  自助 self-service: " + ", ".join(f"{node} {n}" for node, n in topics().items()),
        "  分配 offers: "
        + ", ".join(f"{r.en} {n}" for r, n in result.offers.items() if n or r is OfferResult.ANSWERED),
        *(
            f"  {a.name}  接听 {a.calls:>3}  通话 {a.talk_seconds / 60:6.1f} min  未接 {a.missed:>2}"
            f"  空闲 {a.seconds[Presence.READY] / 3600:4.1f} h  示忙 {a.seconds[Presence.AWAY] / 3600:4.1f} h"
            for a in result.agents
        ),
        "",
        *stories(every=every),
        "",
    ]
    lines += [f"  !! {problem}" for problem in result.problems[:MOST]]
    lines.append(
        "每个数字都对得上，没有遗留 / everything adds up, nobody is left"
        if not result.problems
        else "有问题 / problems"
    )
    return "\n".join(lines)


def _limits(result: DayFigures) -> list[str]:
    """S4's limits and how the day stands to them."""
    f = result.figures
    within = result.within_40 / result.asked if result.asked else None
    said = seconds(Path("sounds/zh"), "court.welcome") or 0.0
    return [
        "  服务标准 the service standard (DB330503/T 02.3—2018)",
        _limit("平均应答时限 average answer", f.average_answer, f"< {ANSWER_LIMIT:.0f} s", f.answer_good, "s"),
        _limit("总接通率 total connect rate", f.connect_rate, f">= {CONNECT_LIMIT:.0%}", f.connect_good, "%"),
        _limit("转人工等待 wait for a person", within, f"<= {WAIT_LIMIT:.0f} s", within is None or within >= 1, "%"),
        _limit("应答前播报 announcement", said, f"<= {ANNOUNCEMENT_LIMIT:.0f} s", said <= ANNOUNCEMENT_LIMIT, "s"),
    ]


def _limit(name: str, value: float | None, limit: str, good: bool, unit: str) -> str:
    shown = "-" if value is None else f"{value:.1%}" if unit == "%" else f"{value:.1f} s"
    return f"  {'达标 ok ' if good else '未达 MISS'}  {name:<32}{shown:>9}   {limit}"


def _figures(result: DayFigures) -> list[str]:
    f = result.figures
    return [
        _line("进入呼叫中心 entered", f.entered, "calls to our numbers; not unknown, refused or outgoing ones"),
        _line("人工接通 answered", f.answered, "calls with talking_at = 有通话开始时间的来电"),
        _line("自动接通 by machine", f.by_machine, "self_served + silent, quiet, hands-free, noisy + led_on"),
        _line("漏话回拨 called back", f.called_back, "missed calls whose call-back reached them"),
        _line("放弃 abandoned", f.abandoned, "outcome abandoned_menu + _queue + _ringing"),
        _line("总接通率 connect rate", "", "(answered + by machine + called back) / ended; mean of days over many"),
        _line("15 秒内接通 within 15 s", f"{result.within_15} / {f.answered}", "answered calls with wait <= 15 s"),
        _line("40 秒内 within 40 s", f"{result.within_40} / {result.asked}", "calls that asked for a person"),
        _line("留言 messages", result.messages, "kept recordings of kind message"),
        _line("录音 recordings", result.recordings, "kept recordings of kind call; every answered call has one"),
    ]


def _line(name: str, value: object, source: str) -> str:
    return f"  {name:<28}{value!s:>12}   {source}"


def stories(*, every: bool) -> list[str]:
    """How callers fared, in one line each: of every call, or of one call of each outcome."""
    query = rows.Call.select().order_by(rows.Call.arrived_at, rows.Call.id)
    seen: set[str] = set()
    told = []
    for call in query:
        if every or call.outcome not in seen:
            seen.add(call.outcome or "")
            told.append(story(call))
    return told


def story(call: rows.Call) -> str:
    """`09:12 138****1234 自助完成: 欢迎语 · [1] 自助服务 · …`"""
    facts = rows.CallEvent.select().where(rows.CallEvent.call == call.id).order_by(rows.CallEvent.seq)
    words = [_word(fact.kind, fact.data) for fact in facts if fact.kind not in SILENT_FACTS]
    outcome = Outcome(call.outcome).zh if call.outcome else "?"
    when = call.arrived_at.astimezone(CHINA)
    return f"  {when:%H:%M:%S} {mask(call.number)} {outcome}: {' · '.join(words)}"


_SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    Fact.NODE: lambda data: str(data["node"]),
    Fact.KEY: lambda data: f"[{data['key']}]",
    Fact.OFFERED: lambda data: f"{data['whom']}→{data['extension']}",
    Fact.LEG: lambda data: f"{data['name'] or Party(data['party']).zh}→{data['dialled']}",
    Fact.LEG_ENDED: lambda data: f"({OfferResult(data['result']).zh})",
    Fact.QUEUED: lambda data: f"排队 {data['line']}",
    Fact.SURVEY: lambda data: f"评价 {data['score']}",
    Fact.ENDED: lambda data: f"{Ender(data['by']).zh}挂机",
}


def _word(kind: str, data: dict[str, Any]) -> str:
    return _SAID[kind](data) if kind in _SAID else Fact(kind).zh
