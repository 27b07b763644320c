"""Hundreds of people: found by what is typed, narrowed by filters, in an order, a page at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.people.reads.found import ORDERS, PeopleFilter, page
from hotline.words import Role
from tests.builders import new_person
from tests.effort import often

pytestmark = pytest.mark.unit


@pytest.fixture
def house(head, branch):
    new_person(login="li.min", name="李敏", extension="1001", site=head)
    new_person(login="li.ming", name="李明", extension="1002", site=branch, role=Role.SUPERVISOR, duties=["dispatcher"])
    new_person(login="shan", name="单雄", extension="2001", site=branch, role=Role.HANDLER)
    new_person(login="bob", name="Bob Gray", site=head, role=Role.LEADER)
    new_person(login="gone", name="李敏敏", site=head, active=False)
    return {"head": head.id, "branch": branch.id}


def logins(order="login", **wanted):
    return [one.login for one in page(PeopleFilter(**wanted), order=order).rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("李敏", ["li.min", "gone"]),
        ("lm", ["li.min", "li.ming", "gone"]),
        ("LI.MING", ["li.ming"]),
        ("dx", ["shan"]), ("sx", ["shan"]),  # a surname with several readings
        ("１００１", ["li.min"]),
        ("100", ["li.min", "li.ming"]),
        ("李 1002", ["li.ming"]),
        ("gray bob", ["bob"]),
        ("没有", []),
        ("  ", ["bob", "li.min", "li.ming", "shan", "gone"]),
    ],
)  # fmt: skip
def test_who_is_found_by_what_is_typed(house, text, found):
    assert logins(text=text) == found


def test_filters_narrow_together(house):
    assert logins(site=house["branch"]) == ["li.ming", "shan"]
    assert logins(role=Role.DISPATCHER) == ["li.ming"]  # a further role counts
    assert logins(active=False) == ["gone"]
    assert logins(active=True, text="李") == ["li.min", "li.ming"]
    assert logins(among=frozenset()) == []
    assert logins(site=house["head"], role=Role.HANDLER) == []


def test_headings_order_and_who_has_left_comes_last(house):
    assert logins("-login") == ["shan", "li.ming", "li.min", "bob", "gone"]
    assert logins("name") == ["bob", "shan", "li.min", "li.ming", "gone"]
    assert logins("extension") == ["li.min", "li.ming", "shan", "bob", "gone"]
    assert logins("role") == ["li.min", "li.ming", "shan", "bob", "gone"]
    assert logins("x") == logins("login")


@settings(max_examples=often(20, 200))
@given(
    order=st.sampled_from([*ORDERS, *(f"-{name}" for name in ORDERS)]),
    size=st.integers(1, 7),
    text=st.sampled_from(["", "l", "李"]),
)
def test_the_pages_are_the_whole_list(house, order, size, text):
    wanted = PeopleFilter(text=text)
    whole = page(wanted, order=order)
    after, seen = "", []
    for _turn in range(10):
        one = page(wanted, order=order, after=after, size=size)
        seen += [row.login for row in one.rows]
        assert one.total == len(whole.rows)
        after = one.next
        if not after:
            break
    assert seen == [row.login for row in whole.rows]


def test_a_page_goes_on_behind_somebody_who_no_longer_fits(house):
    first = page(PeopleFilter(active=True), size=2)
    marked = first.rows[-1]
    type_of = new_person(login="zz", name="周")
    type(type_of).update(active=False).where(type(type_of).id == marked.id).execute()
    assert [one.login for one in page(PeopleFilter(text="l"), after=first.next).rows] == []  # he is last now
    assert page(PeopleFilter(), after="nonsense").total == 6
