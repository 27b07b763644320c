"""No pattern of the house needs more than linear time: what strangers send may be 100,000 of one sign."""

import contextlib
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from admin_web.pages.hours import form
from hotline.citizens.rules import public
from hotline.ports import Refused
from hotline.tickets.rules import search, templates, tickets
from hotline.values import case_numbers, file_names, initials, names, plain, privacy, telephone, typed
from scripts.py.pace import patient

pytestmark = pytest.mark.unit
PACKAGES = ("hotline", "controller", "admin_web", "public_web", "web_kit", "freeswitch", "scripts")
LENGTH = 8_000
MOMENT = 0.02  # seconds
WHOLE = {"fullmatch", "match"}  # they begin at the beginning; what searches begins at each sign
SIGNS = (
    *"aA10９ \t\n-_.,/:{<([\"\\张·年#=%@+", "{{", "a-", "-a", "1-", "1 ", "1.", ".1", ",111", "1,", "1(", "a.", "a1",
    "a ", "张 ", "张三", "{a", "<a", "2026-1", "2026",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, "re.Pattern[str] | re.Pattern[bytes]", bool]]:
    """Every pattern that a module of the house has compiled, by the name it has there, and whether it searches."""
    for package in PACKAGES:
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if found.name.endswith("__main__"):
                continue
            with contextlib.suppress(ModuleNotFoundError):  # a folder of a program's files
                module = importlib.import_module(found.name)
                source = inspect.getsource(module)
                for name, value in vars(module).items():
                    for place, one in enumerate(value if isinstance(value, tuple | list) else (value,)):
                        if isinstance(one, re.Pattern):
                            used = set(re.findall(rf"\b{name}(?:\[\w+\])?\.(\w+)", source))
                            yield f"{found.name}.{name}[{place}]", one, not used or not used <= WHOLE


def feed() -> None:
    """Look for each pattern in each long text."""
    seen = set()
    for name, pattern, searches in patterns():
        if (pattern.pattern, pattern.flags) in seen:
            continue
        seen.add((pattern.pattern, pattern.flags))

        def look(text: str, pattern: Any = pattern, searches: bool = searches) -> None:
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            pattern.fullmatch(given)
            if searches:
                sum(1 for _found in pattern.finditer(given))

        try_out(name, look)
    print(f"{len(seen)} patterns", flush=True)


def try_out(name: str, work: Callable[[str], object]) -> None:
    """Give it long texts. The name is printed first, so that one that never ends is known; what takes a moment is given
    four times as much, which may take some four times as long: sixteen times would be the square."""
    for sign in SIGNS:
        print(f"{name} {sign!r}", flush=True)
        if cost(work, sign, LENGTH) < MOMENT:
            continue
        growth = min(cost(work, sign, 4 * LENGTH) / max(cost(work, sign, LENGTH), MOMENT / 4) for _ in range(3))
        assert growth < 10, f"{name} {sign!r}: four times the text takes {growth:.0f} times as long"


def cost(work: Callable[[str], object], sign: str, length: int) -> float:
    """Seconds of the processor."""
    text, begun = sign * (length // len(sign)) + "!", time.process_time()
    with contextlib.suppress(Refused):
        work(text)
    return time.process_time() - begun


def readers() -> dict[str, Callable[[str], object]]:
    """The functions that read, search or mask what people type."""
    return {
        "hide": privacy.hide, "tidy": privacy.tidy, "clean": lambda text: privacy.clean(text, len(text)),
        "without_number": lambda text: privacy.without_number(text, "13800001111", cover="…"),
        "name_or_nothing": privacy.name_or_nothing, "mask": privacy.mask, "telephone": telephone.telephone,
        "ending": telephone.ending, "name_key": names.name_key, "plain": plain.plain,
        "without_name": lambda text: names.without_name(text, "张三", cover="…"),
        "without_latin_name": lambda text: names.without_name(text, "aa", cover="…"),
        "case_numbers": case_numbers.case_numbers, "day": typed.day, "amount": typed.amount, "clock": typed.clock,
        "whole_number": tickets.whole_number, "as_number": tickets.as_number, "asked": search.asked,
        "kept": lambda text: search.kept(search.Signs(text, (text,), ((text, text),))), "initials": initials.initials,
        "ascii_name": file_names.ascii_name, "code_of": public.code_of, "tail_of": public.tail_of,
        "name_of": public.name_of, "spans": form.spans, "templates": templates.strange,
    }  # fmt: skip


def read() -> None:
    """Give each reader each long text."""
    for name, reads in readers().items():
        try_out(name, reads)
    print(f"{len(readers())} readers", flush=True)


@pytest.mark.parametrize(("what", "least"), [("feed", 100), ("read", 20)])
def test_what_reads_is_linear(what: str, least: int) -> None:
    words = [sys.executable, "-c", f"from tests.house.test_patterns import {what}; {what}()"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=patient(100), check=False)
    except subprocess.TimeoutExpired as error:
        told = error.stdout.decode() if isinstance(error.stdout, bytes) else error.stdout or ""
        pytest.fail(f"this never ends: {told.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr.splitlines()[-1]
    last = done.stdout.splitlines()[-1]
    assert int(last.split()[0]) > least, last
