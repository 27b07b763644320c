"""Two languages: English sentences are the message ids, Chinese comes from the web's catalogue."""

from collections.abc import Callable
from pathlib import Path

import flask_babel
from flask import Flask

from hotline.ports import Labelled, Refused
from web_kit import catalogues


def start(app: Flask, chosen: Callable[[], str], data: Path) -> None:
    """`chosen` gives the reader's language, `zh_CN` or `en`. Raises NoCatalogue: never falls back to English."""
    home = Path(app.root_path)
    flask_babel.Babel(
        app, default_locale="en", default_timezone="Asia/Shanghai", locale_selector=chosen,
        default_translation_directories=str(catalogues.ready(home / "translations", data / "translations" / home.name)),
    )  # fmt: skip


def sentence(refused: Refused, language: str) -> str:
    """The refusal's sentence in the reader's language (`zh` or `en`)."""
    fields = {
        name: value.label(language) if isinstance(value, Labelled) else value for name, value in refused.fields.items()
    }
    return str(flask_babel.gettext(refused.code, **fields))
