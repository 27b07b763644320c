"""How long each clock runs: the documents' numbers, the site's own table before them, and no clock without a limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tickets.rules.limits import DAY, DEFAULTS, Key, extension_most, half_days
from hotline.words import ClockKind, Profile, TicketKind

pytestmark = pytest.mark.unit
COURT, CITY = Profile.COURT_12368.value, Profile.GOV_12345.value
FINISH = ClockKind.FINISH
KEYS = st.tuples(
    st.sampled_from([COURT, CITY]), st.sampled_from(["", *(kind.value for kind in TicketKind)]),
    st.sampled_from([clock.value for clock in ClockKind]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "kind", "clock", "days"),
    [
        (CITY, "consult", ClockKind.ACCEPT, 1), (CITY, "consult", FINISH, 5), (CITY, "complaint", FINISH, 15),
        (CITY, "report", FINISH, 30), (CITY, "suggestion", FINISH, 15), (CITY, "help", FINISH, 5),
        (COURT, "consult", FINISH, 3), (COURT, "complaint", FINISH, 3), (COURT, "report", FINISH, 3),
    ],
)  # fmt: skip
def test_the_limits_of_the_documents(profile: str, kind: str, clock: ClockKind, days: int) -> None:
    assert half_days({}, profile, kind, clock) == days * DAY


@pytest.mark.parametrize("profile", [COURT, CITY])
@pytest.mark.parametrize("kind", [kind.value for kind in TicketKind])
@pytest.mark.parametrize("clock", list(ClockKind))
def test_every_clock_has_a_limit(profile: str, kind: str, clock: ClockKind) -> None:
    assert half_days({}, profile, kind, clock) >= 1


def test_the_sites_kind_before_its_rest_before_ours() -> None:
    table: dict[Key, int] = {(CITY, "", "finish"): 7, (CITY, "report", "finish"): 9}
    assert [half_days(table, CITY, kind, FINISH) for kind in ("report", "consult", "complaint")] == [9, 7, 7]
    assert half_days(table, COURT, "report", FINISH) == 3 * DAY
    assert half_days(table, CITY, "report", ClockKind.TAKE) == 1 * DAY


@given(st.dictionaries(KEYS, st.integers(1, 200)), KEYS)
def test_what_the_site_has_set_holds(table: dict[Key, int], key: Key) -> None:
    profile, kind, clock = key
    rest = table.get((profile, "", clock))
    found = half_days(table, profile, kind, ClockKind(clock))
    assert found == table.get(key, rest if rest is not None else half_days(DEFAULTS, profile, kind, ClockKind(clock)))


def test_a_profile_that_nobody_knows_has_the_courts_limit() -> None:
    assert half_days({}, "unheard_of", "consult", FINISH) == 3 * DAY


@pytest.mark.parametrize(
    ("limit", "most"), [(1, 2), (2, 2), (5, 6), (10, 10), (30, 30), (60, 60), (119, 120), (120, 120), (400, 120)]
)
def test_an_extension_is_as_long_as_the_limit_at_most(limit: int, most: int) -> None:
    assert extension_most(limit) == most
