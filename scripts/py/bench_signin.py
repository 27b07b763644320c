"""How long a desk's page takes while many people sign in: the web as a program, its requests from outside."""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from hotline import clock, sample
from hotline.people.verbs.passwords import hashed
from hotline.rows import Person
from hotline.store import database

PASSWORD = "bench-of-sign-ins-1"  # noqa: S105 - of a database that is thrown away
PAGES = 200
TOKEN = re.compile(r'"csrf":"([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Browser:
    """A connection that keeps its cookies."""

    def __init__(self, port: int) -> None:
        self._wire = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **form: str) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = urlencode(form) if form else None
        self._wire.request(method, path, body, {"Cookie": cookies, **(FORM if form else {})})
        answer = self._wire.getresponse()
        text = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = given.split(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, text

    def sign_in(self, login: str) -> float:
        """Seconds that the sign-in took. SystemExit if it was refused: a mistake of the measurement."""
        token = TOKEN.search(self.ask("GET", "/login/token")[1])
        assert token is not None
        begun = time.perf_counter()
        status, text = self.ask("POST", "/login", login=login, password=PASSWORD, csrf_token=token[1])
        if status != 303:
            raise SystemExit(f"{login}: {status} {text[-300:]}")
        return time.perf_counter() - begun


def run(sign_ins: int, at_once: int) -> int:
    """Prints two lines for the page and one for the sign-ins."""
    with tempfile.TemporaryDirectory(prefix="tingsu-bench-") as folder:
        _people(Path(folder), sign_ins)
        port = 18_000 + os.getpid() % 10_000
        words = [sys.executable, "-m", "admin_web", "--data", folder, "--port", str(port), "--stand-in"]
        web = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        try:
            _await(port)
            _measure(port, sign_ins, at_once)
        finally:
            web.terminate()
            web.wait()
    return 0


def _measure(port: int, sign_ins: int, at_once: int) -> None:
    desk = Browser(port)
    desk.sign_in("agent1")
    _pages(desk, PAGES // 4)
    print(f"{'ms':<44}{'p50':>9}{'p99':>9}{'longest':>9}")
    _line("the desk's page alone", _pages(desk, PAGES))
    done = threading.Event()
    beside: list[float] = []

    def read() -> None:
        while not done.is_set():
            beside.extend(_pages(desk, 1))

    reader = threading.Thread(target=read)
    reader.start()
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as people:
        took = list(people.map(lambda n: Browser(port).sign_in(f"person{n}"), range(sign_ins)))
    whole = time.perf_counter() - begun
    done.set()
    reader.join()
    _line(f"the same while {sign_ins} people sign in", beside)
    _line(f"a sign-in, {at_once} at once", took)
    print(f"{sign_ins / whole:.1f} sign-ins a second; {len(beside)} pages beside them")


def _pages(desk: Browser, count: int) -> list[float]:
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        status, _text = desk.ask("GET", "/desk")
        if status != 200:
            raise SystemExit(f"/desk: {status}")
        took.append(time.perf_counter() - begun)
    return took


def _line(name: str, took: list[float]) -> None:
    times = sorted(second * 1000 for second in took)
    print(f"{name:<44}{times[len(times) // 2]:>9.0f}{times[int(len(times) * 0.99)]:>9.0f}{times[-1]:>9.0f}", flush=True)


def _people(data: Path, count: int) -> None:
    made = database.attach(f"sqlite:///{data / 'tingsu.db'}")
    database.migrate(made)
    now, kept = clock.now(), hashed(PASSWORD)
    with database.writing():
        sample.sow(now, lambda _: kept, dict.fromkeys(sample.logins(), ""), must_change=False)
        site = Person.get().site_id
        for n in range(count):
            Person.create(
                login=f"person{n}", name="人员", role="agent", site=site, password_hash=kept, must_change=False,
                created_at=now,
            )  # fmt: skip
    made.close()


def _await(port: int) -> None:
    for _ in range(600):
        try:
            Browser(port).ask("GET", "/login/token")
            return
        except OSError:
            time.sleep(0.1)  # noqa: TID251 - a program is started
    raise SystemExit("the web does not answer")
