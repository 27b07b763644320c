"""What was registered wrongly is corrected with a reason, under the limits of the form that registers it."""

from typing import Any

import pytest

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.tickets.reads import lookup
from hotline.tickets.reads.dictionary import limit_table
from hotline.tickets.rows import search
from hotline.tickets.rules import limits
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import Correction
from hotline.tickets.rules.search import asked
from hotline.tickets.verbs.life import act, actor
from hotline.words import ClockKind, TicketEvent
from tests.hotline.tickets.town import Town

pytestmark = pytest.mark.unit


@pytest.fixture
def registered(town: Town) -> str:
    return town.open("complaint", caller_number="13800001234", caller_name="张三")


def correct(town: Town, number: str, why: str = "来电人更正", by: str = "dispatcher", **given: str) -> None:
    request = TransitionRequest(TicketEvent.CORRECT, text=why, payload=Correction(tuple(given.items())))
    act(number, request, who=actor(town.who[by].id), now=town.now, client_ip="")


def ticket(number: str) -> Any:
    return rows.Ticket.get(rows.Ticket.number == number)


def test_number_and_name_are_corrected_and_the_old_ones_stay_in_the_history(town: Town, registered: str) -> None:
    correct(
        town,
        registered,
        caller_number="+86 139-0000-5678",
        caller_name="阿卜杜拉·买买提",
        case_number="〔2026〕浙0599民初1号",
    )
    row = ticket(registered)
    assert (row.caller_number, row.caller_name, row.case_number) == (
        "13900005678", "阿卜杜拉·买买提", "(2026)浙0599民初1号",
    )  # fmt: skip
    step = rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).get()
    assert (step.event, step.text) == ("correct", "来电人更正")
    assert step.data["was"] == {"caller_name": "张三", "caller_number": "13800001234", "case_number": ""}
    assert search.ids(asked("13900005678"), hidden=True, most=9) == [row.id]
    sent = [(n.number, n.template) for n in rows.Notice.select().order_by(rows.Notice.id)]
    assert sent[-1] == ("13900005678", "ticket_opened")  # the first message went to somebody else


def test_a_title_in_the_name_hides_no_ticket(town: Town, registered: str) -> None:
    for name, tail in (("张三", "1234"), ("张三先生", "13800001234"), ("张三（本人）", "00001234")):
        assert [one.number for one in lookup.by_person(name, tail, Scope())] == [registered]


def test_what_waits_for_the_wrong_number_goes_to_the_right_one(town: Town, registered: str) -> None:
    def waiting() -> list[tuple[str, str, str]]:
        return [(one.number, one.template, one.state) for one in rows.Notice.select().order_by(rows.Notice.id)]

    other = town.open("complaint", caller_number="13800001234", caller_name="张三")
    correct(town, registered, caller_number="13900005678")
    assert waiting() == [("13900005678", "ticket_opened", "waiting"), ("13800001234", "ticket_opened", "waiting")]
    rows.Notice.update(state="sent").execute()
    correct(town, registered, caller_number="13900005679")
    assert waiting()[2:] == [("13900005679", "ticket_opened", "waiting")]
    correct(town, registered, caller_number="0571-28888888")
    assert waiting()[2:] == []
    assert ticket(other).caller_number == "13800001234"


def test_a_withheld_citizen_stays_withheld_under_his_old_name_and_number(town: Town) -> None:
    told = "我叫王晓明，电话13900005678，楼道漏水"
    number = town.open(caller_name="王晓明", caller_number="13900005678", hides_name=True)
    correct(town, number, text=told)
    correct(town, number, caller_name="王小明", caller_number="13900005679")
    correct(town, number, caller_name="王小民")
    row = ticket(number)
    assert row.former_names.splitlines() == ["王晓明", "王小明"]
    for typed in ("王晓明", "13900005678", "王小民"):
        sought = [search.ids(asked(typed), hidden=hidden, most=9) for hidden in (False, True)]
        assert (typed, sought) == (typed, [[], [row.id]])
    assert search.ids(asked("漏水"), hidden=False, most=9) == [row.id]


