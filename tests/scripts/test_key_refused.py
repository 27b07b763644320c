"""A program that reads stored files does not begin with a key file that does not do: a sentence, and exit code 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hotline.outside.test_encrypted import ONE, written

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parents[2]
PROGRAMS = ("hotline.jobs", "admin_web", "public_web", "scripts.py.run")


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_says_why_it_does_not_begin(program: str, database_url: str, db: object, tmp_path: Path) -> None:
    db.close()  # type: ignore[attr-defined]
    (tmp_path / "data").mkdir()
    settings = tmp_path / "settings.yml"
    for file, sentence in (
        (tmp_path / "nowhere", "cannot be read"),
        (written(tmp_path / "data" / "keys", ONE), "it lies in the data folder"),
        (written(tmp_path / "open", ONE, mode=0o604), "it is open to others"),
    ):
        settings.write_text(
            f"data: {tmp_path / 'data'}\ndatabase: {database_url}\nencryption:\n  key_file: {file}\n"
            "web: {port: 1}\npublic: {port: 2}\n"
        )
        words = [sys.executable, "-m", program, "--settings", str(settings)]
        words += ["--switch", "stand-in"] if program == "scripts.py.run" else []
        done = subprocess.run(
            words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
            env={name: value for name, value in os.environ.items() if name != "TINGSU_SETTINGS"},
        )  # fmt: skip
        assert (done.returncode, sentence in done.stderr) == (2, True), done.stderr
        assert "Traceback" not in done.stderr
