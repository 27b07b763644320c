"""The Chinese texts are compiled when their source has changed, and nobody is shown English instead of them."""

import gettext
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import gettext as _

from web_kit import catalogues, translation

pytestmark = pytest.mark.unit
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
OLD = 1_600_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "web" / "translations"
    write(made, "好")
    return made


def source(folder: Path) -> Path:
    return folder / "zh" / "LC_MESSAGES" / "messages.po"


def write(folder: Path, text: str) -> None:
    source(folder).parent.mkdir(parents=True, exist_ok=True)
    source(folder).write_text(f'{HEAD}msgid "Good"\nmsgstr "{text}"\n', encoding="utf-8")


def chinese(place: Path) -> str:
    with (place / "zh" / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Good")


def no_folder(at: Path) -> Path:
    """A file where a folder is wanted: nobody, not even root, can write into it."""
    at.write_text("", encoding="utf-8")
    return at


def shut(folder: Path) -> None:
    """The compiled catalogue cannot be replaced."""
    (source(folder).with_suffix(".mo") / "full").mkdir(parents=True)


def test_compiled_beside_its_source_once(folder: Path, tmp_path: Path) -> None:
    assert catalogues.ready(folder, tmp_path / "data") == folder
    made = source(folder).with_suffix(".mo")
    first = made.stat().st_ino
    assert (catalogues.ready(folder, tmp_path / "data"), made.stat().st_ino, chinese(folder)) == (folder, first, "好")
    assert [file.name for file in sorted(made.parent.iterdir())] == ["messages.mo", "messages.po"]


@pytest.mark.parametrize("time", [OLD, OLD * 2])
def test_a_changed_source_is_compiled_again_be_it_older_or_newer(folder: Path, tmp_path: Path, time: int) -> None:
    catalogues.ready(folder, tmp_path / "data")
    write(folder, "很好")
    os.utime(source(folder), (time, time))  # as unpacked from an archive
    catalogues.ready(folder, tmp_path / "data")
    assert chinese(folder) == "很好"


def test_where_nothing_may_be_written_the_data_folder_holds_them(folder: Path, tmp_path: Path) -> None:
    shut(folder)
    place = catalogues.ready(folder, tmp_path / "data")
    assert (place, chinese(place)) == (tmp_path / "data", "好")


def test_a_reader_is_never_shown_english_instead(folder: Path, tmp_path: Path) -> None:
    shut(folder)
    with pytest.raises(catalogues.NoCatalogue, match="中文界面文本无法编译"):
        catalogues.ready(folder, no_folder(tmp_path / "data"))
    with pytest.raises(catalogues.NoCatalogue):
        catalogues.ready(tmp_path / "nothing here", tmp_path / "spare")
    source(folder).write_bytes(HEAD.encode() + 'msgid "Good"\nmsgstr "好"\n'.encode("gbk"))
    with pytest.raises(catalogues.NoCatalogue):
        catalogues.ready(folder, tmp_path / "spare")


def test_both_languages_from_the_data_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut(folder)
    monkeypatch.chdir(tmp_path)
    for language, text in (("zh_CN", "好"), ("en", "Good")):
        app = Flask("web", root_path=str(folder.parent))
        translation.start(app, lambda language=language: language, Path("data"))  # type: ignore[misc]
        with app.test_request_context():
            assert _("Good") == text


CANNOT = """
import sys
from {web} import __main__ as program
from web_kit.catalogues import NoCatalogue

def cannot(settings):
    raise NoCatalogue("it cannot")

program.create_app = cannot
program.{attach} = lambda url: None
sys.argv[1:] = ["--settings", {settings!r}]
sys.exit(program.main(*{words}))
"""


@pytest.mark.parametrize(
    ("web", "attach", "words"), [("admin_web", "attach", "[sys.argv[1:]]"), ("public_web", "attach_public", "[]")]
)
def test_the_webs_say_why_they_cannot_begin(tmp_path: Path, web: str, attach: str, words: str) -> None:
    """In programs of their own: each changes Python's sockets as it is imported."""
    settings = tmp_path / "settings.yml"
    settings.write_text(f"data: {tmp_path}\npublic: {{database: 'sqlite:///{tmp_path}/x.db'}}\n", encoding="utf-8")
    code = CANNOT.format(web=web, attach=attach, settings=str(settings), words=words)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "it cannot\n")


def test_the_command_compiles_all_and_does_not_stop_at_one_that_it_cannot(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "a_web" / "translations", "不")
    shut(tmp_path / "a_web" / "translations")
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    catalogues.main()
    assert (chinese(folder), "未编译" in capsys.readouterr().err) == ("好", True)
