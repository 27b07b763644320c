"""`say`: speak sentences with the caller's values in them, or the result of a lookup, paragraph by paragraph."""

import re
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, InstanceOf, model_validator

from controller.ivr import template
from controller.ivr.steps import Act, Go, Heard, Hush, Position, Pressed, Speak, Spoken, Step, Tell, Text
from controller.ivr.template import Template
from controller.ivr.values import keep_key
from hotline.values import spoken
from hotline.words import Fact, Trouble
from hotline.yaml_source import InvalidValue
from hotline.yaml_source.readers import Flag

from .shape import Name, Prompts, Shape, Ways

_PROMPT = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


def _template(given: object) -> object:
    return template.read(given) if isinstance(given, str) else given


Part = tuple[str | Text, ...]


class Say(Shape):
    """Said in this order: `prompt`, the prompt whose id the value `prompt_of` holds, `text`, and the lines of `value`.

    Each paragraph is made after the one before was spoken, so that a long text begins at once. `private`: the text is
    kept out of facts. `served`: a caller who heard the first part counts as helped. `tries` counts the parts.
    """

    kind: Literal["say"]
    prompt: Prompts = ()
    prompt_of: Name | None = None
    text: Annotated[InstanceOf[Template], BeforeValidator(_template)] | None = None
    value: Name | None = None
    interrupt: Flag = False
    served: Flag = False
    private: Flag = False
    next: str

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.prompt or self.prompt_of or self.text or self.value):
            raise InvalidValue("this says nothing: prompt, prompt_of, text or value is needed")
        return self

    def targets(self) -> Ways:
        return (("next", self.next),)

    def said(self) -> Ways:
        return (("prompt", p) for p in self.prompt)

    def uses(self) -> Ways:
        yield from (("text", name) for name, _ in (self.text.places if self.text else ()))
        yield from (
            (field, name) for field, name in (("prompt_of", self.prompt_of), ("value", self.value)) if name is not None
        )

    def aloud(self) -> Ways:
        return self.uses()

    def enter(self, at: Position) -> Step:
        parts, unsaid = self._parts(at)
        told = tuple(Tell(Fact.TROUBLE, {"what": Trouble.NO_SPEECH, "detail": name}) for name in unsaid)
        return at, (*told, Speak(parts[0]) if parts else Go(self.next))

    def heard(self, at: Position, what: Heard) -> Step:
        if isinstance(what, Pressed):
            return keep_key(at, what.digit), (Hush(), Go(self.next)) if self.interrupt else ()
        if not isinstance(what, Spoken):
            return at, ()
        first = self.served and at.tries == 0
        told: tuple[Act, ...] = (Tell(Fact.SERVED, {"node": at.node}),) if first else ()
        parts, _ = self._parts(at)
        at = replace(at, tries=at.tries + 1)
        return at, (*told, Speak(parts[at.tries]) if at.tries < len(parts) else Go(self.next))

    def _parts(self, at: Position) -> tuple[list[Part], list[str]]:
        """The parts to speak, and the names of values that are missing or cannot be spoken."""
        values = dict(at.values)
        announced, unsaid = self._announced(values)
        sentence, lacks = self.text.filled(values) if self.text else ("", "")
        unsaid += [lacks] if lacks else []
        if self.value is not None and self.value not in values:
            unsaid.append(self.value)
        told = [sentence, *(spoken.text(line) for line in values.get(self.value or "", "").splitlines())]
        texts = [Text(line, self.private) for line in told if line]
        first: Part = (*(() if announced else self.prompt), *texts[:1])
        parts = [self.prompt, announced, first] if announced else [first]
        return [part for part in (*parts, *((one,) for one in texts[1:])) if part], unsaid

    def _announced(self, values: dict[str, str]) -> tuple[Part, list[str]]:
        """The prompt that the value `prompt_of` names; an empty value names none."""
        name = values.get(self.prompt_of or "", "")
        if self.prompt_of is not None and (self.prompt_of not in values or (name and not _PROMPT.fullmatch(name))):
            return (), [self.prompt_of]
        return ((name,) if name else ()), []
