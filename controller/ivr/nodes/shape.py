"""The base of all kinds of node: how it is read, where it leads, what it says and needs, and how it reacts."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from controller.ivr.steps import Act, Heard, Hush, Listen, Position, Step, StopListening
from controller.ivr.template import NAME
from hotline.yaml_source import InvalidValue
from hotline.yaml_source.readers import Number, Whole


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _name(name: str) -> str:
    if not re.fullmatch(NAME, name):
        raise InvalidValue("`%(name)s` is no name: small letters, figures and _ are, 32 at most", name=name[:40])
    return name


def _key(key: str) -> str:
    if not re.fullmatch("[0-9*#]", key):
        raise InvalidValue("`%(key)s` is no key of a telephone: 0 to 9, * and # are", key=key[:40])
    return key


Prompts = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Name = Annotated[str, AfterValidator(_name)]
Key = Annotated[str, AfterValidator(_key)]
Wait = Annotated[Number, Field(gt=0, le=60)]
Tries = Annotated[Whole, Field(ge=1, le=9)]
Ways = Iterable[tuple[str, str]]


class Shape(BaseModel):
    """A node as it is written in the file. `enter` and `heard` are pure. Pages show the titles to people.

    The methods for the check return (field, what): ways out, prompts, values needed and said, lines, content ids.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    passing: ClassVar[bool] = False  # says nothing and waits for nobody: not reported as a step of the call

    title: str = ""
    title_en: str = ""

    @property
    def announces(self) -> bool:
        """Whether it is an announcement, whose length the standard limits."""
        return False

    def targets(self) -> Ways:
        return ()

    def idle(self) -> Iterable[str]:
        """The nodes that a caller can reach without doing anything."""
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
        """The values that may exist after this node."""
        return ()

    def enter(self, at: Position) -> Step:
        raise NotImplementedError

    def heard(self, at: Position, what: Heard) -> Step:
        """By default a node stays where it is: the event does not concern it."""
        return at, ()


class Asks(Shape):
    """A node that asks for keys and waits `wait` seconds for them. `asking`: the fields that hold its prompts."""

    asking: ClassVar[tuple[str, ...]] = ("prompt",)

    wait: Wait = 5

    def said(self) -> Ways:
        for name in self.asking:
            yield from ((name, prompt) for prompt in getattr(self, name))

    def _listening(self, at: Position) -> Step:
        """The question has been said: now wait for the caller."""
        return replace(at, listening=True), (Listen(self.wait),)


class AsksAgain(Asks):
    """A node that asks at most `tries` times and then goes on to `too_many`."""

    tries: Tries = 3
    too_many: str

    def idle(self) -> Iterable[str]:
        return (self.too_many,)

    def _tried(self, at: Position) -> Position | None:
        """Count one more try; None if that was the last."""
        tries = at.tries + 1
        return None if tries >= self.tries else replace(at, tries=tries)


def quiet(at: Position) -> Act:
    """A key was pressed: stop speaking, or stop waiting for keys."""
    return StopListening() if at.listening else Hush()
