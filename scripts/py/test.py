"""Run the checks and the tests; says what was left out and why, and at the end how long what took.

Live tests wait for a real switch, browser tests for a browser: they run one after the other in a lane of their own, for
beside each other they held two cores so busy that telephones and pages came too late. In the second lane run the checks
and the tests that compute, which give way to them (`nice`). A slow machine has one lane.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from scripts.py import pace, real_switch
from scripts.py.suite_parts import Part, Result, run
from scripts.py.suite_postgresql import binaries, postgresql
from scripts.py.suite_report import report

CORES = os.cpu_count() or 1
SLOW = 1.5  # from this pace on nothing that waits in real time runs beside anything else
MEMORY, ENOUGH = Path("/dev/shm"), 3 << 30  # noqa: S108 - a folder of our own is made in it
TOGETHER = ("-n", str(min(CORES, 8)), "--dist", "worksteal")
CHECKS = (
    Part("style", ("ruff", "check", ".")),
    Part("format", ("ruff", "format", "--check", "-q", ".")),
    Part("types", ("mypy",)),
    Part("imports", ("lint-imports", "--no-logo")),
    Part("advisories", ("python", "-m", "scripts.py.advisories")),
)
COMPUTING = (
    "tests/house", "tests/hotline", "tests/controller", "tests/admin_web", "tests/public_web", "tests/web_kit",
    "tests/stories", "tests/wire", "tests/contract", "tests/freeswitch", "tests/scripts",
)  # fmt: skip
# on PostgreSQL: where a statement of our own, a lock or a type of PostgreSQL decides; with --long all that touch rows
ON_POSTGRESQL = (
    "tests/hotline",
    "tests/public_web",
    "tests/controller/test_recorder.py",
    "tests/stories/test_database.py",
)
ON_POSTGRESQL_LONG = ("tests/hotline", "tests/controller", "tests/admin_web", "tests/public_web", "tests/stories")


def main(live: str, effort: str, words: list[str]) -> int:
    """Of `live`: both, none or only. `effort`: push or long. 0 when everything passed."""
    found = pace.measured(CORES)
    os.environ.update(TINGSU_PACE=f"{found:.2f}", TINGSU_EFFORT=effort)
    with tempfile.TemporaryDirectory(prefix="tingsu-test-", dir=in_memory()) as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - PostgreSQL runs as a user of its own, and has its folder within
        os.environ["TMPDIR"] = folder
        if words:
            return run(Part("pytest", ("pytest", "-q", *words)), Path(folder)).code
        return everything(live, effort, found, Path(folder))


def everything(live: str, effort: str, found: float, folder: Path) -> int:
    """All parts on a machine of the pace `found`; their files go into `folder`."""
    begun, slow = time.monotonic(), found >= SLOW
    print(f"== {CORES} 核，速度系数 / cores, pace {found:.2f}" + ("，逐项运行 / one part at a time" if slow else ""))
    waiting = [*switches(live, beside=not slow), *browsers(live, beside=not slow)]
    lanes = [waiting, computing(live, effort, beside=not slow)]
    with ThreadPoolExecutor(1 if slow else len(lanes)) as threads:
        results = [result for lane in threads.map(lambda parts: walk(parts, folder), lanes) for result in lane]
    return report(results, time.monotonic() - begun, found)


def in_memory() -> Path | None:
    """Where files are kept in memory: thousands of small databases then wait for no disk. None: there is too little."""
    with suppress(OSError):
        if shutil.disk_usage(MEMORY).free >= ENOUGH and os.access(MEMORY, os.W_OK):
            return MEMORY
    return None


def walk(parts: list[Part], folder: Path) -> list[Result]:
    """One lane: its parts one after the other."""
    results = []
    for part in parts:
        try:
            with postgresql() if part.postgresql else nullcontext("") as url:
                results.append(run(part.within(TINGSU_TEST_PG=url), folder))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{part.name} | {error}", flush=True)
            results.append(Result(part.name, 1, 0.0))
    return results


def computing(live: str, effort: str, *, beside: bool) -> list[Part]:
    """Checks and the tests that need the processor; they give way to what runs beside them."""
    if live == "only":
        return []
    parts = [*CHECKS, by_pytest("SQLite", *COMPUTING, "-m", "not live and not web", spread=TOGETHER)]
    if binaries() is None:
        print("没有 PostgreSQL，略过 / no PostgreSQL on this machine: its tests are left out")
        return [replace(part, gives_way=beside) for part in parts]
    places = ON_POSTGRESQL_LONG if effort == "long" else ON_POSTGRESQL
    on_it = by_pytest("PostgreSQL", *places, "-m", "not live", spread=TOGETHER)
    return [replace(part, gives_way=beside) for part in (*parts, replace(on_it, postgresql=True))]


def switches(live: str, *, beside: bool) -> list[Part]:
    """Live tests; each worker has a switch."""
    if live == "none":
        return []
    if why := without_switch():
        print(why)
        return []
    spread = ("-n", "2" if beside and CORES > 1 else "1", "--dist", "loadfile")
    return [by_pytest("live", "tests/live", "tests/contract", "-m", "live", spread=spread)]


def browsers(live: str, *, beside: bool) -> list[Part]:
    """Browser tests; each worker has a browser."""
    if live == "only":
        return []
    spread = ("-n", "2" if beside and CORES > 1 else "1", "--dist", "loadfile")
    return [by_pytest("browser", "tests/web", spread=spread)]


def by_pytest(name: str, *words: str, spread: tuple[str, ...]) -> Part:
    return Part(name, ("pytest", "-q", *words), counted=True, spread=spread, again=True)


def without_switch() -> str:
    """Why there are no live tests; "" where there are."""
    if real_switch.find() is None:
        return "没有 FreeSWITCH，略过 live 测试 / no FreeSWITCH on this machine: the live tests are left out"
    if shutil.which("sipp") is None:
        return "没有 sipp，略过 live 测试 / no sipp on this machine: the live tests are left out"
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
