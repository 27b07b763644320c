"""Listening is written down; one play is one line however many pieces the player asks for."""

import datetime as dt

import pytest

from hotline.calls.verbs.recordings import note_listening
from hotline.people.reads.audit import of_object
from tests.builders import NOW

pytestmark = pytest.mark.unit


def test_each_listening_stands_there_once(db):
    def note(by="agent", after=0, client_ip="10.0.0.1", recording=7):
        return note_listening(recording, "c1", by=by, now=NOW + dt.timedelta(seconds=after), client_ip=client_ip)

    seen = [note(), note(after=2), note(by="other"), note(client_ip="10.0.0.2"), note(recording=8), note(after=301)]
    assert seen == [True, False, True, True, True, True]
    told = [(note.who, note.client_ip, note.data) for note in of_object("recording:7")]
    assert told == [
        ("agent", "10.0.0.1", {"call": "c1"}),
        ("agent", "10.0.0.2", {"call": "c1"}),
        ("other", "10.0.0.1", {"call": "c1"}),
        ("agent", "10.0.0.1", {"call": "c1"}),
    ]
