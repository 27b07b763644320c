"""`message`: the caller speaks a message after the tone; # or silence ends it."""

from typing import Literal

from pydantic import Field

from controller.ivr.steps import Go, Heard, MessageDone, Position, Speak, Spoken, Step, TakeMessage
from hotline.yaml_source.readers import Whole

from .shape import Prompts, Shape, Ways

TONE = "sound.tone"


class Message(Shape):
    kind: Literal["message"]
    prompt: Prompts
    seconds: Whole = Field(default=120, ge=5, le=600)
    next: str

    def targets(self) -> Ways:
        return (("next", self.next),)

    def said(self) -> Ways:
        return (("prompt", p) for p in (*self.prompt, TONE))

    def enter(self, at: Position) -> Step:
        return at, (Speak((*self.prompt, TONE)),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Spoken():
                return at, (TakeMessage(self.seconds),)
            case MessageDone():
                return at, (Go(self.next),)
            case _:
                return at, ()
