"""Make the sound files that are missing from the texts of `sounds/zh/prompts.yml`, and check all of them.

A studio's file is never overwritten. A file of ours is made anew when its text has changed; `.made.json` beside the
files says which are ours. Every complaint is a line `file: sentence`; exit 1 where there is one.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from rich.progress import track

from hotline.outside import speech
from hotline.ports import GatewayError
from hotline.settings import SettingsError, SpeechSettings, load
from hotline.yaml_source import both, read
from hotline.yaml_source.readers import data
from scripts.py import prompt_checks, prompts_made


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/make_prompts", description=__doc__)
    parser.add_argument("--sounds", type=Path, default=Path("sounds/zh"))
    parser.add_argument("--check", action="store_true", help="make nothing, only check what is there")
    parser.add_argument("--settings", type=Path, help="speak with the engine of this settings file")
    given = parser.parse_args()
    try:
        engine = load(given.settings).speech if given.settings else None
        prompts = texts(given.sounds)
        if not given.check:
            _make(given.sounds, engine)
    except (SettingsError, GatewayError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return _check(given.sounds, prompts)


def _make(folder: Path, engine: SpeechSettings | None) -> None:
    todo = due(folder)
    if todo and engine is None and speech.engine() is None:
        print("没有 espeak-ng，语音以提示音代替 / no espeak-ng: tones stand in for speech (apt install espeak-ng)")
    for name, what in track(todo.items(), description="prompts", disable=not sys.stdout.isatty()):
        _keep(folder, name, what, engine)
    if todo:
        print(f"已生成 {len(todo)} 个提示音 / {len(todo)} prompts made")


def _check(folder: Path, prompts: dict[str, Any]) -> int:
    complaints = prompt_checks.complaints(folder, prompts)
    for line in (*prompts_made.Made(folder).doubts(prompts), *complaints):
        print(line)
    if not complaints:
        print(f"提示音齐全 / all {len(prompts)} prompts have their sound files")
    return 1 if complaints else 0


def texts(folder: Path) -> dict[str, Any]:
    """`prompts.yml`: id → text, or the recipe of a tone. ValueError: it is written wrong, and where."""
    file = folder / "prompts.yml"
    source = read(file.read_bytes(), str(file))
    if source.problems:
        raise ValueError("\n".join(map(both, source.problems)))
    prompts = data(source.value)
    if not isinstance(prompts, dict):
        raise ValueError(f"{file}: 应为“编号: 文字” / lines of `id: text` are expected")
    for name, what in prompts.items():
        if not isinstance(what, str | dict):
            raise ValueError(f"{file}: {name}: 应为文字或提示音配方 / a text, or the recipe of a tone, is expected")
    return prompts


def missing(folder: Path) -> dict[str, Any]:
    """The prompts that have no sound file yet."""
    return {name: what for name, what in texts(folder).items() if not (folder / f"{name}.wav").exists()}


def due(folder: Path) -> dict[str, Any]:
    """The prompts to be made: missing, or ours and made from another text, or a tone where speech can now be had."""
    made = prompts_made.Made(folder)
    spoken = speech.engine() is not None
    return {name: what for name, what in texts(folder).items() if made.is_due(name, what, spoken=spoken)}


def all_of(folder: Path) -> None:
    """Make what is due in `folder`."""
    for name, what in due(folder).items():
        _keep(folder, name, what, None)


def make(file: Path, what: str | dict[str, Any], engine: SpeechSettings | None = None) -> None:
    """One sound file: spoken, or a tone from its recipe, or a tone as long as the speech that no engine can make."""
    if isinstance(what, dict):
        speech.tone([float(pitch) for pitch in what["tone"]], float(what["seconds"]), file)
    elif engine is None and speech.engine() is None:
        speech.placeholder(what, file)
    else:
        speech.speak(what, file, settings=engine)


def _keep(folder: Path, name: str, what: str | dict[str, Any], engine: SpeechSettings | None) -> None:
    file = folder / f"{name}.wav"
    try:
        make(file, what, engine)
    except GatewayError as error:
        raise GatewayError(f"{file}: {error}", permanent=error.permanent) from error
    except (KeyError, TypeError) as error:
        raise ValueError(f"{folder / 'prompts.yml'}: {name}: {{tone: [Hz, …], seconds: s}} / {error!r}") from error
    stand_in = isinstance(what, str) and engine is None and speech.engine() is None
    prompts_made.note(folder, name, what, stand_in=stand_in)


if __name__ == "__main__":
    sys.exit(main())
