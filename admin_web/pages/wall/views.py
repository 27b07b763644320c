"""A screen's wallboard: the frame of its pages, and the tiles that the frame asks for again and again.

The key in the address is all that opens it. No session is read or set, nobody is named, and a wrong key, a revoked one
and one that was tried too often are the same answer.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, current_app, jsonify, make_response, render_template, request
from flask import Response as FlaskResponse

from admin_web import language
from admin_web.access import client_ip, now
from hotline.reports.reads import wall_keys
from hotline.reports.reads.wall_keys import WallKeyView
from hotline.reports.rules.walls import hash_of, is_key
from hotline.reports.verbs import walls
from hotline.settings.addresses import counted
from web_kit.rate import Rate

from . import tiles
from .kept import KeptParts

blueprint = Blueprint("wall", __name__, template_folder="templates")
TRIES = 30  # unknown keys of one address in a minute that are looked up
KNOWN_MOST = 1_000
WEB = Path(__file__).parents[2]
_MADE_OF = ("charts.py", "pages/wall/**/*", "pages/figures/said.py", "static/wall.css", "static/js/wall.js",
            "translations/**/*.po")  # fmt: skip


@blueprint.get("/wall/<key>", strict_slashes=False)
def screen(key: str) -> FlaskResponse:
    """The frame: pages with empty tiles, and the script that fills them."""
    found = _opened(key)
    if found is None:
        return _gone()
    shown = found.wall
    pages = [(page, tiles.on(page, shown)) for page in shown.pages]
    return _plain(make_response(render_template(
        "wall/screen.html", shown=shown, site=found.site_name, pages=pages, stands=_version(found), made_of=made_of(),
    )))  # fmt: skip


@blueprint.get("/wall/<key>/now")
def pieces(key: str) -> FlaskResponse:
    """The tiles as HTML by name, and the moment of each in a header: 304 if none looks different."""
    found = _opened(key)
    if found is None:
        return _gone()
    drawn = tiles.drawn(found.wall, current_app.extensions["wall_kept"], now())
    answer = jsonify(version=_version(found), html={name: tile.value for name, tile in drawn.items()})
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    moments = {name: int(tile.at.timestamp() * 1000) for name, tile in drawn.items()}
    answer.headers["Wall-As-Of"] = json.dumps({"now": int(now().timestamp() * 1000), "of": moments})
    answer = cast(FlaskResponse, answer.make_conditional(request))
    return _plain(answer)


def start(app: Flask) -> None:
    app.extensions["wall_kept"] = KeptParts()
    app.extensions["wall_tries"] = Rate(TRIES)
    app.extensions["wall_known"] = dict[str, None]()


@cache
def made_of() -> str:
    """A sign of the files that screens are drawn with: another one makes every screen load its page again."""
    digest = hashlib.sha256()
    for pattern in _MADE_OF:
        for file in sorted(WEB.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _version(found: WallKeyView) -> str:
    """Of the files, and of what this screen is to show."""
    return hashlib.sha256(f"{made_of()} {found.wall!r} {found.site_name}".encode()).hexdigest()[:16]


def _opened(key: str) -> WallKeyView | None:
    """What the key opens. Only keys that have not opened anything before are counted as tries, so that nobody shuts out
    the screens that stand behind his address."""
    if not is_key(key):
        return None
    known, mark = cast(dict[str, None], current_app.extensions["wall_known"]), hash_of(key)
    tries = cast(Rate, current_app.extensions["wall_tries"])
    if mark not in known and not tries.one_more(counted(client_ip()), now()):
        return None
    found = wall_keys.of_key(key)
    if found is None:
        known.pop(mark, None)
        return None
    if len(known) >= KNOWN_MOST:
        known.clear()
    known[mark] = None
    language.speak(found.wall.language)
    walls.used(found.id, found.used_at, now=now())
    return found


def _gone() -> FlaskResponse:
    answer = make_response(
        "404 这个大屏地址无效或已撤销 / This address shows nothing: it is wrong or was revoked\n", 404
    )
    answer.mimetype = "text/plain"
    answer.headers["Wall-Key"] = "gone"  # told apart from the 404 of a proxy
    return _plain(answer)


def _plain(answer: FlaskResponse) -> FlaskResponse:
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
