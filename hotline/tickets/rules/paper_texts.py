"""Words of papers: how a citizen is addressed, which files an answer encloses, and the line that lists them."""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hotline.values.names import TITLES

CITIZEN = "来电人"
TITLE = "先生/女士"
_BODY = re.compile(
    r"(公司|集团|企业|工厂|厂|店|商行|合作社|委员会|村委会|居委会|业委会|协会|学会|基金会|中心|学校|大学|学院|中学|小学|幼儿园"
    r"|医院|银行|支行|局|所|院|站|部|处|办公室|事务所|村|社区|小区|业主|工会|单位|政府)$"
)
_NOBODY = frozenset({"", "匿名", "不详", "未知", "无名", "无", "未留", "未留名", "不愿透露", CITIZEN})
_ENCLOSES = re.compile(r"附件|附图|附表|附照|附后|随附|(见|如)附")
_MARKS = "　　　"  # as wide as “附件：”
NAME_LEAST = 2  # a file called `1.jpg` is not looked for in the answer


def addressed(name: str) -> str:
    """Return how a paper addresses the citizen: a person with a title; an organisation, or who has one, as named."""
    name = name.strip()
    if name in _NOBODY:
        return CITIZEN
    return name if name.endswith(TITLES) or (len(name) > 3 and _BODY.search(name)) else name + TITLE


@dataclass(frozen=True, slots=True)
class TicketFile:
    """`with_form`: it came with the matter; `person`: who added it."""

    name: str
    at: dt.datetime
    with_form: bool
    person: int | None


def enclosed(
    files: Sequence[TicketFile], reply: str, *, since: dt.datetime, answerers: Collection[int] | None
) -> list[str]:
    """Return the names of the files that belong to the answer: those that it names, and, if it speaks of enclosures,
    those that the answering people added since this round began. `answerers`: None for anybody."""
    speaks = _ENCLOSES.search(reply) is not None

    def belongs(file: TicketFile) -> bool:
        if file.with_form:
            return False
        if _names(reply, file.name):
            return True
        return speaks and file.at >= since and (answerers is None or file.person in answerers)

    return [file.name for file in files if belongs(file)]


def _names(reply: str, file: str) -> bool:
    stem = file.rpartition(".")[0] or file
    return file in reply or (len(stem) >= NAME_LEAST and (f"《{stem}》" in reply or f"“{stem}”" in reply))


def attached(files: Sequence[str]) -> list[str]:
    """Return the paragraphs that list the enclosed files, as official papers do; none without files."""
    if len(files) < 2:
        return [f"附件：{file}" for file in files]
    return [f"{_MARKS if place else '附件：'}{place + 1}. {file}" for place, file in enumerate(files)]
