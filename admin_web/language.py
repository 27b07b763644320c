"""The language of a page: the reader's own, else the one chosen in his browser, else Chinese; of a screen, its own."""

import flask_babel
from flask import Flask, g, request, session

from hotline.people.verbs.people import LANGUAGES
from hotline.ports import Refused
from hotline.settings import Settings
from web_kit import translation

DEFAULT = "zh_CN"


def chosen() -> str:
    """`zh_CN` or `en`."""
    reader, spoken = g.get("reader"), g.get("spoken")
    language = spoken or (reader.language if reader else session.get("language", DEFAULT))
    return language if language in LANGUAGES else DEFAULT


def short() -> str:
    """`zh` or `en`, as in the labels of `hotline.words`."""
    return chosen()[:2]


def sentence(refused: Refused) -> str:
    """The refusal's sentence in the reader's language."""
    return translation.sentence(refused, short())


def start(app: Flask, settings: Settings) -> None:
    translation.start(app, chosen, settings.data)


def choose(language: str) -> None:
    """Remember a language in this browser's session."""
    if language in LANGUAGES:
        session["language"] = language
        flask_babel.refresh()


def asked() -> str:
    """The language in the URL, "" for none."""
    return request.args.get("language", "")


def speak(language: str) -> None:
    """Answer this request in a language, whoever asks."""
    g.spoken = language
    flask_babel.refresh()