def test_a_new_kind_has_its_own_limit(town: Town, registered: str) -> None:
    town.do(registered, TicketEvent.ACCEPT, "dispatcher")
    before = rows.TicketClock.get(
        rows.TicketClock.kind == ClockKind.FINISH.value, rows.TicketClock.stopped_at.is_null()
    )
    correct(town, registered, kind="report")
    after = rows.TicketClock.get(rows.TicketClock.kind == ClockKind.FINISH.value, rows.TicketClock.stopped_at.is_null())
    assert (ticket(registered).kind, after.id != before.id, after.begun_at) == ("report", True, before.begun_at)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"subject": " "}, "Write a subject"), ({"subject": "长" * 201}, "The subject is too long"),
        ({"text": "长" * 100_001}, "The text is too long"), ({"kind": "nonsense"}, "Choose what kind"),
        ({"topic": "abc"}, "Choose an entry"), ({"topic": "99999"}, "Choose an entry"),
        ({"place": "-1"}, "Choose an entry"),
        ({"caller_number": "abc不是号码"}, "This is no telephone number"), ({"opened_by": "1"}, "This form is broken"),
        ({}, "There is nothing to correct"), ({"caller_name": "张三"}, "There is nothing to correct"),
    ],
)  # fmt: skip
def test_what_a_form_refuses_a_correction_refuses(town: Town, registered: str, given: dict[str, str], why: str) -> None:
    before = ticket(registered).steps
    with pytest.raises(Refused, match=why):
        correct(town, registered, **given)
    assert ticket(registered).steps == before


def test_without_a_reason_nothing_is_corrected(town: Town, registered: str) -> None:
    with pytest.raises(Refused):
        correct(town, registered, why=" ", caller_name="李四")


def test_after_dispatch_only_the_citizen_can_still_be_corrected(town: Town, registered: str) -> None:
    town.do(registered, TicketEvent.DISPATCH, "dispatcher", unit=town.units["housing"].id)
    with pytest.raises(Refused, match="After dispatch"):
        correct(town, registered, subject="另一件事")
    correct(town, registered, caller_number="0571-28888888转801", address="人民路1号")
    assert (ticket(registered).caller_number, ticket(registered).caller_written) == (
        "057128888888",
        "0571-28888888转801",
    )


def test_control_signs_are_left_out(town: Town, registered: str) -> None:
    correct(town, registered, address="\x00\n人民路", caller_name="张\u200b三丰")
    assert (ticket(registered).address, ticket(registered).caller_name) == ("人民路", "张三丰")


def test_further_numbers_of_a_citizen_are_his_as_well(town: Town) -> None:
    """He is found when he rings from the second one, and asks with its last digits; a party's number is not his."""
    number = town.open("complaint", caller_number="13800001234/13900006666、0571-88889999", caller_name="张三")
    party = town.open("complaint", caller_number="13700001111", parties=(("李四", "13900006666", "被反映人"),))
    assert ticket(number).other_tails == "6666 9999"
    for own in ("13800001234", "+86 139 0000 6666", "057188889999"):
        assert [one.number for one in lookup.of_caller(own, but="another")] == [number], own
    correct(town, number, caller_number="13800001234，13600002222")
    assert (ticket(number).other_tails, lookup.of_caller("13900006666", but="another")) == ("2222", [])
    assert [one.number for one in lookup.of_caller("13600002222", but="another")] == [number]
    step = rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).get()
    assert set(step.data["was"]) == {"caller_written"}
    assert [one.number for one in lookup.of_caller("13700001111", but="another")] == [party]


