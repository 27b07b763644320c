"""A small court to begin with: a site, lines with A and B positions, people, units, cases and judges."""

import datetime as dt
from collections.abc import Callable

from hotline import sample_units
from hotline.calls.orders.place import place
from hotline.calls.rules.order_kinds import SetPresence
from hotline.clock import day_bounds, local_day
from hotline.rows import Chamber, CourtCase, Judge, Line, Parameter, Person, Petition, Position, Site
from hotline.store.changes import announce
from hotline.store.database import database, writing
from hotline.words import Presence, Reason, Role

SITE = ("head", "南川区人民法院")
AGENTS = (
    ("agent1", "李敏", "1001"), ("agent2", "王磊", "1002"), ("agent3", "陈静", "1003"),
    ("agent4", "赵强", "1004"), ("agent5", "孙悦", "1005"), ("agent6", "周婷", "1006"),
)  # fmt: skip
OTHERS = (
    ("supervisor", "吴班长", Role.SUPERVISOR), ("admin", "系统管理员", Role.ADMINISTRATOR),
    ("quality1", "苗质检", Role.QUALITY_INSPECTOR), ("quality2", "温质检", Role.QUALITY_INSPECTOR),
    *sample_units.PEOPLE,
)  # fmt: skip
BRANCH = ("north", "北湖人民法庭")  # a site of its own: its people see it alone
AT_THE_BRANCH = (
    ("northagent", "冯琳", Role.AGENT, "1021"), ("northsuper", "蒋波", Role.SUPERVISOR, ""),
    ("northadmin", "法庭管理员", Role.ADMINISTRATOR, ""),
    ("northquality", "舒质检", Role.QUALITY_INSPECTOR, ""),
)  # fmt: skip
TELEPHONES = {"visitor": "1010", "supervisor": "1011"}  # of people who make calls and are in no queue
LADDER = [{"whom": "A", "seconds": 15}, {"whom": "B", "seconds": 15}, {"whom": "pool", "seconds": 40}]
# code, name, A, B
LINES = (
    ("filing", "立案咨询", "agent1", "agent2"),
    ("enforcement", "执行事务", "agent3", "agent4"),
    ("government", "政务服务", "agent5", "agent6"),
)
CASES = (
    ("(2026)浙0599民初1024号", "民间借贷纠纷", "张三", "13800001234", "刘志明", "民事庭", "已立案，待开庭", "20261024"),
    ("(2026)浙0599执881号", "买卖合同纠纷", "李四", "13800005678", "钱玉兰", "执行局", "执行中", "20260881"),
    ("(2026)浙0599民初2077号", "离婚纠纷", "王五", "13900001111", "何静", "民事庭", "审理中", "20262077"),
    ("(2026)浙0599商初318号", "公司决议效力", "赵六", "13900002222", "林涛", "商事庭", "已判决，上诉期内", "20260318"),
    ("(2026)浙0599立调66号", "物业服务合同纠纷", "孙七", "13700003333", "郑安", "立案庭", "诉前调解", "20260066"),
)
SECRET, IDENTITY = "246810", "01123X"  # of all sample cases and petitions: password, identity number's end
PETITIONS = (
    ("信2026-17", "20260017", "周八", "办理中", "立案庭"),
    ("信2026-23", "20260023", "吴九", "已答复", "审监庭"),
)
# chamber, its office; its judges: name, title, office telephone, mobile, chief
CHAMBERS = (
    ("立案庭", "6000", (("郑安", "审判员", "6001", "13900200001", False), ("许文", "庭长", "6009", "", True))),
    ("民事庭", "6100", (
        ("刘志明", "审判员", "6101", "13900200101", False), ("何静", "庭长", "6109", "13900200109", True),
    )),
    ("商事庭", "6200", (("林涛", "审判员", "6201", "", False), ("宋平", "庭长", "6209", "13900200209", True))),
    ("审监庭", "6300", (("高远", "庭长", "6309", "13900200309", True),)),
    ("执行局", "6400", (
        ("钱玉兰", "执行员", "6401", "13900200401", False), ("马宁", "局长", "6409", "13900200409", True),
    )),
)  # fmt: skip


