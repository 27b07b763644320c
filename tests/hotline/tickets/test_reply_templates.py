"""Reply templates: what is filled in, who writes where, who may use them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline import rows
from hotline.ports import Refused
from hotline.tickets.reads import templates
from hotline.tickets.rules.templates import TEMPLATES_MOST, TEXT_MOST, TITLE_MOST, WORDS, filled, strange
from hotline.tickets.verbs.life import actor
from hotline.tickets.verbs.templates import delete, put
from hotline.words import Post, Role
from tests.builders import NOW, new_member, new_person, new_site, new_units

pytestmark = pytest.mark.unit


def test_words_are_filled_in_and_what_is_not_known_stays() -> None:
    known = {"姓名": "张三", "工单号": "20261120-01-0001", "日期": ""}
    text = "{姓名}：您反映的{工单号}，{日期}，{别的}。{ 姓名 }{{姓名}}"
    assert filled(text, known) == "张三：您反映的20261120-01-0001，{日期}，{别的}。{ 姓名 }{张三}"
    assert strange("{姓名}{别的}{别的}{}{a\nb}") == ["别的"]


@given(st.text(max_size=200), st.sampled_from(WORDS), st.text("{}%s姓名<>", max_size=20))
def test_what_is_filled_in_is_not_read_again(text: str, word: str, value: str) -> None:
    plain_text = text.replace("{", "").replace("}", "")
    assert (
        filled(f"{plain_text}{{{word}}}{plain_text}", {word: value or "x"}) == plain_text + (value or "x") + plain_text
    )


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    units = new_units(head)
    return {
        "dispatcher": actor(new_person(login="d", role=Role.DISPATCHER).id),
        "civil": actor(new_member(units["civil"], login="c").id),
        "agent": actor(new_person(login="a").id),
        "leader": actor(new_person(login="l", role=Role.LEADER).id),
        "elsewhere": actor(new_person(login="e", role=Role.DISPATCHER, site=new_site(code="east")).id),
        "units": units,
    }


def write(
    who: Any, place: int | None = None, *, title: str = "通用", text: str = "{姓名}：已办理。", which: Any = None
) -> int:
    return put(which, title, text, place, who=who, now=NOW, client_ip="")


def titles(who: Any) -> list[str]:
    return [one.title for one in templates.of(who)]


def test_a_unit_uses_its_own_and_the_sites_and_the_site_only_its_own(town: Any) -> None:
    civil = town["units"]["civil"].id
    site, own = write(town["dispatcher"], title="全站"), write(town["civil"], civil, title="民事庭")
    write(town["elsewhere"], title="外站")
    assert [(one.id, one.mine) for one in templates.of(town["civil"])] == [(site, False), (own, True)]
    assert (titles(town["dispatcher"]), titles(town["elsewhere"])) == (["全站"], ["外站"])
    assert rows.Audit.select().where(rows.Audit.act == "edit_templates").count() == 3


def test_a_unit_below_uses_those_of_the_unit_above(town: Any) -> None:
    court, civil = town["units"]["court"], town["units"]["civil"]
    assert civil.parent_id == court.id
    chief = actor(new_member(court, login="chief", role=Role.HANDLER, post=Post.HANDLER).id)
    write(chief, court.id, title="院里")
    assert (titles(town["civil"]), titles(chief)) == (["院里"], ["院里"])
    write(town["civil"], civil.id, title="庭里")
    assert titles(chief) == ["院里"]


def test_a_title_stands_once_in_a_place(town: Any) -> None:
    civil = town["units"]["civil"].id
    first, other = write(town["dispatcher"], title="通用 A"), write(town["dispatcher"], title="别的")
    own = write(town["civil"], civil, title="通用 A")
    write(town["elsewhere"], title="通用 A")
    for who, place, title, which in (
        ("dispatcher", None, "通用 A", None), ("dispatcher", None, " 通用　ａ ", None),
        ("dispatcher", None, "通用 a", other),
        ("civil", civil, "通用 A", None),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            write(town[who], place, title=title, which=which)
        assert refused.value.code.startswith("A template called")
    write(town["dispatcher"], title="通用 A", text="新的", which=first)
    table = rows.ReplyTemplate
    kept = table.select().where(table.id << [first, own]).order_by(table.id)
    assert [(row.id, row.text) for row in kept] == [(first, "新的"), (own, "{姓名}：已办理。")]


def test_nobody_writes_where_he_does_not_belong(town: Any) -> None:
    civil, court = town["units"]["civil"].id, town["units"]["court"].id
    site, own = write(town["dispatcher"]), write(town["civil"], civil)
    for who, place, which in (
        ("civil", None, None), ("civil", court, None), ("civil", None, own), ("civil", civil, site),
        ("dispatcher", civil, None), ("agent", None, None), ("agent", civil, None), ("leader", None, site),
        ("elsewhere", None, site), ("elsewhere", civil, None), ("dispatcher", 99999, None), ("dispatcher", None, 99999),
    ):  # fmt: skip
        with pytest.raises(Refused):
            write(town[who], place, which=which)
    for who, which in (("agent", site), ("civil", site), ("elsewhere", site), ("dispatcher", own), ("leader", own)):
        with pytest.raises(Refused):
            delete(which, who=town[who], now=NOW, client_ip="")
    assert [(row.title, row.text) for row in rows.ReplyTemplate.select()] == [("通用", "{姓名}：已办理。")] * 2


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "a"),
        ("a", " \n"),
        ("字" * (TITLE_MOST + 1), "a"),
        ("a", "字" * (TEXT_MOST + 1)),
        ("a", "{电话}"),
        ("\x00", "a"),
    ],
)
def test_what_a_template_may_not_be(town: Any, title: str, text: str) -> None:
    with pytest.raises(Refused):
        write(town["dispatcher"], title=title, text=text)
    assert not rows.ReplyTemplate.select().exists()


def test_one_is_changed_and_deleted(town: Any) -> None:
    which = write(town["dispatcher"])
    assert write(town["dispatcher"], title="新", text="新文", which=which) == which
    assert [(one.title, one.text) for one in templates.of(town["dispatcher"])] == [("新", "新文")]
    delete(which, who=town["dispatcher"], now=NOW, client_ip="")
    assert titles(town["dispatcher"]) == []


def test_they_are_not_without_end(town: Any) -> None:
    for n in range(TEMPLATES_MOST):
        write(town["dispatcher"], title=str(n))
    with pytest.raises(Refused):
        write(town["dispatcher"], title="one more")
    assert write(town["civil"], town["units"]["civil"].id)
