"""The assessment's pages: overview, cards, exclusions, circulars, rules with preview, the sheet; and who sees what."""

import io
from typing import Any

import docx
import openpyxl
import pytest

from hotline import rows
from hotline.assessment.verbs import counting, periods
from hotline.words import Role
from tests.builders import new_member, new_person, new_site
from tests.hotline.assessment import court
from tests.hotline.assessment.court import reply, ruled
from tests.hotline.tickets.town import Town, built, china, handled

pytestmark = pytest.mark.unit
OVER = china("2027-01-04", "10:00")
REASON = "诉求人要求拆除他人合法房屋，无法律依据。"


@pytest.fixture
def town(head: Any, clock: Any) -> Town:
    """Two tickets: one answered a day late (2 points off), one in time and passed (0.1 added); and a dictionary."""
    made = built(head)
    rows.Entry.create(kind="exclusion", code="unreasonable", zh="诉求不合理", en="Unreasonable demand")
    ruled()
    reply(made, handled(made), china("2026-11-26", "10:00"))
    made.now = china("2026-11-20", "10:00")
    number = handled(made)
    reply(made, number, china("2026-11-24", "10:00"))
    made.do(number, court.E.APPROVE, "reviewer")
    counting.count(court.period(made).id, court.LATER)
    clock.at = court.LATER
    return made


def published(town: Town, clock: Any) -> None:
    clock.at = OVER
    periods.publish(1, person=town.who["leader"].id, now=OVER, client_ip="")


def card_of(town: Town, code: str = "civil") -> str:
    return f"/assessment/1/units/{town.units[code].id}"


def late_row() -> Any:
    return rows.AssessmentPoint.get(rows.AssessmentPoint.event == "reply_late")


def test_the_overview_and_a_card_say_the_same(town: Town, sign_in: Any) -> None:
    """100 − 2 + 0.1 = 98.1; one of two tickets cost nothing: Wilson's interval of 1 of 2 is 9.45 % to 90.55 %."""
    browser = sign_in(town.who["leader"])
    assert browser.get("/assessment").headers["Location"] == "/assessment/1"
    page = browser.get("/assessment/1").text
    assert "<strong>98.1</strong>" in page
    assert "9.5%" in page
    assert "90.5%" in page
    assert "1. " not in page.split("<tbody>")[1].split("</tbody>")[0]  # no ranking
    card = browser.get(card_of(town)).text
    assert "98.1" in card
    assert "answer due 2026-11-25 17:30, late up to workday 1" in card
    number = rows.Ticket.get(rows.Ticket.id == late_row().ticket_id).number
    assert f'href="/tickets/{number}"' in card
    assert browser.get(f"/tickets/{number}").status_code == 200
    assert "没有工单的单位不计分" in sign_in(town.who["leader"], "zh_CN").get("/assessment/1").text
    rows.Parameter.create(name="assessment.ranking", value=True, by="x", at=town.now)
    assert "1. " in sign_in(town.who["leader"]).get("/assessment/1").text.split("<tbody>")[1]


def test_the_sheet_has_exactly_these_rows_and_their_sum(town: Town, sign_in: Any) -> None:
    answer = sign_in(town.who["leader"]).post("/assessment/1/sheet", data={})
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    lines: Any = [list(sheet.values) for sheet in book.worksheets]
    units, points = lines
    scores = {line[0]: line[5] for line in units[1:]}
    kept = list(rows.AssessmentPoint.select())
    assert sorted(line[-1] for line in points[1:]) == sorted(one.id for one in kept)
    assert 100 + round(sum(float(line[5]) for line in points[1:]), 2) == scores["民事庭"] == 98.1
    assert scores["住建局"] == "–"
    noted = rows.Audit.get(rows.Audit.act == "export_points")
    assert (noted.object, noted.data["rows"]) == ("assessment:1", len(kept))


def test_a_unit_asks_another_person_decides_and_the_leader_sees(town: Town, sign_in: Any) -> None:
    unit, row = sign_in(town.who["civil"]), late_row()
    address = f"/assessment/rows/{row.id}/exclude"
    assert address in unit.get(card_of(town)).text
    assert "Unreasonable demand" in unit.get(address).text
    wrong = unit.post(address, data={"ground": "", "text": REASON})
    assert (wrong.status_code, REASON in wrong.text) == (422, True)
    file = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "现场照片.pdf")
    asked = unit.post(address, data={"ground": "unreasonable", "text": REASON, "file": file})
    assert asked.headers["Location"] == "/exclusions/1", asked.text
    kept: Any = rows.AssessmentExclusion.get()
    assert kept.file.name == "现场照片.pdf"
    assert "To be decided" in unit.get("/exclusions").text
    assert "1 requests for exclusions to decide" in sign_in(town.who["reviewer"]).get("/for-me").text
    assert "Decide</h2>" not in unit.get("/exclusions/1").text
    reviewer = sign_in(town.who["reviewer"])
    assert reviewer.post("/exclusions/1/decide", data={}).status_code == 422
    assert reviewer.post("/exclusions/1/decide", data={"granted": "yes", "text": "属实"}).status_code == 303
    leader = sign_in(town.who["leader"])
    told = f"excluded, 2 points, by {town.who['reviewer'].name}"
    assert told in leader.get("/exclusions/1").text
    assert "<strong>100.1</strong>" in leader.get("/assessment/1").text
    assert "excluded, 2 points: Unreasonable demand" in leader.get(card_of(town)).text
    assert leader.post("/exclusions/1/overturn", data={"why": "证据不实"}).status_code == 303
    assert "<strong>98.1</strong>" in leader.get("/assessment/1").text


