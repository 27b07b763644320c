"""What `/healthz` says while the database answers, does not answer, and answers again; time is an argument."""

import datetime as dt

import pytest

from hotline.store import heartbeat
from hotline.store.health import FRESH, Asking, Pulse, answered, asking, failed, late, parts, read_now, told
from hotline.store.heartbeat import Heart, beat
from hotline.words import Part
from tests.builders import NOW

pytestmark = pytest.mark.unit
OTHERS = (Part.SWITCH, Part.JOBS)


def at(seconds):
    return NOW + dt.timedelta(seconds=seconds)


def said(pulse, seconds):
    """The others' word if it is one, the database's, the web's own."""
    words = told(pulse, Part.WEB, at(seconds))
    others = {words[part] for part in OTHERS}
    return "/".join(sorted(others)), words[Part.DATABASE], words[Part.WEB]


def all_beat(seconds):
    return {part: at(seconds) for part in (*OTHERS, Part.CONTROLLER, Part.WEB)}


def well(seconds=0.0, beats=0.0):
    return answered(asking(Pulse(), Asking.READ, at(seconds)), all_beat(beats), at(seconds))


def test_before_the_first_answer_nothing_is_known():
    assert said(Pulse(), 0) == ("unknown", "unknown", "lost")
    first = asking(Pulse(), Asking.READ, at(0))
    assert said(first, 1) == ("unknown", "unknown", "ok")
    assert said(first, 3) == said(failed(first, at(3)), 4) == ("unknown", "lost", "ok")


def test_while_all_beat_all_are_ok_and_one_that_stops_is_lost():
    assert said(well(), 15) == ("ok", "ok", "ok")
    pulse = answered(asking(well(), Asking.READ, at(16)), all_beat(0) | {Part.JOBS: at(15)}, at(16))
    assert told(pulse, Part.WEB, at(16)) == {
        Part.SWITCH: "lost", Part.CONTROLLER: "lost", Part.JOBS: "ok", Part.WEB: "ok", Part.DATABASE: "ok",
    }  # fmt: skip


def test_locked_for_forty_seconds_and_well_again():
    waiting = asking(asking(well(), Asking.READ, at(2)), Asking.WRITE, at(2))
    assert said(waiting, 3) == ("ok", "ok", "ok")
    assert said(waiting, 4.1) == ("ok", "slow", "ok")
    assert said(waiting, 16) == ("unknown", "slow", "ok")
    again = asking(asking(failed(waiting, at(7)), Asking.READ, at(9)), Asking.WRITE, at(9))
    assert said(failed(waiting, at(7)), 8) == ("ok", "slow", "ok")
    assert said(again, 40) == ("unknown", "slow", "ok")
    back = answered(again, all_beat(0), at(41))
    assert said(back, 41) == ("unknown", "ok", "ok")
    assert said(answered(asking(back, Asking.READ, at(43)), all_beat(42.5), at(43)), 43) == ("ok", "ok", "ok")


def test_a_database_that_cannot_be_read_is_lost_and_a_program_that_stays_away_after_it_too():
    hanging = asking(well(), Asking.READ, at(2))
    assert said(hanging, 300) == ("unknown", "lost", "ok")
    back = answered(hanging, all_beat(0), at(300))
    assert said(back, 300 + FRESH.total_seconds()) == ("unknown", "ok", "ok")
    later = answered(asking(back, Asking.READ, at(316)), all_beat(0), at(316))
    assert said(later, 316) == ("lost", "ok", "ok")


def test_who_was_lost_before_stays_lost():
    pulse = answered(asking(Pulse(), Asking.READ, at(20)), all_beat(20) | {Part.JOBS: at(0)}, at(20))
    hanging = asking(pulse, Asking.READ, at(22))
    words = told(hanging, Part.WEB, at(60))
    assert (words[Part.JOBS], words[Part.CONTROLLER], words[Part.DATABASE]) == ("lost", "unknown", "lost")


def test_a_slow_answer_is_an_outage_that_is_over():
    read_late = asking(asking(well(), Asking.READ, at(2)), Asking.WRITE, at(30))
    pulse = answered(read_late, all_beat(0), at(30))
    assert said(pulse, 31) == ("unknown", "ok", "ok")


def test_a_program_whose_own_loop_stands_still_says_so():
    assert said(well(), 15.1)[2] == "lost"


def test_a_controller_whose_pump_stood_is_slow_for_a_minute_and_named_with_its_seconds():
    def with_lag(lag):
        return answered(asking(Pulse(), Asking.READ, at(0)), all_beat(0), at(0), {Part.CONTROLLER: lag})

    for lag, word, named in ((0.0, "ok", {}), (3.0, "ok", {}), (3.1, "slow", {Part.CONTROLLER: 3.1})):
        words = told(with_lag(lag), Part.WEB, at(1))
        assert (words[Part.CONTROLLER], late(with_lag(lag), words, at(1))) == (word, named)
        assert {words[part] for part in (*OTHERS, Part.WEB, Part.DATABASE)} == {"ok"}


@pytest.mark.parametrize(
    ("age", "word", "named"),
    [
        (8.0, "ok", {}),
        (8.1, "slow", {Part.CONTROLLER: 8.1}),
        (15.0, "slow", {Part.CONTROLLER: 15.0}),
        (15.1, "lost", {}),
    ],
)
def test_a_pump_that_stands_now_is_named_before_it_is_lost(age, word, named):
    pulse = answered(asking(Pulse(), Asking.READ, at(age)), all_beat(age) | {Part.CONTROLLER: at(0)}, at(age))
    words = told(pulse, Part.WEB, at(age))
    assert (words[Part.CONTROLLER], late(pulse, words, at(age))) == (word, named)


def test_while_the_database_cannot_take_beats_no_pump_is_blamed():
    waiting = asking(asking(well(), Asking.READ, at(2)), Asking.WRITE, at(2))
    assert told(waiting, Part.WEB, at(9))[Part.CONTROLLER] == "ok"
    back = answered(failed(waiting, at(9)), all_beat(0), at(10))
    assert told(back, Part.WEB, at(10))[Part.CONTROLLER] == "ok"


def test_what_a_heartbeat_tells_of_its_lag_is_read_and_what_is_no_number_is_not(db):
    for part, lag in ((Part.CONTROLLER, 4.2), (Part.JOBS, "x"), (Part.SWITCH, None)):
        beat(part, now=at(0), state={"lag": lag})
    assert read_now(now=at(1)).lags == {Part.CONTROLLER: 4.2}
    assert parts(now=at(1))[Part.CONTROLLER] == "slow"


def test_a_heart_beats_reads_and_keeps_beating_after_a_failure(db, monkeypatch):
    now = [at(0)]
    heart = Heart(Part.WEB, lambda: now[0])
    for part in (*OTHERS, Part.CONTROLLER):
        beat(part, now=at(0))
    heart.step()
    assert said(heart.pulse, 0) == ("ok", "ok", "ok")
    with monkeypatch.context() as broken:
        broken.setattr(heartbeat, "seen", lambda: 1 / 0)
        now[0] = at(2)
        with pytest.raises(ZeroDivisionError):
            heart.step()
    assert said(heart.pulse, 2) == ("ok", "lost", "ok")
    now[0] = at(4)
    heart.step()
    assert said(heart.pulse, 4) == ("ok", "ok", "ok")
