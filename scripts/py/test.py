"""Run the checks and the tests in turn; says what was left out and why. Used by `scripts/test`."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.py import real_switch

CHECKS = (
    ("style", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "-q", "."]),
    ("types", ["mypy"]),
    ("imports", ["lint-imports", "--no-logo"]),
)
ON_BOTH = [
    "tests/hotline",
    "tests/controller",
    "tests/admin_web",
    "tests/public_web",
    "tests/stories",
]  # PostgreSQL too
CORES = os.cpu_count() or 1
BESIDE_EACH_OTHER = ["-n", str(min(CORES, 8)), "--dist", "worksteal"]
IN_REAL_TIME = ["-n", str(min(CORES, 2)), "--dist", "loadfile"]  # browsers, and a switch for each worker


def main(live: str, words: list[str]) -> int:
    if words:
        return pytest(*words)
    failed: list[str] = []
    if live != "only":
        failed += [name for name, command in CHECKS if not check(name, command)]
        if pytest("-m", "not live and not web", *BESIDE_EACH_OTHER) != 0:
            failed.append("tests")
        failed += twice("web")
        failed += on_postgresql()
    if live != "none":
        failed += live_tests()
    print(f"\n失败 / failed: {', '.join(failed)}" if failed else "\n全部通过 / all passed", flush=True)
    return 1 if failed else 0


def check(name: str, command: list[str]) -> bool:
    print(f"== {name}: {' '.join(command)}", flush=True)
    program = Path(sys.executable).parent / command[0]
    return subprocess.run([str(program), *command[1:]], check=False).returncode == 0


def pytest(*words: str, pg: str = "") -> int:
    print(f"== pytest {' '.join(words)}{' (PostgreSQL)' if pg else ''}", flush=True)
    environment = os.environ | ({"TINGSU_TEST_PG": pg} if pg else {})
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *words], check=False, env=environment).returncode


def on_postgresql() -> list[str]:
    """The tests that touch rows, once more on a PostgreSQL of our own."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        print("没有 PostgreSQL，略过 / no PostgreSQL on this machine: its tests are left out")
        return []
    with postgresql(binaries[-1].parent) as url:
        places = [place for place in ON_BOTH if Path(place).exists()]
        ended = pytest(*places, "-m", "not live", *BESIDE_EACH_OTHER, pg=url)
        return ["tests on PostgreSQL"] if ended != 0 else []


@contextmanager
def postgresql(binaries: Path) -> Iterator[str]:
    """A PostgreSQL in a temporary folder, on a free port of loopback; as user `postgres` where we are root."""
    folder = Path(tempfile.mkdtemp(prefix="tingsu-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories={folder}"
    name = user or pwd.getpwuid(os.geteuid()).pw_name
    try:
        _as(user, [binaries / "initdb", "-D", folder / "data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        _as(user, [binaries / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"])
        _as(user, [binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "tingsu_test"])
        yield f"postgresql://{name}@127.0.0.1:{port}/tingsu_test"
    finally:
        _as(user, [binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _as(user: str | None, command: list[str | Path], *, check: bool = True) -> None:
    subprocess.run([str(part) for part in command], check=check, user=user, cwd="/", stdout=subprocess.DEVNULL)


def live_tests() -> list[str]:
    """Against the FreeSWITCH here."""
    if real_switch.find() is None:
        print("没有 FreeSWITCH，略过 live 测试 / no FreeSWITCH on this machine: the live tests are left out")
        return []
    if shutil.which("sipp") is None:
        print("没有 sipp，略过 live 测试 / no sipp on this machine: the live tests are left out")
        return []
    return twice("live")


def twice(marker: str) -> list[str]:
    """Browsers and switches keep their own time: what fails there is repeated once, alone, and that is said."""
    if pytest("-m", marker, *IN_REAL_TIME) == 0:
        return []
    print(f"== 重试失败的 {marker} 测试一次 / the {marker} tests that failed are repeated once", flush=True)
    again = pytest("-m", marker, "--last-failed", "--last-failed-no-failures", "none")
    return [f"{marker} tests"] if again != 0 else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
