"""What an installation decides about papers and about files that come with tickets."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hotline.yaml_source.readers import Number

_NOTO = "/usr/share/fonts/opentype/noto/Noto"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PaperSettings(_Part):
    """`folder`: a site's own templates and numbers, looked at before those of the content. `fonts`: font files for PDF,
    the first that is there is taken; `#2` names the font in a collection (of Noto CJK: simplified Chinese). What it
    has no sign for is taken from the others. `bold_fonts`: the same for what is bold."""

    folder: str = ""
    fonts: list[str] = [
        f"{_NOTO}SerifCJK-Regular.ttc#2",
        f"{_NOTO}SansCJK-Regular.ttc#2",
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc#0",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc#0",
    ]
    bold_fonts: list[str] = [f"{_NOTO}SerifCJK-Bold.ttc#2", f"{_NOTO}SansCJK-Bold.ttc#2"]

    @field_validator("fonts", "bold_fonts")
    @classmethod
    def _numbered(cls, fonts: list[str]) -> list[str]:
        for font in fonts:
            number = font.partition("#")[2]
            if "#" in font and not (number.isascii() and number.isdigit()):
                raise ValueError("“#”后应为数字 / a number follows “#”")
        return fonts


class FileSettings(_Part):
    """`scan_command`: words of a program that looks for viruses, with `{file}` in one of them; it ends with 0 for a
    clean file and with 1 for an infected one. Empty: files are not looked through."""

    scan_command: list[str] = []
    scan_seconds: Number = Field(default=60.0, ge=1, le=3600)

    @field_validator("scan_command")
    @classmethod
    def _names_the_file(cls, words: list[str]) -> list[Any]:
        if words and not any("{file}" in word for word in words[1:]):
            raise ValueError("须有 {file} / {file} must stand in its words")
        return words
