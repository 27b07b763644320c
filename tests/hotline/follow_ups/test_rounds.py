"""A rating belongs to its round, by code, identity and link alike; a merged ticket follows its parent's rounds."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.citizens import jobs as public_jobs
from hotline.citizens import reads, verbs
from hotline.citizens.keys import keep_keys
from hotline.citizens.rules.public import person_key_of
from hotline.citizens.views import make_views
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import follow_ups, ratings
from hotline.ports import Refused
from hotline.tickets.verbs.life import actor
from hotline.values.identity import identity_key
from hotline.words import FollowUpChannel, TicketEvent, TicketState, Way
from tests.builders import NOW
from tests.hotline.tickets.town import Town, answered, history, to_civil

pytestmark = pytest.mark.unit
E = TicketEvent
KEY, IDENTITY = "key", "11010519491231002X"
YES, NO = Said(True, True, 5), Said(True, False, 1)


@pytest.fixture
def number(town: Town, db: Any) -> str:
    make_views(db)
    found = answered(town)
    rows.Ticket.update(identity_hash=identity_key(KEY, IDENTITY)).execute()
    keep_keys(KEY)
    return found


def again(town: Town, number: str) -> None:
    """The unit answers once more, and the hotline passes it."""
    town.do(number, E.TAKE, "civil")
    town.do(number, E.REPLY, "civil", "已再次维修。")
    town.do(number, E.UNIT_APPROVE, "civilhead")
    town.do(number, E.APPROVE, "reviewer")


def newest() -> Any:
    return rows.FollowUp.select().order_by(rows.FollowUp.id.desc()).get()


def seen(town: Town, number: str) -> list[reads.Progress]:
    """What he sees by code and by identity."""
    code, key = town.row(number).code, person_key_of(KEY, IDENTITY, "张三")
    given: dict[str, Any] = {"who": "10.0.0.1", "now": town.now}
    by_code = verbs.progress(code, "1234", **given).found
    mine = [one for one in verbs.of_person(key, **given).found if one.number == number]
    assert [(one.state, one.standing, one.again_at) for one in by_code] == [
        (one.state, one.standing, one.again_at) for one in mine
    ]
    return [*by_code, *mine]


def stands(town: Town, number: str) -> tuple[TicketState, bool, str, str]:
    one = seen(town, number)[0]
    return one.state, one.standing.may_rate, one.standing.said, one.standing.again


def say(said: Said, text: str, *, more: bool | None = None, **how: str) -> None:
    verbs.say(said, text, wants_more=more, now=NOW, client_ip="10.0.0.1", **how)
    assert public_jobs.take_over(NOW) == 1
    assert rows.PublicAnswer.select().order_by(rows.PublicAnswer.id.desc()).get().refused == ""


@pytest.mark.parametrize("way", ["number", "token"])
def test_who_refused_once_rates_or_refuses_again_when_the_next_answer_is_there(
    town: Town, number: str, way: str
) -> None:
    asked = TicketState.FOLLOWING_UP
    for round_ in range(3):
        how = {"number": number} if way == "number" else {"token": newest().token}
        assert stands(town, number) == (asked, True, "", "")
        say(NO, f"第{round_ + 1}次没有解决", more=True, **how)
        assert stands(town, number) == (
            TicketState.DISPATCHED, False, "", "It has been handled again since %(day)s, as you asked.",
        )  # fmt: skip
        assert (town.row(number).round, town.row(number).solved, town.row(number).rated_round) == (
            round_ + 1,
            None,
            None,
        )
        again(town, number)
    say(YES, "", number=number)
    assert stands(town, number)[:3] == (TicketState.CLOSED, False, "Thank you, you answered on %(day)s.")
    answers = [(one.round, one.solved, one.state) for one in rows.FollowUp.select().order_by(rows.FollowUp.round)]
    assert answers == [(0, False, "done"), (1, False, "done"), (2, False, "done"), (3, True, "done")]


def test_the_link_of_an_old_round_says_what_has_happened_since(town: Town, number: str) -> None:
    token = newest().token
    say(NO, "没有解决", more=True, token=token)
    told = []
    for step in range(2):
        asked = reads.by_token(token)
        assert asked is not None
        told.append((asked.open, asked.later, asked.state, asked.standing.again != "", asked.reply))
        if step == 0:
            again(town, number)
    assert told == [
        (False, True, TicketState.DISPATCHED, True, ""),
        (False, True, TicketState.FOLLOWING_UP, False, ""),  # the new answer is asked for with the code
    ]
    with pytest.raises(Refused, match="This visit is over"):
        verbs.say(YES, "", token=token, wants_more=None, now=NOW, client_ip="")


@pytest.mark.parametrize("event", [E.REOPEN, E.OVERTURN])
def test_every_new_round_begins_without_a_rating(town: Town, number: str, event: TicketEvent) -> None:
    say(YES, "", number=number)
    if event is E.OVERTURN:
        town.do(number, E.ASK_REVIEW, "dispatcher", "不认可")
    town.do(number, event, "reviewer" if event is E.REOPEN else "courthead")
    row = town.row(number)
    assert (row.round, row.handled, row.solved, row.satisfied, row.rated_round, row.again_at, row.again_event) == (
        1, None, None, None, None, NOW, event.value,
    )  # fmt: skip
    assert stands(town, number)[1:3] == (False, "")


def test_after_giving_up_code_and_link_rate_alike_and_only_once(town: Town, number: str) -> None:
    rows.FollowUp.update(tries=3).execute()
    follow_ups.give_up(newest().id, who=actor(town.who["visitor"].id), now=NOW)
    link = reads.by_token(newest().token)
    assert link is not None
    assert (link.open, stands(town, number)[1]) == (True, True)
    say(Said(True, False, 2), "太慢", token=newest().token)
    assert (town.row(number).state, town.row(number).satisfied, stands(town, number)[1]) == ("closed", 2, False)
    with pytest.raises(Refused, match="You have answered already"):
        ratings.rate(number, YES, "", now=NOW, wants_more=None, client_ip="")


@pytest.mark.parametrize(
    ("more", "text", "why"),
    [
        (None, "没有解决", "Choose: to be handled again, or closed although it is not solved"),
        (True, " ", "Write what is not solved yet"),
        (False, " ", "Write why it is closed although it is not solved"),
    ],
)
@pytest.mark.parametrize("said", [NO, Said(False, None, None), Said(False, True, 3), Said(None, False, 5)])
def test_no_verb_closes_by_silence(town: Town, number: str, said: Said, more: bool | None, text: str, why: str) -> None:
    before, clerk = history(number), actor(town.who["visitor"].id)
    given: dict[str, Any] = {"now": NOW, "wants_more": more}
    ways = (
        lambda: follow_ups.answered(newest().id, said, text, who=clerk, way=FollowUpChannel.CALL, **given),
        lambda: ratings.by_token(newest().token, said, text, client_ip="", **given),
        lambda: ratings.rate(number, said, text, client_ip="", **given),
        lambda: verbs.say(said, text, number=number, client_ip="", **given),
        lambda: verbs.say(said, text, token=newest().token, client_ip="", **given),
    )
    for way in ways:
        with pytest.raises(Refused) as refused:
            way()
        assert refused.value.sentence() == why
    assert (history(number), newest().state) == (before, "open")


# ---- merged


@pytest.fixture
def child(town: Town, number: str) -> str:
    """A second citizen's ticket about the same matter, merged while the first round ran."""
    say(NO, "没有解决", more=True, number=number)
    found = town.open(caller_number="13900005555", caller_name="李四")
    town.do(found, E.MERGE, "dispatcher", parent=number)
    rows.Ticket.update(reply="张三反映的电梯（电话13800001234）已修好。").where(rows.Ticket.number == number).execute()
    return found


