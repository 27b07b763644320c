"""A PostgreSQL of our own for the time of the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Where `initdb` and its like are; None where no PostgreSQL is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def postgresql() -> Iterator[str]:
    """Its address: in a temporary folder, on a free port of loopback; as user `postgres` where we are root."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("no PostgreSQL on this machine")
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
        _as(user, [programs / "initdb", "-D", folder / "data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        _as(user, [programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"])
        _as(user, [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "tingsu_test"])
        yield f"postgresql://{name}@127.0.0.1:{port}/tingsu_test"
    finally:
        _as(user, [programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _as(user: str | None, command: list[str | Path], *, check: bool = True) -> None:
    subprocess.run([str(part) for part in command], check=check, user=user, cwd="/", stdout=subprocess.DEVNULL)
