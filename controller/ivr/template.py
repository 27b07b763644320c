"""Sentences with values in them: `您的案件共有{count:number}件`. Parsed once, filled in for each caller. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hotline.values.spoken import KINDS, spoken, text
from hotline.yaml_source import InvalidValue

NAME = r"[a-z_][a-z0-9_]{0,31}"
_PLACE = re.compile(rf"\{{({NAME})(?::([a-z]+))?\}}")


@dataclass(frozen=True, slots=True)
class Template:
    """`places`: name and kind of each value in the sentence, in order."""

    sentence: str
    places: tuple[tuple[str, str], ...]

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """The sentence to say, or "" and the name of the first value that is missing or cannot be spoken."""
        said, done = "", 0
        for place, (name, kind) in zip(_PLACE.finditer(self.sentence), self.places, strict=True):
            try:
                said += self.sentence[done : place.start()] + spoken(kind, values[name])
            except (KeyError, ValueError):
                return "", name
            done = place.end()
        return text(said + self.sentence[done:]), ""


def read(sentence: str) -> Template:
    """Parse a sentence. The InvalidValue says which part is invalid."""
    places = tuple((name, kind or "text") for name, kind in _PLACE.findall(sentence))
    for name, kind in places:
        if kind not in KINDS:
            raise InvalidValue(
                "{%(name)s:%(kind)s}: there is no kind `%(kind)s`; the kinds are %(kinds)s",
                name=name, kind=kind, kinds=", ".join(KINDS),
            )  # fmt: skip
    rest = _PLACE.sub("", sentence)
    if "{" in rest or "}" in rest:
        raise InvalidValue("a value stands in braces, as {amount} or {amount:money}")
    return Template(sentence, places)
