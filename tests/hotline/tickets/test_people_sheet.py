"""A sheet of people: what becomes of each row, what is written, and that nothing is written twice or by halves."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.people.rules.details import Details
from hotline.people.verbs import passwords
from hotline.people.verbs.people import let_go
from hotline.ports import Refused
from hotline.rows import Audit, Member, Person
from hotline.tickets.reads.people_sheet import planned
from hotline.tickets.rules.people_sheet import (
    Known,
    KnownPerson,
    PersonRow,
    columns,
    complete,
    digest,
    is_heading,
    plan,
)
from hotline.tickets.verbs.people_sheet import take_on
from hotline.words import PersonColumn, Post, Role, RowFate
from tests.builders import NOW, new_person, new_units
from tests.effort import often

pytestmark = pytest.mark.unit
C = PersonColumn
SITES = ((1, "head", "市中级法院"), (2, "east", "东区法院"))
UNITS = ((5, "civil", "民事庭"), (6, "a", "办公室"), (7, "b", "办公室"))
LI = KnownPerson(11, Details("李敏", "agent", 1, "1001", duties=("handler",)), posts=frozenset({(5, "handler")}))
KNOWN = Known(
    by="admin",
    people={
        "li": LI,
        "admin": KnownPerson(12, Details("孙管理", "administrator", 1)),
        "left": KnownPerson(13, Details("周去", "agent", 1), active=False),
    },
    sites=SITES,
    units=UNITS,
)
LEFT = "The login left belonged to 周去, who has left: write another one, or let him sign in again on his page"
BOTH = "Nobody is administrator and discipline inspector at once: choose one of the two"
NEW = {C.LOGIN: "wang", C.NAME: "王磊", C.ROLE: "座席员", C.SITE: "head"}


def row(number: int = 2, wrong: str = "", **cells: str) -> PersonRow:
    return PersonRow(number, {C(name): text for name, text in cells.items()}, wrong, "B2" if wrong else "")


def new(**cells: str) -> PersonRow:
    return PersonRow(2, NEW | {C(name): text for name, text in cells.items()})


def sentence(*rows: PersonRow) -> str:
    """Why the last row is refused."""
    return plan(rows, KNOWN)[-1].wrong[0].sentence()


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    cells = {
        "login": "x", "name": "", "role": "长官", "duties": "派单员、占卜师、术士", "site": "火星", "extension": "1",
        "sees_numbers": "maybe", "language": "法语", "unit": "未知庭",
    }  # fmt: skip
    told = plan([PersonRow(2, {C(name): text for name, text in cells.items()})], KNOWN)[0]
    said = [one.sentence() for one in told.wrong]
    words = (
        "A login has", "role “长官”", "role “占卜师”", "role “术士”", "site “火星”", "yes or no", "language “法语”",
        "unit “未知庭”", "Write the person's name", "A telephone is 2 to 16 digits",
    )  # fmt: skip
    assert [one for one in words if sum(one in sentence for sentence in said) != 1] == []
    assert (len(said), told.fate) == (len(words), RowFate.REFUSED)


def test_a_row_that_cannot_be_read_as_it_stands_is_told_once() -> None:
    assert [one.sentence()[:10] for one in plan([row(wrong="merged", role="长官")], KNOWN)[0].wrong] == ["Cells are "]


def test_a_new_person_in_any_writing() -> None:
    told = plan(
        [new(login=" ＷＡＮＧ ", extension="１００２", duties="handler、派单员，Leader", sees_numbers="是",
             language="English", unit="CIVIL", post="负责人")],
        KNOWN,
    )[0]  # fmt: skip
    details = Details("王磊", "agent", 1, "1002", True, "en", ("dispatcher", "handler", "leader"))
    assert (told.login, told.fate, told.person, told.details, told.post, told.changed) == (
        "wang", RowFate.NEW, None, details, (5, Post.HEAD), (),
    )  # fmt: skip


def test_an_empty_cell_leaves_what_there_is() -> None:
    same = plan([row(login="li", name="", unit="民事庭")], KNOWN)[0]
    assert (same.fate, same.details, same.post, same.writes) == (RowFate.SAME, LI.details, None, False)


def test_a_known_login_is_changed_and_says_where() -> None:
    told = plan([row(login="li", name="李敏", extension="1009", site="东区法院", unit="civil", post="head")], KNOWN)[0]
    assert (told.fate, told.person, told.changed, told.post) == (
        RowFate.CHANGED, 11, (C.SITE, C.EXTENSION, C.UNIT), (5, Post.HEAD),
    )  # fmt: skip
    assert told.details == dataclasses.replace(LI.details, extension="1009", site=2)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"login": ""}, "Write the login"),
        ({"login": "王"}, "A login has 2 to 64 small letters, digits, dots or hyphens"),
        ({"login": "left"}, LEFT),
        ({"name": " "}, "Write the person's name"),
        ({"name": "长" * 65}, "The text is too long: leave out 1 characters"),
        ({"role": ""}, "Write the role, for example Agent"),
        ({"role": "国王"}, "There is no role “国王”: choose one of the template's list"),
        ({"duties": "agent,king"}, "There is no role “king”: choose one of the template's list"),
        ({"role": "管理员", "duties": "inspector"}, BOTH),
        ({"site": ""}, "Write the site: a new person belongs to one"),
        ({"site": "西区"}, "There is no site “西区”: write its name or code as on the second sheet of the template"),
        ({"extension": "10a"}, "A telephone is 2 to 16 digits"),
        ({"extension": "1001"}, "The telephone 1001 belongs to 李敏"),
        ({"unit": "没有"}, "There is no unit “没有”: write its name or code as on the second sheet of the template"),
        ({"unit": "办公室"}, "Several units are called “办公室”: write the code of the one"),
        ({"unit": "civil", "post": "x"}, "There is no post “x”: choose one of the template's list"),
        ({"post": "head"}, "Write the unit too, or leave the post empty"),
        ({"sees_numbers": "maybe"}, "Write yes or no under Sees whole numbers"),
        ({"language": "fr"}, "There is no language “fr”: write zh or en"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_says_what_to_do(cells, why):
    assert sentence(new(**cells)) == why


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("merged", "Cells are merged here, from B2 on: take them apart and fill each one"),
        ("formula", "The cell B2 has a formula: write its value instead"),
        ("error", "The cell B2 has an error of the spreadsheet: write its value"),
    ],
)
def test_a_row_that_could_not_be_read_is_refused(wrong, why):
    assert sentence(PersonRow(2, NEW, wrong, "B2")) == why


def test_what_stands_twice_in_the_sheet_names_the_other_row() -> None:
    first = new(extension="1002")
    assert sentence(first, PersonRow(7, first.cells)) == "The login wang stands in row 2 already: keep one row"
    other = PersonRow(7, {**first.cells, C.LOGIN: "other"})
    assert sentence(first, other) == "The telephone 1002 stands in row 2 already: one belongs to one person"


def test_a_telephone_that_an_earlier_row_frees_is_free() -> None:
    told = plan([row(login="li", name="", extension="1009"), new(extension="1001")], KNOWN)
    assert [one.fate for one in told] == [RowFate.CHANGED, RowFate.NEW]


def test_nobody_changes_his_own_roles_by_a_sheet() -> None:
    assert sentence(row(login="admin", role="agent")) == "Nobody changes his own roles: ask another administrator"


def test_headings_in_either_language_in_any_order() -> None:
    assert columns(("电话", "备注", " 登录名： ", "NAME", "further roles")) == {
        0: C.EXTENSION,
        2: C.LOGIN,
        3: C.NAME,
        4: C.DUTIES,
    }
    for language in ("zh", "en"):
        assert list(columns([column.label(language) for column in C]).values()) == list(C)
    assert (is_heading(("座席名单",)), is_heading(("登录名", "姓名"))) == (False, True)
    with pytest.raises(Refused) as missing:
        complete(("登录名", "角色"))
    assert missing.value.sentence() == "The sheet has no column Name: take the template and keep its headings"
    with pytest.raises(Refused) as twice:
        complete(("登录名", "Login", "姓名"))
    assert twice.value.sentence() == "The heading Login stands there twice: keep one of the columns"


def test_the_digest_tells_other_plans_apart() -> None:
    one, other = plan([new()], KNOWN), plan([new(extension="1002")], KNOWN)
    assert (digest(one) == digest(plan([new()], KNOWN)), digest(one) == digest(other)) == (True, False)


# ---- what is written


@pytest.fixture
def house(head, administrator):
    return {"units": new_units(head), "agent": new_person(login="li", name="李敏", extension="1001", site=head)}


def write(rows, person, **given):
    seen = digest(planned(rows, person.login))
    return take_on(rows, **({"seen": seen, "person": person.id, "now": NOW, "client_ip": "10.0.0.9"} | given))


def sheet():
    return [
        row(2, login="wang", name="王磊", role="agent", extension="1002", unit="civil"),
        row(3, login="li", name="李敏敏", extension="1003"),
        row(4, login="bad", name="坏行", role="king"),
        row(5, login="chen", name="陈静", role="unit_reviewer", unit="civil"),
    ]


def test_good_rows_are_written_and_refused_ones_stay_out(house, administrator):
    done = write(sheet(), administrator)
    assert [one.fate for one in done.planned] == [RowFate.NEW, RowFate.CHANGED, RowFate.REFUSED, RowFate.NEW]
    people = {p.login: (p.name, p.role, p.extension, p.must_change) for p in Person.select().order_by(Person.login)}
    assert people == {
        "administrator": ("孙管理", "administrator", None, False),
        "chen": ("陈静", "unit_reviewer", None, True),
        "li": ("李敏敏", "agent", "1003", False),
        "wang": ("王磊", "agent", "1002", True),
    }
    assert sorted((m.person.login, m.unit.code, m.post) for m in Member.select()) == [
        ("chen", "civil", "reviewer"), ("wang", "civil", "handler"),
    ]  # fmt: skip
    assert [(login, name) for login, name, _ in done.passwords] == [("wang", "王磊"), ("chen", "陈静")]
    for login, _name, password in done.passwords:
        assert passwords.fits(password, Person.get(Person.login == login).password_hash)


def test_passwords_stand_in_no_row_and_each_act_in_the_audit(house, administrator):
    done = write(sheet(), administrator)
    kept = " ".join(str(value) for one in Audit.select().dicts() for value in one.values())
    assert [password for _, _, password in done.passwords if password in kept] == []
    assert [(one.act, one.who) for one in Audit.select().order_by(Audit.id)] == [
        (act, "administrator")
        for act in ("create_person", "edit_members", "edit_person", "create_person", "edit_members", "import_people")
    ]
    last = Audit.get(Audit.act == "import_people")
    assert (last.object, last.data) == ("people", {"rows": 3, "new": 2})


def test_the_same_sheet_again_makes_nobody_twice(house, administrator):
    write(sheet(), administrator)
    before = Person.select().count()
    with pytest.raises(Refused) as nothing:
        write(sheet(), administrator)
    assert nothing.value.sentence() == "No row would change anything: there is nothing to import"
    assert Person.select().count() == before


def test_what_has_changed_since_the_report_is_not_written(house, administrator):
    rows = sheet()
    seen = digest(planned(rows, "administrator"))
    new_person(login="wang", name="别人", site=house["agent"].site)
    with pytest.raises(Refused) as changed:
        write(rows, administrator, seen=seen)
    assert changed.value.code.startswith("Something has changed since the report was made")
    assert Person.get(Person.login == "li").name == "李敏"


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR)])
def test_only_an_administrator_imports(house, administrator, role):
    other = new_person(login="other", role=role)
    with pytest.raises(Refused) as refused:
        write(sheet(), other)
    assert refused.value.sentence() == "Only an administrator imports people"
    assert Person.get_or_none(Person.login == "wang") is None


def test_an_administrator_who_has_left_imports_nothing(house, administrator):
    other = new_person(login="second", role=Role.ADMINISTRATOR)
    let_go(other.id, by="administrator", now=NOW, client_ip="")
    with pytest.raises(Refused):
        write(sheet(), other)


CELLS = {
    "login": ["li", "a1", "a2", "a3", "administrator", "", "X Y"], "name": ["甲", "乙", ""],
    "role": ["agent", "管理员", "inspector", "", "king"], "duties": ["", "handler", "inspector、leader"],
    "extension": ["", "1001", "1002", "1003", "9"], "unit": ["", "civil", "没有"], "post": ["", "head"],
}  # fmt: skip
ROWS = st.lists(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CELLS.items()}), max_size=8)


@settings(max_examples=often(25, 400))
@given(cells=ROWS)
def test_what_the_report_promises_is_what_is_written(house, administrator, cells):
    rows = [row(number, **one) for number, one in enumerate(cells, 2)]
    told = planned(rows, "administrator")
    with Person._meta.database.atomic() as turn:
        if any(one.writes for one in told):
            assert write(rows, administrator).planned == told
            for one in told:
                if one.writes:
                    kept = Person.get(Person.login == one.login)
                    assert one.details is not None
                    assert (kept.name, kept.role, kept.extension or "") == (
                        one.details.name, one.details.role, one.details.extension,
                    )  # fmt: skip
        again = planned(rows, "administrator")
        assert [one for one in again if one.writes and one.fate is RowFate.NEW] == []
        turn.rollback()
