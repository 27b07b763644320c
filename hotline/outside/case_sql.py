"""A case system that offers two views in its own database: read only, with fixed queries (docs/case-system.md).

A secret never goes into a query. A view gives the SHA-256 of `code:secret`, and the comparison is made here.
"""

import contextlib
import hashlib
import hmac
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.rows import dict_row

from hotline.ports import Case, GatewayError, PetitionState
from hotline.settings.gateways import CaseSettings

from .case_shapes import CASES_MOST, CaseShape, PetitionShape, checked, cut

_CASE = "number, cause, division, judge, stage, next_hearing"
_NOBODY = hashlib.sha256(b"nobody").hexdigest()
_STEPS = 10_000  # SQLite VM instructions between two checks of the time limit
_SECRETS = {"password": "password_sha256", "identity": "identity_sha256"}
Query = Callable[[str, str], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class SqlCases:
    """Implements `ports.CaseSystem`."""

    settings: CaseSettings

    def case(self, code: str, how: str, secret: str) -> Case | None:
        kept = _SECRETS.get(how, _SECRETS["password"])
        row = self._secret_row(f"SELECT {_CASE}, {kept} AS kept FROM {{}} WHERE code = ?", True, code, secret)  # noqa: S608
        return None if row is None else _case(row)

    def petition(self, code: str, secret: str) -> PetitionState | None:
        sql = "SELECT number, unit, stage, received, password_sha256 AS kept FROM {} WHERE code = ?"
        row = self._secret_row(sql, False, code, secret)
        if row is None:
            return None
        shape: PetitionShape = checked(PetitionShape, row)
        return shape.petition()

    def cases_of(self, number: str) -> tuple[Case, ...]:
        sql = f"SELECT {_CASE}, party FROM {{}} WHERE party_number = ? ORDER BY number LIMIT {CASES_MOST}"  # noqa: S608
        return tuple(_case(cut(row)) for row in self._rows(sql, True, number))

    def _secret_row(self, sql: str, cases: bool, code: str, secret: str) -> dict[str, Any] | None:
        """The row of a code if the secret matches; an unknown code is compared too, so that it takes the same time."""
        rows = self._rows(f"{sql} LIMIT 2", cases, code)
        row = rows[0] if len(rows) == 1 else {}
        given = hashlib.sha256(f"{code}:{secret}".encode()).hexdigest()
        kept = str(row.get("kept") or "").strip().lower()
        fits = hmac.compare_digest(given.encode(), (kept or _NOBODY).encode())
        return cut(row) if fits and kept else None

    def _rows(self, sql: str, cases: bool, value: str) -> list[dict[str, Any]]:
        view = self.settings.cases_view if cases else self.settings.petitions_view
        named = sql.format(".".join(f'"{part}"' for part in view.split(".")))
        with self._open() as query:
            return query(named, value)

    @contextlib.contextmanager
    def _open(self) -> Iterator[Query]:
        """A connection for one query: the other database is asked only a few times a minute, so no pool is needed."""
        connect = _sqlite if self.settings.url.startswith("sqlite:") else _postgresql
        try:
            with connect(self.settings.url, self.settings.seconds) as query:
                yield query
        except (sqlite3.Error, psycopg.Error, OSError) as error:
            raise GatewayError(f"the views of the case system cannot be read ({type(error).__name__})") from error


@contextlib.contextmanager
def _sqlite(url: str, seconds: float) -> Iterator[Query]:
    file = quote(url.removeprefix("sqlite:///"))
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=seconds)) as made:
        made.row_factory = sqlite3.Row
        end = monotonic() + seconds
        made.set_progress_handler(lambda: int(monotonic() > end), _STEPS)
        yield lambda sql, value: [dict(row) for row in made.execute(sql, (value,)).fetchmany(CASES_MOST)]


@contextlib.contextmanager
def _postgresql(url: str, seconds: float) -> Iterator[Query]:
    milliseconds = max(1, int(seconds * 1000))
    options = f"-c default_transaction_read_only=on -c statement_timeout={milliseconds}"
    given: dict[str, Any] = {"connect_timeout": max(2, round(seconds)), "options": options}
    given["tcp_user_timeout"] = milliseconds  # a limit also for a network that drops all packets
    with psycopg.connect(url, row_factory=dict_row, **given) as made:
        yield lambda sql, value: made.execute(sql.replace("?", "%s").encode(), (value,)).fetchmany(CASES_MOST)


def _case(row: dict[str, Any]) -> Case:
    shape: CaseShape = checked(CaseShape, row)
    return shape.case()
