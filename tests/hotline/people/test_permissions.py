"""Which roles one person may be given, and what they let him do."""

from itertools import combinations

import pytest

from hotline.people.rules.permissions import MAY, Permission, may, roles_refused
from hotline.words import Role

pytestmark = pytest.mark.unit
GIVES, READS, OTHER = Role.ADMINISTRATOR, Role.INSPECTOR, Role.SUPERVISOR
OWN = "Nobody changes his own roles: ask another administrator"
APART = "Nobody is administrator and discipline inspector at once: choose one of the two"


@pytest.mark.parametrize(
    ("now", "wanted", "own", "why"),
    [
        ({OTHER}, {OTHER, READS}, False, None),
        ({OTHER}, {READS}, False, None),
        ({GIVES}, {OTHER}, False, None),
        ({GIVES}, {GIVES}, True, None),
        ({GIVES}, {GIVES, OTHER}, True, OWN),
        ({GIVES, OTHER}, {GIVES}, True, OWN),
        ({GIVES}, {READS}, True, OWN),
        ({GIVES}, {GIVES, READS}, True, OWN),
        ({GIVES}, {GIVES, READS}, False, APART),
        (set(), {GIVES, READS}, False, APART),
        ({GIVES, READS}, {GIVES, READS}, True, APART),
        ({GIVES, READS}, {GIVES, READS}, False, APART),
        ({GIVES, READS}, {READS}, False, None),
    ],
)
def test_roles_that_may_be_given(now: set[Role], wanted: set[Role], own: bool, why: str | None) -> None:
    refused = roles_refused(now, wanted, own=own)
    assert (None if refused is None else refused.code) == why


@pytest.mark.parametrize("roles", [set(two) for two in combinations(Role, 2)])
def test_two_roles_do_what_either_does_but_who_gives_rights_reads_no_complaint(roles: set[Role]) -> None:
    acts = {act for act in Permission if may(roles, act)}
    either = {act for role in roles for act in MAY[role]}
    gives = roles & {GIVES, Role.SECURITY_ADMINISTRATOR}
    assert acts == (either - {Permission.READ_CONFIDENTIAL} if gives else either)


THREE = {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
TOGETHER = {  # what else one of the three may be; everything that is not here is refused
    Role.SYSTEM_ADMINISTRATOR: set(Role) - THREE - {GIVES, READS},
    Role.SECURITY_ADMINISTRATOR: set(Role) - THREE - {GIVES, READS, Role.LEADER},
    Role.AUDIT_ADMINISTRATOR: set(),
}


@pytest.mark.parametrize("one", sorted(THREE))
@pytest.mark.parametrize("other", list(Role))
def test_none_of_the_three_has_a_role_that_undoes_the_separation(one: Role, other: Role) -> None:
    refused = roles_refused({OTHER}, {one, other}, own=False)
    assert (refused is None) == (other is one or other in TOGETHER[one])


@pytest.mark.parametrize(("one", "other"), list(combinations(sorted(THREE), 2)))
def test_no_two_of_the_three_may_do_the_same_but_look_at_the_self_check(one: Role, other: Role) -> None:
    assert MAY[one] & MAY[other] == {Permission.SELF_CHECK}
    assert MAY[one] | MAY[other] < MAY[GIVES]


def test_in_a_separate_house_the_old_role_is_kept_but_not_given() -> None:
    told = "This house has separate administrators: give the system, security or audit role instead"
    assert roles_refused({OTHER}, {GIVES}, own=False, separate=True).code == told  # type: ignore[union-attr]
    assert roles_refused({GIVES}, {GIVES, OTHER}, own=False, separate=True) is None
    assert roles_refused({OTHER}, {GIVES}, own=False) is None


def test_confidential_complaints_are_the_inspectors_alone() -> None:
    assert {role for role in Role if may(role, Permission.READ_CONFIDENTIAL)} == {READS}
