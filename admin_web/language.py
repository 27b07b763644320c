"""The two languages: English message ids, Chinese from the .po file, read at the start without a build step."""

import functools
import io
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages import mofile, pofile
from babel.support import NullTranslations, Translations
from flask import Flask, g, request, session

from hotline.people.verbs.people import LANGUAGES
from hotline.ports import Refused
from hotline.words import Word

DEFAULT = "zh_CN"
PO = Path(__file__).parent / "translations" / "zh_CN" / "LC_MESSAGES" / "messages.po"


def chosen() -> str:
    """The reader's own language, else the one chosen on this browser, else Chinese."""
    reader = g.get("reader")
    language = reader.language if reader else session.get("language", DEFAULT)
    return language if language in LANGUAGES else DEFAULT


def short() -> str:
    """`zh` or `en`, as the labels of `hotline.words` want it."""
    return chosen()[:2]


def sentence(refused: Refused) -> str:
    """Why not, in the reader's language."""
    fields = {
        name: value.label(short()) if isinstance(value, Word) else value for name, value in refused.fields.items()
    }
    return str(flask_babel.gettext(refused.code, **fields))


def start(app: Flask) -> None:
    _Babel(app, default_locale="en", default_timezone="Asia/Shanghai", locale_selector=chosen)


def choose(language: str) -> None:
    """Remember a language on this browser."""
    if language in LANGUAGES:
        session["language"] = language
        flask_babel.refresh()


def asked() -> str:
    """The language that an address line asks for, "" for none."""
    return request.args.get("language", "")


@functools.cache
def _catalogue() -> Any:
    with PO.open("rb") as file:
        catalogue = pofile.read_po(file, locale="zh_CN")
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class _Domain(flask_babel.Domain):
    """Both catalogues in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._by_language = {"zh_CN": _catalogue(), "en": NullTranslations()}

    def get_translations(self) -> Any:
        return self._by_language[chosen()]


class _Babel(flask_babel.Babel):
    """Flask-Babel makes a new domain for every request; this one keeps it."""

    def __init__(self, *args: Any, **given: Any) -> None:
        self._domain = _Domain()
        super().__init__(*args, **given)

    @property
    def domain_instance(self) -> _Domain:
        return self._domain
