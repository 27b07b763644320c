"""The dictionary's entries are renamed in their rows; the judges' directory can be read."""

import re

import pytest

from hotline.rows import Chamber, Entry, Judge

pytestmark = pytest.mark.unit


@pytest.fixture
def entry(db):
    above = Entry.create(kind="topic", code="01", zh="立案", en="Filing", place=1)
    return Entry.create(kind="topic", code="0101", zh="网上立案", en="Online", place=2, parent=above)


def fields(html, code):
    """What the form of an entry's row sends."""
    form = html.split(f'id="rename-{code}"')[0].rpartition("<form")[2]
    return dict(re.findall(r'name="([a-z]+)"[^>]*?value="([^"]*)"', form))


@pytest.mark.parametrize("active", [True, False])
def test_an_entry_is_renamed_in_place(administrator, sign_in, entry, active):
    Entry.update(active=active).where(Entry.id == entry.id).execute()
    browser = sign_in(administrator)
    given = fields(browser.get("/dictionary?kind=topic").text, "0101")
    assert (given["zh"], given["en"]) == ("网上立案", "Online")
    assert browser.post("/dictionary", data=given | {"zh": "线上立案"}).status_code == 303
    row = Entry.get_by_id(entry.id)
    assert (row.zh, row.en, row.parent_id, row.active) == ("线上立案", "Online", entry.parent_id, active)
    assert Entry.select().count() == 2


def test_a_new_entry_does_not_overwrite_another(administrator, sign_in, entry):
    browser = sign_in(administrator)
    form = browser.get("/dictionary?kind=topic").text.split("New entry</h2>")[1]
    assert 'name="new" value="1"' in form
    browser.post("/dictionary", data={"kind": "topic", "code": "0101", "zh": "别的", "active": "1", "new": "1"})
    assert Entry.get_by_id(entry.id).zh == "网上立案"
    assert "The code 0101 is taken by 网上立案" in browser.get("/dictionary").text
    browser.post("/dictionary", data={"kind": "topic", "code": "0102", "zh": "别的", "active": "1", "new": "1"})
    assert Entry.get(Entry.code == "0102").zh == "别的"


def test_a_keyword_has_a_name_of_a_thing(administrator, sign_in):
    html = sign_in(administrator, "zh_CN").get("/dictionary/rules").text
    assert '<label for="k-name">名称</label>' in html


@pytest.mark.parametrize(("title", "chiefs"), [("庭长", 1), ("审判员", 1), ("副庭长", 2)])
def test_the_directory_has_headings_and_says_chief_once(administrator, sign_in, head, title, chiefs):
    chamber = Chamber.create(site=head, name="民一")
    Judge.create(chamber=chamber, name="钱玉兰", title=title, chief=True)
    html = sign_in(administrator, "zh_CN").get("/judges").text
    assert re.findall("<th>([^<]*)</th>", html) == ["姓名", "职务", "办公电话", "手机"]
    assert html.split("<tbody>")[1].count("庭长") == chiefs
