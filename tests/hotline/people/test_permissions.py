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
    assert acts == (either - {Permission.READ_CONFIDENTIAL} if GIVES in roles else either)


def test_confidential_complaints_are_the_inspectors_alone() -> None:
    assert {role for role in Role if may(role, Permission.READ_CONFIDENTIAL)} == {READS}
