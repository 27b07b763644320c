"""Uploading, downloading, issuing: on the pages, with every wrong thing a person or an enemy may send."""

import datetime as dt
import errno
import io
import threading
import zipfile
from urllib.parse import unquote

import pytest
from PIL import Image

from admin_web import paper_making
from hotline.outside import file_store
from hotline.people.verbs import parameters
from hotline.rows import Attachment, Audit, Paper, Ticket, TicketLook
from hotline.tickets.rules.attachments import MEGABYTE
from hotline.words import Role
from tests.builders import NOW, new_member, new_person, new_ticket, new_units

pytestmark = pytest.mark.unit
PDF = b"%PDF-1.7 x"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def ticket(agent):
    return new_ticket(opened_by=agent)


@pytest.fixture
def dispatcher(head):
    return new_person(role=Role.DISPATCHER, site=head, name="冯派单")


def send(browser, to, *files, headers=FETCH):
    data = {"files": [(io.BytesIO(data), name) for name, data in files]}
    return browser.post(to, data=data, headers=headers, content_type="multipart/form-data")


def stored(app):
    folder = app.config["TINGSU"].attachments
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_a_file_is_added_listed_and_read(app, agent, ticket, sign_in):
    browser = sign_in(agent)
    answer = send(browser, f"/tickets/{ticket.number}/files", ("判决 书.pdf", PDF))
    row = Attachment.get()
    assert (answer.status_code, row.ticket_id, row.name) == (200, ticket.id, "判决 书.pdf")
    assert f'href="/files/{row.id}"' in answer.json["html"]
    assert "判决 书.pdf" in browser.get(f"/tickets/{ticket.number}").text
    file = browser.get(f"/files/{row.id}")
    assert (file.status_code, file.data, file.headers["Content-Type"]) == (200, PDF, "application/pdf")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    told = file.headers["Content-Disposition"]
    assert told.startswith('attachment; filename="PJ-S.pdf"; ')
    assert unquote(told.partition("UTF-8''")[2]) == "判决 书.pdf"
    assert [(a.act, a.object) for a in Audit.select().where(Audit.act << ["attach", "read_file"])] == [
        ("attach", f"ticket:{ticket.number}"), ("read_file", f"ticket:{ticket.number}"),
    ]  # fmt: skip


def test_pictures_and_pdf_are_shown_nothing_else(agent, ticket, sign_in):
    browser = sign_in(agent)
    files = ("a.pdf", PDF), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.txt", b"<script>alert(1)</script>")
    send(browser, f"/tickets/{ticket.number}/files", *files)
    told = [browser.get(f"/files/{row.id}?inline=1").headers for row in Attachment.select().order_by(Attachment.id)]
    assert [one["Content-Disposition"].partition(";")[0] for one in told] == ["inline", "inline", "attachment"]
    assert ["script-src" in one["Content-Security-Policy"] for one in told] == [False] * 3
    assert ["default-src 'none'" in one["Content-Security-Policy"] for one in told] == [True] * 3
    assert ["sandbox" in one["Content-Security-Policy"] for one in told] == [False, True, True]


def test_beside_each_file_stands_that_nobody_scanned_it_where_no_scanner_is_set(app, agent, ticket, sign_in):
    browser = sign_in(agent, "zh_CN")
    send(browser, f"/tickets/{ticket.number}/files", ("a.pdf", PDF), ("b.pdf", PDF))
    assert browser.get(f"/tickets/{ticket.number}").text.count("未经病毒扫描") == 2
    app.jinja_env.globals["files_scanned"] = True
    assert "未经病毒扫描" not in browser.get(f"/tickets/{ticket.number}").text


