"""Flows on the web: versions, differences, publishing by an order, and what is kept when it is refused."""

import hashlib

import pytest

from admin_web.pages.flows.difference import DiffLine, difference
from hotline.calls.orders.claim import claim, finish
from hotline.calls.rows import flow_store
from hotline.calls.rows.flow_store import Published
from hotline.calls.rules.order_kinds import PublishFlow
from hotline.rows import Audit, Draft, FlowVersion, Order
from hotline.yaml_source import Problem, read
from tests.builders import NOW

pytestmark = pytest.mark.unit
TEXT = "flow: court\ntitle: 法院\nstart: one\nnodes:\n  one: {kind: hang_up}\n"
NEW = TEXT.replace("one", "two")


def sum_of(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def publish(text=TEXT, by="file", why=""):
    flow_store.publish(Published("court", sum_of(text), text), title="法院 12368", by=by, why=why, now=NOW)
    return FlowVersion.select().order_by(FlowVersion.id.desc()).first()


def refuse(text):
    """What the controller does with an order whose text is wrong."""
    problems = [
        Problem("flow", 3, 1, "start", "there is no node `%(name)s`", (("name", "two"),)),
        Problem("flow", 6, 11, "nodes.three", "unknown kind of node `%(found)s`; the kinds are %(kinds)s",
                (("found", "<script>"), ("kinds", "play, say"))),
        *read(text, "flow").problems,
    ]  # fmt: skip
    flow_store.refused(Order.get().id, [one.as_data() for one in problems])
    finish(Order.get().id, now=NOW, refused="There are mistakes in the flow")


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


def test_no_flow_one_and_several_with_what_is_wrong_with_their_files(browser):
    assert "No flows yet" in browser.get("/flows").text
    publish()
    flow_store.looked_at("court.yml", sum_of(TEXT), [], now=NOW)
    html = browser.get("/flows").text
    for words in ("法院 12368", "Version 1", "the changed file", "in order"):
        assert words in html
    problems = ["holiday.yml:3:5 one.prompt: there is no prompt `<b>x`", "holiday.yml:9:1 two: no way leads here"]
    flow_store.looked_at("holiday.yml", "x", problems, now=NOW)
    flow_store.looked_at("court.yml", "other", [], now=NOW)
    html = browser.get("/flows").text
    for words in ("holiday.yml:3:5", "holiday.yml:9:1", "&lt;b&gt;x", "it was never right", "another text than"):
        assert words in html
    assert "What is wrong with the file" in browser.get("/flows/holiday").text
    assert "another text than the version in use" in browser.get("/flows/court").text


def test_the_numbers_that_a_flow_takes_are_named(browser):
    flow_store.publish(Published("court_12368", "v", TEXT), title="x", by="file", why="", now=NOW)
    assert ">12368</td>" in browser.get("/flows").text


def test_versions_with_who_and_why_their_texts_and_their_difference(browser):
    old, new = publish(), publish(NEW, by="admin", why="节前 <调整>")
    html = browser.get("/flows/court").text
    for words in ("Version 1", "Version 2", "admin", "节前 &lt;调整&gt;", "in use"):
        assert words in html
    text = browser.get(f"/flows/court/{old.id}").text
    assert "start: one" in text
    assert "Go back to this version" in text
    assert "Go back to this version" not in browser.get(f"/flows/court/{new.id}").text
    html = browser.get(f"/flows/court/difference?old={old.id}&new={new.id}").text
    for words in ("d-gone", "start: one", "d-new", "start: two", "d-same", "title: 法院"):
        assert words in html
    assert "The two texts are the same" in browser.get(f"/flows/court/difference?old={old.id}&new={old.id}").text


@pytest.mark.parametrize(
    "path",
    ["/flows/nobody", "/flows/court/999", "/flows/other/1", "/flows/court/difference", "/flows/court/orders/7",
     "/flows/court/difference?old=1&new=x", "/flows/nobody/edit", "/flows/court/orders/99"],
)  # fmt: skip
def test_what_is_not_there_is_not_there(browser, path):
    publish()
    assert browser.get(path).status_code == 404


def test_a_new_text_is_ordered_waited_for_and_in_use(browser, administrator, clock):
    publish()
    assert "start: one" in browser.get("/flows/court/edit").text
    answer = browser.post("/flows/court/edit", data={"text": NEW.replace("\n", "\r\n"), "why": "新导航"})
    [order] = claim(claimant="x", now=NOW)
    assert (order.person, order.by, order.command) == (administrator.id, "administrator", PublishFlow(NEW, "新导航"))
    path = answer.headers["Location"]
    assert path == f"/flows/court/orders/{order.id}"
    assert "checks the text" in browser.get(path).text
    publish(NEW, by="administrator")
    finish(order.id, now=NOW)
    done = browser.get(path, follow_redirects=True).text
    assert "The new version of court is in use" in done
    assert (Draft.select().count(), "Version 2" in done, sum_of(NEW) in done) == (0, True, False)
    note, became = Audit.select().where(Audit.act == "publish_flow").order_by(Audit.id)
    assert (note.object, note.data) == (
        "flow:court", {"why": "新导航", "order": order.id, "outcome": "asked"},
    )  # fmt: skip
    assert (became.object, became.about, became.data["outcome"]) == ("flow:court", note.id, "done")


def test_a_refused_text_comes_back_with_what_is_wrong_and_stays_as_a_draft(browser):
    publish()
    wrong = NEW + "  three: {kind: <script>}\n"
    path = browser.post("/flows/court/edit", data={"text": wrong, "why": "试试"}).headers["Location"]
    refuse(wrong)
    html = browser.get(path).text
    for words in ("There are mistakes in the flow", "three: {kind: &lt;script&gt;}", 'value="试试"',
                  'data-line="6" data-column="11">line 6, column 11</a> nodes.three: unknown kind of node `&lt;script',
                  'data-line="3" data-column="1">line 3, column 1</a> start: there is no node `two`'):  # fmt: skip
        assert words in html
    later = browser.get("/flows/court/edit").text
    assert ("three: {kind: &lt;script&gt;}" in later, "Your draft of" in later) == (True, True)
    browser.post("/flows/court/draft/clear")
    assert "three:" not in browser.get("/flows/court/edit").text


def test_problems_are_told_in_chinese_all_of_them(administrator, sign_in):
    publish()
    browser = sign_in(administrator, "zh_CN")
    wrong = NEW + "  three：{kind: <script>}\n"
    path = browser.post("/flows/court/edit", data={"text": wrong, "why": "试试"}).headers["Location"]
    refuse(wrong)
    html = browser.get(path).text
    for words in (
        "流程内容有错误", "第 3 行第 1 列</a> start: 没有节点“two”", "没有节点种类“&lt;script&gt;”；种类有 play, say",
        "第 6 行第 8 列</a> “three”后面是全角冒号，请改为半角冒号加空格：“three: …”", "three：{kind",
    ):  # fmt: skip
        assert words in html
    flow_store.looked_at("court.yml", "x", [one.as_data() for one in read(wrong, "court.yml").problems], now=NOW)
    for page in ("/flows", "/flows/court"):
        assert "court.yml:6:8 “three”后面是全角冒号" in browser.get(page).text


def test_a_text_is_checked_without_being_published(browser, administrator):
    publish()
    path = browser.post("/flows/court/edit", data={"text": NEW, "why": "", "do": "check"}).headers["Location"]
    [order] = claim(claimant="x", now=NOW)
    assert (order.person, order.command) == (administrator.id, PublishFlow(NEW, "", check_only=True))
    assert (Audit.select().where(Audit.act == "publish_flow").count(), "checks the text" in browser.get(path).text) == (
        0, True,
    )  # fmt: skip
    finish(order.id, now=NOW)
    html = browser.get(path).text
    for words in ("Nothing is wrong with this text. It has not been published.", "start: two"):
        assert words in html
    assert (FlowVersion.select().count(), Draft.select().count()) == (1, 1)


def test_a_checked_text_that_is_wrong_comes_back_and_stays_as_a_draft(browser):
    publish()
    wrong = NEW + "  three: {kind: x}\n"
    path = browser.post("/flows/court/edit", data={"text": wrong, "why": "", "do": "check"}).headers["Location"]
    refuse(wrong)
    html = browser.get(path).text
    assert ("nodes.three: unknown kind of node" in html, "three: {kind: x}" in html) == (True, True)
    assert "three: {kind: x}" in browser.get("/flows/court/edit").text
    assert (FlowVersion.select().count(), Audit.select().where(Audit.act == "publish_flow").count()) == (1, 0)


@pytest.mark.parametrize(("text", "code"), [("x" * 100_001, 422), (NEW.replace("court", "other"), 422), (TEXT, 303)])
def test_what_need_not_be_checked(browser, text, code):
    publish()
    assert browser.post("/flows/court/edit", data={"text": text, "why": "", "do": "check"}).status_code == code


def test_a_controller_that_is_away_is_said(administrator, sign_in):
    publish()
    browser = sign_in(administrator, "zh_CN")
    path = browser.post("/flows/court/edit", data={"text": NEW, "why": "x"}).headers["Location"]
    finish(Order.get().id, now=NOW, refused="The telephone side did not answer; try again")
    assert "电话侧没有响应，请重试" in browser.get(path).text


@pytest.mark.parametrize(
    ("text", "why", "said"),
    [
        (TEXT, "x", "此内容正在使用"),
        (NEW, " ", "请说明原因"),
        (NEW.replace("court", "other"), "x", "这是流程 other 的内容，而此处是 court"),
        ("x" * 100_001, "x", "流程最多 100000 个字符"),
        ("x" * 130_000, "x", "内容过长，无法保存草稿"),
    ],
)
def test_what_need_not_be_checked_is_refused_at_once_in_chinese(administrator, sign_in, text, why, said):
    publish()
    answer = sign_in(administrator, "zh_CN").post("/flows/court/edit", data={"text": text, "why": why})
    assert (answer.status_code, Order.select().count()) == (422, 0)
    assert said in answer.text


TEN = "flow: court\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 6)
)


