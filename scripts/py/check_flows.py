"""Check every flow of `ivr_flows/`: prints `file:line:column sentence` for each problem; exit 1 if there is one.

What flows look up in `content/` is checked too; a fault of a file there is a line `file: key: sentence`.
"""

import argparse
import sys
from pathlib import Path

from controller.flow_registry import seconds
from controller.ivr.check import check
from controller.ivr.yaml_source import Problem
from hotline.knowledge import content
from hotline.knowledge.content import Content
from hotline.settings import Settings


def main() -> int:
    defaults = Settings()
    parser = argparse.ArgumentParser(prog="scripts/check_flows", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="flows to check; all of --flows where none is named")
    parser.add_argument("--flows", type=Path, default=defaults.flows)
    parser.add_argument("--sounds", type=Path, default=defaults.sounds)
    parser.add_argument("--content", type=Path, default=defaults.content)
    chosen = parser.parse_args()
    files = chosen.files or sorted(chosen.flows.glob("*.yml"))
    known = content.load(chosen.content)
    problems = [*known.problems, *(str(one) for file in files for one in _problems(file, chosen.sounds, known))]
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{len(files)} 个流程检查通过 / {len(files)} flows are in order")
    return 1 if problems or not files else 0


def _problems(file: Path, sounds: Path, known: Content) -> list[Problem]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(str(file), 1, 1, f"this cannot be read: {error}")]
    return check(text, str(file), seconds=lambda prompt: seconds(sounds, prompt), content=known)[1]


if __name__ == "__main__":
    sys.exit(main())