def test_a_circular_and_a_letter_are_issued_seen_and_answered(town: Town, sign_in: Any, clock: Any) -> None:
    leader = sign_in(town.who["leader"])
    early = leader.post("/assessment/1/letters", data={"text": "请整改。"}, follow_redirects=True)
    assert "Publish the period first" in early.text
    published(town, clock)
    leader = sign_in(town.who["leader"])
    assert (
        leader.post("/assessment/1/letters", data={"text": "请整改。"}).headers["Location"] == "/assessment/letters/1"
    )
    civil = str(town.units["civil"].id)
    assert leader.post("/assessment/1/letters", data={"text": "请整改。", "unit": civil}).status_code == 303
    numbers = [one.number for one in rows.AssessmentLetter.select().order_by(rows.AssessmentLetter.id)]
    assert numbers == ["市中级法院热考通〔2027〕1号", "市中级法院热考告〔2027〕1号"]
    for letter in (1, 2):
        made = leader.post(f"/assessment/letters/{letter}/file", data={"shape": "docx"})
        told = docx.Document(io.BytesIO(made.data))
        cells = [[cell.text for cell in row.cells] for row in told.tables[0].rows]
        assert ["民事庭", "2", "2", "0.1", "98.1"] in cells or ["逾期办理", "1", "−2"] in cells
        assert "请整改。" in [one.text for one in told.paragraphs]
        assert leader.post(f"/assessment/letters/{letter}/file", data={"shape": "pdf"}).data[:5] == b"%PDF-"
    assert leader.post("/assessment/letters/1/file", data={"shape": "exe"}).status_code == 422
    assert rows.AssessmentReceipt.get_by_id(1).seen_at is None  # the leader is no unit
    unit = sign_in(town.who["civil"])
    assert f"<strong>Circular on the assessment {numbers[0]}</strong>" in unit.get("/for-me").text
    assert "98.1" in unit.get("/assessment/letters/1").text
    receipt = rows.AssessmentReceipt.get_by_id(1)
    assert (receipt.seen_by_id, receipt.seen_at) == (town.who["civil"].id, OVER)
    assert unit.post("/assessment/letters/1/answer", data={"receipt": "1", "text": ""}).status_code == 422
    assert unit.post("/assessment/letters/1/answer", data={"receipt": "1", "text": "已整改。"}).status_code == 303
    assert unit.post("/assessment/letters/1/answer", data={"receipt": "1", "text": "再次。"}).status_code == 422
    assert "已整改。" in sign_in(town.who["leader"]).get("/assessment/letters/1").text


def test_a_change_of_the_rules_is_seen_before_it_is_kept(town: Town, sign_in: Any) -> None:
    """The base becomes 120, an answer late by a day 5: 120 − 5 + 0.1 = 115.1 instead of 98.1."""
    browser = sign_in(new_person(role=Role.ADMINISTRATOR))
    page = browser.get("/assessment/rules/edit").text
    assert 'name="reply_late.points" value="2"' in page
    form = {"seen": "1", "base": "120", "reply_late.points": "5", "in_time.points": "0.1", "effective": "2026-12-21",
            "why": "会议决定"}  # fmt: skip
    seen = browser.post("/assessment/rules/edit", data={**form, "preview": "1"}).text
    assert "115.1" in seen
    assert "+17" in seen
    assert "each answer, a co-handler" in seen
    assert rows.AssessmentVersion.select().count() == 1
    for wrong in ({"base": "x"}, {"reply_late.most": "1"}, {"effective": "2026-12-20"}, {"seen": "9"}, {"why": ""}):
        assert browser.post("/assessment/rules/edit", data={**form, **wrong}).status_code == 422
    assert browser.post("/assessment/rules/edit", data=form).headers["Location"] == "/assessment/rules?version=2"
    history = sign_in(town.who["civil"]).get("/assessment/rules").text  # who is assessed reads by what
    assert "会议决定" in history
    assert "Change the rules" not in history


