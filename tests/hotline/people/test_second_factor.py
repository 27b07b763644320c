"""The second factor: codes fit once and for a minute, recovery codes once, wrong ones lock; who may take it away."""

import datetime as dt
from typing import Any

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline import sample
from hotline.people.reads.parameters import parameter
from hotline.people.reads.second_factors import has_one, state
from hotline.people.rules.login import Limits
from hotline.people.rules.second_factor import secret_of, step_of, tidied
from hotline.people.verbs import second_factors
from hotline.people.verbs.parameters import set_parameters
from hotline.people.verbs.sign_in import HalfSignedIn, SignedIn, change_password, sign_in, sign_in_by_code
from hotline.ports import Refused
from hotline.rows import Audit, RecoveryCode, SecondFactor, SignIn
from hotline.words import Role, SignInEnd
from tests.builders import NOW, PASSWORD, new_person

pytestmark = pytest.mark.unit
KEY = "key-of-the-house"
LIMITS = Limits(tries=3, lock=dt.timedelta(minutes=10))
HALF_MINUTE = dt.timedelta(seconds=30)


def code(person: Any, at: dt.datetime) -> str:
    return pyotp.TOTP(secret_of(KEY, person.id, SecondFactor.get(SecondFactor.person == person).nonce)).at(at)


def set_up(person: Any, now: dt.datetime = NOW) -> list[str]:
    second_factors.begin(person.id, now=now)
    by: dict[str, Any] = {"by": person.login, "now": now, "client_ip": ""}
    return second_factors.confirm(person.id, code(person, now), key=KEY, **by)


def half(person: Any, now: dt.datetime) -> HalfSignedIn:
    found = sign_in(person.login, PASSWORD, now=now, client_ip="10.0.0.1", limits=LIMITS)
    assert isinstance(found, HalfSignedIn)
    return found


def whole(person: Any, typed: str, now: dt.datetime) -> SignedIn:
    return sign_in_by_code(half(person, now), typed, key=KEY, now=now, client_ip="10.0.0.1", limits=LIMITS)


def refused(person: Any, typed: str, now: dt.datetime) -> str:
    with pytest.raises(Refused) as why:
        whole(person, typed, now)
    return why.value.sentence()


NO_FIT = "This code does not fit or was used before: wait for the next one, or type a recovery code"


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: SHA-1, of which apps show the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, shown in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = dt.datetime.fromtimestamp(seconds, dt.UTC)
        assert step_of(shown, secret, after=0, now=at) == seconds // 30


@given(st.integers(-4, 4), st.integers(-3, 3))
def test_a_code_fits_in_its_half_minute_and_the_ones_beside_it_and_never_before_the_last_one_used(
    off: int, used: int
) -> None:
    secret, present = secret_of(KEY, 1, "n"), int(NOW.timestamp()) // 30
    shown = pyotp.TOTP(secret).at((present + off) * 30)
    fits = step_of(shown, secret, after=present + used, now=NOW)
    assert fits == (present + off if abs(off) <= 1 and off > used else None)


def test_another_person_and_another_key_have_other_secrets() -> None:
    assert len({secret_of(KEY, 1, "n"), secret_of(KEY, 2, "n"), secret_of(KEY, 1, "m"), secret_of("k", 1, "n")}) == 4
    assert len(secret_of(KEY, 1, "n")) == 32


@given(st.text())
def test_whatever_is_typed_is_tidied(typed: str) -> None:
    assert tidied(typed).isalnum() or tidied(typed) == ""


def test_with_an_app_the_password_is_half_of_the_sign_in(agent: Any) -> None:
    set_up(agent)
    later = NOW + 2 * HALF_MINUTE
    before = SignIn.select().count()
    who = half(agent, later)
    assert SignIn.select().count() == before
    done = sign_in_by_code(who, code(agent, later), key=KEY, now=later, client_ip="10.0.0.1", limits=LIMITS)
    assert (done.person, done.must_set_up, SignIn.select().count()) == (agent.id, False, before + 1)


def test_a_code_is_valid_once_also_the_one_that_confirmed_the_app(agent: Any) -> None:
    set_up(agent)
    assert refused(agent, code(agent, NOW), NOW) == NO_FIT
    later = NOW + 2 * HALF_MINUTE
    shown = code(agent, later)
    assert whole(agent, f"{shown[:3]} {shown[3:]}", later).person == agent.id
    assert refused(agent, shown, later) == NO_FIT
    assert refused(agent, code(agent, NOW + HALF_MINUTE), later) == NO_FIT


def test_a_recovery_code_is_valid_once_and_only_its_hash_is_kept(agent: Any) -> None:
    codes = set_up(agent)
    assert (len(codes), len(set(codes))) == (10, 10)
    kept = str(list(RecoveryCode.select().dicts()))
    assert [one for one in codes if one in kept or tidied(one) in kept] == []
    assert whole(agent, codes[3].upper(), NOW).person == agent.id
    assert refused(agent, codes[3], NOW) == NO_FIT
    assert state(agent.id, KEY).left == 9
    assert whole(agent, codes[4].replace("-", ""), NOW).person == agent.id