def of_child(town: Town, child: str) -> reads.Progress:
    (one,) = verbs.progress(town.row(child).code, "5555", who="10.0.0.2", now=town.now).found
    return one


def test_a_merged_citizen_sees_his_own_story(town: Town, number: str, child: str) -> None:
    one = of_child(town, child)
    assert (one.number, one.state, one.merged, one.unit, one.reply, one.name) == (
        child, TicketState.DISPATCHED, True, "民事庭", "", "李*",
    )  # fmt: skip
    assert (one.standing.again, one.due_at) == (
        "It has been handled again since %(day)s.", town.row(number).due_at,
    )  # fmt: skip
    again(town, number)
    rows.Ticket.update(reply="张三反映的电梯（电话13800001234）已修好。").where(rows.Ticket.number == number).execute()
    one = of_child(town, child)
    assert (one.state, one.reply, one.standing.may_rate) == (
        TicketState.FOLLOWING_UP, "……反映的电梯（电话……）已修好。", True,
    )  # fmt: skip
    assert number not in str(one)


def test_the_days_of_the_parent_tell_nothing_of_before(town: Town, number: str, child: str) -> None:
    early = NOW - dt.timedelta(days=9)
    rows.Ticket.update(accepted_at=early, dispatched_at=early, again_at=early).where(
        rows.Ticket.number == number
    ).execute()
    one = of_child(town, child)
    assert (one.accepted_at, one.dispatched_at, one.again_at) == (NOW, NOW, NOW)


