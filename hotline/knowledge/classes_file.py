"""The schema of `content/classes.yml`: an official classification of matters, with its source and its day."""

import re
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from hotline.yaml_source.readers import Day, Flag

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,31}")
NOT_CODES = ("none",)  # the key of what belongs to no class
NAME_MOST = 100


class OfficialClass(BaseModel):
    """A class; `parent`: the code of the one above it, "" for none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    zh: str
    en: str = ""
    parent: str = ""


class ClassesFile(BaseModel):
    """`sample`: the file that comes with the system, to be replaced by the official one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    date: Day
    sample: Flag = False
    classes: tuple[OfficialClass, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        known: set[str] = set()
        for one in self.classes:
            if not CODE.fullmatch(one.code) or one.code in NOT_CODES:
                raise ValueError(f"编码无法使用：{one.code} / this code cannot be used: {one.code}")
            if one.code in known:
                raise ValueError(f"编码重复：{one.code} / two classes have the code {one.code}")
            if not one.zh or len(one.zh) > NAME_MOST or len(one.en) > NAME_MOST:
                raise ValueError(f"名称应为 1 至 100 个字：{one.code} / a name has 1 to 100 characters: {one.code}")
            if one.parent and one.parent not in known:
                raise ValueError(f"上级编码应写在前面：{one.parent} / write the class above first: {one.parent}")
            known.add(one.code)
        return self

    def names(self) -> dict[str, tuple[str, str]]:
        """Both names by code, in the file's order."""
        return {one.code: (one.zh, one.en or one.zh) for one in self.classes}
