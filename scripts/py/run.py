"""Run the whole hotline on this machine: switch, controller, jobs, web. Ctrl-C stops it; the data is kept."""

import argparse
import contextlib
import errno
import os
import socket
import sys
from pathlib import Path
from typing import Any

import yaml

from hotline import clock, sample, sample_tickets, settings
from hotline.citizens.views import drop_views, make_views
from hotline.outside import keys, speech
from hotline.people.verbs.passwords import hashed, random_password
from hotline.ports import GatewayError
from hotline.settings.modes import MASK, SECRETS, mend
from hotline.store import database
from scripts.py import demo_accounts, demo_week, make_prompts, real_switch, render_conf
from scripts.py.demo_accounts import DEMO_PASSWORD
from scripts.py.keeper import Keeper, Program

EVENT_SOCKET = "TINGSU_EVENT_SOCKET"  # where the stand-in finds its password: all may read a command line
SIMULATOR_DAY = Path("freeswitch/simulator/demo_day.yml")


def say(chinese: str, english: str) -> None:
    with contextlib.suppress(OSError):  # where it is written to a full disk
        print(f"{chinese}\n  {english}", flush=True)


class CannotStart(Exception):
    """Why, and what to do about it."""


CANNOT = (
    CannotStart, settings.SettingsError, database.SchemaMismatch, GatewayError, ValueError, OSError, *database.AWAY,
)  # fmt: skip


