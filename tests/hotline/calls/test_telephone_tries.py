"""Who is kept out of the telephones' side after wrong passwords, for how long, and that no honest telephone is."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.calls.jobs import alarms
from hotline.calls.reads import telephone_tries as reads
from hotline.calls.rules.telephone_tries import (
    FIRST,
    KNOWN,
    WHOLE,
    WHOLE_TIMES,
    Guesses,
    KeptOut,
    failed,
    good,
    kept_out,
)
from hotline.calls.verbs import telephone_tries as verbs
from hotline.calls.verbs.telephone_tries import TelephoneHeard, let_in, note
from hotline.ports import Refused
from hotline.rows import Audit, TelephoneTry
from tests.builders import NOW, new_person
from tests.effort import often

pytestmark = pytest.mark.unit
LONGEST = dt.timedelta(minutes=15)
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
STRANGER, HOME = "10.1.1.9", "10.1.1.1"


def wrong(extension: str = "1001", address: str = STRANGER, times: int = 1) -> TelephoneHeard:
    return TelephoneHeard(address, extension, times, good=False)


def right(extension: str = "1001", address: str = HOME) -> TelephoneHeard:
    return TelephoneHeard(address, extension, 0, good=True)


def test_each_time_lasts_twice_as_long_up_to_the_longest() -> None:
    tries, now, lasted = Guesses(STRANGER, "1001"), NOW, []
    for _round in range(7):
        for _try in range(5):
            assert not tries.out(now)
            tries = failed(tries, 1, now, most=5, longest=LONGEST)
        assert tries.until is not None
        lasted.append((tries.until - now) // MINUTE)
        now = tries.until
    assert lasted == [1, 2, 4, 8, 15, 15, 15]


def test_what_fails_meanwhile_makes_it_no_longer_and_an_hour_forgets() -> None:
    tries = failed(Guesses(STRANGER, "1001"), 5, NOW, most=5, longest=LONGEST)
    again = failed(tries, 500, NOW + 30 * SECOND, most=5, longest=LONGEST)
    assert (again.until, again.failed, again.total) == (NOW + FIRST, 0, 505)
    four = failed(Guesses(STRANGER, "1001"), 4, NOW, most=5, longest=LONGEST)
    later = failed(four, 1, NOW + dt.timedelta(hours=2), most=5, longest=LONGEST)
    assert (later.failed, later.out(NOW)) == (1, False)


@settings(max_examples=often(200, 3000), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1001", "1002", WHOLE]), st.sampled_from([HOME, STRANGER]), st.integers(-1, 30),
            st.integers(0, 7200),
        ), max_size=30,
    ),
    st.integers(3, 20), st.integers(1, 60),
)  # fmt: skip
def test_nobody_is_out_for_longer_than_the_longest_and_who_is_known_never(
    acts: list[tuple[str, str, int, int]], most: int, minutes: int
) -> None:
    """Whatever comes in whatever order; -1 is the right password."""
    rows: dict[tuple[str, str], Guesses] = {}
    now, longest = NOW, dt.timedelta(minutes=minutes)
    for extension, address, count, seconds in acts:
        now += seconds * SECOND
        before = rows.get((address, extension), Guesses(address, extension))
        if count > 0:
            rows[address, extension] = failed(before, count, now, most=most, longest=longest)
        elif count < 0 and extension and not before.out(now):
            rows[address, extension] = good(before, now)
        told = kept_out(rows.values(), now)
        of = dict(told.of)
        for (where, who), one in rows.items():
            assert one.until is None or one.until - now <= max(longest, FIRST)
            refused = where in of.get(who, told.everywhere)
            if who and one.known(now):
                assert not refused
            elif who:
                assert refused == (one.out(now) or where in told.everywhere)


def test_a_stranger_is_kept_out_and_the_honest_telephone_of_the_same_number_is_not(head: Any) -> None:
    new_person(extension="1001", site=head), new_person(extension="1002", site=head)
    assert note([right(), wrong(times=4)], NOW) == []
    [out] = note([wrong()], NOW)
    assert (out.address, out.extension, out.until) == (STRANGER, "1001", NOW + FIRST)
    assert reads.kept_out(NOW) == KeptOut((), (("1001", (STRANGER,)),))
    assert reads.kept_out(NOW + FIRST) == KeptOut()


def test_a_stranger_behind_the_same_address_closes_no_honest_telephones_door(head: Any) -> None:
    """The address as a whole is kept out; the telephones that are known there are let in, and do not count for it."""
    for extension in ("1001", "1002", "1003"):
        new_person(extension=extension, site=head)
    note([right("1001"), right("1002")], NOW)
    assert note([wrong("1001", HOME, 500)], NOW) == []
    assert reads.kept_out(NOW) == KeptOut()
    out = note([wrong(f"9{n}", HOME) for n in range(5 * WHOLE_TIMES)], NOW)
    assert [(one.extension, one.address) for one in out] == [(WHOLE, HOME)]
    assert reads.kept_out(NOW) == KeptOut((HOME,), (("1001", ()), ("1002", ())))
    later = NOW + KNOWN
    assert TelephoneTry.get(TelephoneTry.extension == "1001").good_at == NOW
    assert not verbs._of(HOME, "1001").known(later)


def test_both_within_one_moment_count_both(head: Any) -> None:
    new_person(extension="1001", site=head)
    note([TelephoneHeard(HOME, "1001", 9, good=True)], NOW)
    row = TelephoneTry.get(TelephoneTry.extension == "1001")
    assert (row.good_at, row.total, row.until) == (NOW, 9, None)


def test_a_telephone_that_registers_again_writes_nothing(head: Any) -> None:
    new_person(extension="1001", site=head)
    note([right()], NOW)
    note([right()], NOW + MINUTE)
    assert TelephoneTry.get(TelephoneTry.extension == "1001").good_at == NOW
    note([right()], NOW + 11 * MINUTE)
    assert TelephoneTry.get(TelephoneTry.extension == "1001").good_at == NOW + 11 * MINUTE


def test_unknown_names_leave_one_row_an_address_and_addresses_leave_a_bounded_number(
    head: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(verbs, "ROWS_MOST", 10)
    new_person(extension="1001", site=head)
    note([right()], NOW)
    note([wrong(f"x{n}", STRANGER) for n in range(100)], NOW)
    assert TelephoneTry.select().count() == 2
    note([wrong("x", f"10.2.0.{n}") for n in range(100)], NOW + SECOND)
    assert TelephoneTry.select().count() == 10
    assert TelephoneTry.get(TelephoneTry.extension == "1001").good_at == NOW


def test_letting_in_and_who_may(head: Any, administrator: Any, agent: Any) -> None:
    new_person(extension="1009", site=head)
    note([wrong("1009", times=5)], NOW)
    row = TelephoneTry.get(TelephoneTry.extension == "1009")
    with pytest.raises(Refused) as refused:
        let_in(row.id, by=agent.login, now=NOW, client_ip="")
    assert refused.value.code == "You may not do this"
    let_in(row.id, by=administrator.login, now=NOW, client_ip="10.0.0.1")
    assert reads.kept_out(NOW) == KeptOut()
    [entry] = Audit.select()
    assert (entry.act, entry.object) == ("let_in_telephone", f"telephone_try:{row.id}")
    with pytest.raises(Refused) as refused:
        let_in(row.id, by=administrator.login, now=NOW, client_ip="")
    assert refused.value.code == "This telephone is not kept out any more"


def test_one_alarm_an_address(head: Any) -> None:
    new_person(extension="1001", site=head)
    note([wrong(times=4)], NOW)
    assert alarms.telephones(NOW, 5) == []
    note([wrong(times=1), wrong("x")], NOW)
    [alarm] = alarms.telephones(NOW, 5)
    assert (alarm.ref, alarm.data) == (STRANGER, {"address": STRANGER, "count": 6})
    assert alarms.telephones(NOW + dt.timedelta(hours=2), 5) == []


def test_what_is_old_goes(head: Any) -> None:
    new_person(extension="1001", site=head)
    note([right(), wrong()], NOW)
    verbs.forget(NOW + dt.timedelta(days=6))
    assert TelephoneTry.select().count() == 3
    verbs.forget(NOW + dt.timedelta(days=8))
    assert TelephoneTry.select().count() == 0


def test_the_list_has_pages(head: Any) -> None:
    note([wrong("x", f"10.3.0.{n}") for n in range(7)], NOW)
    first = reads.listed(NOW, size=5)
    second = reads.listed(NOW, after=first.next, size=5)
    assert (len(first.rows), len(second.rows), first.total, second.next) == (5, 2, 7, "")
    assert len({row.id for row in (*first.rows, *second.rows)}) == 7