def test_the_message_of_a_merger_names_no_other_ticket(town: Town, number: str, child: str) -> None:
    told = rows.Notice.get(rows.Notice.template == "ticket_merged")
    assert (told.number, told.fields) == ("13900005555", {"number": child})


def test_a_child_rates_each_round_of_its_parent(town: Town, number: str, child: str) -> None:
    again(town, number)
    say(YES, "谢谢", number=child)
    row = town.row(child)
    assert (row.state, row.solved, row.rated_round, of_child(town, child).standing.may_rate) == (
        "merged",
        True,
        1,
        False,
    )
    say(NO, "还是没有解决", more=True, number=number)  # the other citizen refuses: a new round for both
    assert (of_child(town, child).standing.may_rate, of_child(town, child).standing.said) == (False, "")
    again(town, number)
    assert of_child(town, child).standing.may_rate
    say(Said(True, True, 3), "", number=child)
    say(YES, "", number=number)
    closed = town.row(child)
    assert (closed.state, closed.satisfied, closed.rated_round, closed.reply) == ("closed", 3, 0, "已再次维修。")
    assert of_child(town, child).standing.may_rate is False


def test_a_child_that_was_not_rated_is_rated_after_it_was_closed(town: Town, number: str, child: str) -> None:
    again(town, number)
    rows.Ticket.update(reply="张三反映的电梯已修好。").where(rows.Ticket.number == number).execute()
    say(YES, "", number=number)
    assert town.row(child).reply == "……反映的电梯已修好。"
    assert of_child(town, child).standing.may_rate
    say(Said(True, True, 4), "", number=child)
    assert (town.row(child).satisfied, town.row(child).rated_round) == (4, 0)


def test_a_child_who_wants_his_own_handled_again_leaves_the_parent_alone(town: Town, number: str, child: str) -> None:
    again(town, number)
    before = history(number)
    say(NO, "我家的没有修", more=True, number=child)
    row = town.row(child)
    assert (row.state, row.parent, row.round, row.again_event, row.rated_round, row.solved) == (
        "accepted", None, 1, "unmerge", None, None,
    )  # fmt: skip
    assert (history(number), history(child)[-2:]) == (
        before, [("note", "merged", "merged", "citizen"), ("unmerge", "merged", "accepted", "citizen")],
    )  # fmt: skip
    assert of_child(town, child).standing.again == "It has been handled again since %(day)s, as you asked."
    assert row.burns_at is not None


def test_a_child_taken_out_again_has_no_rating_left(town: Town, number: str, child: str) -> None:
    again(town, number)
    say(YES, "", number=child)
    town.do(child, E.UNMERGE, "dispatcher")
    row = town.row(child)
    assert (row.rated_round, row.handled, row.solved, row.satisfied) == (None, None, None, None)


# ---- urging


@pytest.mark.parametrize(("by", "told"), [("supervisor", False), ("leader", False), ("dispatcher", True)])
def test_an_urge_by_supervision_does_not_tell_the_citizen(town: Town, db: Any, by: str, told: bool) -> None:
    found = to_civil(town)
    town.do(found, E.URGE, by)
    templates = {one.template for one in rows.Notice.select()}
    assert ("urged_unit" in templates, "urged_citizen" in templates) == (True, told)
    assert Way.TRANSFER.value == town.row(found).way
