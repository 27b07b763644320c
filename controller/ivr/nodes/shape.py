"""What every kind of node has: how it is read, where it leads, what it says, and how it answers."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from controller.ivr.steps import Heard, Position, Step


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Prompts = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]


class Shape(BaseModel):
    """A node as it stands in the file. `enter` and `heard` are pure. The titles are for people: pages show them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    title_en: str = ""

    def targets(self) -> Iterable[tuple[str, str]]:
        """(field, node) for each way out."""
        return ()

    def said(self) -> Iterable[tuple[str, str]]:
        """(field, prompt) for each prompt."""
        return ()

    def enter(self, at: Position) -> Step:
        raise NotImplementedError

    def heard(self, at: Position, what: Heard) -> Step:
        """The answer to what does not concern this node is to stay."""
        return at, ()