@pytest.mark.parametrize("do", ["check", "publish"])
@pytest.mark.parametrize(
    ("text", "line"),
    [("{", 1), ("a: [", 1), ("&a [*a]", 1), ("!!python/object:os.system x", 1), ("[" * 5000, 1), (TEN, 2),
     (TEN.replace("court", "*a5"), 1)],
    ids=["brace", "bracket", "itself", "python", "deep", "ten", "grown name"],
)  # fmt: skip
def test_a_text_that_cannot_be_read_never_reaches_the_process_that_carries_calls(browser, text, line, do):
    publish()
    answer = browser.post("/flows/court/edit", data={"text": text, "why": "x", "do": do})
    assert (answer.status_code, Order.select().count()) == (422, 0)
    for words in ("There are mistakes in the flow", f'data-line="{line}"'):
        assert words in answer.text
    assert len(answer.text) < 200_000
    assert Draft.select().count() == 1


@pytest.mark.parametrize("text", ["- 1", "", "x", "flow: [court]", "three：{kind: x}"])
def test_a_text_that_is_no_flow_is_for_the_controller_to_refuse(browser, text):
    publish()
    assert browser.post("/flows/court/edit", data={"text": text, "why": "x"}).status_code == 303


def test_the_name_of_another_flow_is_told_short(browser):
    publish()
    answer = browser.post("/flows/court/edit", data={"text": f"flow: {'n' * 90_000}", "why": "x"})
    assert (answer.status_code, f"This is the text of the flow {'n' * 100};" in answer.text) == (422, True)


