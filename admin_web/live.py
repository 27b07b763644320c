"""Live updates as server-sent events: one database watcher per process, one queue per browser.

No database connection is held by a stream; the page rereads what a message names. A message is
`{"topic": "agent:7", "ref": "…"}`; `{"topic": "reread"}` says that something may have been missed. What changed is
named by a sign that only a page about it can know (`sign_of`): the stream goes to all who may see such things
somewhere, and tells nobody the number of a ticket or call that he may not open.

All tabs of a browser share one stream (`static/js/live_worker.js`). A page that is awake shows it every ten to thirty
seconds (`here`); the process keeps that in memory, and writes it down every few seconds for the jobs, who set agents
away whose pages are asleep or cut off.
"""

import contextlib
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator

import gevent
from flask import Blueprint, Response, abort, current_app, jsonify, request
from gevent.queue import Empty, Full, Queue

from hotline import clock
from hotline.calls.verbs import pages
from hotline.loops import forever
from hotline.people.rules.permissions import Permission
from hotline.store.changes import News, Watcher
from hotline.store.connection import connected
from hotline.store.database import AWAY, DatabaseAway

from .access import Reader, needs, now, reader, seen_until

blueprint = Blueprint("live", __name__)
BEAT = 15.0
MOST = 200
KEEP_SECONDS = 5.0
REREAD = News(0, "reread", "")
HEARD: dict[str, Permission] = {
    "board": Permission.WATCH_BOARD,
    "calls": Permission.SEE_SITE_CALLS,
    "tickets": Permission.SEE_TICKETS,
    "sealed": Permission.READ_CONFIDENTIAL,
    "call_backs": Permission.CALL_OUT,
    "contacts": Permission.CONTACT_JUDGES,
    "alarms": Permission.SEE_SITE_CALLS,
    "flows": Permission.MANAGE_FLOWS,
}


def may_hear(who: Reader, topic: str) -> bool:
    """True for news about oneself and what one may see; on confidential complaints only for the inspection."""
    if topic.startswith("agent:"):
        return topic == f"agent:{who.id}"
    return topic in HEARD and who.may(HEARD[topic])


class Hub:
    """Passes each announcement to the streams that may receive it."""

    def __init__(self) -> None:
        self._streams: dict[Queue[News | None], Reader] = {}
        self._works: list[gevent.Greenlet[..., None]] = []
        self._seen: dict[int, dt.datetime] = {}

    def start(self) -> None:
        away = (*AWAY, DatabaseAway)
        self._works = [
            gevent.spawn(forever, "live", self._watch, every=1.0, expected=away),
            gevent.spawn(forever, "pages", self._keep, every=KEEP_SECONDS, expected=away),
        ]

    def stop(self) -> None:
        for work in self._works:
            work.kill()
        for queue in list(self._streams):
            self._put(queue, None)

    def join(self, who: Reader) -> "Queue[News | None]":
        queue: Queue[News | None] = Queue(MOST)
        self._streams[queue] = who
        return queue

    def saw(self, person: int, at: dt.datetime) -> None:
        """A page of this person is awake."""
        self._seen[person] = at

    def keep(self) -> None:
        """Write down whose pages were awake since the last time."""
        seen, self._seen = self._seen, {}
        try:
            pages.seen(seen)
        except Exception:
            self._seen = seen | self._seen
            raise

    def _keep(self) -> None:
        with connected():
            self.keep()

    def leave(self, queue: "Queue[News | None]") -> None:
        self._streams.pop(queue, None)

    def tell(self, news: News) -> None:
        for queue, who in list(self._streams.items()):
            if news.topic == "reread" or may_hear(who, news.topic):
                self._put(queue, news)
            elif news.topic in ("roster", "sign_in") and news.ref == str(who.id):
                self._put(queue, None)  # person or sign-ins have changed: the browser reconnects and is checked anew

    def _put(self, queue: "Queue[News | None]", news: News | None) -> None:
        try:
            queue.put_nowait(news)
        except Full:  # a browser that does not read: it reconnects and rereads
            self._streams.pop(queue, None)
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(None)

    def _watch(self) -> None:
        """Pass on what is announced, until the database is away; then `forever` begins it again."""
        with connected(), contextlib.closing(Watcher(gevent.sleep)) as watcher:
            self.tell(REREAD)
            while True:
                for news in watcher.wait(5.0):
                    self.tell(news)


@blueprint.get("/live")
@needs()
def stream() -> Response:
    """This reader's stream; it ends when his sign-in ends."""
    hub: Hub = current_app.extensions["live"]
    answer = Response(messages(hub, reader(), until=seen_until().timestamp(), seconds=clock.seconds, sign=sign_of()))
    answer.mimetype = "text/event-stream"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


@blueprint.post("/live/here")
@needs()
def here() -> Response:
    """A page of the reader is awake and hears the stream. 409: the page belongs to somebody who signed in before."""
    if request.form.get("person", "") != str(reader().id):
        abort(409)
    hub: Hub = current_app.extensions["live"]
    hub.saw(reader().id, now())
    return jsonify(here=True)


def messages(
    hub: Hub, who: Reader, *, until: float, seconds: Callable[[], float], sign: Callable[[str, str], str]
) -> Iterator[str]:  # fmt: skip
    queue = hub.join(who)
    try:
        yield f"retry: 1000\ndata: {written(REREAD, sign)}\n\n"
        while seconds() < until:
            try:
                news = queue.get(timeout=BEAT)
            except Empty:
                yield "event: beat\ndata:\n\n"
                continue
            if news is None:
                return
            yield f"data: {written(news, sign)}\n\n"
    finally:
        hub.leave(queue)


def written(news: News, sign: Callable[[str, str], str]) -> str:
    return json.dumps({"topic": news.topic, "ref": sign(news.topic, news.ref)})


def sign_of() -> Callable[[str, str], str]:
    """How this house names what changed (topic, ref) to browsers; one's own orders are named as they are."""
    key = str(current_app.secret_key).encode()

    def sign(topic: str, ref: str) -> str:
        if not ref or topic.startswith("agent:"):
            return ref
        return hmac.new(key, f"live:{topic}:{ref}".encode(), hashlib.sha256).hexdigest()[:24]

    return sign