@pytest.mark.parametrize(("name", "most"), [("address", 200), ("caller_name", 100), ("case_number", 64)])
def test_what_is_too_long_is_refused_and_not_cut(town: Town, registered: str, name: str, most: int) -> None:
    with pytest.raises(Refused, match="The text is too long"):
        correct(town, registered, **{name: "长" * (most + 1)})
    with pytest.raises(Refused, match="The text is too long"):
        town.open("complaint", **{name: "长" * (most + 1)})
    correct(town, registered, **{name: "长" * most})
    assert getattr(ticket(registered), name) == "长" * most


def correct_parties(town: Town, number: str, *parties: tuple[str, str | None, str]) -> None:
    payload = Correction((), parties)
    request = TransitionRequest(TicketEvent.CORRECT, text="当事人更正", payload=payload)
    act(number, request, who=actor(town.who["dispatcher"].id), now=town.now, client_ip="")


def test_parties_are_corrected_found_and_stand_in_the_history(town: Town, registered: str) -> None:
    correct_parties(town, registered, ("李四", "010-62345678", "相对方"), ("", "", ""))
    assert ticket(registered).parties == [{"name": "李四", "number": "010-62345678", "as": "相对方"}]
    assert search.ids(asked("李四"), hidden=True, most=9) == [ticket(registered).id]
    correct_parties(town, registered, ("李思", None, "相对方"), ("王五", "", "证人"))
    assert ticket(registered).parties == [
        {"name": "李思", "number": "010-62345678", "as": "相对方"}, {"name": "王五", "number": "", "as": "证人"},
    ]  # fmt: skip
    step = rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).get()
    assert step.data["was"] == {"parties": [{"name": "李四", "number": "010-62345678", "as": "相对方"}]}
    assert search.ids(asked("李四"), hidden=True, most=9) == []
    correct_parties(town, registered, ("", None, ""), ("王五", "", "证人"))
    assert ticket(registered).parties == [{"name": "王五", "number": "", "as": "证人"}]
    with pytest.raises(Refused, match="This is no telephone number"):
        correct_parties(town, registered, ("王五", "12", "证人"))


def test_hotline_and_channel_are_corrected_with_the_hotlines_limit(town: Town, registered: str) -> None:
    town.do(registered, TicketEvent.ACCEPT, "dispatcher")
    correct(town, registered, channel="letter", profile="gov_12345")
    row = ticket(registered)
    assert (row.channel, row.profile) == ("letter", "gov_12345")
    clock = rows.TicketClock.get(rows.TicketClock.kind == ClockKind.FINISH.value, rows.TicketClock.stopped_at.is_null())
    assert (clock.begun_at, clock.half_days) == (
        row.accepted_at,
        limits.half_days(limit_table(), "gov_12345", row.kind, ClockKind.FINISH),
    )
    for wrong in ({"channel": "pigeon"}, {"profile": "gov_911"}):
        with pytest.raises(Refused):
            correct(town, registered, **wrong)
    rows.Ticket.update(call="c").where(rows.Ticket.number == registered).execute()
    with pytest.raises(Refused, match="It came by a call"):
        correct(town, registered, channel="visit")


def test_a_subject_keeps_to_its_hotline_when_one_of_them_is_corrected(town: Town, registered: str) -> None:
    town_topic = rows.Entry.create(kind="topic", code="X1", zh="市容", en="City", place=1, profile="gov_12345")
    with pytest.raises(Refused, match="This subject belongs to"):
        correct(town, registered, topic=str(town_topic.id))
    correct(town, registered, topic=str(town_topic.id), profile="gov_12345")
    with pytest.raises(Refused, match="This subject belongs to"):
        correct(town, registered, profile="court_12368")


def test_after_dispatch_parties_are_corrected_and_the_hotline_is_not(town: Town, registered: str) -> None:
    town.do(registered, TicketEvent.ACCEPT, "dispatcher")
    town.do(registered, TicketEvent.DISPATCH, "dispatcher", unit=town.units["civil"].id)
    correct_parties(town, registered, ("王五", "", "证人"))
    with pytest.raises(Refused, match="After dispatch"):
        correct(town, registered, profile="gov_12345")
