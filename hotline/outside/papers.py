"""Papers from templates: where the templates are, how papers are numbered; the maker's process fills them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hotline.ports import Refused
from hotline.settings import Settings
from hotline.tickets.rules.papers import Numbers, Undrawn
from hotline.words import AssessmentPaper, PaperKind, ReportPaper
from hotline.yaml_source import both, problems_of, read
from hotline.yaml_source.readers import Whole

from .apart import MAKER, TooMuch

AnyPaper = PaperKind | ReportPaper | AssessmentPaper


class _NumbersFile(BaseModel):
    """`numbers.yml`: how papers are numbered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sites: dict[str, str] = {}
    words: dict[PaperKind, str] = {}
    digits: Whole = Field(default=1, ge=1, le=6)
    units: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Papers:
    """Templates are searched in the folders in order, in each first in the site's subfolder. The file is read anew each
    time, so that an edited template takes effect at once."""

    folders: tuple[Path, ...]
    fonts: tuple[str, ...]
    bold_fonts: tuple[str, ...]

    def numbers(self) -> Numbers:
        """How papers are numbered. Raises Refused for an unusable file."""
        file = next((f / "numbers.yml" for f in self.folders if (f / "numbers.yml").is_file()), None)
        if file is None:
            return Numbers()
        try:
            source = read(file.read_bytes(), file.name)
        except OSError as error:
            raise Refused("%(file)s cannot be read", file=file.name) from error
        problems = list(source.problems)
        try:
            found = _NumbersFile.model_validate({} if source.value is None else source.value)
        except ValidationError as error:
            problems += problems_of(error, source)
        if problems:
            told = " · ".join(both(one) for one in sorted(problems))
            raise Refused("The numbers of papers cannot be used: %(problems)s", problems=told)
        words = {kind.value: word for kind, word in found.words.items()}
        return Numbers(found.sites, words, found.digits, found.units)

    def template(self, kind: AnyPaper, site: str) -> Path:
        """The template's file. Raises Refused if there is none."""
        name = f"{kind.value}.docx"
        for folder in self.folders:
            for file in (folder / site / name, folder / name):
                if file.is_file():
                    return file
        raise Refused("There is no template %(file)s: put one into %(folder)s", file=name, folder=str(self.folders[-1]))

    def docx(self, kind: AnyPaper, site: str, fields: Mapping[str, object]) -> bytes:
        """The paper as a Word file. Raises Refused, which names the template and the place of its fault."""
        return cast(bytes, self._made("docx", kind, site, fields))

    def undrawn(self, kind: AnyPaper, site: str, fields: Mapping[str, object]) -> Undrawn:
        """The signs of the paper that no installed font has, by the fields in which they stand; those of the template
        itself under "". Raises Refused, also if no font is installed."""
        return cast(Undrawn, self._made("undrawn", kind, site, fields))

    def pdf(self, kind: AnyPaper, site: str, fields: Mapping[str, object]) -> bytes:
        """The same paper as PDF. Raises Refused, also if no font is installed."""
        return cast(bytes, self._made("pdf", kind, site, fields))

    def _made(self, work: str, kind: AnyPaper, site: str, fields: Mapping[str, object]) -> Any:
        file = self.template(kind, site)
        try:
            return MAKER.ask(
                work, file=str(file.absolute()), fields=dict(fields), fonts=self.fonts, bold=self.bold_fonts
            )  # fmt: skip
        except TooMuch as error:
            raise Refused(
                "%(file)s takes too much time or memory to fill in: make the template simpler", file=file.name
            ) from error


def of(settings: Settings) -> Papers:
    own = (Path(settings.papers.folder),) if settings.papers.folder else ()
    chosen = settings.papers
    return Papers((*own, settings.content / "papers"), tuple(chosen.fonts), tuple(chosen.bold_fonts))
