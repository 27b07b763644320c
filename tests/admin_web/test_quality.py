"""The inspection's pages: the recording in ranges, saving by a script, clips that outlast it, who sees what."""

import io
import wave
from pathlib import Path
from typing import Any

import pytest

from admin_web import clips
from hotline import rows
from hotline.outside import keys
from hotline.outside.encrypted import MAGIC
from hotline.quality.jobs import clips as clip_jobs
from hotline.quality.jobs import drawing as jobs
from hotline.words import AuditAction, Role
from tests.builders import new_person, new_ticket
from tests.hotline.quality.world import LATER, World

from .conftest import Clock

pytestmark = pytest.mark.unit
FETCH = {"X-Requested-With": "fetch"}
RATE = 8000


def sound_file(seconds: int) -> bytes:
    """Two channels; the sample of each second is its number, and its negative on the other side."""
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for n in range(seconds):
            out.writeframes((n.to_bytes(2, "little", signed=True) + (-n).to_bytes(2, "little", signed=True)) * RATE)
    return made.getvalue()


@pytest.fixture
def world(db: Any, settings: Any, clock: Clock) -> World:
    made = World()
    made.calls(made.agents[0], 2)
    made.plan(each=2)
    jobs.draw_weeks(LATER)
    clock.at = LATER
    return made


@pytest.fixture
def look(world: World, settings: Any) -> Any:
    """The first inspection of `one`, its call recorded for ten seconds."""
    row = rows.Inspection.get(rows.Inspection.inspector == world.one)
    data = sound_file(10)
    settings.recordings.mkdir(parents=True)
    (settings.recordings / "a.wav").write_bytes(data)
    rows.Recording.create(
        call=row.call, kind="call", path="a.wav", state="kept", begun_at=row.at, seconds=10.0, size=len(data)
    )
    return row


def test_the_page_scores_by_a_script_and_tells_a_stale_tab(world: World, look: Any, sign_in: Any) -> None:
    browser = sign_in(world.one)
    page = browser.get(f"/quality/{look.id}")
    assert page.status_code == 200
    assert f"/quality/{look.id}/recordings/1" in page.text
    saved = browser.post(f"/quality/{look.id}/save", data={"version": "1", "mark-a": "4"}, headers=FETCH)
    assert saved.json == {"version": 2, "points": "80", "marked": 1, "items": 3, "fatal": 0}
    stale = browser.post(f"/quality/{look.id}/save", data={"version": "1", "mark-a": "1"}, headers=FETCH)
    assert (stale.status_code, "another window" in stale.json["error"]) == (422, True)
    early = browser.post(f"/quality/{look.id}/finish", data={"version": "2", "words": "写了一半"})
    assert (early.status_code, "Mark every item first: 2 are left" in early.text) == (422, True)
    assert "写了一半" in early.text
    done = browser.post(f"/quality/{look.id}/finish", data={"version": "3", "mark-b": "skip", "mark-f": "1"})
    assert done.headers["Location"] == "/quality"
    assert rows.Inspection.get_by_id(look.id).points == 8000
    assert "80" in browser.get(f"/quality/{look.id}").text


def test_the_recording_is_played_in_ranges_and_each_listening_is_noted(world: World, look: Any, sign_in: Any) -> None:
    address = f"/quality/{look.id}/recordings/1"
    for person in (world.two, world.north, world.agents[1], world.sealed):
        assert sign_in(person).get(address).status_code == 404
    heard = sign_in(world.one).get(address, headers={"Range": "bytes=0-43"})
    assert (heard.status_code, heard.data[:4]) == (206, b"RIFF")
    noted = [row.who for row in rows.Audit.select().where(rows.Audit.act == AuditAction.LISTEN.value)]
    assert noted == ["one"]
    new_ticket(opened_by=world.agents[0], call=look.call, confidential=True)
    browser = sign_in(world.one)
    assert browser.get(address).status_code == 404
    hidden = browser.get(f"/quality/{look.id}", follow_redirects=True)
    assert "This can be inspected no more: its recording is not released" in hidden.text


