"""Check every flow of `ivr_flows/`: prints `file:line:column sentence` for each problem; exit 1 if there is one.

What flows look up in `content/` is checked too; a fault of a file there is a line `file:line:column: key: sentence`.
"""

import argparse
import gettext
import os
import sys
from collections.abc import Callable
from pathlib import Path

from controller.flow_checks import seconds
from controller.ivr.check import check
from hotline.calls.rules.dialling import never
from hotline.knowledge import content
from hotline.knowledge.content import Content
from hotline.settings import Settings
from hotline.yaml_source import Problem, in_chinese, read
from hotline.yaml_source.sentences import NO_FILE
from web_kit import catalogues

CATALOGUE = Path(__file__).resolve().parents[2] / "admin_web" / "translations"


def main() -> int:
    defaults = Settings()
    parser = argparse.ArgumentParser(prog="scripts/check_flows", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="flows to check; all of --flows where none is named")
    parser.add_argument("--flows", type=Path, default=defaults.flows)
    parser.add_argument("--sounds", type=Path, default=defaults.sounds)
    parser.add_argument("--content", type=Path, default=defaults.content)
    parser.add_argument("--lang", choices=("zh", "en"), default=_language(), help="default: that of LANG")
    chosen = parser.parse_args()
    files = chosen.files or sorted(chosen.flows.glob("*.yml"))
    known, translate = content.load(chosen.content), _translation(chosen.lang, defaults.data)
    wrong = [one.told(translate) for file in files for one in _problems(file, chosen.sounds, known)]
    for line in (*known.problems, *wrong):
        print(line)
    if not known.problems and not wrong:
        print(f"{len(files)} 个流程检查通过" if chosen.lang == "zh" else f"{len(files)} flows are in order")
    return 1 if known.problems or wrong or not files else 0


def _language() -> str:
    """`zh` or `en`, by the environment as the C library reads it."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if named.startswith("zh") else "en"


def _translation(language: str, data: Path) -> Callable[[str], str]:
    """Gives the message of a problem in this language."""
    if language == "en":
        return str
    folder = catalogues.ready(CATALOGUE, data / "translations" / "admin_web")
    catalogue = gettext.translation("messages", folder, ["zh"])

    def translated(message: str) -> str:
        chinese = in_chinese(message)
        return chinese if chinese != message else catalogue.gettext(message)

    return translated


def _problems(file: Path, sounds: Path, known: Content) -> list[Problem]:
    try:
        raw = file.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        return [Problem(str(file), 1, 1, "", NO_FILE, (("why", error.strerror or type(error).__name__),))]
    except UnicodeDecodeError:
        return list(read(raw, str(file)).problems)
    return check(text, str(file), seconds=lambda prompt: seconds(sounds, prompt), content=known, refusal=never)[1]


if __name__ == "__main__":
    sys.exit(main())
