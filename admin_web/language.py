"""Whose language a page speaks: the reader's own, else the one chosen on his browser, else Chinese."""

import flask_babel
from flask import Flask, g, request, session

from hotline.people.verbs.people import LANGUAGES
from hotline.ports import Refused
from hotline.settings import Settings
from web_kit import translation

DEFAULT = "zh_CN"


def chosen() -> str:
    """`zh_CN` or `en`."""
    reader = g.get("reader")
    language = reader.language if reader else session.get("language", DEFAULT)
    return language if language in LANGUAGES else DEFAULT


def short() -> str:
    """`zh` or `en`, as the labels of `hotline.words` want it."""
    return chosen()[:2]


def sentence(refused: Refused) -> str:
    """Why not, in the reader's language."""
    return translation.sentence(refused, short())


def start(app: Flask, settings: Settings) -> None:
    translation.start(app, chosen, settings.data)


def choose(language: str) -> None:
    """Remember a language on this browser."""
    if language in LANGUAGES:
        session["language"] = language
        flask_babel.refresh()


def asked() -> str:
    """The language that an address line asks for, "" for none."""
    return request.args.get("language", "")
