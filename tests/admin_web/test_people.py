"""The list of people: found, filtered, ordered, paged; and on a person's page his lines, skills and units."""

import re

import pytest

from hotline.rows import Position, Skill
from hotline.words import PositionKind, Role
from tests.builders import new_line, new_member, new_person, new_units

pytestmark = pytest.mark.unit
EVERYBODY = ["王小兰", "孙管理", "李东", "杨经办", "周去"]


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


def names(html):
    return re.findall(r'<td data-label="Name"><a href="/people/\d+">([^<]+)</a>', html)


def test_people_are_found_by_initials_and_filters(browser, agent, other_agent, branch):
    line, units = new_line(), new_units()
    Position.create(line=line, kind="A", person=agent)
    Skill.create(person=other_agent, code="dialect", level=2)
    new_member(units["civil"], name="杨经办")
    new_person(name="周去", active=False)
    for query, found in (
        ("", EVERYBODY),
        ("q=wxl", ["王小兰"]), ("q=2001", ["李东"]), (f"site={branch.id}", ["李东"]),
        ("role=handler", ["杨经办"]), (f"unit={units['court'].id}", ["杨经办"]), (f"line={line.id}", ["王小兰"]),
        ("skill=dialect", ["李东"]), (f"line={line.id}&skill=dialect", []), ("state=ended", ["周去"]),
        ("state=active&q=z", []),
        ("site=x&role=king&unit=-1&state=?", EVERYBODY),
    ):  # fmt: skip
        html = browser.get(f"/people?{query}").text
        assert (query, sorted(names(html))) == (query, sorted(found))
        total = f"{len(found)} in all" if found else "Nobody fits these filters: take one away"
        assert total in html


def test_an_administrator_of_a_branch_sees_the_people_of_his_site(agent, other_agent, branch, sign_in):
    person = new_person(login="east_admin", name="东管", role=Role.ADMINISTRATOR, site=branch)
    assert sorted(names(sign_in(person).get("/people").text)) == sorted(["李东", "东管"])


def test_six_hundred_people_are_paged_and_keep_their_filters(browser, head):
    for n in range(120):
        new_person(login=f"seat{n:03d}", name=f"座席{n:03d}", site=head)
    seen, href, pages = [], "/people?q=seat&sort=-login", 0
    while href:
        html = browser.get(href).text
        seen += names(html)
        pages += 1
        assert "120 in all" in html
        after = re.search(r'rel="next" href="([^"]+)"', html)
        href = after[1].replace("&amp;", "&") if after else ""
    assert (pages, seen) == (3, [f"座席{n:03d}" for n in reversed(range(120))])
    assert "Nobody comes after these." in browser.get("/people?after=1&q=zzz").text


def test_a_heading_orders_and_turns_round(browser, agent):
    html = browser.get("/people?sort=name").text
    assert ('aria-sort="ascending"' in html, 'href="/people?sort=-name"' in html) == (True, True)
    assert names(browser.get("/people?sort=-name").text) == ["王小兰", "孙管理"]


def test_a_person_shows_lines_skills_and_units_with_the_pages_that_change_them(browser, agent):
    line, units = new_line(), new_units()
    Position.create(line=line, kind="B", person=agent, days="12345", begins="08:30", ends="17:30")
    Skill.create(person=agent, code="dialect", level=3)
    new_member(units["civil"])
    html = browser.get(f"/people/{agent.id}").text
    seat = f'<strong>{PositionKind.B.en}</strong> <a href="/lines/{line.id}#positions">立案咨询</a>'
    for words in (seat, "Mon–Fri 08:30–17:30",
                  '<span class="tag">dialect 3</span>', 'href="/skills"', "In no unit."):  # fmt: skip
        assert words in html, words
    bare = browser.get(f"/people/{new_person().id}").text
    assert ("On no position of any line." in bare, "No skill is set." in bare) == (True, True)


def test_who_may_not_see_people(agent, supervisor, sign_in):
    assert [sign_in(one).get("/people").status_code for one in (agent, supervisor)] == [403, 403]