def test_a_published_period_is_corrected_on_its_page(town: Town, sign_in: Any, clock: Any) -> None:
    leader = sign_in(town.who["leader"])
    assert leader.post("/assessment/1/publish").status_code == 422  # not over yet
    clock.at = OVER
    leader = sign_in(town.who["leader"])
    assert leader.post("/assessment/1/publish").status_code == 303
    form = {"unit": str(town.units["civil"].id), "event": "reply_late", "points": "+0.5", "why": "算错一天"}
    wrong = leader.post("/assessment/1/correct", data={**form, "points": "x"})
    assert (wrong.status_code, "算错一天" in wrong.text) == (422, True)
    assert leader.post("/assessment/1/correct", data={**form, "about": str(late_row().id)}).status_code == 303
    assert "corrected after publication: 算错一天" in leader.get(card_of(town)).text
    assert "<strong>98.6</strong>" in leader.get("/assessment/1").text


def test_who_sees_what(town: Town, sign_in: Any, clock: Any) -> None:
    """A unit sees its own card and those below it; of others the sum once it is published. A branch sees itself."""
    civil, court_head = sign_in(town.who["civil"]), sign_in(town.who["courthead"])
    housing = sign_in(town.who["housing"])
    assert civil.get(card_of(town)).status_code == court_head.get(card_of(town)).status_code == 200
    assert housing.get(card_of(town)).status_code == 404
    assert "98.1" not in housing.get("/assessment/1").text
    assert housing.post("/assessment/1/sheet", data={"unit": str(town.units["civil"].id)}).status_code == 404
    own = openpyxl.load_workbook(io.BytesIO(housing.post("/assessment/1/sheet").data))
    assert len(list(own.worksheets[1].values)) == 1  # the heading alone
    for path in (f"/assessment/rows/{late_row().id}/exclude", "/exclusions/1", "/assessment/letters/1"):
        assert housing.get(path).status_code == 404
    branch = new_site(code="branch", name="分院")
    for role in Role:
        browser = sign_in(new_person(role=role, site=branch))
        assert browser.get("/assessment/1").status_code in (403, 404)
        assert browser.get(card_of(town)).status_code in (403, 404)
    for who in (new_person(role=Role.AGENT), new_person(role=Role.INSPECTOR), new_person(role=Role.DISPATCHER)):
        assert sign_in(who).get("/assessment/1").status_code == 403
    published(town, clock)
    housing = sign_in(new_member(town.units["housing"]))
    assert "98.1" in housing.get("/assessment/1").text
    assert housing.get(card_of(town)).status_code == 404
    keeper = sign_in(new_person(role=Role.SYSTEM_ADMINISTRATOR))
    assert keeper.get("/assessment/rules/edit").status_code == 200
    assert keeper.get(card_of(town)).status_code == 403  # he keeps the rules, and reads no ticket


def test_a_letter_is_issued_once_keeps_its_lines_and_a_refused_one_its_text(
    town: Town, sign_in: Any, clock: Any
) -> None:
    published(town, clock)
    browser = sign_in(town.who["leader"])
    form = {"unit": str(town.units["civil"].id), "text": "请整改。\r\n第二行。"}
    assert browser.post("/assessment/1/letters", data=form).status_code == 303
    again = browser.post("/assessment/1/letters", data=form)
    assert (again.status_code, "第二行。</textarea>" in again.text) == (422, True)
    assert [row.fields["body_lines"] for row in rows.AssessmentLetter.select()] == [["请整改。", "第二行。"]]


def test_a_correction_is_kept_once_and_fits_its_row(town: Town, sign_in: Any, clock: Any) -> None:
    published(town, clock)
    browser = sign_in(town.who["leader"])
    form = {"unit": str(town.units["civil"].id), "event": "reply_late", "points": "＋１．５", "why": "多扣了",
            "about": str(late_row().id)}  # fmt: skip
    assert browser.post("/assessment/1/correct", data=form | {"event": "taken_late"}).status_code == 422
    assert [browser.post("/assessment/1/correct", data=form).status_code for _ in range(2)] == [303, 422]
    assert rows.AssessmentPoint.select().where(rows.AssessmentPoint.kind == "correction").get().points == 150


def test_a_refused_request_adds_no_file_to_the_ticket(town: Town, sign_in: Any) -> None:
    browser = sign_in(new_member(town.units["civil"], login="one_more"))
    for given in ({"ground": "", "text": REASON}, {"ground": "unreasonable", "text": "  "}):
        data = given | {"file": (io.BytesIO(b"%PDF-1.4 x"), "a.pdf")}
        answer = browser.post(
            f"/assessment/rows/{late_row().id}/exclude", data=data, content_type="multipart/form-data"
        )
        assert answer.status_code == 422
    assert rows.Attachment.select().count() == 0


def test_who_may_not_see_the_assessment_sees_no_request_and_no_letter(town: Town, sign_in: Any) -> None:
    browser = sign_in(new_person(login="dispatches", role=Role.DISPATCHER))
    assert [browser.get(path).status_code for path in ("/assessment", "/exclusions", "/exclusions/1")] == [403] * 3
    assert browser.get("/assessment/letters/1").status_code == 403
