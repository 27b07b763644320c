"""Chinese or English: from the URL, else from the browser's preference; no cookie, no account."""

from flask import Flask, request
from werkzeug.exceptions import HTTPException

from hotline.ports import Refused
from hotline.settings import Settings
from web_kit import translation

LANGUAGES = ("zh", "en")


def chosen() -> str:
    """`zh` or `en`, as in the labels of `hotline.words`."""
    asked = request.args.get("lang", "") or _posted()
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or "zh"


def _posted() -> str:
    try:
        return request.form.get("lang", "")
    except HTTPException:  # a too large form cannot be read, but its error page needs a language too
        return ""


def sentence(refused: Refused) -> str:
    """The refusal's sentence in the citizen's language."""
    return translation.sentence(refused, chosen())


def start(app: Flask, settings: Settings) -> None:
    translation.start(app, _locale, settings.data)


def _locale() -> str:
    return "zh_CN" if chosen() == "zh" else "en"
