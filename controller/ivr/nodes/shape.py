"""What every kind of node has: how it is read, where it leads, what it says and needs, and how it answers."""

import re
from collections.abc import Iterable
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from controller.ivr.steps import Heard, Position, Step
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
