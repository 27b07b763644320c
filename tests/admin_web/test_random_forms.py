"""Random forms at random routes, by everybody: no error of ours, and none that takes the processor for long.

`scripts/test --long` sends 100,000. The work of one is counted in seconds of the processor, not of the clock.
"""

import random
import time
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from hotline.words import Role
from scripts.py.pace import PACE
from tests.effort import often

from .test_forms import BUSY, EXPECTED, WRONG, everybody, fields_of, posts  # noqa: F401 - the things that forms are about

pytestmark = pytest.mark.unit
BLOCKS, FORMS = often(1, 200), often(250, 500)  # each block begins with a fresh house
SECONDS_MOST = 5.0 * PACE  # of the processor, for one form
LEAVES = ("login.", "sign_ins.")  # they end the sign-in that the next form needs
SIGNS = "09aZ 一龘Ａ０-_'\"<>&%{}[]()|\\/;:,.?!@#$^*=+~`\t\n\r\x00\x1f\u200b\u202e\ufeff\U0001f600é"
KEYS = ("x", "__proto__", "csrf_token", "back", "a[]", "", "id")


def value(dice: random.Random) -> str:
    way = dice.random()
    if way < 0.35:
        return dice.choice(("1", "2", "0", "-1", "true", "on", "n", "c", "2026-11-24", "09:00", "13800001234", "agent"))
    if way < 0.55:
        return str(dice.choice(WRONG))
    if way < 0.9:
        return "".join(dice.choices(SIGNS, k=dice.randrange(40)))
    return "".join(dice.choices(SIGNS, k=8)) * dice.choice((1, 50, 2000))


def form(dice: random.Random, fields: list[str]) -> "MultiDict[str, str]":
    names = dice.sample(fields, dice.randrange(len(fields) + 1)) if fields else []
    pairs = [(name, value(dice)) for name in names for _ in range(dice.choice((1, 1, 1, 3)))]
    if dice.random() < 0.2:
        pairs.append((dice.choice(KEYS), value(dice)))
    return MultiDict(pairs)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_random_form_ends_in_an_error_of_ours_or_takes_long(
    app: Flask, everybody: dict[Role, Any], sign_in: Any, block: int  # noqa: F811
) -> None:  # fmt: skip
    dice = random.Random(block)
    routes = [(endpoint, path) for endpoint, path in posts(app) if not endpoint.startswith(LEAVES)]
    fields = {endpoint: fields_of(endpoint.split(".")[0]) for endpoint, _path in routes}
    roles = (*BUSY, dice.choice(list(Role)))
    browsers, shut = {role: sign_in(everybody[role]) for role in roles}, set[tuple[str, Role]]()
    wrong, statuses, longest = [], Counter[int](), ("", 0.0)
    for _ in range(FORMS):
        endpoint, path = dice.choice(routes)
        opens = [role for role in browsers if (endpoint, role) not in shut] or list(browsers)
        role, given = dice.choice(opens), form(dice, fields[endpoint])
        begun = time.process_time()
        answer = browsers[role].post(path, data=given)
        took = time.process_time() - begun
        statuses[answer.status_code] += 1
        if answer.status_code == 403:
            shut.add((endpoint, role))
        longest = max(longest, (endpoint, took), key=lambda one: one[1])
        if answer.status_code not in EXPECTED or took > SECONDS_MOST:
            wrong.append((endpoint, role.value, answer.status_code, round(took, 1), repr(given)[:300]))
    print(f"{FORMS} forms, longest {longest[0]} {longest[1]:.3f} s, {dict(sorted(statuses.items()))}")
    assert wrong == []
    assert statuses[302] < FORMS / 2, "nobody is signed in any more"
