"""What the programs are made of is told as it is pinned, and compared with advisories."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts.py import advisories, sbom
from scripts.py.advisories import names, within
from scripts.py.sbom import Pinned, bill, of_files, pinned

pytestmark = pytest.mark.unit
A, B = "a" * 64, "b" * 64
TEXT = f"""# by hand
Flask.Babel==4.0.0 \\
    --hash=sha256:{B} \\
    --hash=sha256:{A}
    # via -r requirements.in
psycopg[binary]==3.2 ; python_version > "3" --hash=sha256:{A}
--extra
"""


def advisory(name: str = "Flask-Babel", *events: dict[str, str], **more: Any) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}]
    return {"id": "X-1", "affected": [{"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges}], **more}


def test_pins_are_read_with_their_hashes() -> None:
    assert pinned(TEXT) == [Pinned("flask-babel", "4.0.0", (A, B)), Pinned("psycopg", "3.2", (A,))]


@pytest.mark.parametrize("line", ["flask", "flask>=3", "https://x/y.whl", "./here"])
def test_what_pins_nothing_is_told(line: str) -> None:
    with pytest.raises(ValueError, match="pins nothing"):
        pinned(line)


def test_the_bill_names_each_pin_of_the_file_with_its_hashes(capsys: pytest.CaptureFixture[str]) -> None:
    assert sbom.main([]) == 0
    first = capsys.readouterr().out
    assert sbom.main([]) == 0
    assert capsys.readouterr().out == first
    made = json.loads(first)
    lines = [line for line in Path("requirements.txt").read_text().splitlines() if "==" in line]
    assert (made["bomFormat"], made["specVersion"], len(made["components"])) == ("CycloneDX", "1.5", len(lines))
    assert all(
        one["hashes"] and one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}" for one in made["components"]
    )
    assert made["dependencies"][0]["dependsOn"] == [one["bom-ref"] for one in made["components"]]


def test_another_pin_is_another_bill() -> None:
    assert bill(pinned("a==1"))["serialNumber"] != bill(pinned("a==2"))["serialNumber"]


@pytest.mark.parametrize(
    ("version", "inside"),
    [("0.9", False), ("1.0", True), ("1.9.9", True), ("2.0rc1", True), ("2.0", False), ("3.0", True), ("3.1", True),
     ("3.2", False)],
)  # fmt: skip
def test_a_range_has_its_borders(version: str, inside: bool) -> None:
    events = [{"fixed": "2.0"}, {"introduced": "1.0"}, {"introduced": "3.0"}, {"last_affected": "3.1"}]
    assert within(events, version) is inside


def test_an_advisory_names_a_pin_by_range_or_by_version_unless_it_was_withdrawn() -> None:
    pin, since = Pinned("flask-babel", "4.0.0"), {"introduced": "0"}
    assert names(advisory("flask_babel", since), pin)
    assert not names(advisory("flask", since), pin)
    assert not names(advisory("flask-babel", since, {"fixed": "4.0.0"}), pin)
    assert not names(advisory("flask-babel", since, withdrawn="2026-01-01"), pin)
    listed = advisory("flask-babel")
    listed["affected"][0]["versions"] = ["4.0.0"]
    assert names(listed, pin)


def test_the_build_fails_by_a_named_library_and_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    flask = next(one for one in of_files(["requirements.txt"]) if one.name == "flask")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as made:
        made.writestr("1.json", json.dumps(advisory("Flask", {"introduced": "0"})))
        made.writestr("2.json", json.dumps(advisory("nobody", {"introduced": "0"})))
    (tmp_path / "none.json").write_text("[]")
    for file, code, told in (
        ("all.zip", 1, f"flask=={flask.version}: X-1\n"), ("none.json", 0, ""), ("away", 1, "there is no such file")
    ):  # fmt: skip
        monkeypatch.setenv(advisories.WHERE, str(tmp_path / file))
        assert advisories.main() == code
        assert told in capsys.readouterr().out
    monkeypatch.delenv(advisories.WHERE)
    assert advisories.main() == 0
    assert "no file of advisories" in capsys.readouterr().out
