"""A settings file: every wrong value is one sentence with its line, and no value is taken for another."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from hotline.settings import Settings, SettingsError, load, of_program
from scripts.py import real_switch, run

pytestmark = pytest.mark.unit
ENGINES = "auto, espeak-ng, library, command, http, none"
PLAIN = "；请直接写数字，例如 30，不加引号，不以 0 开头，不用 _ 和 :"


def complaints(tmp_path: Path, text: str | bytes) -> list[str]:
    """What is wrong, without the name of the file, in Chinese."""
    file = tmp_path / "settings.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as error:
        load(file)
    lines = str(error.value).split("\n")
    assert all(line.startswith(f"{file}:") and " / " in line for line in lines)
    return [line.removeprefix(f"{file}:").partition(" / ")[0] for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("web: {port: 010}", ["1:7: web.port: “010”不是整数" + PLAIN]),
        ("web: {port: 1:30}", ["1:7: web.port: “1:30”不是整数" + PLAIN]),
        ("web: {port: 8_368}", ["1:7: web.port: “8_368”不是整数" + PLAIN]),
        ("web: {port: 0x20b0}", ["1:7: web.port: “0x20b0”不是整数" + PLAIN]),
        ('web: {port: "8368"}', ["1:7: web.port: “\"8368\"”不是整数" + PLAIN]),
        ("web: {port: 99999}", ["1:7: web.port: 99999 太大，最大为 65535"]),
        ("web: {port: 0}", ["1:7: web.port: 0 太小，最小为 1"]),
        ("web:\n  host: x\n  port:\n", ["3:3: web.port: 此处缺少值；空文字写作 ''"]),
        ("public: {a_minute: yes}", ["1:10: public.a_minute: “yes”不是整数" + PLAIN]),
        ("public: {a_minute: 1e3}", ["1:10: public.a_minute: “1e3”不是整数" + PLAIN]),
        ("web: {secure_cookie: yes}", ["1:7: web.secure_cookie: 这里不用“yes”，请写 true"]),
        ("web: {secure_cookie: Off}", ["1:7: web.secure_cookie: 这里不用“Off”，请写 false"]),
        ("web: {secure_cookie: 1}", ["1:7: web.secure_cookie: “1”不是 true 也不是 false；请写这两个词之一，不加引号"]),
        ("demo: yes", ["1:1: demo: 这里不用“yes”，请写 true"]),
        ("speech: {engine: loud}", [f"1:10: speech.engine: 没有“loud”；应为其中之一：{ENGINES}"]),
        ("sip: {rtp_first: 30000, rtp_last: 20000}", ["1:1: sip: rtp_first 应小于 rtp_last"]),
        ("trunk: {allow: [10.0.0.0/8, carrier]}", ["1:9: trunk.allow: “carrier”不是网段，例如 10.0.0.0/24"]),
        ("web: {host: 0}", ["1:7: web.host: 应为地址，如 127.0.0.1、0.0.0.0"]),
        ("public: {host: '8080'}", ["1:10: public.host: 应为地址，如 127.0.0.1、0.0.0.0"]),
        ("web: {port: 9000}\npublic: {port: 9000}", ["1:1: -: public.port 与 web.port 同为 9000"]),
        ("sip: {trunk_port: 8368}", ["1:1: -: sip.trunk_port 与 web.port 同为 8368"]),
        ("swich: {}", ["1:1: swich: 没有这一项"]),
        ("web: 5", ["1:1: web: 应为“名称: 值”"]),
        ("web：\n  port: 1\n", ["1:4: -: “web”后面是全角冒号，请改为半角冒号加空格：“web: …”"]),
        ("web:\n\tport: 1\n", ["2:1: -: 行首是制表符（Tab），请改用空格缩进"]),
        ("site: 法院\n".encode("gbk"), ["1:7: -: 文件编码不是 UTF-8（可能是 GBK），请以 UTF-8 编码重新保存"]),
        ("- a", ["1:1: -: 应为“名称: 值”"]),
        ("web: {port: 8111}\nsip: {}\nweb: {host: 127.0.0.1}", ["3:1: -: “web”重复出现，前一处（第 1 行）会丢失"]),
        ("numbers:\n  '12345': {profile: a, flow: b}\n  12345: {profile: a, flow: b}\n",
         ["3:3: -: “12345”重复出现，前一处（第 2 行）会丢失"]),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_by_its_line(tmp_path: Path, text: str | bytes, expected: list[str]) -> None:
    assert complaints(tmp_path, text) == expected


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = "web：{port: 0, port: 1}\nsip: {tls: on}\nnumbers: {12368: {flow: x}}\nsms: {tries: 99, tries: 1}\n"
    assert [line.partition(": ")[0] for line in complaints(tmp_path, text)] == ["1:4", "1:15", "2:7", "3:11", "4:18"]


def test_a_text_is_what_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "settings.yml"
    file.write_text(
        "site: 0571\nswitch: {password: 12:30}\nsms: {tencent: {app_id: 0140, templates: {a: 1_000}},\n"
        "  http: {body: {n: 007, m: 5, t: true, d: 2.5, q: '5', y: yes}, headers: {A: 1e3}}}\n"
        "numbers: {0571: {profile: a, flow: 0x1}}\npapers: {folder: 2026-01-01}\n",
        encoding="utf-8",
    )
    found = load(file)
    assert (found.site, found.switch.password, found.sms.tencent.app_id) == ("0571", "12:30", "0140")
    assert (found.sms.tencent.templates, found.papers.folder) == ({"a": "1_000"}, "2026-01-01")
    assert (found.sms.http.headers, found.numbers["0571"].flow) == ({"A": "1e3"}, "0x1")
    assert found.sms.http.body == {"n": "007", "m": 5, "t": True, "d": 2.5, "q": "5", "y": "yes"}


def test_a_secret_is_not_repeated(tmp_path: Path) -> None:
    text = "cases: {system: http, secret: hush-hush, url: ftp}\nsms: {secret: [hush-hush]}\n"
    assert "hush" not in "".join(complaints(tmp_path, text))


def numbers(model: type[BaseModel]) -> list[tuple[type[BaseModel], str]]:
    """The fields that hold a number."""
    inner = [field.annotation for field in model.model_fields.values()]
    deeper = [one for kind in inner if isinstance(kind, type) and issubclass(kind, BaseModel) for one in numbers(kind)]
    return [(model, name) for name, field in model.model_fields.items() if field.annotation in (int, float)] + deeper


@pytest.mark.parametrize(("model", "name"), numbers(Settings), ids=lambda given: getattr(given, "__name__", given))
def test_every_number_has_a_range(model: type[BaseModel], name: str) -> None:
    for far in (-1, 10**9):
        with pytest.raises(ValidationError) as error:
            model.model_validate({name: far})
        assert [one["loc"] for one in error.value.errors()] == [(name,)]


def test_an_empty_file_says_nothing_and_one_that_is_away_is_told(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    file = tmp_path / "settings.yml"
    file.write_text("# nothing yet\n", encoding="utf-8")
    assert load(file) == Settings()
    monkeypatch.setattr("sys.argv", ["x", "--settings", str(tmp_path / "away.yml")])
    with pytest.raises(SystemExit) as ended:
        of_program("x", None)
    assert (ended.value.code, "away.yml: 读不出 / cannot be read" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize(
    ("text", "arguments", "installed", "expected"),
    [
        ("", [], False, (True, True)),
        ("", [], True, (True, False)),
        ("demo: false", [], False, (False, True)),
        ("demo: true", ["--no-demo"], False, (False, True)),
        ("stand_in: true", [], True, (True, True)),
        ("stand_in: true", ["--switch", "freeswitch"], True, (True, False)),
        ("demo:\nstand_in:\n", [], True, (True, False)),
    ],
)
def test_demo_and_stand_in_are_heeded(
    tmp_path: Path, monkeypatch: Any, text: str, arguments: list[str], installed: bool, expected: tuple[bool, bool]
) -> None:
    """(demo, stand_in) as the programs get them, with FreeSWITCH on the machine or not."""
    monkeypatch.setattr(real_switch, "find", lambda: "/usr/bin/freeswitch" if installed else None)
    monkeypatch.setenv("TINGSU_SETTINGS", "")
    file = tmp_path / "settings.yml"
    file.write_text(text, encoding="utf-8")
    given = ["run", "--settings", str(file), "--data", str(tmp_path / "data"), *arguments]
    monkeypatch.setattr("sys.argv", given)
    chosen, kind = run._settings(run._arguments())
    read_again = load(tmp_path / "data" / "settings.yml")
    assert (read_again.demo, read_again.stand_in) == (chosen.demo, chosen.stand_in) == expected
    assert kind == ("stand-in" if expected[1] else "freeswitch")


def test_a_switch_that_is_named_and_not_there_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(real_switch, "find", lambda: None)
    file = tmp_path / "settings.yml"
    file.write_text("stand_in: false", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["run", "--settings", str(file), "--data", str(tmp_path / "data")])
    with pytest.raises(run.CannotStart, match="there is no FreeSWITCH"):
        run._settings(run._arguments())
