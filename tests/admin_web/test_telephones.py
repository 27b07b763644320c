"""The page of telephones that are kept out for wrong passwords."""

from typing import Any

import pytest

from hotline.calls.verbs import telephone_tries as verbs
from hotline.calls.verbs.telephone_tries import TelephoneHeard
from hotline.rows import TelephoneTry
from tests.builders import NOW, new_person

pytestmark = pytest.mark.unit


def test_it_says_who_and_until_when_and_lets_in(head: Any, administrator: Any, agent: Any, sign_in: Any) -> None:
    browser = sign_in(administrator)
    assert "No telephone has used a wrong password" in browser.get("/telephones").text
    new_person(extension="1009", site=head)
    verbs.note([TelephoneHeard("10.1.1.9", "1009", 5, good=False)], NOW)
    text = browser.get("/telephones").text
    assert [part in text for part in ("10.1.1.9", "1009", "until ", "Let it in")] == [True] * 4
    row = TelephoneTry.get(TelephoneTry.extension == "1009")
    assert "It may register again" in browser.post(f"/telephones/{row.id}/let-in", follow_redirects=True).text
    assert "Let it in" not in browser.get("/telephones").text
    assert sign_in(agent).get("/telephones").status_code == 403


def test_an_address_with_markup_is_text(head: Any, administrator: Any, sign_in: Any) -> None:
    TelephoneTry.create(address="<b>x", extension="", total=1, last_at=NOW)
    assert "<b>x" not in sign_in(administrator).get("/telephones").text
