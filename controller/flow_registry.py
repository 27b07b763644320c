"""The flows in use: which one answers a number, and how changed files are checked and taken into use.

The newest published version in the records is in use; a changed file is checked and published. A call keeps the flow
with which it began. A flow with a problem is not taken into use: the old one stays, and the problems are kept for the
page.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog

from controller.flow_checks import TOO_MUCH, FlowCheck, FlowRules, at_once
from controller.ivr.flow import Flow, version_of
from controller.ivr.nodes import HangUp
from controller.switch import port
from hotline.calls.rows import flow_store
from hotline.calls.rows.flow_store import Published
from hotline.calls.rules.dialling import NumberPlan
from hotline.clock import utc
from hotline.knowledge.content import Content
from hotline.settings import Settings
from hotline.store.database import AWAY
from hotline.words import Outcome
from hotline.yaml_source import Problem, read
from hotline.yaml_source.sentences import NO_FILE

log = structlog.get_logger()
UNKNOWN = "unknown_number"  # the flow for a number without a flow of its own
_SORRY = HangUp(
    kind="hang_up", title="流程不可用", title_en="Flow not usable", prompt=("common.out_of_order",),
    outcome=Outcome.FAILED,
)  # fmt: skip
# For a number whose own flow is missing or wrong: the caller hears that he cannot be helped now; the call is recorded.
OUT_OF_ORDER = Flow("no_flow", "流程不可用 / flow not usable", "sorry", {"sorry": _SORRY}, "")
FILE = "file"  # recorded as the publisher when a file has changed
MISTAKES = "There are mistakes in the flow"
OTHER_FILE = "the file of the flow `%(flow)s` is `%(flow)s.yml`"


class FlowRegistry:
    """`lines` gives the line codes that a flow may name, `plan` the numbers that the house dials, once they are known;
    `in_database` runs database work, `checks` says where texts are checked."""

    def __init__(
        self, settings: Settings, in_database: Callable[[Callable[[], Any]], Any], content: Content,
        checks: FlowCheck | None = None,
    ) -> None:  # fmt: skip
        self._settings, self._in_database = settings, in_database
        self._checks = checks or at_once(settings.sounds, content)
        self.lines: set[str] = set()
        self.plan = NumberPlan()
        self.flows: dict[str, Flow] = {}
        self.problems: dict[str, list[Problem]] = {}
        self._seen: dict[str, str] = {}

    # ---- publishing

    def load(self, now: float) -> None:
        """At start: load the published flows, then files changed since. Raises what the database raises."""
        for one in self._in_database(flow_store.published):
            flow, problems = self._check(one.text, f"{one.name}.yml", plan=None)
            if flow is not None:
                self.flows[flow.name] = flow
            for problem in problems:
                log.error("flow_problem", problem=str(problem))
        self._seen = dict(self._in_database(flow_store.files))
        self.look(now)
        for dialled, number in self._settings.numbers.items():
            if number.flow not in self.flows:
                log.error("number_without_flow", number=dialled, flow=number.flow)

    def look(self, now: float) -> None:
        """Publish changed files; if the database is not reachable, try again at the next look."""
        for file in sorted(self._settings.flows.glob("*.yml")):
            try:
                self._take(file, now)
            except AWAY as error:
                log.error("database_away", why=str(error))
                return

    def _take(self, file: Path, now: float) -> None:
        try:
            raw = file.read_bytes()
            text = raw.decode("utf-8-sig")
        except OSError as error:
            problem = Problem(file.name, 1, 1, "", NO_FILE, (("why", error.strerror or type(error).__name__),))
            self._complain(file, "unreadable", [problem], now)
            return
        except UnicodeDecodeError:
            self._complain(file, "unreadable", list(read(raw, file.name).problems), now)
            return
        seen = version_of(text)
        known = self.problems.get(file.name, [])
        good = file.stem in self.flows and not known
        if self._seen.get(file.name) == seen and (good or TOO_MUCH in {one.message for one in known}):
            return  # what took too long takes too long again; other faults may end without a change of the text
        flow, problems = self._check(text, file.name, plan=self.plan)
        if flow is not None and flow.name != file.stem:
            problems = [Problem(file.name, 1, 1, "flow", OTHER_FILE, (("flow", flow.name),))]
        if flow is None or problems:
            self._complain(file, seen, problems, now)
            return
        if self.flows.get(flow.name, OUT_OF_ORDER).version != flow.version:
            self._publish(flow, text, by=FILE, why="", now=now)
        self._complain(file, seen, [], now)

    def _complain(self, file: Path, seen: str, problems: list[Problem], now: float) -> None:
        """Keep the problems of a file, or clear them."""
        if self._seen.get(file.name) == seen and self.problems.get(file.name) == problems:
            return
        for problem in problems:
            log.error("flow_problem", problem=str(problem))
        told = [problem.as_data() for problem in problems]
        self._in_database(lambda: flow_store.looked_at(file.name, seen, told, now=utc(now)))
        self._seen[file.name] = seen
        self.problems[file.name] = problems

    def publish(self, order: int, text: str, *, by: str, why: str, now: float) -> str | None:
        """Publish a text from the page; returns why it was refused, or None."""
        flow = self.checked(order, text)
        if flow is None:
            return MISTAKES
        self._publish(flow, text, by=by, why=why, now=now)
        return None

    def check_only(self, order: int, text: str) -> str | None:
        """Check a text from the page and publish nothing; returns why it would be refused, or None."""
        return MISTAKES if self.checked(order, text) is None else None

    def checked(self, order: int, text: str) -> Flow | None:
        """The flow of a text from the page; without one, its problems are kept with the order."""
        flow, problems = self._check(text, "flow", plan=self.plan)
        if flow is None:
            told = [problem.as_data() for problem in problems]
            self._in_database(lambda: flow_store.refused(order, told))
        return flow

    def _publish(self, flow: Flow, text: str, *, by: str, why: str, now: float) -> None:
        row = Published(flow.name, flow.version, text)
        self._in_database(lambda: flow_store.publish(row, title=flow.title, by=by, why=why, now=utc(now)))
        self.flows[flow.name] = flow
        log.info("flow_published", flow=flow.name, version=flow.version, by=by)

    def _check(self, text: str, file: str, *, plan: NumberPlan | None) -> tuple[Flow | None, list[Problem]]:
        """`plan`: None for what is published, as a list that changes later does not stop a flow."""
        return self._checks(text, file, FlowRules(frozenset(self.lines), plan))

    # ---- the flow of a call

    def for_arrival(self, arrived: port.Arrived) -> Flow:
        return self.for_number(arrived.dialled)

    def for_number(self, dialled: str) -> Flow:
        number = self._settings.numbers.get(dialled)
        name = number.flow if number else UNKNOWN
        flow = self.flows.get(name)
        if flow is None:
            log.error("no_flow", dialled=dialled, flow=name)
        return flow or OUT_OF_ORDER
