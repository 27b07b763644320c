"""Chinese or English, as the address line says: no cookie, no account; without a word of it, as the browser asks."""

from flask import Flask, request
from werkzeug.exceptions import HTTPException

from hotline.ports import Refused
from hotline.settings import Settings
from web_kit import translation

LANGUAGES = ("zh", "en")


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
    """Why not, in the citizen's language."""
    return translation.sentence(refused, chosen())


def start(app: Flask, settings: Settings) -> None:
    translation.start(app, _locale, settings.data)


def _locale() -> str:
    return "zh_CN" if chosen() == "zh" else "en"
