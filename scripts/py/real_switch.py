"""A FreeSWITCH installed on this machine: where it is, and how it runs on our configuration."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PREFIX = Path("/usr/local/freeswitch")  # where a source install puts it
MODULES = ("lib/freeswitch/mod", "lib64/freeswitch/mod", "lib/x86_64-linux-gnu/freeswitch/mod", "mod")


def find() -> Path | None:
    """The program: on the path, or under the default prefix of a source install."""
    named = shutil.which("freeswitch")
    if named:
        return Path(named)
    built = PREFIX / "bin" / "freeswitch"
    return built if os.access(built, os.X_OK) else None


def modules(program: Path) -> Path | None:
    """The folder of its modules."""
    root = program.resolve().parent.parent
    places = [root / place for place in MODULES] + [Path("/usr/lib/freeswitch/mod")]
    return next((place for place in places if (place / "mod_sofia.so").exists()), None)


def command(program: Path, folder: Path) -> list[str]:
    """How it is started on the files in `folder` (see `render_conf.write`), in the foreground, without a console."""
    where = [("-conf", "conf"), ("-log", "log"), ("-db", "db"), ("-run", "run"), ("-storage", "storage")]
    found = modules(program)
    mods = ["-mod", str(found)] if found else []
    folders = [part for flag, name in where for part in (flag, str((folder / name).resolve()))]
    return [str(program), "-nf", "-nc", "-nonat", "-nocal", *folders, *mods]


def start(program: Path, folder: Path, *, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Start it; its words go to `<folder>/log/console.log`. `before`: a command that starts it."""
    with (folder / "log" / "console.log").open("ab") as out:
        return subprocess.Popen(
            [*before, *command(program, folder)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
