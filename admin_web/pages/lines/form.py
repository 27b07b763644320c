"""A line as a form: the ladder with its steps' settings, and the settings for waiting callers."""

import re

from werkzeug.datastructures import MultiDict

from hotline.calls.rules.roster import RosterStep
from hotline.calls.verbs.lines import Plan, Shift
from hotline.words import Whom

MOST = 8  # steps that a ladder can have
SPARE = 2  # empty rows below the last step
FIRST = Plan("", (RosterStep("A", 15), RosterStep("B", 15), RosterStep("pool", 40)), 15, 30)
_BETWEEN = re.compile(r"[,，、;；\s]+")
Form = MultiDict[str, str]


def plan(form: Form) -> Plan:
    """The typed values; the verb refuses invalid ones."""
    return Plan(
        name=form.get("name", ""),
        ladder=ladder(form),
        ring_seconds=whole(form.get("ring_seconds", "")),
        wrap_up_seconds=whole(form.get("wrap_up_seconds", ""), -1),
        active=bool(form.get("active")),
        needs=needs(form.get("needs", "")),
        most_waiting=whole(form.get("most_waiting", "0"), -1),
        announce_seconds=whole(form.get("announce_seconds", "0"), -1),
        tests_silence=bool(form.get("tests_silence")),
        shown_number=form.get("shown_number", "")[:40],
    )


def ladder(form: Form) -> tuple[RosterStep, ...]:
    """The steps of the rows with a choice."""
    rungs = []
    skip = set(form.getlist("skip"))
    for place, whom in enumerate(form.getlist("whom"), 1):
        if not whom:
            continue
        seconds, load = (_nth(form.getlist(name), place) for name in ("seconds", "load"))
        sites = tuple(form.getlist(f"sites-{place}"))
        rungs.append(RosterStep(whom, whole(seconds), str(place) in skip, sites, number(load)))
    return tuple(rungs)


def rows(plan: Plan) -> list[RosterStep]:
    """The steps, and some empty rows."""
    spare = max(0, min(SPARE, MOST - len(plan.ladder)))
    return [*plan.ladder, *[RosterStep("", 0)] * spare]


def needs(typed: str) -> dict[str, int]:
    """`dialect:2, english` → levels by skill; without a figure the level is 1."""
    told = {}
    for one in _BETWEEN.split(typed.strip().replace("：", ":")):
        code, _colon, level = one.partition(":")
        if one:
            told[code] = whole(level) if _colon else 1
    return told


def shown(needs: dict[str, int]) -> str:
    return ", ".join(f"{code}:{level}" for code, level in needs.items())


def shift(form: Form) -> Shift:
    return Shift("".join(form.getlist("days")), form.get("begins", ""), form.get("ends", ""))


def whole(text: str, wrong: int = 0) -> int:
    """A small whole number as typed; `wrong` for anything else, which the verb refuses."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else wrong


def number(text: str) -> float:
    """A small number as typed, 0 for nothing, -1 for anything else."""
    text = text.strip() or "0"
    return float(text) if re.fullmatch(r"[0-9]{1,4}([.][0-9]{1,2})?", text) else -1.0


def choices() -> list[Whom]:
    """Who can be asked in a step."""
    return [whom for whom in Whom if whom is not Whom.PERSON]


def _nth(given: list[str], place: int) -> str:
    return given[place - 1] if place <= len(given) else ""