def test_what_is_typed_is_kept_as_a_draft(browser):
    publish()
    answer = browser.post("/flows/court/draft", data={"text": NEW, "why": "halb"})
    assert answer.json == {"kept": True, "at": "10:00:00"}
    html = browser.get("/flows/court/edit").text
    assert ("start: two" in html, 'value="halb"' in html) == (True, True)


def test_an_older_version_is_published_once_more(browser):
    old, new = publish(), publish(NEW)
    back = {"back": f"/flows/court/{old.id}"}
    refused = browser.post("/flows/court/back", data=back | {"version": old.id, "why": ""})
    assert refused.headers["Location"] == back["back"]
    browser.post("/flows/court/back", data=back | {"version": new.id, "why": "x"})
    browser.post("/flows/court/back", data=back | {"version": "999", "why": "x"})
    assert Order.select().count() == 0
    answer = browser.post("/flows/court/back", data={"version": old.id, "why": "出错了"})
    assert answer.headers["Location"] == f"/flows/court/orders/{Order.get().id}"
    assert [order.command for order in claim(claimant="x", now=NOW)] == [PublishFlow(TEXT, "出错了")]
    assert Audit.get(Audit.act == "publish_flow").data["back_to"] == old.version


def test_a_flow_may_be_called_in_chinese(browser):
    text = TEXT.replace("court", "夜间")
    flow_store.publish(Published("夜间", "v", text), title="夜间", by="file", why="", now=NOW)
    assert "夜间" in browser.get("/flows").text
    assert browser.post("/flows/夜间/edit", data={"text": text + "# x\n", "why": "x"}).status_code == 303


def test_another_persons_publishing_is_not_to_be_seen(browser, agent):
    publish()
    given = {"text": "x", "why": "y"}
    order = Order.create(kind="publish_flow", person=agent, data=given, placed_by="a", placed_at=NOW)
    assert browser.get(f"/flows/court/orders/{order.id}").status_code == 404


def test_who_may_not(agent, supervisor, sign_in):
    publish()
    for person in (agent, supervisor):
        browser = sign_in(person)
        assert {browser.get(path).status_code for path in ("/flows", "/flows/court", "/flows/court/edit")} == {403}
        assert browser.post("/flows/court/edit", data={"text": NEW, "why": "x"}).status_code == 403
    assert Order.select().count() == 0


def test_a_difference_line_by_line():
    old, new = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl", "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm"
    told = difference(old, new)
    assert told[:4] == [
        DiffLine("same", 1, 1, "a"), DiffLine("gone", 2, None, "b"), DiffLine("new", None, 2, "B"),
        DiffLine("same", 3, 3, "c"),
    ]  # fmt: skip
    assert [line.kind for line in told].count("gap") == 1
    assert told[-1] == DiffLine("new", None, 13, "m")
    assert (difference("a", "a"), difference("", "a")) == ([], [DiffLine("new", None, 1, "a")])
