"""A telephone cannot say where the switch calls: whatever Contact it registers, only itself is rung."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from hotline import clock, rows, settings
from hotline.calls.verbs.telephones import new_password
from hotline.jobs import __main__ as jobs
from hotline.outside.switch_conf import telephone
from scripts.py.live_house import Live, wait_for
from scripts.py.pace import PACE

from .bare import Bare, api

pytestmark = pytest.mark.live
HERE = "<sip:x@127.0.0.1:{}>"
MINE, NOBODY = "itself", "nobody"
# What a Contact says, with the addresses of the telephone and of a stranger; who is rung.
CONTACTS = (
    ("<sip:1001@{me}>", MINE),
    ("<sip:1001@{me};rinstance=3ab;transport=UDP>", MINE),
    ("<sip:1001@{me};ob>;reg-id=1", MINE),
    ("<sip:0088213000000@{stranger}>", MINE),
    ("<sip:1001@{stranger};transport=udp>", MINE),
    ("<sip:1001@{me}>;q=1, <sip:1001@{stranger}>;q=2", MINE),
    ("<sip:1001@{me};maddr={stranger_host}>", MINE),
    ("<sip:1001@{me};fs_path=sip%3A0088@{stranger}>", NOBODY),
    ("<sip:1001@{me};fs_path=sip%3A0088%40{stranger}>", NOBODY),
    ("<sip:1001@{me};x=y,sofia/agents/sip:0088{stranger_at}>", NOBODY),
    ("<sip:1001@{me};x=y,sofia/gateway/trunk/008821300000>", MINE),
    ("<sip:1001,sofia/gateway/trunk/13800001234@{me}>", NOBODY),
    ("<sip:1001%40{stranger_encoded}@{me}>", NOBODY),
    ("<sip:1001%40{stranger_encoded}%3Bfs_nat%3Dyes@{me}>", NOBODY),
    ("<sip:1001@{me};a=b|^.*$|sofia/agents/sip:9{stranger_at}|>", NOBODY),
    ("<sip:10|01@{me}>", NOBODY),
    ("<sip:10'01@{me};x='>", MINE),
    ("<sip:1001@{me};a=)}}|x>", MINE),
    ("<sip:$%7Bexpand(x)%7D@{me}>", NOBODY),
    ("<sip:{stranger}>", NOBODY),
)


class Two(NamedTuple):
    phone: Bare
    stranger: Bare


@pytest.fixture
def two(house: Live) -> Iterator[Two]:
    house.own_rows()
    made = Two(Bare(house.settings.sip.agents_port), Bare(house.settings.sip.agents_port))
    yield made
    for one in made:
        one.close()
    signed_out(house, "1001")


def signed_out(house: Live, extension: str) -> None:
    """No telephone is registered for it: what one test leaves would ring in the next."""
    told, who = house.settings.switch, f"{extension}@{house.settings.sip.domain}"
    api(told.port, told.password, f"sofia profile agents flush_inbound_reg {who}")
    wait_for(
        lambda: api(told.port, told.password, f"sofia_contact agents/{who}") == "error/user_not_registered",
        10, f"{extension} is signed out",
    )  # fmt: skip


def rung(house: Live, two: Two) -> tuple[str, str]:
    """Who is rung for 1001, and how the switch ends."""
    told = house.settings.switch
    with ThreadPoolExecutor() as beside:
        answer = beside.submit(api, told.port, told.password, "originate {originate_timeout=5}user/1001 &park()")
        request = two.phone.hears_request("INVITE", 1.0 * PACE)
        if request:
            two.phone.refuse(request)
        why = answer.result()
    if two.stranger.hears(0.1 * PACE):
        return "a stranger", why
    return (MINE if request else NOBODY), why


def registers(house: Live, two: Two, contact: str, *headers: str) -> str:
    telephone, domain = house.telephones["1001"], house.settings.sip.domain
    me, stranger = (f"127.0.0.1:{one.port}" for one in two)
    written = contact.format(
        me=me, stranger=stranger, stranger_host="127.0.0.2", stranger_at=f"@{stranger}",
        stranger_encoded=stranger.replace(":", "%3A"),
    )  # fmt: skip
    return two.phone.register("1001", domain, telephone.password, written, *headers)


@pytest.mark.parametrize(("contact", "who"), CONTACTS)
def test_only_the_telephone_itself_is_rung(house: Live, two: Two, contact: str, who: str) -> None:
    assert registers(house, two, contact) == "200 OK"
    assert rung(house, two)[0] == who


def test_a_route_in_front_of_the_telephone_is_not_taken(house: Live, two: Two) -> None:
    for header in ("Path: <sip:x@127.0.0.1:{port};lr>", "Record-Route: <sip:127.0.0.1:{port};lr>"):
        assert registers(house, two, "<sip:1001@{me}>", header.format(port=two.stranger.port)) == "200 OK"
        assert rung(house, two) == (MINE, "-ERR USER_BUSY")


def test_who_is_not_registered_reads_so(house: Live, two: Two) -> None:
    signed_out(house, "1006")
    told = house.settings.switch
    assert api(told.port, told.password, "originate user/1006 &park()") == "-ERR USER_NOT_REGISTERED"


def test_a_redirection_is_not_followed(house: Live, two: Two) -> None:
    """A telephone that answers 302 sends the call nowhere else."""
    assert registers(house, two, "<sip:1001@{me}>") == "200 OK"
    told = house.settings.switch
    with ThreadPoolExecutor() as beside:
        answer = beside.submit(api, told.port, told.password, "originate {originate_timeout=5}user/1001 &park()")
        request = two.phone.hears_request("INVITE", 2.0 * PACE)
        two.phone.refuse(
            request, "302 Moved Temporarily", f"Contact: <sip:0088213000000@127.0.0.1:{two.stranger.port}>"
        )
        assert answer.result() == "-ERR REQUESTED_CHAN_UNAVAIL"
    assert two.stranger.hears(0.5 * PACE) == ""


def test_from_another_network_nobody_registers_with_the_right_password(house: Live, two: Two) -> None:
    elsewhere = Bare(house.settings.sip.agents_port, "127.0.0.2")
    telephone, domain = house.telephones["1001"], house.settings.sip.domain
    try:
        told = elsewhere.register("1001", domain, telephone.password, f"<sip:1001@127.0.0.2:{elsewhere.port}>")
    finally:
        elsewhere.close()
    assert told == "403 Forbidden"


def test_without_the_password_nobody_registers_or_calls(house: Live, two: Two) -> None:
    """The networks of the telephones are no password: apply-register-acl would make them one."""
    domain = house.settings.sip.domain
    assert (
        two.stranger.register("1001", domain, "wrong", f"<sip:1001@127.0.0.1:{two.stranger.port}>") == "403 Forbidden"
    )
    invite = two.stranger.ask(
        "INVITE", "1001", domain, f"sip:1002@{domain}", f"Contact: <sip:x@127.0.0.1:{two.stranger.port}>"
    )
    assert invite.startswith("SIP/2.0 407")


def test_a_stranger_who_guesses_is_kept_out_for_a_while_and_nobody_else_is(live: Live) -> None:
    """Seen from the switch: he is refused with the right password too, the telephone that is known is not, and a minute
    later he is let in."""
    domain, told = live.settings.sip.domain, live.settings.switch
    stranger, honest = (Bare(live.settings.sip.agents_port) for _ in range(2))
    rows.TelephoneTry.delete().execute()
    now = clock.now()
    try:
        assert honest.register("1002", domain, live.telephones["1002"].password, HERE.format(honest.port)) == "200 OK"
        wait_for(lambda: rows.TelephoneTry.get_or_none(rows.TelephoneTry.extension == "1002"), 10, "1002 is known")
        for _ in range(8):
            assert stranger.register("1003", domain, "wrong", HERE.format(stranger.port)) == "403 Forbidden"
        mine = (rows.TelephoneTry.extension == "1003") & rows.TelephoneTry.until.is_null(False)
        out = wait_for(lambda: rows.TelephoneTry.get_or_none(mine), 10, "he is kept out")
        assert (out.address, out.total) == ("127.0.0.1", 8)
        jobs._telephones(live.settings, now)
        acl, listed = "acl 127.0.0.1 telephones-1003", f"user_data 1003@{domain} param auth-acl"
        file = (live.settings.data / "freeswitch" / "conf" / "freeswitch.xml").read_text(encoding="utf-8")
        assert '<list name="telephones-1003"' in file
        wait_for(lambda: api(told.port, told.password, listed) == "telephones-1003", 20, "the switch has read it")
        wait_for(lambda: api(told.port, told.password, acl) == "false", 20, "he is on its list")
        assert _refused(live, stranger, "1003")  # by the list, before the password is looked at
        for _ in range(8):
            assert honest.register("1002", domain, "wrong", HERE.format(honest.port)) == "403 Forbidden"
        known = rows.TelephoneTry.extension == "1002"
        wait_for(lambda: rows.TelephoneTry.get(known).total >= 8, 10, "its wrong passwords are counted")
        jobs._telephones(live.settings, now)
        assert honest.register("1002", domain, live.telephones["1002"].password, HERE.format(honest.port)) == "200 OK"
        jobs._telephones(live.settings, out.until)
        wait_for(lambda: not _refused(live, stranger, "1003"), 20, "he is let in after his time")
    finally:
        rows.TelephoneTry.delete().execute()
        jobs._telephones(live.settings, now)
        stranger.close()
        honest.close()
    log = (live.folder / "controller.log").read_text(encoding="utf-8")
    assert '"extension": "1003"' in log
    assert '"event": "telephone_kept_out"' in log


def _refused(live: Live, phone: Bare, extension: str) -> bool:
    password = live.telephones[extension].password
    answer = phone.register(extension, live.settings.sip.domain, password, HERE.format(phone.port))
    return answer == "403 Forbidden"


def test_a_new_password_ends_the_old_one_and_its_registration(live: Live) -> None:
    """The telephone that knows the old password is signed out and cannot come back."""
    phone = Bare(live.settings.sip.agents_port)
    domain, key = live.settings.sip.domain, settings.secret(live.settings.data, "telephones")
    contact = f"<sip:1004@127.0.0.1:{phone.port}>"
    holder = rows.Person.get(rows.Person.extension == "1004")
    administrator = rows.Person.get(rows.Person.role == "administrator")
    told = live.settings.switch
    assert phone.register("1004", domain, telephone("1004", key).password, contact) == "200 OK"
    new_password(holder.id, person=administrator.id, by="admin", now=clock.now(), client_ip="")
    jobs._telephones(live.settings, clock.now())
    where = f"sofia_contact agents/1004@{domain}"
    wait_for(lambda: api(told.port, told.password, where) == "error/user_not_registered", 30, "it is signed out")
    assert phone.register("1004", domain, telephone("1004", key).password, contact) == "403 Forbidden"
    assert phone.register("1004", domain, telephone("1004", key, 1).password, contact) == "200 OK"
    live.telephones["1004"] = telephone("1004", key, 1)
    phone.close()
    signed_out(live, "1004")
