"""Signing in: who may, who is locked out, and what nobody learns from the refusal."""

import datetime as dt

import pytest

from hotline.people.rules.login import Limits
from hotline.people.rules.sign_ins import hash_of
from hotline.people.verbs.sign_in import SignedIn, change_password, sign_in
from hotline.ports import Refused
from hotline.rows import Audit, Person, SignIn, SignInTry
from hotline.words import SignInEnd
from tests.builders import PASSWORD

pytestmark = pytest.mark.unit
LIMITS = Limits(tries=3, lock=dt.timedelta(minutes=10))


def _try(login, password, now, client_ip="10.0.0.1", limits=LIMITS):
    return sign_in(login, password, now=now, client_ip=client_ip, limits=limits)


def _refusal(*args, **given):
    with pytest.raises(Refused) as refused:
        _try(*args, **given)
    return refused.value.sentence()


def test_a_good_password_signs_in_and_is_written_down(agent, now):
    who = _try(" AGENT ", PASSWORD, now)
    assert who == SignedIn(agent.id, who.key, must_change=False, language="zh_CN")
    assert [(one.person_id, one.key_hash, one.ended_at) for one in SignIn.select()] == [
        (agent.id, hash_of(who.key), None)
    ]
    assert [(a.who, a.act, a.object, a.client_ip) for a in Audit.select()] == [
        ("agent", "sign_in", f"person:{agent.id}", "10.0.0.1")
    ]
    assert SignInTry.get_or_none(SignInTry.key == "login:agent") is None


def test_unknown_login_and_wrong_password_read_the_same(agent, now):
    assert _refusal("agent", "wrong", now) == _refusal("nobody", "wrong", now)
    assert [a.who for a in Audit.select().order_by(Audit.id)] == ["agent", "?"]


@pytest.mark.parametrize("login", ["agent", "nobody"])
def test_after_the_limit_it_is_locked_until_a_moment_that_is_said(agent, now, login):
    for _ in range(3):
        _refusal(login, "wrong", now)
    assert _refusal(login, PASSWORD, now) == "Too many tries: signing in is locked until 10:10:00"
    later = now + dt.timedelta(minutes=10, seconds=1)
    if login == "agent":
        assert _try(login, PASSWORD, later).person == agent.id
    else:
        assert _refusal(login, PASSWORD, later) == "This login and this password do not fit"


def test_a_good_password_forgets_the_failures_before(agent, now):
    for _ in range(2):
        _refusal("agent", "wrong", now)
    _try("agent", PASSWORD, now)
    for _ in range(2):
        _refusal("agent", "wrong", now)
    assert _try("agent", PASSWORD, now).person == agent.id


def test_an_address_that_tries_many_logins_is_locked_too(agent, now):
    for n in range(30):
        _refusal(f"guess{n}", "wrong", now)
    assert "locked until" in _refusal("agent", PASSWORD, now)
    assert _try("agent", PASSWORD, now, client_ip="10.0.0.2").person == agent.id


def test_a_deactivated_person_is_refused_like_an_unknown_one(agent, now):
    Person.update(active=False).execute()
    assert _refusal("agent", PASSWORD, now) == "This login and this password do not fit"


def test_changing_the_password_ends_all_sign_ins_and_begins_a_new_one(agent, now):
    old = _try("agent", PASSWORD, now)
    new = change_password(agent.id, PASSWORD, "another-good-one-2", now=now, client_ip="", limits=LIMITS)
    ends = {one.key_hash: one.ended_why for one in SignIn.select()}
    assert ends == {hash_of(old.key): SignInEnd.PASSWORD, hash_of(new.key): ""}
    assert _try("agent", "another-good-one-2", now).person == agent.id


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("wrong", "another-good-one-2", "The present password does not fit"),
        (PASSWORD, PASSWORD, "The new password must differ from the present one"),
        (PASSWORD, "short", "A password has at least 10 characters"),
        (PASSWORD, "my-agent-2026", "A password must not contain the login"),
    ],
)
def test_a_password_that_may_not_be_changed_so(agent, now, old, new, why):
    with pytest.raises(Refused) as refused:
        change_password(agent.id, old, new, now=now, client_ip="", limits=LIMITS)
    assert refused.value.sentence() == why
    assert Person.get_by_id(agent.id).password_hash == agent.password_hash


def test_a_new_password_that_is_refused_is_no_try(agent, now):
    """Who has shown the present one guesses nothing: a first password is changed as often as it takes."""
    for new in ("", "short", "1234567890", "password12", "aaaaaaabcd", "ａｇｅｎｔ-x"):
        with pytest.raises(Refused):
            change_password(agent.id, PASSWORD, new, now=now, client_ip="", limits=LIMITS)
    assert change_password(agent.id, PASSWORD, "another-good-one-2", now=now, client_ip="", limits=LIMITS).key


def test_a_login_is_read_in_full_width_too(agent, now):
    assert _try("ＡＧＥＮＴ", PASSWORD, now).person == agent.id
