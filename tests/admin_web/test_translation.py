"""Everything a reader can meet stands in both languages."""

import re

import pytest
from babel.messages import pofile

from tests.admin_web import message_ids

pytestmark = pytest.mark.house
PO = message_ids.ROOT / "admin_web" / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
READ = (
    "%(count)s late; %(count)s overdue; Active; Address (IP); Agent; All; Answered; Appointments; As what; "
    "Asked by; Assessment; At; Attachments; Audit; Below; Board; Call; Call-backs; Called back; Caller; "
    "Caller's name; Caller's number; Calls; Calls today; Cancel; Case number; Change; Clause; Clear; Code; "
    "Confidential; Confidential complaints; Confirm; Consent; Consents; Day; Deadline; Delete; Desk; Dictionary; "
    "Disputes; Do not consent; Done; Done with; Due; Ended; Enquiry; Examples; Flows; For you; From; Gave up; "
    "Hang up; History; Hotline; Hours; How grave; Identity number; In hand; Judge; Judges; Kind; Line; Lines; "
    "Login; Menu; Message; Messages sent; My overview; Name; Name unknown; New password; No; Nobody fits.; "
    "Not active; Number; Number withheld; Official classes; On hold; Only mine; Opened; Order; Other parties; "
    "Overdue; Own reports; Parameters; Parties; Password; People; Place; Query code; Reason; Recording; "
    "Recordings; Reply templates; Result; Return visits; Ringing; Rows; Rows: %(count)s; Save; Saved; Search; "
    "Second factor; Self-check; Set; Show; Sign in; Silent calls; Since; Site; Skills; State; Step; Subject; "
    "Subject area; Talking; Telephone; Text; The answer; Ticket; Tickets; Tingsu hotline; To; To do; Today; "
    "Unit; Units; Urge; Urgent; Version; Versions; Waiting; Wallboards; What; Who; Why; Workdays; Yes; Your day; "
    "again; all day; choose; chosen; dissolved; due; every day; from; in use; night service; oldest first; "
    "provisional; satisfied; stands; supervised; to; until %(day)s"
)
_FIELD = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def chinese():
    with PO.open("rb") as file:
        read = pofile.read_po(file)
    return {f"{m.context}\x04{m.id}" if m.context else m.id: m.string for m in read if m.id}


def test_every_sentence_has_its_chinese(chinese):
    ids = message_ids.of_pages() | message_ids.of_refusals()
    assert len(ids) > 200
    assert sorted(i for i in ids if not chinese.get(i)) == []


def test_no_translation_is_left_over(chinese):
    assert sorted(set(chinese) - message_ids.of_pages() - message_ids.of_refusals()) == []


def test_a_translation_fills_in_the_same_fields(chinese):
    wrong = [i for i, zh in chinese.items() if set(_FIELD.findall(i)) != set(_FIELD.findall(zh))]
    assert wrong == []


def test_no_short_word_is_both_a_label_and_a_refusal():
    """`Write the answer` was a button's label and an error: one of them read wrong in Chinese."""
    both = message_ids.of_pages() & message_ids.of_refusals()
    assert sorted(i for i in both if len(i.split()) < 5) == []


def test_a_short_word_on_pages_of_different_kind_was_looked_at():
    """One English word on two pages can need two Chinese ones. Who adds one here has read both catalogues on both
    pages; where they differ, the word gets a context (`pgettext`)."""
    found = {}
    for i, files in message_ids.places().items():
        folders = {file.split("/")[1] if file.startswith("pages/") else file for file in files}
        if len(folders) > 1 and len(i.split()) <= 2 and "\x04" not in i:
            found[i] = folders
    assert sorted(set(found) - set(READ.split("; "))) == []
