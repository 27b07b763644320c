"""Files of an answer: given out with it, to whom the query or the link shows it, and no other file ever."""

import datetime as dt
import hashlib
import re
from typing import Any

import pytest

from hotline import rows
from hotline.calls.jobs import encrypting
from hotline.citizens import reads
from hotline.outside import keys
from hotline.settings import SettingsError
from hotline.settings.encryption import EncryptionSettings
from hotline.tickets.jobs import files
from hotline.words import TicketState
from public_web.app import create_app
from tests.builders import NOW, new_ticket
from tests.hotline.outside.test_encrypted import ONE, TWO, written

pytestmark = pytest.mark.unit
GOOD = {"code": "12345678", "tail": "1234"}
LINK = "/v/abcDEF123456"
BYTES = b"%PDF-1.7 the answer"


@pytest.fixture
def kept(inside: Any, settings: Any, matter: Any) -> Any:
    """Makes an attachment with its file on the disk; returns its row's id."""

    def make(**given: Any) -> int:
        n = rows.Attachment.select().count()
        path = f"aa/{n:040x}"
        place = settings.attachments / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(BYTES)
        values = {"ticket": matter.id, "name": "现场照片 1.pdf", "type": "application/pdf", "size": len(BYTES),
                  "sha256": "0" * 64, "path": path, "at": NOW, "for_citizen": True}  # fmt: skip
        return int(rows.Attachment.create(**values | given).id)

    def inside_of(**given: Any) -> int:
        with inside():
            return make(**given)

    return inside_of


def by_code(client: Any, lang: str = "zh") -> str:
    return str(client.post("/code", data=GOOD | {"lang": lang}, follow_redirects=True).text)


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]*/files/[0-9]+)"', html)


def test_the_files_stand_below_the_answer_and_are_saved(client: Any, kept: Any) -> None:
    kept()
    for html in (by_code(client), client.get(f"{LINK}?lang=zh").text):
        assert ("答复附件" in html, "现场照片 1.pdf" in html, "19 B<" in html) == (True, True, True)
        (href,) = links(html)
        file = client.get(href)
        assert (file.status_code, file.data, file.mimetype) == (200, BYTES, "application/pdf")
        assert file.headers["Content-Disposition"].startswith('attachment; filename="XCZP-1.pdf"; filename*=UTF-8')
        assert file.headers["Content-Security-Policy"].endswith("sandbox")
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in file.headers["Cache-Control"]


def test_what_is_not_for_him_is_neither_listed_nor_given(client: Any, kept: Any, inside: Any) -> None:
    with inside():
        other = new_ticket(opened_by=rows.Person.get(), code="11112222", state=TicketState.FOLLOWING_UP, reply="x")
        secret = rows.Ticket.get(rows.Ticket.confidential == True).id  # noqa: E712
        rows.Ticket.update(state=TicketState.CLOSED.value, reply="x").where(rows.Ticket.id == secret).execute()
    shown = kept()
    hidden = [kept(for_citizen=False), kept(ticket=other.id), kept(ticket=secret), kept(ticket=None, token="t")]
    html = by_code(client)
    (href,) = links(html)
    assert href.endswith(f"/files/{shown}")
    for file in [*hidden, 999, 10**12]:
        assert client.get(href.replace(f"/files/{shown}", f"/files/{file}")).status_code == 410
        assert client.get(f"{LINK}/files/{file}").status_code == 410
    assert client.get(f"/v/nothing/files/{shown}").status_code == 410
    assert client.get(f"/tickets/nothing/files/{shown}").status_code == 410


@pytest.mark.parametrize("state", list(TicketState))
def test_files_are_shown_in_the_states_that_show_the_answer(
    narrow: Any, kept: Any, inside: Any, state: TicketState
) -> None:
    kept()
    with inside():
        rows.Ticket.update(state=state.value, reply="答复").where(rows.Ticket.code == "12345678").execute()
    found = reads.by_code("12345678")
    assert found is not None
    assert bool(found.files) is bool(found.reply)


