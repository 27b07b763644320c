"""`hang_up`: say goodbye and end the call."""

from typing import Literal

from controller.ivr.steps import Heard, Leave, Position, Speak, Spoken, Step
from hotline.words import Outcome

from .shape import Prompts, Shape, Ways


class HangUp(Shape):
    """`outcome` names how the call ended, if the call's own facts do not show it."""

    kind: Literal["hang_up"]
    prompt: Prompts = ()
    outcome: Outcome | None = None

    def said(self) -> Ways:
        return (("prompt", p) for p in self.prompt)

    def enter(self, at: Position) -> Step:
        return at, (Speak(self.prompt),) if self.prompt else (Leave(self.outcome),)

    def heard(self, at: Position, what: Heard) -> Step:
        return at, (Leave(self.outcome),) if isinstance(what, Spoken) else ()
