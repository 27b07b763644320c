"""What the programs write is closed to others, what stood open is mended, and no secret stands on a command line."""

import ast
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hotline import settings
from hotline.settings.modes import MASK, mend, too_open
from scripts.py import keeper, run
from scripts.py.keeper import Keeper, Program

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parents[2]
PROGRAMS = (
    "controller/__main__.py", "hotline/jobs/__main__.py", "admin_web/__main__.py", "public_web/__main__.py",
    "freeswitch/simulator/__main__.py", "scripts/py/run.py",
)  # fmt: skip


def test_no_program_is_missing_here() -> None:
    found = {str(file.relative_to(ROOT)) for part in ("controller", "hotline", "admin_web", "public_web", "freeswitch")
             for file in (ROOT / part).rglob("__main__.py")}  # fmt: skip
    assert found | {"scripts/py/run.py"} == set(PROGRAMS)


@pytest.mark.parametrize("file", PROGRAMS)
def test_each_program_closes_its_files_before_anything_else(file: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    main = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "main")
    body = main.body[1:] if ast.get_docstring(main) else main.body
    assert ast.unparse(body[0]) in ("os.umask(MASK)", f"os.umask({MASK})")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as earlier versions left it, and something of somebody else in it."""
    data = tmp_path / "data"
    for folder in ("recordings/2026", "log", "secrets", "lost+found"):
        (data / folder).mkdir(parents=True)
    for file, mode in (
        ("tingsu.db", 0o644), ("recordings/2026/a.wav", 0o666), ("log/web.log", 0o640), ("secrets/web", 0o640),
        ("settings.yml", 0o600), ("lost+found/x", 0o644),
    ):  # fmt: skip
        (data / file).write_text("x")
        (data / file).chmod(mode)
    for opened in (data, *(one for one in data.rglob("*") if one.is_dir())):
        opened.chmod(0o755)
    return data


def modes(data: Path) -> dict[str, str]:
    return {str(one.relative_to(data)): oct(stat.S_IMODE(one.stat().st_mode))[2:] for one in (data, *data.rglob("*"))}


def test_what_stood_open_is_closed_and_what_is_not_ours_stays(data: Path) -> None:
    (data / "exports").symlink_to("/etc")
    assert mend(data) == (8, [])
    (data / "exports").unlink()
    assert modes(data) == {
        ".": "750", "recordings": "750", "recordings/2026": "750", "recordings/2026/a.wav": "640", "log": "750",
        "log/web.log": "640", "tingsu.db": "640", "secrets": "700", "secrets/web": "600", "settings.yml": "600",
        "lost+found": "755", "lost+found/x": "644",
    }  # fmt: skip
    assert (list(too_open(data)), mend(data)) == ([], (0, []))


@pytest.mark.parametrize("name", ["", "secrets/web"])
def test_a_door_of_somebody_else_that_stays_open_keeps_the_hotline_from_starting(
    data: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "mend", lambda _: (0, [data / name]))
    with pytest.raises(run.CannotStart, match="chmod o=,g-w"):
        run._close(data)


def test_what_a_switch_of_another_user_has_written_is_told(data: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(run, "mend", lambda _: (2, [data / "recordings/2026/a.wav"]))
    run._close(data)
    told = capsys.readouterr().out
    assert ("a.wav is open to others" in told, "2 files or folders" in told) == (True, True)


def test_no_secret_stands_on_a_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each word of each program that `scripts/run` starts; the stand-in gets its password in the environment."""
    data, secret = tmp_path / "data", "tS9-of-the-event-socket"
    settings.secret(tmp_path / "data", "web")
    chosen = settings.load(
        data=data, demo=True, stand_in=True, switch={"password": secret},
        trunk={"username": "u", "password": "tS9-trunk"}, database="postgresql://tingsu:tS9-database@localhost/tingsu",
        public={"database": "postgresql://p:tS9-public@h/t"},
    )  # fmt: skip
    programs = run._programs(chosen, "stand-in", None)
    kept = [file.read_text() for file in (data / "secrets").iterdir()]
    words = [word for program in programs for word in program.command]
    assert [word for word in words for one in ("tS9", *kept) if one in word] == []
    assert [program.told for program in programs if program.told] == [{"TINGSU_EVENT_SOCKET": secret}]
    seen: list[tuple[list[str], str | None]] = []

    class Started:
        pid = 0

        def __init__(self, command: list[str], **given: Any) -> None:
            seen.append((command, given["env"].get("TINGSU_EVENT_SOCKET")))

        def poll(self) -> int:
            return keeper.CANNOT

    monkeypatch.setattr(subprocess, "Popen", Started)
    kept_running = Keeper(tmp_path, lambda zh, en: None)
    for program in (Program("a", "甲", ["a"], told={"TINGSU_EVENT_SOCKET": secret}), Program("b", "乙", ["b"])):
        kept_running._start(program)
    assert seen == [(["a"], secret), (["b"], os.environ.get("TINGSU_EVENT_SOCKET"))]


@pytest.mark.parametrize("file", sorted((ROOT / "scripts/py").glob("*.py")), ids=lambda file: file.name)
def test_no_command_of_ours_is_made_of_a_secret(file: Path) -> None:
    """No list of words (a command line) in `scripts/py` holds what is named a password, secret or token."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    words = [word for node in ast.walk(tree) if isinstance(node, ast.List) for word in node.elts]
    written = [
        ast.unparse(word).lower() for word in words if isinstance(word, ast.Name | ast.Attribute | ast.JoinedStr)
    ]
    assert [word for word in written if "password" in word or "secret" in word] == []