def test_a_file_of_an_earlier_round_goes_with_its_answer(narrow: Any, kept: Any, inside: Any) -> None:
    kept(name="old.pdf")
    kept(name="new.pdf", at=NOW + dt.timedelta(days=2))
    with inside():
        rows.Ticket.update(again_at=NOW + dt.timedelta(days=1), round=1).where(rows.Ticket.code == "12345678").execute()
    found = reads.by_code("12345678")
    assert found is not None
    assert [file.name for file in found.files] == ["new.pdf"]


def test_a_merged_ticket_shows_no_file_of_its_parent(narrow: Any, kept: Any, inside: Any, matter: Any) -> None:
    kept()
    with inside():
        new_ticket(opened_by=rows.Person.get(), code="33334444", state=TicketState.MERGED, parent=matter.id)
    found = reads.by_code("33334444")
    assert found is not None
    assert (found.reply, found.files) == ("已开庭审理。", ())


def test_a_file_that_is_gone_says_what_to_do(client: Any, kept: Any, settings: Any, inside: Any) -> None:
    kept(path="../../etc/passwd")
    (href,) = links(by_code(client))
    answer = client.get(f"{href}?lang=zh")
    assert (answer.status_code, "此附件已不存在" in answer.text, "请致电热线" in answer.text) == (404, True, True)


def test_another_browser_does_not_get_the_file(app: Any, client: Any, kept: Any) -> None:
    kept()
    (href,) = links(by_code(client))
    assert app.test_client().get(href).status_code == 410


def test_files_count_as_requests_of_an_address(client: Any, kept: Any, settings: Any) -> None:
    kept()
    (href,) = links(by_code(client))
    answers = [client.get(href).status_code for _ in range(settings.public.a_minute)]
    assert (answers[0], answers[-1]) == (200, 429)


# ---- encrypted on the disk


@pytest.fixture
def key_file(tmp_path: Any, settings: Any) -> Any:
    return written(tmp_path.parent / f"{tmp_path.name}.keys", ONE)


@pytest.fixture
def sealing(narrow: Any, settings: Any, clock: Any, key_file: Any) -> Any:
    """A browser at a house that encrypts, and its settings."""
    chosen = settings.model_copy(update={"encryption": EncryptionSettings(key_file=key_file)})
    made = create_app(chosen, now=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made.test_client(), chosen


def encrypted(inside: Any, chosen: Any) -> Any:
    with inside():
        assert encrypting.one_round([files.shelf(chosen)], keys.of(chosen)) == 1
        return chosen.attachments / rows.Attachment.get().path


def test_an_encrypted_file_is_given_to_its_citizen(sealing: Any, kept: Any, inside: Any) -> None:
    client, chosen = sealing
    kept(sha256=hashlib.sha256(BYTES).hexdigest())
    assert BYTES not in encrypted(inside, chosen).read_bytes()
    (href,) = links(by_code(client))
    file, part = client.get(href), client.get(href, headers={"Range": "bytes=1-3"})
    assert (file.status_code, file.data, file.mimetype) == (200, BYTES, "application/pdf")
    assert (part.status_code, part.data) == (206, BYTES[1:4])
    assert "no-store" in file.headers["Cache-Control"]


@pytest.mark.parametrize("what", ["damaged", "lost", "other"])
def test_what_does_not_open_says_what_to_do(
    sealing: Any, kept: Any, inside: Any, key_file: Any, what: str, caplog: Any
) -> None:
    client, chosen = sealing
    kept(sha256=hashlib.sha256(BYTES).hexdigest())
    place = encrypted(inside, chosen)
    if what == "damaged":
        place.write_bytes(place.read_bytes()[:-1] + b"?")
    elif what == "lost":
        key_file.unlink()
    else:
        written(key_file, TWO)
    (href,) = links(by_code(client))
    answer = client.get(f"{href}?lang=zh")
    assert (answer.status_code, "此附件暂时打不开" in answer.text, "请致电热线" in answer.text) == (503, True, True)
    assert "the file of attachment" in caplog.text


def test_the_page_does_not_begin_with_keys_that_do_not_do(narrow: Any, settings: Any, key_file: Any) -> None:
    key_file.chmod(0o644)
    chosen = settings.model_copy(update={"encryption": EncryptionSettings(key_file=key_file)})
    with pytest.raises(SettingsError, match="open to others"):
        create_app(chosen)
