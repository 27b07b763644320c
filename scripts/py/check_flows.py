"""Check every flow of `ivr_flows/`: prints `file:line:column sentence` for each problem; exit 1 if there is one."""

import argparse
import sys
from pathlib import Path

from controller.ivr.check import check
from controller.ivr.marked import Problem
from controller.shelf import seconds
from hotline.settings import Settings


def main() -> int:
    defaults = Settings()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="flows to check; all of --flows where none is named")
    parser.add_argument("--flows", type=Path, default=defaults.flows)
    parser.add_argument("--sounds", type=Path, default=defaults.sounds)
    chosen = parser.parse_args()
    files = chosen.files or sorted(chosen.flows.glob("*.yml"))
    problems = [problem for file in files for problem in _problems(file, chosen.sounds)]
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{len(files)} 个流程检查通过 / {len(files)} flows are in order")
    return 1 if problems or not files else 0


def _problems(file: Path, sounds: Path) -> list[Problem]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(str(file), 1, 1, f"this cannot be read: {error}")]
    return check(text, str(file), seconds=lambda prompt: seconds(sounds, prompt))[1]


if __name__ == "__main__":
    sys.exit(main())
