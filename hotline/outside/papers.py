"""Papers as Word files, from templates that a clerk edits in Word or WPS; and as PDF, made from the Word file.

Every fault of a template is a sentence that names the file and the place: a clerk reads it, not a programmer.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hotline.ports import Refused
from hotline.settings import Settings
from hotline.tickets.rules.papers import Numbers, Undrawn, as_template, undrawn_by_field
from hotline.words import PaperKind
from hotline.yaml_source import both, problems_of, read
from hotline.yaml_source.readers import Whole

from . import fonts, pdf

log = logging.getLogger(__name__)
_TAG = re.compile(r"\{[{%][^{]*?[}%]\}")
_DOCX_TAG = re.compile(r"\{([{%])(?:p|tr|tc|r)\b")  # what docxtpl adds to the tags of jinja
_WORD = re.compile(r"\w+")
_UNKNOWN = re.compile(r"'([^']{1,80})'")
_UNREADABLE = (PackageNotFoundError, zipfile.BadZipFile, XMLSyntaxError, KeyError, ValueError, OSError)
NEAR_MOST = 40


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

    def template(self, kind: PaperKind, site: str) -> Path:
        """The template's file. Raises Refused if there is none."""
        name = f"{kind.value}.docx"
        for folder in self.folders:
            for file in (folder / site / name, folder / name):
                if file.is_file():
                    return file
        raise Refused("There is no template %(file)s: put one into %(folder)s", file=name, folder=str(self.folders[-1]))

    def docx(self, kind: PaperKind, site: str, fields: Mapping[str, object]) -> bytes:
        """The paper as a Word file. Raises Refused, which names the template and the place of its fault."""
        file = self.template(kind, site)
        context = as_template(dict(fields))
        try:
            made = DocxTemplate(str(file))
            made.render(context, jinja_env=_environment(), autoescape=True)
            out = io.BytesIO()
            made.save(out)
        except jinja2.TemplateError as error:
            raise _told(file, error, context) from error
        except OverflowError as error:  # jinja's sandbox limits the length of a range
            raise Refused("%(file)s asks for something that a template may not do", file=file.name) from error
        except (TypeError, ArithmeticError, LookupError) as error:
            raise _wrong(file, _first_wrong(file, context)) from error
        except _UNREADABLE as error:
            raise Refused("%(file)s is no Word file (.docx) that can be read", file=file.name) from error
        return out.getvalue()

    def undrawn(self, kind: PaperKind, site: str, fields: Mapping[str, object]) -> Undrawn:
        """The signs of the paper that no installed font has, by the fields in which they stand; those of the template
        itself under "". Raises Refused, also if no font is installed."""
        signs = fonts.undrawn(pdf.text_of(self.docx(kind, site, fields)), self.fonts)
        if not signs:
            return {}
        used = set(_WORD.findall("".join(_TAG.findall("".join(_paragraphs(self.template(kind, site)))))))
        return undrawn_by_field(signs, fields, used)

    def pdf(self, kind: PaperKind, site: str, fields: Mapping[str, object]) -> bytes:
        """The same paper as PDF. Raises Refused, also if no font is installed."""
        written = self.docx(kind, site, fields)
        return pdf.of_docx(written, fonts=self.fonts, bold=self.bold_fonts, title=str(fields.get("number", "")))


def of(settings: Settings) -> Papers:
    own = (Path(settings.papers.folder),) if settings.papers.folder else ()
    chosen = settings.papers
    return Papers((*own, settings.content / "papers"), tuple(chosen.fonts), tuple(chosen.bold_fonts))


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


def _told(file: Path, error: jinja2.TemplateError, context: Mapping[str, object]) -> Refused:
    if isinstance(error, jinja2.exceptions.SecurityError):
        return Refused("%(file)s asks for something that a template may not do", file=file.name)
    if isinstance(error, jinja2.UndefinedError):
        found = _UNKNOWN.findall(error.message or "")
        name = found[-1] if found else "?"
        return Refused("%(file)s names a field that there is not: %(name)s (paragraph: “%(near)s”)",
                       file=file.name, name=name, near=_near(file, name))  # fmt: skip
    return _wrong(file, _first_wrong(file, context))


def _wrong(file: Path, near: str) -> Refused:
    if not near:
        return Refused("%(file)s has a mistake in its tags: one that is begun is not ended, or ended twice",
                       file=file.name)  # fmt: skip
    return Refused("%(file)s has a mistake in its tags near “%(near)s”", file=file.name, near=near)


def _first_wrong(file: Path, context: Mapping[str, object]) -> str:
    """The first paragraph with a malformed tag; "" if all are well formed."""
    env = _environment()
    for text in _paragraphs(file):
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            return text[:NEAR_MOST]
        for tag in _TAG.findall(_DOCX_TAG.sub(r"{\1", text)):
            if tag.startswith("{{") and not _evaluates(env, tag, context):
                return str(tag[:NEAR_MOST])
            if tag.startswith("{%") and not _known(env, tag):
                return str(tag[:NEAR_MOST])
    return ""


def _evaluates(env: SandboxedEnvironment, tag: str, context: Mapping[str, object]) -> bool:
    try:
        env.compile_expression(tag[2:-2].strip())(**{str(key): value for key, value in context.items()})
    except jinja2.UndefinedError:
        return True  # perhaps the variable of a loop
    except (jinja2.TemplateError, TypeError, ArithmeticError, LookupError):
        return False
    return True


def _known(env: SandboxedEnvironment, tag: str) -> bool:
    """True if jinja knows the statement: it is parsed with its end tag added."""
    words = tag[2:-2].strip(" -+").split()
    if not words:
        return False
    if words[0] in ("else", "endif", "endfor", "elif", "endset", "set"):
        return True
    try:
        env.parse(f"{tag}{{% end{words[0]} %}}")
    except jinja2.TemplateSyntaxError:
        return False
    return True


def _near(file: Path, name: str) -> str:
    return next((text[:NEAR_MOST] for text in _paragraphs(file) if name in text), "")


def _paragraphs(file: Path) -> Iterator[str]:
    """The texts of a Word file: its body, its tables, its headers and footers."""
    try:
        read = docx.Document(str(file))
    except _UNREADABLE:
        return
    parts: list[Any] = [read.element.body]
    for section in read.sections:
        parts += [section.header._element, section.footer._element]
    mark = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for part in parts:
        for paragraph in part.iter(f"{mark}p"):
            text = "".join(piece.text or "" for piece in paragraph.iter(f"{mark}t"))
            if text.strip():
                yield text.strip()