def is_empty() -> bool:
    return Site.select().count() == 0


def sow(
    now: dt.datetime, hashed: Callable[[str], str], passwords: dict[str, str], *, must_change: bool,
    tests_silence: bool = False,
) -> None:  # fmt: skip
    """Write the small court into an empty database; `passwords` by login. `tests_silence`: the first line tests for a
    voice before an agent is rung."""
    with database.atomic():
        site = Site.create(code=SITE[0], name=SITE[1])
        people = [(login, name, Role.AGENT, extension) for login, name, extension in AGENTS]
        people += [(login, name, role, TELEPHONES.get(login, "")) for login, name, role in OTHERS]
        branch = Site.create(code=BRANCH[0], name=BRANCH[1])
        by_login = {
            login: Person.create(
                login=login, name=name, role=role.value, site=at, extension=extension or None,
                password_hash=hashed(passwords[login]), must_change=must_change, created_at=now,
            )
            for at, staff in ((site, people), (branch, AT_THE_BRANCH))
            for login, name, role, extension in staff
        }  # fmt: skip
        for code, name, a, b in LINES:
            tested = tests_silence and code == LINES[0][0]
            line = Line.create(code=code, name=name, site=site, ladder=LADDER, tests_silence=tested)
            Position.create(line=line, kind="A", person=by_login[a])
            Position.create(line=line, kind="B", person=by_login[b])
        hearing = _half_past_nine(now)
        secret, identity = hashed(SECRET), hashed(IDENTITY)
        for number, cause, party, telephone, judge, division, stage, code in CASES:
            CourtCase.create(
                number=number, cause=cause, party=party, party_number=telephone, judge=judge, code=code,
                division=division, stage=stage, next_hearing=hearing if "庭" in stage else None,
                password_hash=secret, identity_hash=identity,
            )  # fmt: skip
        for number, code, person, stage, unit in PETITIONS:
            Petition.create(
                number=number, code=code, password_hash=secret, person=person, stage=stage, unit=unit, received_at=now
            )
        for name, telephone, judges in CHAMBERS:
            chamber = Chamber.create(site=site, name=name, telephone=telephone)
            for judge, title, office, mobile, chief in judges:
                Judge.create(
                    chamber=chamber, name=judge, title=title, telephone=office, mobile=mobile, chief=chief
                )  # fmt: skip
        sample_units.sow(site, by_login, now)
        announce("roster", at=now)


def _half_past_nine(now: dt.datetime) -> dt.datetime:
    """09:30 on the Tuesday of the week after next."""
    today = local_day(now)
    begin, _ = day_bounds(today + dt.timedelta(days=15 - today.weekday()))
    return begin + dt.timedelta(hours=9.5)


def logins() -> list[str]:
    return [login for login, *_ in (*AGENTS, *OTHERS, *AT_THE_BRANCH)]


ADMINISTRATOR = "admin"
ROBOTS = ("agent5", "agent6")  # their telephones answer automatically when the simulator plays the demo


def is_sample() -> bool:
    """True if this is the small court, so that its logins may be shown again."""
    return Person.select().where(Person.login.in_(logins()), Person.must_change == False).count() == len(logins())  # noqa: E712


def sow_bare(now: dt.datetime, password_hash: str) -> None:
    """A site and an administrator, for a real installation."""
    with database.atomic():
        site = Site.create(code=SITE[0], name=SITE[1])
        Person.create(
            login=ADMINISTRATOR, name="系统管理员", role=Role.ADMINISTRATOR.value, site=site,
            password_hash=password_hash, must_change=True, created_at=now,
        )  # fmt: skip
        sample_units.sow_desks(site)
        named = [Role.ADMINISTRATOR.value, Role.INSPECTOR.value]
        Parameter.create(name="second_factor.roles", value=named, at=now, by="scripts/run")


def wake_robots(now: dt.datetime) -> None:
    """Sign in the demo's robots, so that calls are answered from the first minute on."""
    with writing():
        for person in list(Person.select().where(Person.login.in_(ROBOTS))):
            place(SetPresence(Presence.READY, Reason.SIGNED_IN), person=person.id, by="demo", now=now)