def test_a_file_with_a_program_in_it_is_refused_and_says_what_to_do(app, agent, ticket, sign_in):
    packed, old = io.BytesIO(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(
            "[Content_Types].xml", '<Types><Default ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        )
        made.writestr("word/document.xml", "")
    name = "_VBA_PROJECT_CUR".encode("utf-16-le")
    old += name + bytes(64 - len(name)) + (len(name) + 2).to_bytes(2, "little") + b"\x01" + bytes(61)
    answer = send(
        sign_in(agent), f"/tickets/{ticket.number}/files", ("a.docx", packed.getvalue()), ("b.xls", old),
        ("c.pdf", PDF + b"<< /S /JavaScript >>"),
    )  # fmt: skip
    for sentence in (
        "“a.docx” holds a program (macro)",
        "“b.xls” holds a program (macro)",
        "“c.pdf” holds a program (script)",
    ):
        assert sentence in answer.json["error"]
    assert (answer.status_code, Attachment.select().count(), stored(app)) == (422, 0, [])


def test_wrong_files_are_told_one_by_one_and_the_good_one_stays(app, agent, ticket, sign_in):
    answer = send(
        sign_in(agent), f"/tickets/{ticket.number}/files", ("a.exe", b"MZ"), ("b.pdf", b"MZ\x90"), ("c.pdf", b""),
        ("../../d.pdf", PDF), ("e.pdf", PDF.ljust(20 * MEGABYTE + 1, b" ")),
    )  # fmt: skip
    assert answer.status_code == 422
    assert [
        part in answer.json["error"]
        for part in ("a.exe", "“b.pdf” is not what", "“c.pdf” is empty", "“e.pdf” is too large")
    ] == [True] * 4
    assert [row.name for row in Attachment.select()] == ["../../d.pdf"]
    assert "../../d.pdf" in answer.json["html"]
    assert len(stored(app)) == 1
    told = sign_in(agent).get(f"/files/{Attachment.get().id}").headers["Content-Disposition"]
    assert told == "attachment; filename=\"d.pdf\"; filename*=UTF-8''d.pdf"


def test_without_a_script_one_comes_back_to_the_page(agent, ticket, sign_in):
    browser = sign_in(agent)
    for files, sentence in (((("a.exe", b"MZ"),), "a.exe"), ((), "Choose a file"), ((("a.pdf", PDF),), "a.pdf")):
        answer = send(browser, f"/tickets/{ticket.number}/files", *files, headers={})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/tickets/{ticket.number}#files")
        assert sentence in browser.get(f"/tickets/{ticket.number}").text


def test_too_much_at_once_is_a_sentence(agent, administrator, ticket, sign_in):
    parameters.set_parameters({"file.ticket_mb": 1}, by=administrator.login, now=NOW, client_ip="")
    browser, sentence = sign_in(agent), "This is too much at once: at most 20 MB a file and 1 MB in all"
    many = ("a.pdf", PDF.ljust(3 * MEGABYTE, b" "))
    answer = send(browser, f"/tickets/{ticket.number}/files", many)
    assert (answer.status_code, answer.json) == (413, {"error": sentence})
    for to, back in (
        (f"/tickets/{ticket.number}/files", f"/tickets/{ticket.number}"), ("/files/forms/tok", "/files/forms/tok"),
    ):  # fmt: skip
        answer = send(browser, to, many, headers={})
        assert (answer.status_code, answer.headers["Location"]) == (303, back)
        assert sentence in browser.get(back).text
    assert Attachment.select().count() == 0


def test_other_forms_are_as_small_as_before(agent, sign_in):
    answer = sign_in(agent).post("/intake", data={"text": "x" * 3 * MEGABYTE}, headers=FETCH)
    assert answer.status_code == 413


def test_a_full_disk_is_a_sentence_wherever_it_shows(app, agent, ticket, sign_in, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    browser, sentence = sign_in(agent), "The server's disk does not take the file"
    with monkeypatch.context() as patch:
        patch.setattr(file_store, "_write", full)
        answer = send(browser, f"/tickets/{ticket.number}/files", ("a.pdf", PDF))
        assert (answer.status_code, sentence in answer.json["error"]) == (422, True)
    with monkeypatch.context() as patch:
        patch.setattr(app.request_class, "_get_file_stream", full)
        answer = send(browser, f"/tickets/{ticket.number}/files", ("a.pdf", PDF))
        assert (answer.status_code, sentence in answer.json["error"]) == (507, True)
    assert (Attachment.select().count(), stored(app)) == (0, [])


def test_a_form_takes_files_before_it_is_sent(agent, sign_in):
    browser = sign_in(agent)
    page = browser.get("/intake").text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    assert f'data-adder="/files/forms/{token}"' in page
    send(browser, f"/files/forms/{token}", ("a.pdf", PDF), ("b.pdf", PDF))
    first, second = Attachment.select().order_by(Attachment.id)
    assert "a.pdf" in browser.get(f"/files/forms/{token}", headers=FETCH).json["html"]
    assert browser.get(f"/files/{first.id}").data == PDF
    assert "a.pdf" not in browser.post(f"/files/forms/{token}/{first.id}/drop", headers=FETCH).json["html"]
    data = {"token": token, "kind": "consult", "subject": "电梯", "text": "停运", "channel": "letter"}
    assert browser.post("/intake", data=data).status_code == 303
    assert [(row.id, row.ticket_id) for row in Attachment.select()] == [(second.id, Ticket.get().id)]


def test_without_a_script_files_of_a_form_have_a_page_of_their_own(agent, sign_in):
    browser = sign_in(agent)
    assert send(browser, "/files/forms/tok", ("a.pdf", PDF), headers={}).status_code == 303
    file = Attachment.get()
    assert f'action="/files/forms/tok/{file.id}/drop"' in browser.get("/files/forms/tok").text
    assert browser.post(f"/files/forms/tok/{file.id}/drop").headers["Location"] == "/files/forms/tok"
    assert Attachment.select().count() == 0


def test_two_uploads_of_one_form_at_once_both_stand(app, agent, sign_in):
    browsers = [sign_in(agent), sign_in(agent)]
    answers = []
    both = [
        threading.Thread(
            target=lambda b=b, n=n: answers.append(send(b, "/files/forms/tok", (n, PDF)).status_code), daemon=True
        )
        for b, n in zip(browsers, ("a.pdf", "b.pdf"), strict=True)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert answers == [200, 200]
    assert sorted(row.name for row in Attachment.select()) == ["a.pdf", "b.pdf"]
    assert len(stored(app)) == 2


def test_who_may_not_read_the_ticket_gets_nothing(agent, other_agent, administrator, ticket, sign_in):
    send(sign_in(agent), f"/tickets/{ticket.number}/files", ("a.pdf", PDF))
    send(sign_in(agent), "/files/forms/tok", ("b.pdf", PDF))
    of_ticket, of_form = Attachment.select().order_by(Attachment.id)
    stranger = sign_in(other_agent)
    assert [
        stranger.get(f"/files/{of_ticket.id}").status_code, stranger.get(f"/files/{of_form.id}").status_code,
        sign_in(administrator).get(f"/files/{of_form.id}").status_code, stranger.get("/files/999").status_code,
        send(stranger, f"/tickets/{ticket.number}/files", ("c.pdf", PDF)).status_code,
    ] == [404] * 5  # fmt: skip
    assert "b.pdf" not in stranger.get("/files/forms/tok").text
    assert Attachment.select().count() == 2


def test_a_unit_does_not_get_the_files_that_may_name_the_bringer(agent, head, sign_in):
    unit = new_units(head)["housing"]
    handler = new_member(unit)
    ticket = new_ticket(opened_by=agent, token="tok", hides_name=True, unit=unit, holder=unit, state="dispatched")
    send(sign_in(agent), "/files/forms/tok", ("a.pdf", PDF))
    send(sign_in(agent), f"/tickets/{ticket.number}/files", ("b.pdf", PDF))
    first, second = Attachment.select().order_by(Attachment.id)
    browser = sign_in(handler)
    assert [browser.get(f"/files/{row.id}").status_code for row in (first, second)] == [404, 200]
    page = browser.get(f"/tickets/{ticket.number}").text
    assert ("a.pdf" in page, "b.pdf" in page, "1 file that came with the matter is held back" in page) == (
        False, True, True,
    )  # fmt: skip


def test_a_confidential_one_is_the_inspections_and_each_look_is_written_down(agent, supervisor, head, sign_in):
    inspector = new_person(role=Role.INSPECTOR, site=head)
    ticket = new_ticket(opened_by=agent, token="tok", confidential=True)
    send(sign_in(agent), "/files/forms/tok", ("a.pdf", PDF))
    file = Attachment.get()
    assert (file.ticket_id, [sign_in(who).get(f"/files/{file.id}").status_code for who in (agent, supervisor)]) == (
        ticket.id, [404, 404],
    )  # fmt: skip
    browser = sign_in(inspector)
    assert browser.get(f"/files/{file.id}").data == PDF
    assert send(browser, f"/tickets/{ticket.number}/files", ("b.pdf", PDF)).status_code == 200
    assert [(look.person_id, look.what) for look in TicketLook.select().order_by(TicketLook.id)] == [
        (inspector.id, "file"), (inspector.id, "attach"),
    ]  # fmt: skip
    assert ticket.number not in str([row.object for row in Audit.select()])


def test_a_file_that_is_gone_is_a_sentence(app, agent, ticket, sign_in):
    browser = sign_in(agent)
    send(browser, f"/tickets/{ticket.number}/files", ("a.pdf", PDF))
    stored(app)[0].unlink()
    answer = browser.get(f"/files/{Attachment.get().id}", headers=FETCH)
    assert answer.json == {"error": "This file is not on the disk any more: tell the administrator"}


def test_a_paper_is_issued_and_taken_away(agent, dispatcher, head, sign_in):
    unit = new_units(head)["housing"]
    ticket = new_ticket(opened_by=agent, unit=unit, holder=unit, state="dispatched", way="transfer", caller_name="张三")
    browser = sign_in(dispatcher, "zh_CN")
    assert 'name="kind" value="slip"' in browser.get(f"/tickets/{ticket.number}").text
    answers = [browser.post(f"/tickets/{ticket.number}/papers", data={"kind": "slip"}) for _ in range(2)]
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {
        (303, f"/tickets/{ticket.number}#papers")
    }
    paper = Paper.get()
    assert (Paper.select().count(), paper.number) == (1, "市中级法院热转〔2026〕1号")
    assert "已制发：办理转送单 市中级法院热转〔2026〕1号" in browser.get(f"/tickets/{ticket.number}").text
    word, pdf = (browser.get(f"/papers/{paper.id}/{shape}") for shape in ("docx", "pdf"))
    assert (word.data[:2], pdf.data[:5]) == (b"PK", b"%PDF-")
    assert [unquote(one.headers["Content-Disposition"].partition("UTF-8''")[2]) for one in (word, pdf)] == [
        "市中级法院热转〔2026〕1号 办理转送单.docx", "市中级法院热转〔2026〕1号 办理转送单.pdf",
    ]  # fmt: skip
    assert [one.headers["Content-Disposition"].split("; ")[1] for one in (word, pdf)] == [
        'filename="slip-SZJFYRZ-2026-1.docx"', 'filename="slip-SZJFYRZ-2026-1.pdf"',
    ]  # fmt: skip
    assert browser.get(f"/papers/{paper.id}/exe").status_code == 404
    assert Audit.select().where(Audit.act == "read_file").count() == 2


def test_who_does_not_see_numbers_gets_the_paper_with_a_masked_one(app, agent, dispatcher, head, sign_in):
    unit = new_units(head)["housing"]
    ticket = new_ticket(opened_by=agent, unit=unit, holder=unit, state="dispatched")
    sign_in(dispatcher).post(f"/tickets/{ticket.number}/papers", data={"kind": "slip"})
    seen = []

    class Maker:
        def docx(self, kind, site, fields):
            seen.append(fields)
            return b""

    app.extensions["papers"] = Maker()
    for who in (agent, dispatcher):
        assert sign_in(who).get(f"/papers/{Paper.get().id}/docx").status_code == 200
    assert [fields["caller_number"] for fields in seen] == ["138****1234", "13800001234"]


def test_what_may_not_be_issued_is_a_sentence(agent, dispatcher, head, ticket, sign_in):
    browser = sign_in(dispatcher)
    for kind, sentence in (
        ("slip", "This ticket has not been given to a unit yet"), ("nonsense", "Choose a paper of the list"),
        ("reply", "You may not issue this paper for this ticket"),
    ):  # fmt: skip
        assert browser.post(f"/tickets/{ticket.number}/papers", data={"kind": kind}).status_code == 303
        assert sentence in browser.get(f"/tickets/{ticket.number}").text
    assert sign_in(agent).post(f"/tickets/{ticket.number}/papers", data={"kind": "slip"}).status_code == 403
    assert Paper.select().count() == 0


def test_a_broken_template_is_a_sentence_and_takes_no_number(app, agent, dispatcher, head, sign_in, tmp_path):
    from hotline.outside.papers import Papers

    (tmp_path / "slip.docx").write_bytes(b"no word file")
    app.extensions["papers"] = Papers((tmp_path,), (), ())
    unit = new_units(head)["housing"]
    ticket = new_ticket(opened_by=agent, unit=unit, holder=unit, state="dispatched")
    browser = sign_in(dispatcher, "zh_CN")
    browser.post(f"/tickets/{ticket.number}/papers", data={"kind": "slip"})
    assert "slip.docx 不是可以读取的 Word 文件" in browser.get(f"/tickets/{ticket.number}").text
    assert Paper.select().count() == 0


def test_papers_of_others_are_not_there(agent, other_agent, dispatcher, head, sign_in):
    unit = new_units(head)["housing"]
    ticket = new_ticket(opened_by=agent, unit=unit, holder=unit, state="dispatched")
    sign_in(dispatcher).post(f"/tickets/{ticket.number}/papers", data={"kind": "slip"})
    assert sign_in(other_agent).get(f"/papers/{Paper.get().id}/pdf").status_code == 404


def test_a_request_may_weigh_what_a_ticket_may(app):
    with app.app_context():
        assert paper_making.largest() == 101 * MEGABYTE


def _for_citizen(file):
    return Attachment.get_by_id(file).for_citizen


def test_who_answers_shows_a_file_to_the_citizen_and_takes_it_back(ticket, supervisor, sign_in):
    browser = sign_in(supervisor)
    send(browser, f"/tickets/{ticket.number}/files", ("回函.pdf", PDF))
    file = Attachment.get().id
    page = browser.get(f"/tickets/{ticket.number}").text
    assert (f'action="/files/{file}/show"' in page, "goes with the answer" in page) == (True, False)
    answer = browser.post(f"/files/{file}/show", data={"shown": "1"})
    assert (answer.headers["Location"], _for_citizen(file)) == (f"/tickets/{ticket.number}#files", True)
    page = browser.get(f"/tickets/{ticket.number}").text
    assert ("goes with the answer" in page, "is shown to the citizen with the answer" in page) == (True, True)
    browser.post(f"/files/{file}/show", data={"shown": "0"})
    assert _for_citizen(file) is False
    notes = [(a.object, a.data) for a in Audit.select().where(Audit.act == "show_file").order_by(Audit.id)]
    thing = f"ticket:{ticket.number}"
    assert notes == [(thing, {"file": file, "shown": True}), (thing, {"file": file, "shown": False})]


def test_files_that_are_not_shown_and_people_who_show_none(ticket, agent, supervisor, branch_supervisor, sign_in):
    came = Attachment.create(ticket=ticket, token="form", name="a.pdf", type="application/pdf", size=1, sha256="",
                             path="aa/" + "0" * 40, person=agent, at=NOW)  # fmt: skip
    loose = Attachment.create(token="other", name="b.pdf", type="application/pdf", size=1, sha256="",
                              path="aa/" + "1" * 40, person=agent, at=NOW)  # fmt: skip
    added = Attachment.create(ticket=ticket, name="c.pdf", type="application/pdf", size=1, sha256="",
                              path="aa/" + "2" * 40, person=agent, at=NOW)  # fmt: skip
    browser = sign_in(supervisor, "zh_CN")
    browser.post(f"/files/{came.id}/show", data={"shown": "1"})
    page = browser.get(f"/tickets/{ticket.number}").text
    assert "此附件随诉求提交；只有随答复添加的附件可以对来电人公开" in page
    assert f'action="/files/{came.id}/show"' not in page
    for file in (loose.id, 999):
        assert browser.post(f"/files/{file}/show", data={"shown": "1"}).status_code == 404
    assert sign_in(agent).post(f"/files/{added.id}/show", data={"shown": "1"}).status_code == 403
    assert f'action="/files/{added.id}/show"' not in sign_in(agent).get(f"/tickets/{ticket.number}").text
    assert sign_in(branch_supervisor).post(f"/files/{added.id}/show", data={"shown": "1"}).status_code == 404
    Ticket.update(confidential=True).where(Ticket.id == ticket.id).execute()
    assert sign_in(supervisor).post(f"/files/{added.id}/show", data={"shown": "1"}).status_code == 404
    assert [row.for_citizen for row in Attachment.select()] == [False, False, False]


def test_a_file_of_an_earlier_answer_says_so(ticket, supervisor, sign_in):
    file = Attachment.create(ticket=ticket, name="c.pdf", type="application/pdf", size=1, sha256="", for_citizen=True,
                             path="aa/" + "2" * 40, person=supervisor, at=NOW)  # fmt: skip
    browser = sign_in(supervisor)
    told = {}
    for again_at in (None, NOW, NOW + dt.timedelta(seconds=1)):
        Ticket.update(again_at=again_at).where(Ticket.id == ticket.id).execute()
        told[again_at] = "went with an earlier answer" in browser.get(f"/tickets/{ticket.number}").text
    assert (list(told.values()), file.id) == ([False, False, True], 1)


def jpeg(side=400):
    written = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(written, "JPEG")
    return written.getvalue()


def test_the_page_shows_small_pictures_with_the_rights_of_the_file(agent, other_agent, ticket, dispatcher, sign_in):
    browser = sign_in(agent)
    send(browser, f"/tickets/{ticket.number}/files", ("a.jpg", jpeg()), ("b.png", b"\x89PNG\r\n\x1a\n"), ("c.pdf", PDF))
    a, b, c = Attachment.select().order_by(Attachment.id)
    assert f'src="/files/{a.id}/small"' in browser.get(f"/tickets/{ticket.number}").text
    found = browser.get(f"/files/{a.id}/small")
    assert (found.status_code, found.headers["Content-Type"]) == (200, "image/jpeg")
    assert (len(found.data) < len(jpeg(2000)), Image.open(io.BytesIO(found.data)).size) == (True, (192, 192))
    assert browser.get(f"/files/{a.id}/small").data == found.data
    assert [browser.get(f"/files/{one.id}/small").status_code for one in (b, c)] == [404, 404]
    read = [row.data["file"] for row in Audit.select().where(Audit.act == "read_file")]
    assert read == [a.id]  # one reading in an hour, and none of what cannot be shown
    nobody = sign_in(new_person(login="far", role=Role.HANDLER))
    assert [nobody.get(f"/files/{a.id}{end}").status_code for end in ("", "/small")] == [404, 404]
