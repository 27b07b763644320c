"""Make the sound files that are missing from the texts of `sounds/zh/prompts.yml`; never overwrites one."""

import argparse
import sys
from pathlib import Path
from typing import Any

import yaml
from rich.progress import track

from hotline.outside import speech
from hotline.ports import GatewayError


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sounds", type=Path, default=Path("sounds/zh"))
    folder: Path = parser.parse_args().sounds
    prompts = texts(folder)
    todo = missing(folder)
    if not todo:
        print(f"提示音齐全 / all {len(prompts)} prompts have their sound files")
        return 0
    if speech.engine() is None:
        print("没有 espeak-ng，语音以提示音代替 / no espeak-ng: tones stand in for speech (apt install espeak-ng)")
    for name, what in track(todo.items(), description="prompts", disable=not sys.stdout.isatty()):
        try:
            make(folder / f"{name}.wav", what)
        except GatewayError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
    print(f"已生成 {len(todo)} 个提示音 / {len(todo)} prompts made")
    return 0


def texts(folder: Path) -> dict[str, Any]:
    """`prompts.yml`: id → text, or the recipe of a tone."""
    prompts: dict[str, Any] = yaml.safe_load((folder / "prompts.yml").read_text(encoding="utf-8"))
    return prompts


def missing(folder: Path) -> dict[str, Any]:
    """The prompts that have no sound file yet."""
    return {name: what for name, what in texts(folder).items() if not (folder / f"{name}.wav").exists()}


def all_of(folder: Path) -> None:
    """Make what is missing in `folder`."""
    for name, what in missing(folder).items():
        make(folder / f"{name}.wav", what)


def make(file: Path, what: str | dict[str, object]) -> None:
    if isinstance(what, dict):
        speech.tone([float(p) for p in what["tone"]], float(str(what["seconds"])), file)  # type: ignore[attr-defined]
    elif speech.engine() is None:
        speech.placeholder(str(what), file)
    else:
        speech.speak(str(what), file)


if __name__ == "__main__":
    sys.exit(main())