def test_wrong_codes_count_like_wrong_passwords_and_lock(agent: Any) -> None:
    set_up(agent)
    later = NOW + 2 * HALF_MINUTE
    for _ in range(3):
        assert refused(agent, "000000", later) == NO_FIT
    assert refused(agent, code(agent, later), later).startswith("Too many tries: signing in is locked until")
    after = later + dt.timedelta(minutes=11)
    assert whole(agent, code(agent, after), after).person == agent.id
    failed = [row.act for row in Audit.select().where(Audit.act == "sign_in_failed")]
    assert len(failed) == 4


def test_half_a_sign_in_is_void_once_the_password_has_changed(agent: Any) -> None:
    set_up(agent)
    later = NOW + 2 * HALF_MINUTE
    old = half(agent, later)
    change_password(agent.id, PASSWORD, "another-good-one-2", now=later, client_ip="", limits=LIMITS)
    with pytest.raises(Refused, match="Begin once more"):
        sign_in_by_code(old, code(agent, later), key=KEY, now=later, client_ip="", limits=LIMITS)


def test_an_app_that_was_never_confirmed_asks_for_nothing(agent: Any) -> None:
    second_factors.begin(agent.id, now=NOW)
    assert isinstance(sign_in("agent", PASSWORD, now=NOW, client_ip="", limits=LIMITS), SignedIn)
    assert state(agent.id, KEY).secret == secret_of(KEY, agent.id, SecondFactor.get().nonce)


def test_the_secret_is_shown_no_more_once_the_app_works(agent: Any) -> None:
    set_up(agent)
    assert state(agent.id, KEY).secret == ""
    with pytest.raises(Refused):
        second_factors.begin(agent.id, now=NOW)


def test_an_administrator_takes_it_away_and_the_sign_ins_end(agent: Any, administrator: Any) -> None:
    set_up(agent)
    whole(agent, code(agent, NOW + 2 * HALF_MINUTE), NOW + 2 * HALF_MINUTE)
    second_factors.reset(agent.id, by=administrator.login, now=NOW, client_ip="")
    assert (has_one(agent.id), RecoveryCode.select().count()) == (False, 0)
    assert [row.ended_why for row in SignIn.select()] == [SignInEnd.BY_ADMINISTRATOR]
    assert Audit.select().where(Audit.act == "reset_second_factor").get().object == f"person:{agent.id}"


@pytest.mark.parametrize("who", ["himself", "without", "nobody"])
def test_who_cannot_be_reset(agent: Any, administrator: Any, who: str) -> None:
    set_up(administrator)
    person = {"himself": administrator.id, "without": agent.id, "nobody": 999}[who]
    with pytest.raises(Refused):
        second_factors.reset(person, by=administrator.login, now=NOW, client_ip="")
    assert has_one(administrator.id)


def test_inspectors_are_told_of_one_of_theirs(head: Any, administrator: Any) -> None:
    inspector = new_person(login="inspector", role=Role.INSPECTOR)
    set_up(inspector)
    second_factors.reset(inspector.id, by=administrator.login, now=NOW, client_ip="")
    assert Audit.get(Audit.act == "edit_inspectors").data == {"what": "second_factor"}


def test_whose_role_is_named_must_set_it_up_when_he_next_signs_in(agent: Any, supervisor: Any) -> None:
    given = {"second_factor.roles": ["supervisor"]}
    set_parameters(given, by="administrator", now=NOW, client_ip="")
    found = {
        one.login: sign_in(one.login, PASSWORD, now=NOW, client_ip="", limits=LIMITS) for one in (agent, supervisor)
    }
    assert {login: isinstance(who, SignedIn) and who.must_set_up for login, who in found.items()} == {
        "agent": False, "supervisor": True,
    }  # fmt: skip
    set_up(supervisor)
    assert [row.must_set_up for row in SignIn.select()] == [False, False]


def test_a_real_house_begins_with_it_and_the_sample_without(db: Any) -> None:
    assert parameter("second_factor.roles") == []
    sample.sow_bare(NOW, "-")
    assert parameter("second_factor.roles") == ["administrator", "inspector"]


def test_what_is_no_role_is_refused() -> None:
    with pytest.raises(Refused):
        set_parameters({"second_factor.roles": ["king"]}, by="administrator", now=NOW, client_ip="")


def test_wrong_codes_while_it_is_set_up_are_no_tries(agent: Any) -> None:
    second_factors.begin(agent.id, now=NOW)
    by: dict[str, Any] = {"by": agent.login, "now": NOW, "client_ip": ""}
    for typed in ("", "abc", "０００", "000000", "999999", "x"):
        with pytest.raises(Refused):
            second_factors.confirm(agent.id, typed, key=KEY, **by)
    assert len(second_factors.confirm(agent.id, code(agent, NOW), key=KEY, **by)) == 10


def test_a_code_is_read_in_full_width(agent: Any) -> None:
    set_up(agent)
    later = NOW + 2 * HALF_MINUTE
    wide = code(agent, later).translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    assert whole(agent, wide, later).person == agent.id
