"""The demonstration's accounts, whose password everybody knows: on this machine alone, and closed before real use."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peewee

from hotline import clock, sample
from hotline.calls.verbs.leaving import deactivate_person
from hotline.people.verbs import passwords
from hotline.people.verbs.people import reset_password
from hotline.rows import Person
from hotline.settings import Settings
from hotline.settings.addresses import only_here
from hotline.store import database
from hotline.store.database import writing
from hotline.words import Role

DEMO_PASSWORD = "tingsu-demo"  # noqa: S105 - the demo listens on this machine alone; a real house refuses to start with it
BY = "scripts/run"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person whose password stands in the README."""

    id: int
    login: str
    active: bool
    administers: bool


def stays_here(chosen: Settings) -> None:
    """The demo is reached from this machine alone. Raises ValueError with what to do."""
    where = {"web.host": chosen.web.host, "public.host": chosen.public.host, "sip.address": chosen.sip.address}
    for name, host in where.items():
        if not only_here(host):
            raise ValueError(
                f"演示账号的密码是公开的，因此演示只能监听本机，但 {name} 为“{host}”："
                "请改为 127.0.0.1，正式使用请加 --no-demo "
                f"/ everybody knows the demo's passwords, so it listens on this machine alone, but {name} is “{host}”: "
                "set it to 127.0.0.1, or add --no-demo for real use"
            )


def set_aside(chosen: Settings, now: dt.datetime, say: Callable[[str, str], None]) -> None:
    """Move the demonstration's database away, so that it begins anew: the file, or on PostgreSQL the schema. Raises
    ValueError where it is none."""
    if not chosen.demo:
        raise ValueError("--clear-demo 只用于演示 / --clear-demo is for the demonstration")
    url = chosen.database_url
    file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
    if file is not None and not file.exists():
        return
    made = database.attach(url)
    with made.connection_context():
        if not (not made.table_exists("person") or sample.is_empty() or sample.is_sample()):
            raise ValueError(
                "这个数据库不是演示数据库，不能用 --clear-demo 清除 "
                "/ this database is not the demonstration's, so --clear-demo leaves it alone"
            )
        told = _schema_aside(made, now) if file is None else ""
    made.close()
    if file is None:
        if hasattr(made, "close_all"):
            made.close_all()
    else:
        told = _file_aside(file, now)
    if told:
        say(
            f"演示数据库已移至 {told}，可自行删除",
            f"the demonstration's database was moved to {told}; delete it at will",
        )


def _schema_aside(made: Any, now: dt.datetime) -> str:
    """All of it under another name in the same database, and an empty schema in its place. Raises ValueError where the
    schema is somebody else's."""
    if not made.table_exists("person"):
        return ""
    name = str(made.execute_sql("SELECT current_schema()").fetchone()[0])
    aside = f"{name}_{now:%Y%m%d%H%M%S}_aside"
    old, new = (part.replace('"', '""') for part in (name, aside))
    try:
        with made.atomic():
            made.execute_sql(f'ALTER SCHEMA "{old}" RENAME TO "{new}"')
            made.execute_sql(f'CREATE SCHEMA "{old}"')
    except peewee.ProgrammingError:
        raise ValueError(
            f"无权更改模式 {name}：请由其所有者执行，或换一个空数据库 "
            f"/ the schema {name} belongs to somebody else: let its owner do this, or choose an empty database"
        ) from None
    return aside


def _file_aside(file: Path, now: dt.datetime) -> str:
    aside = file.with_name(f"{file.name}.{now:%Y%m%d%H%M%S}.aside")
    for end_of_name in ("", "-wal", "-shm"):
        part = file.with_name(file.name + end_of_name)
        if part.exists():
            part.rename(aside.with_name(aside.name + end_of_name))
    return str(aside)


def end(say: Callable[[str, str], None], *, close_all: bool) -> None:
    """Before real use: nobody has the demo's password. Raises ValueError with the logins and what to do."""
    found = find()
    if found and not close_all:
        logins = ", ".join(one.login for one in found)
        raise ValueError(
            f"以下账号仍使用公开的演示密码：{logins}。请加 --close-demo-accounts 停用这些账号；"
            "要保留的账号请先以演示方式启动并修改密码 "
            f"/ these accounts still have the demo's password, which everybody knows: {logins}. "
            "Add --close-demo-accounts to close them; whoever is to stay changes his password in the demo first"
        )
    given = close(found, clock.now())
    for one in found:
        if one.login in given:
            say("没有其他管理员，保留以下账号，新密码只显示这一次，首次登录须修改：",
                "no other administrator is there, so this account stays; its new password, only now:")  # fmt: skip
            print(f"    {one.login:<12} {given[one.login]}", flush=True)
        else:
            say(f"已停用演示账号：{one.login}", f"closed the demo's account: {one.login}")


def find() -> list[DemoAccount]:
    """All who have the demonstration's password, also those who are deactivated: they could be let in again.

    Checking a password is slow on purpose: where the sample court was never sown, only its logins are looked at."""
    known = set(sample.logins())
    people = list(Person.select().order_by(Person.id))
    sown = any(row.login in known - {sample.ADMINISTRATOR} for row in people)
    asked = [row for row in people if (sown or row.login in known) and not passwords.is_first(row.password_hash)]
    return [
        DemoAccount(row.id, row.login, row.active, Role.ADMINISTRATOR in row.roles)
        for row in asked
        if passwords.fits(DEMO_PASSWORD, row.password_hash)
    ]


def close(accounts: list[DemoAccount], now: dt.datetime) -> dict[str, str]:
    """Deactivate them, each with a password that nobody knows. If nobody else administers the house, one administrator
    stays: his new first password is given, by login, and must be changed."""
    closed = {one.id for one in accounts}
    others = [row for row in Person.select().where(Person.active) if row.id not in closed]
    stays = None
    if not any(Role.ADMINISTRATOR in row.roles for row in others):
        stays = next((one for one in accounts if one.active and one.administers), None)
    given: dict[str, str] = {}
    for one in accounts:
        if not one.active:
            with writing():
                kept = passwords.hashed_first(passwords.random_password())
                Person.update(password_hash=kept, must_change=True).where(Person.id == one.id).execute()
            continue
        password = reset_password(one.id, by=BY, now=now, client_ip="", consented=True)
        if one == stays:
            given[one.login] = password
        else:
            deactivate_person(one.id, by=BY, now=now, client_ip="")
    return given
