"""Chinese or English, as the address line says: no cookie, no account; without a word of it, as the browser asks."""

import functools
import io
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages import mofile, pofile
from babel.support import NullTranslations, Translations
from flask import Flask, request
from werkzeug.exceptions import HTTPException

from hotline.ports import Refused

LANGUAGES = ("zh", "en")
PO = Path(__file__).parent / "translations" / "zh_CN" / "LC_MESSAGES" / "messages.po"


def chosen() -> str:
    """`zh` or `en`, as the labels of `hotline.words` want it."""
    asked = request.args.get("lang", "") or _posted()
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or "zh"


def _posted() -> str:
    try:
        return request.form.get("lang", "")
    except HTTPException:  # a form that is too large is not read; what is said of that has a language all the same
        return ""


def sentence(refused: Refused) -> str:
    return str(flask_babel.gettext(refused.code, **refused.fields))


def start(app: Flask) -> None:
    _Babel(app, default_locale="en", default_timezone="Asia/Shanghai", locale_selector=_locale)


def _locale() -> str:
    return "zh_CN" if chosen() == "zh" else "en"


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
        self._by_language = {"zh": _catalogue(), "en": NullTranslations()}

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
