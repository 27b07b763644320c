"""The case system behind HTTP: what it is asked, what it may answer, and what is done with nonsense."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.outside import cases
from hotline.outside.case_http import HttpCases
from hotline.outside.case_sql import SqlCases
from hotline.ports import Case, GatewayError, NoAnswer, PetitionState
from hotline.settings import SettingsError, load
from hotline.settings.gateways import CaseSettings
from tests.hotline.outside import service
from tests.hotline.outside.service import Machine

pytestmark = pytest.mark.wire
CASE = {
    "number": "(2026)浙0599民初1024号", "cause": "民间借贷纠纷", "division": "民事庭", "judge": "刘志明",
    "stage": "审理中", "next_hearing": "2026-12-01T09:30:00+08:00", "party": "张三", "more": "of a later version",
}  # fmt: skip
HEARING = dt.datetime(2026, 12, 1, 1, 30, tzinfo=dt.UTC)
FOUND = Case("(2026)浙0599民初1024号", "民间借贷纠纷", "民事庭", "刘志明", "审理中", HEARING, "张三")
MANY = {"cases": [{"number": str(n)} for n in range(51)]}


@pytest.fixture
def there() -> Iterator[Machine]:
    with service.machine() as made:
        yield made


def system(there: Machine, *, seconds: float = 2.0, secret: str = "s") -> HttpCases:
    return HttpCases(CaseSettings(system="http", url=f"{there.url}/api/", seconds=seconds), secret)


def fails(work: Any) -> tuple[type[GatewayError], str]:
    with pytest.raises(GatewayError) as error:
        work()
    return type(error.value), str(error.value)


def test_a_case_by_code_and_secret(there: Machine) -> None:
    there.answers["/api/case"] = (200, {"case": CASE})
    assert system(there).case("20261024", "password", "246810") == FOUND
    path, headers, value = there.heard[0]
    assert (path, value) == ("/api/case", {"code": "20261024", "how": "password", "secret": "246810"})
    assert headers["Authorization"] == "Bearer s"


def test_without_a_secret_of_ours_none_is_sent(there: Machine) -> None:
    there.answers["/api/case"] = (200, {"case": None})
    assert system(there, secret="").case("1", "identity", "2") is None
    assert "Authorization" not in there.heard[0][1]


def test_a_petition(there: Machine) -> None:
    petition = {"number": "信2026-17", "unit": "立案庭", "stage": "办理中", "received": "2026-11-02"}
    there.answers["/api/petition"] = (200, {"petition": petition})
    assert system(there).petition("77", "1") == PetitionState("信2026-17", "立案庭", "办理中", dt.date(2026, 11, 2))
    assert there.asked == [("/api/petition", {"code": "77", "secret": "1"})]
    there.answers["/api/petition"] = (200, {"petition": None})
    assert system(there).petition("77", "2") is None


def test_the_cases_of_a_number(there: Machine) -> None:
    there.answers["/api/cases"] = (200, {"cases": [CASE, {"number": "2", "next_hearing": "2026-12-01 09:30"}]})
    second = Case("2", "", "", "", "", HEARING, "")
    assert system(there).cases_of("13800001234") == (FOUND, second)
    assert there.asked == [("/api/cases", {"number": "13800001234"})]
    there.answers["/api/cases"] = (200, {"cases": []})
    assert system(there).cases_of("13800001234") == ()


def test_what_is_too_long_or_unclean_is_cut_and_cleaned(there: Machine) -> None:
    there.answers["/api/cases"] = (200, {"cases": [{"number": "1\u202e\n", "cause": "因" * 5000, "judge": "<b>"}]})
    assert system(there).cases_of("1") == (Case("1", "因" * 100, "", "<b>", "", None, ""),)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"<html>login</html>", "-"), ([], "-"), ({}, "cases"), ({"cases": None}, "cases"), (MANY, "cases"),
        ({"cases": {"number": "1"}}, "cases"), ({"cases": ["x"]}, "cases.0"),
        ({"cases": [{"number": 7}]}, "cases.0.number"), ({"cases": [{"number": ""}]}, "cases.0.number"),
        ({"cases": [{"number": "1", "judge": ["x"]}]}, "cases.0.judge"),
        ({"cases": [{"number": "1", "next_hearing": "soon"}]}, "cases.0.next_hearing"),
        ({"cases": [{"number": "1", "next_hearing": 1700000000}]}, "cases.0.next_hearing"),
        ({"cases": [{}] * 9}, ", ".join(f"cases.{n}.number" for n in range(5))),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_names_places_and_no_values(there: Machine, answer: Any, says: str) -> None:
    there.answers["/api/cases"] = (200, answer)
    told = f"the case system's answer cannot be used: {says}"
    assert fails(lambda: system(there).cases_of("1")) == (GatewayError, told)


def test_an_answer_without_its_part_is_not_no(there: Machine) -> None:
    """`{}` is a fault of the system and must not count as a wrong secret."""
    there.answers["*"] = (200, {})
    assert fails(lambda: system(there).case("1", "password", "2"))[1].endswith("used: case")
    assert fails(lambda: system(there).petition("1", "2"))[1].endswith("used: petition")


@pytest.mark.parametrize("status", [201, 204, 302, 400, 401, 404, 500, 503])
def test_any_other_status_is_a_failure(there: Machine, status: int) -> None:
    there.answers["/api/cases"] = (status, {"cases": []} if status not in (204,) else b"")
    kind, said = fails(lambda: system(there).cases_of("1"))
    assert (issubclass(kind, GatewayError), said) == (True, f"the case system answered {status}")


@pytest.mark.parametrize(
    ("misbehave", "says"),
    [
        (service.silent, "no answer within 0.3 s"),
        (service.drip, "the answer did not end in time"),
        (service.huge, "the answer is larger than any should be"),
        (service.drop, "the connection broke before the answer"),
    ],
)
def test_a_machine_that_misbehaves_ends_in_time(there: Machine, misbehave: Any, says: str) -> None:
    there.answers["/api/cases"] = misbehave
    assert fails(lambda: system(there, seconds=0.3).cases_of("1")) == (NoAnswer, says)


def test_nobody_is_there() -> None:
    away = HttpCases(CaseSettings(system="http", url="http://127.0.0.1:1"), "")
    assert fails(lambda: away.cases_of("1")) == (GatewayError, "nobody answers at its address")


# ---- which system


def test_the_sample_is_nobodys_adapter() -> None:
    assert cases.choose(load()) is None


def test_the_chosen_one(tmp_path: Path) -> None:
    http = load(data=tmp_path, cases={"system": "http", "url": "http://a"})
    assert cases.choose(http) == HttpCases(http.cases, "")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "cases").write_text("word\n")
    assert cases.choose(http) == HttpCases(http.cases, "word")
    view = load(data=tmp_path, cases={"system": "view", "url": "sqlite:///a.db"})
    assert cases.choose(view) == SqlCases(view.cases)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"system": "http"}, "cases: url 应以 http:// / https:// 开头"),
        ({"system": "http", "url": "sqlite:///a"}, "cases: url 应以 http:// / https:// 开头"),
        ({"system": "view", "url": "mysql://a"}, "cases: url 应以 sqlite:/// / postgresql:// / postgres:// 开头"),
        ({"cases_view": "a; drop"}, "cases.cases_view: 应为视图名"),
        ({"cases_view": 'a"b'}, "cases.cases_view: 应为视图名"),
        ({"petitions_view": "a.b.c"}, "cases.petitions_view: 应为视图名"),
        ({"petitions_view": ""}, "cases.petitions_view: 应为视图名"),
        ({"seconds": 0}, "cases.seconds: "),
        ({"cache_days": 91}, "cases.cache_days: "),
    ],
)
def test_settings_that_cannot_work(given: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(cases=given)
    assert f"settings: {says}" in str(error.value)
