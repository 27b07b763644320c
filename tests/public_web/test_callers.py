"""Whose address counts, how often he may ask; and what the page says stands in both languages."""

import re
from pathlib import Path

import pytest
from babel.messages import pofile

from hotline.citizens.rules.public import PLAIN, STEPS
from hotline.citizens.rules.rating import OVER, THANKS, THANKS_ON, standing
from hotline.follow_ups.rules import FIELDS
from hotline.settings.addresses import counted
from hotline.words import TicketEvent, TicketState
from tests.builders import NOW
from web_kit.callers import Proxies
from web_kit.rate import MOST_KNOWN, Rate

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "1.2.3.4", "203.0.113.5"),  # nobody whose word is believed
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # what the caller wrote himself stands left of it
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "9" * 5000, "10.0.0.1"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("2001:db8::17:1", "", "2001:db8::/64"),
        ("", "", "unknown"),
    ],
)
def test_the_address_that_counts(peer: str, forwarded: str, caller: str) -> None:
    assert counted(Proxies(["10.0.0.0/8"]).client(peer, forwarded)) == caller


def test_the_memory_of_addresses_is_bounded() -> None:
    rate = Rate(1)
    assert (rate.one_more("first", NOW), rate.one_more("first", NOW)) == (True, False)
    for n in range(MOST_KNOWN):
        rate.one_more(str(n), NOW)
    assert (len(rate._seen), rate.one_more("first", NOW)) == (MOST_KNOWN, True)


def test_every_state_has_its_sentence() -> None:
    assert set(PLAIN) == set(TicketState)


def test_every_sentence_has_its_chinese_and_none_is_left_over() -> None:
    with (ROOT / "public_web/translations/zh/LC_MESSAGES/messages.po").open("rb") as file:
        chinese = {m.id: m.string for m in pofile.read_po(file) if m.id}
    ids = set(PLAIN.values()) | set(STEPS)
    for file_ in [*(ROOT / "public_web").glob("*.py"), *(ROOT / "public_web/templates").glob("*.html")]:
        for found in re.finditer(r"\b_\(\s*((?:(?:\"[^\"]*\"|'[^']*')\s*)+)", file_.read_text(encoding="utf-8")):
            ids.add("".join(a or b for a, b in re.findall(r"\"([^\"]*)\"|'([^']*)'", found[1])))
    ids |= set(FIELDS) | {OVER, THANKS, THANKS_ON}
    ids |= {
        standing(state, rated=False, waits=False, again_event=event).again
        for state in TicketState
        for event in ("", *TicketEvent)
    } - {""}
    for name in (
        "hotline/citizens/rules/public.py",
        "hotline/values/privacy.py",
        "hotline/values/identity.py",
        "hotline/citizens/verbs.py",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        ids |= set(re.findall(r"(?:Refused\(|return )\"([A-Z][^\"]+)\"", text))
    assert sorted(i for i in ids if not chinese.get(i)) == []
    assert sorted(set(chinese) - ids) == []
