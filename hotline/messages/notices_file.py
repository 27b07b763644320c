"""The schema of `content/notices.yml`: the texts of short messages, checked against their fields."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from hotline.messages.rules.notices import FIELDS, PLACE, TEXT_MOST, filled
from hotline.words import Audience, NoticeKind
from hotline.yaml_source.readers import Whole


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _plain(text: str) -> str:
    if "%" in PLACE.sub("", text):
        raise ValueError("百分号只用于 %(名称)s / a per cent sign stands only in %(name)s")
    if "\n" in text.strip():
        raise ValueError("短信写成一行 / a message is one line")
    return text.strip()


class NoticeText(_Part):
    """`to`: the recipients; `most`: the longest length in characters, with signature; `bare`: the text without a
    link."""

    to: Audience
    most: Whole = Field(default=140, ge=20, le=TEXT_MOST)
    say: Annotated[str, Field(min_length=1), AfterValidator(_plain)]
    bare: Annotated[str, AfterValidator(_plain)] = ""


class NoticesFile(_Part):
    """All messages. A missing one is reported and cannot be sent; the others can."""

    signature: Annotated[str, Field(max_length=20), AfterValidator(_plain)] = ""
    texts: dict[NoticeKind, NoticeText] = {}

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        for kind, text in self.texts.items():
            unknown = sorted(set(PLACE.findall(text.say + text.bare)) - set(FIELDS[kind]))
            if unknown:
                raise ValueError(f"{kind.value}: 没有 {', '.join(unknown)} / there is no such field")
            if len(self.signature) + max(len(PLACE.sub("", one)) for one in (text.say, text.bare)) > text.most:
                raise ValueError(f"{kind.value}: 超过 {text.most} 字 / longer than {text.most} characters by itself")
        return self

    def missing(self) -> Iterator[str]:
        """The keys of messages without a text."""
        return (f"texts.{kind.value}" for kind in NoticeKind if kind not in self.texts)

    def words(self, template: str, fields: dict[str, str]) -> str:
        """A message's text with its signature. KeyError: it has no text."""
        text = self.texts[NoticeKind(template)]
        said = text.bare if text.bare and not fields.get("link") else text.say
        return (self.signature + filled(said, fields, most=text.most - len(self.signature)))[:TEXT_MOST]
