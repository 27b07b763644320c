"""A template that a clerk edits in Word or WPS, filled in; and the PDF made from it. Runs in the maker's process.

Every fault of a template is a sentence that names the file and the place: a clerk reads it, not a programmer.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from hotline.ports import Refused
from hotline.tickets.rules.papers import Undrawn, as_template, undrawn_by_field

from . import fonts, pdf

_TAG = re.compile(r"\{[{%][^{]*?[}%]\}")
_DOCX_TAG = re.compile(r"\{([{%])(?:p|tr|tc|r)\b")  # what docxtpl adds to the tags of jinja
_WORD = re.compile(r"\w+")
_UNKNOWN = re.compile(r"'([^']{1,80})'")
_UNREADABLE = (PackageNotFoundError, zipfile.BadZipFile, XMLSyntaxError, KeyError, ValueError, OSError)
NEAR_MOST = 40


def made_docx(file: Path, fields: Mapping[str, object]) -> bytes:
    """The paper of a template as a Word file. Raises Refused, which names the template and the place of its fault."""
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


def undrawn(file: Path, fields: Mapping[str, object], drawn_with: Sequence[str]) -> Undrawn:
    """The signs of the paper that no installed font has, by the fields in which they stand; those of the template
    itself under "". Raises Refused, also if no font is installed."""
    signs = fonts.undrawn(pdf.text_of(made_docx(file, fields)), drawn_with)
    if not signs:
        return {}
    used = set(_WORD.findall("".join(_TAG.findall("".join(_paragraphs(file))))))
    return undrawn_by_field(signs, fields, used)


def made_pdf(file: Path, fields: Mapping[str, object], drawn_with: Sequence[str], bold: Sequence[str]) -> bytes:
    """The same paper as PDF. Raises Refused, also if no font is installed."""
    written = made_docx(file, fields)
    return pdf.of_docx(written, fonts=drawn_with, bold=bold, title=str(fields.get("number", "")))


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
