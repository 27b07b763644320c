"""What every kind of node has: how it is read, where it leads, what it says and needs, and how it answers."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from controller.ivr.steps import Act, Heard, Hush, Listen, Position, Step, StopListening
from controller.ivr.template import NAME


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _written(value: object) -> object:
    """YAML makes yes and 1 out of words that a clerk wrote without quotation marks."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else value


def _name(name: str) -> str:
    if not re.fullmatch(NAME, name):
        raise ValueError(f"`{name[:40]}` is no name: small letters, figures and _ are, 32 at most")
    return name


def _key(key: str) -> str:
    if not re.fullmatch("[0-9*#]", key):
        raise ValueError(f"`{key[:40]}` is no key of a telephone: 0 to 9, * and # are")
    return key


Prompts = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Name = Annotated[str, AfterValidator(_name)]
Word = Annotated[str, BeforeValidator(_written)]
Key = Annotated[str, AfterValidator(_key)]
Wait = Annotated[float, Field(gt=0, le=60)]
Tries = Annotated[int, Field(ge=1, le=9)]
Ways = Iterable[tuple[str, str]]


class Shape(BaseModel):
    """A node as it stands in the file. `enter` and `heard` are pure. The titles are for people: pages show them.

    What the check asks comes as (field, what): ways out, prompts, values needed and said, lines, ids of the content.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    passing: ClassVar[bool] = False  # says nothing and waits for no caller: not told as a step of his way

    title: str = ""
    title_en: str = ""

    def targets(self) -> Ways:
        return ()

    def idle(self) -> Iterable[str]:
        """The nodes to which a caller can come who does nothing."""
        return [node for _, node in self.targets()]

    def said(self) -> Ways:
        return ()

    def uses(self) -> Ways:
        return ()

    def aloud(self) -> Ways:
        return ()

    def lines(self) -> Ways:
        return ()

    def contents(self) -> Iterable[tuple[str, str, str]]:
        """(field, list of the content, id)."""
        return ()

    def sets(self) -> Iterable[str]:
        """The values that there can be after this node."""
        return ()

    def enter(self, at: Position) -> Step:
        raise NotImplementedError

    def heard(self, at: Position, what: Heard) -> Step:
        """The answer to what does not concern this node is to stay."""
        return at, ()


class Asks(Shape):
    """A node that asks for keys, and waits so many seconds for them. `asking`: its prompts, by their fields."""

    asking: ClassVar[tuple[str, ...]] = ("prompt",)

    wait: Wait = 5

    def said(self) -> Ways:
        for name in self.asking:
            yield from ((name, prompt) for prompt in getattr(self, name))

    def _listening(self, at: Position) -> Step:
        """The question is said: the caller has his time."""
        return replace(at, listening=True), (Listen(self.wait),)


class AsksAgain(Asks):
    """One that asks `tries` times at most, and leads on to `too_many` then."""

    tries: Tries = 3
    too_many: str

    def idle(self) -> Iterable[str]:
        return (self.too_many,)

    def _tried(self, at: Position) -> Position | None:
        """One try more; None where that was the last."""
        tries = at.tries + 1
        return None if tries >= self.tries else replace(at, tries=tries)


def quiet(at: Position) -> Act:
    """A key has come: nothing more is said, or waited for."""
    return StopListening() if at.listening else Hush()