def test_a_clip_is_exact_and_outlasts_the_recording(world: World, look: Any, sign_in: Any, settings: Any) -> None:
    browser = sign_in(world.one)
    form = {"recording": "1", "begin": "2500", "end": "5000"}
    assert browser.post(f"/quality/{look.id}/clips", data=form).status_code == 303
    (settings.recordings / "a.wav").unlink()
    rows.Recording.update(state="purged").execute()
    heard = browser.get("/quality/clips/1")
    with wave.open(io.BytesIO(heard.data)) as part:
        frames = part.readframes(part.getnframes())
        assert (part.getnchannels(), part.getframerate(), part.getnframes()) == (2, RATE, RATE * 5 // 2)
    left = [int.from_bytes(frames[n : n + 2], "little", signed=True) for n in range(0, len(frames), 4)]
    assert left == [2] * (RATE // 2) + [3] * RATE + [4] * RATE
    for person in (world.two, world.agents[0], world.north):
        assert sign_in(person).get("/quality/clips/1").status_code == 404
    acts = [row.act for row in rows.Audit.select().where(rows.Audit.object == f"inspection:{look.id}")]
    assert acts == [AuditAction.KEEP_EVIDENCE.value, AuditAction.LISTEN.value]
    page = browser.get(f"/quality/{look.id}").text
    assert "Its time was over: the file was deleted" in page
    assert clip_jobs.sweep(settings, LATER) == 0


@pytest.mark.parametrize(
    ("begin", "end", "why"),
    [
        ("0", "100", "from half a second to five minutes"),
        ("5000", "1000", "from half a second to five minutes"),
        ("0", "400000", "from half a second to five minutes"),
        ("20000", "22000", "not in the recording"),
        ("x", "y", "from half a second to five minutes"),
    ],
)
def test_a_clip_that_cannot_be_is_refused_and_leaves_no_file(
    world: World, look: Any, sign_in: Any, settings: Any, begin: str, end: str, why: str
) -> None:  # fmt: skip
    browser = sign_in(world.one)
    form = {"recording": "1", "begin": begin, "end": end}
    told = browser.post(f"/quality/{look.id}/clips", data=form, headers=FETCH)
    assert (told.status_code, why in told.json["error"]) == (422, True)
    assert rows.EvidenceClip.select().count() == 0
    assert [one for one in Path(settings.evidence).rglob("*") if one.is_file()] == []


def test_the_end_of_a_clip_is_the_end_of_the_recording() -> None:
    data, until = clips.piece(io.BufferedReader(io.BytesIO(sound_file(3))), 2000, 9000)
    with wave.open(io.BytesIO(data)) as part:
        assert (part.getnframes(), until) == (RATE, 3000)


def test_who_manages_gives_it_to_another_inspector(world: World, look: Any, sign_in: Any) -> None:
    browser = sign_in(world.boss)
    assert world.agents[0].name in browser.get("/quality/all?state=open").text
    browser.post(f"/quality/{look.id}/assign", data={"person": str(world.two.id)})
    assert rows.Inspection.get_by_id(look.id).inspector_id == world.two.id
    assert sign_in(world.one).get(f"/quality/{look.id}").status_code == 404
    assert sign_in(world.agents[0]).get("/quality").status_code == 403


def test_an_agent_appeals_another_decides_and_it_is_learnt_from(world: World, look: Any, sign_in: Any) -> None:
    new_person(login="third", role=Role.QUALITY_INSPECTOR)
    inspector, agent = sign_in(world.one), sign_in(world.agents[0])
    form = {"version": "1", "mark-a": "3", "mark-b": "5", "mark-f": "1", "words": "问候不全"}
    assert inspector.post(f"/quality/{look.id}/finish", data=form).status_code == 303
    assert agent.get(f"/quality/{look.id}").status_code == 403
    own = f"/quality/mine/{look.id}"
    assert "76" in agent.get("/for-me").text
    assert "问候不全" in agent.get(own).text
    assert sign_in(world.agents[1]).get(own).status_code == 404
    empty = agent.post(f"{own}/appeal", data={"version": "3", "text": " "})
    assert (empty.status_code, "Write what is wrong with the result" in empty.text) == (422, True)
    assert agent.post(f"{own}/appeal", data={"version": "3", "text": "有问候"}).status_code == 303
    row: Any = rows.Inspection.get_by_id(look.id)
    decider = sign_in(row.decider)
    assert row.decider.login in ("two", "third")
    assert "有问候" in decider.get(f"/quality/{look.id}").text
    told = {"version": str(row.version), "upheld": "1", "text": "确有问候", "mark-a": "5", "mark-b": "5", "mark-f": "1"}
    assert inspector.post(f"/quality/{look.id}/decide", data=told).status_code == 422
    assert decider.post(f"/quality/{look.id}/decide", data=told).status_code == 303
    assert rows.Inspection.get_by_id(look.id).points == 10000
    assert "确有问候" in agent.get(own).text
    task = {"text": "练习问候", "due": "2026-12-04"}
    assert inspector.post(f"/quality/{look.id}/coaching", data=task).status_code == 303
    assert "练习问候" in agent.get("/for-me").text
    assert agent.post("/for-me/coaching/1/done", data={"text": " "}).status_code == 422
    assert agent.post("/for-me/coaching/1/done", data={"text": "已练习"}).status_code == 303
    example = {"stars": "5", "title": "问候", "text": "张三 13800001234"}
    assert inspector.post(f"/quality/{look.id}/example", data=example).status_code == 303
    library = sign_in(world.agents[1]).get("/quality/examples?stars=5").text
    assert ("＊＊ 138****1234" in library, "13800001234" in library) == (True, False)
    assert "问候" not in sign_in(world.far).get("/quality/examples").text
    assert sign_in(world.boss).get("/quality/agreement").status_code == 200
    assert sign_in(world.agents[0]).get("/quality/agreement").status_code == 403


def test_a_unit_reads_what_became_of_its_reply_and_hears_no_call(world: World, look: Any, sign_in: Any) -> None:
    handler = new_person(login="handler", role=Role.HANDLER)
    rows.Inspection.update(
        inspected="reply", agent=handler, state="scored", points=5000, done_at=LATER, answer_due="2026-12-30"
    ).where(rows.Inspection.id == look.id).execute()
    browser = sign_in(handler)
    page = browser.get(f"/quality/mine/{look.id}")
    assert (page.status_code, "<audio" in page.text) == (200, False)
    assert browser.get(f"/quality/{look.id}/recordings/1").status_code == 404


def test_a_clip_of_an_encrypted_recording_is_encrypted_and_erased_with_a_persons_data(
    world: World, look: Any, sign_in: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    (tmp_path / "keys").write_text(f"{'5a' * 32}\n", encoding="ascii")
    (tmp_path / "keys").chmod(0o600)
    house = keys.Keys(tmp_path / "keys")
    monkeypatch.setattr(keys, "of", lambda _chosen: house)
    browser = sign_in(world.one)
    form = {"recording": "1", "begin": "0", "end": "2000"}
    assert browser.post(f"/quality/{look.id}/clips", data=form).status_code == 303
    (kept,) = [one for one in Path(settings.evidence).rglob("*") if one.is_file()]
    assert (kept.read_bytes()[:8], rows.EvidenceClip.get().key_id) == (MAGIC, house.newest().id)
    assert browser.get("/quality/clips/1").data[:4] == b"RIFF"
    assert clip_jobs.drop_of([1], settings.evidence) == 1
    assert (kept.exists(), rows.EvidenceClip.select().count()) == (False, 0)
    assert browser.get("/quality/clips/1").status_code == 404