def main() -> int:
    """Until Ctrl-C. 2: it could not begin, and a sentence on standard error says why."""
    os.umask(MASK)
    given = _arguments()
    try:
        chosen, kind = _settings(given)
        _close(chosen.data)
        _ports_are_free(chosen)
        if given.clear_demo:
            demo_accounts.set_aside(chosen, clock.now(), say)
        logins = _prepare(chosen, close_demo=given.close_demo_accounts, week=not (given.clear_demo or given.no_history))
        programs = _programs(chosen, kind, given.day)
    except CANNOT as error:
        print(f"不能启动 / cannot start: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    keeper = Keeper(chosen.data / "log", lambda zh, en: say(zh, en))
    for program in programs:
        keeper.add(program)
    return keeper.run(lambda: _welcome(chosen, kind, logins, own_day=given.day is not None), _health(chosen))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/run", description=__doc__)
    parser.add_argument(
        "--switch", choices=("stand-in", "freeswitch"), help="default: FreeSWITCH where it is installed"
    )
    parser.add_argument("--database", default="", help="postgresql://user:password@host/name; default: a SQLite file")
    parser.add_argument("--data", type=Path, default=Path("var"), help="database, recordings, journal, secrets, logs")
    parser.add_argument("--port", type=int, default=0, help="of the web; default 8368")
    parser.add_argument("--settings", type=Path, help="a settings file, see settings.example.yml")
    parser.add_argument("--no-demo", action="store_true", help="no sample court, no scripted callers; an administrator")
    parser.add_argument(
        "--close-demo-accounts", action="store_true",
        help="with --no-demo: deactivate everybody who still has the demo's password",
    )  # fmt: skip
    parser.add_argument("--no-history", action="store_true", help="the demonstration without its week of history")
    parser.add_argument(
        "--clear-demo", action="store_true",
        help="begin the demonstration anew, without its week of history; its file or schema is set aside",
    )  # fmt: skip
    parser.add_argument("--day", type=Path, help="the stand-in's day, see freeswitch/simulator/README.md")
    return parser.parse_args()


def _settings(given: argparse.Namespace) -> tuple[settings.Settings, str]:
    """The installation's settings, with what the command line says, and the switch that is used."""
    base = settings.load(given.settings)
    kind = given.switch or _kind(base.stand_in)
    if kind == "freeswitch" and real_switch.find() is None:
        raise CannotStart("没有找到 FreeSWITCH / there is no FreeSWITCH on this machine")
    if kind == "freeswitch" and given.day:
        raise CannotStart("--day 只用于替身交换机 / --day is for the stand-in switch: add --switch stand-in")
    data = (base.data if given.settings and str(given.data) == "var" else given.data).resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o750)
    web = base.web.model_copy(update={"port": given.port} if given.port else {})
    switch = base.switch.model_copy(update={"password": base.switch.password or settings.secret(data, "event-socket")})
    chosen = base.model_copy(
        update={
            "data": data,
            "database": given.database or base.database,
            "demo": base.demo is not False and not given.no_demo,
            "stand_in": kind == "stand-in",
            "web": web,
            "switch": switch,
        }
    )
    if chosen.demo:
        demo_accounts.stays_here(chosen)
    for name, served in (("web", chosen.web), ("public", chosen.public)):
        if (wrong := served.refusal(name)) is not None:
            raise CannotStart(wrong)
    if (wrong := keys.refusal(chosen)) is not None:
        raise CannotStart(wrong)
    file = data / "settings.yml"
    file.touch(mode=0o600)
    file.write_text(yaml.safe_dump(chosen.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")
    os.environ["TINGSU_SETTINGS"] = str(file)
    return chosen, kind


def _close(data: Path) -> None:
    """Nobody but the owner and his group reads the data folder. Raises CannotStart where the folder itself or a secret
    cannot be mended; what a switch of another user has written there is behind the folder's own door."""
    mended, left = mend(data)
    if mended:
        say(f"数据目录中 {mended} 个文件或文件夹的权限已收紧",
            f"{mended} files or folders in the data folder were open to others and are closed now")  # fmt: skip
    for path in left:
        zh = f"{path} 对其他用户开放，且属于别的用户：请由其所有者用 chmod o=,g-w 收紧"
        en = f"{path} is open to others and belongs to somebody else: its owner closes it with chmod o=,g-w"
        if path == data or path.relative_to(data).parts[0] in SECRETS:
            raise CannotStart(f"{zh} / {en}")
        say(zh, en)


def _kind(stand_in: bool | None) -> str:
    """The switch that the settings name, else the one that is there."""
    found = real_switch.find() is not None if stand_in is None else not stand_in
    return "freeswitch" if found else "stand-in"


def _ports_are_free(chosen: settings.Settings) -> None:
    """Before anything is touched: the web's port and the event socket's. Raises CannotStart."""
    if _taken(chosen.web.host, chosen.web.port):
        raise CannotStart(
            f"网页端口 {chosen.web.port} 已被占用：请停止占用它的程序，或用 --port 换一个端口 / the web's port "
            f"{chosen.web.port} is taken: stop the program that holds it, or choose another with --port"
        )
    if chosen.public_url and _taken(chosen.public.host, chosen.public.port):
        raise CannotStart(
            f"公众网页端口 {chosen.public.port} 已被占用：请停止占用它的程序，或在设置文件中更改 public.port / "
            f"the public page's port {chosen.public.port} is taken: stop the program that holds it, or change "
            "public.port in a settings file"
        )
    if _taken(chosen.switch.host, chosen.switch.port):
        raise CannotStart(
            f"交换机控制端口 {chosen.switch.port} 已被占用（可能已有交换机或另一个听诉在运行）：请停止它，"
            f"或在设置文件中更改 switch.port / the event socket's port {chosen.switch.port} is taken (by a switch, or "
            "another Tingsu?): stop it, or change switch.port in a settings file"
        )


def _taken(host: str, port: int) -> bool:
    """Whether somebody listens there; a port that is only cooling down after its last user is free."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def _prepare(chosen: settings.Settings, *, close_demo: bool = False, week: bool = False) -> dict[str, str]:
    """Prompts, database, first people; gives the demo's passwords. An administrator's is shown here and never again.
    `week`: an empty demonstration gets a week of history."""
    if speech.engine() is None and not any(chosen.sounds.glob("*.wav")):
        say("没有 espeak-ng，语音以提示音代替", "no espeak-ng: tones stand in for the spoken prompts")
    make_prompts.all_of(chosen.sounds)
    chosen.recordings.mkdir(parents=True, exist_ok=True)
    made = database.attach(chosen.database_url)
    drop_views(made)
    for name in database.migrate(made):
        say(f"数据库升级：{name}", f"database brought up: {name}")
    make_views(made)
    if not chosen.demo:
        demo_week.is_not_in()
        demo_accounts.end(say, close_all=close_demo)
    if not sample.is_empty():
        return dict.fromkeys(sample.logins(), DEMO_PASSWORD) if chosen.demo and sample.is_sample() else {}
    if chosen.demo:
        passwords = dict.fromkeys(sample.logins(), DEMO_PASSWORD)
        with database.writing():  # a start that is broken off leaves nothing, and the next one begins anew
            sample.sow(clock.now(), hashed, passwords, must_change=False, tests_silence=True)
            if week:
                say(
                    "正在生成一周的演示数据（虚构的来电和工单）……",
                    "making a week of history: invented calls and tickets …",
                )
                demo_week.live(chosen, clock.now())
            sample_tickets.sow(clock.now())
        return passwords
    password = random_password()
    sample.sow_bare(clock.now(), hashed(password))
    say("管理员的初始密码只显示这一次，首次登录须修改：",
        "the administrator's first password, shown this once; it must be changed at the first sign-in:")  # fmt: skip
    print(f"    {sample.ADMINISTRATOR:<12} {password}", flush=True)
    return {}


def _programs(chosen: settings.Settings, kind: str, day: Path | None) -> list[Program]:
    python = [sys.executable, "-m"]
    return [
        Program("switch", "交换机", _switch(chosen, kind, day), told={EVENT_SOCKET: chosen.switch.password}),
        Program("controller", "控制程序", [*python, "controller"]),
        Program("jobs", "定时任务", [*python, "hotline.jobs"]),
        Program("web", "网页", [*python, "admin_web"]),
        *([Program("public", "公众网页", [*python, "public_web"])] if chosen.public_url else []),
    ]


def _switch(chosen: settings.Settings, kind: str, day: Path | None) -> list[str]:
    if kind == "freeswitch":
        program = real_switch.find()
        assert program is not None
        folder = render_conf.write(chosen, render_conf.telephones_of(chosen), loglevel="warning")
        return real_switch.command(program, folder)
    day = day or (SIMULATOR_DAY if chosen.demo else _quiet_day(chosen))
    return [
        sys.executable, "-m", "freeswitch.simulator", "--port", str(chosen.switch.port),
        "--script", str(day), "--sounds", str(chosen.sounds.resolve()), "--recordings", str(chosen.recordings),
        "--fallback-seconds", str(chosen.fallback_seconds), "--fallback-sound", "common.fallback.wav",
    ]  # fmt: skip


def _quiet_day(chosen: settings.Settings) -> Path:
    """A day without callers: the numbers alone."""
    day: dict[str, Any] = {
        "numbers": {dialled: {"ts_profile": number.profile} for dialled, number in chosen.numbers.items()},
        "telephones": {},
        "calls": [],
    }
    file = chosen.data / "quiet_day.yml"
    file.write_text(yaml.safe_dump(day, allow_unicode=True), encoding="utf-8")
    return file


def _health(chosen: settings.Settings) -> str:
    host = "127.0.0.1" if chosen.web.host in ("0.0.0.0", "") else chosen.web.host
    return f"{chosen.web.scheme}://{host}:{chosen.web.port}/healthz"


def _welcome(chosen: settings.Settings, kind: str, logins: dict[str, str], *, own_day: bool) -> None:
    used = {"freeswitch": ("FreeSWITCH", "FreeSWITCH"), "stand-in": ("替身交换机", "the stand-in switch")}[kind]
    address = _health(chosen).removesuffix("/healthz")
    say(f"听诉已启动（{used[0]}）：{address}", f"Tingsu is up ({used[1]}): {address}")
    _tell_public(chosen)
    for login, password in logins.items():
        print(f"    {login:<12} {password}", flush=True)
    if kind == "freeswitch" and chosen.demo:
        file = chosen.data / "settings.yml"
        say(
            f"座席话机注册到 {chosen.sip.address}:{chosen.sip.agents_port}，来电拨入 {chosen.sip.trunk_port} 端口；"
            f"话机密码：scripts/render_conf --settings {file} --telephones",
            f"telephones register at {chosen.sip.address}:{chosen.sip.agents_port}, callers come in at port "
            f"{chosen.sip.trunk_port}; the telephones' passwords: scripts/render_conf --settings {file} --telephones",
        )
    if kind == "stand-in" and chosen.demo:
        sample.wake_robots(clock.now())
    if kind == "stand-in" and chosen.demo and not own_day:
        say("半分钟内有第一个来电；以 agent1 登录，置为空闲即可接听。",
            "the first caller comes within half a minute; sign in as agent1, set ready, and answer.")  # fmt: skip
    say("按 Ctrl-C 停止。", "Ctrl-C stops everything; the data stays.")


def _tell_public(chosen: settings.Settings) -> None:
    if chosen.public_url:
        host = "127.0.0.1" if chosen.public.host in ("0.0.0.0", "") else chosen.public.host
        address = f"{chosen.public.scheme}://{host}:{chosen.public.port}"
        say(f"公众查询网页：{address}", f"the page for citizens: {address}")
    else:
        say(
            "公众网页未启动：请运行 scripts/public_role 建立它的数据库角色，并填入 public.database",
            "no page for citizens yet: make its database role with scripts/public_role and set public.database",
        )


if __name__ == "__main__":
    sys.exit(main())
