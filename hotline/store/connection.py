"""A database connection for one step of a program: opened, used, closed, whatever happens in between.

Not peewee's `connection_context`: it counts its users on a list that `database.close()` throws away. Code that has met
an outage closes the connection; inside that context its end then failed with `IndexError: pop from empty list`."""

import contextlib
from collections.abc import Iterator

import structlog

from .database import database

log = structlog.get_logger()


@contextlib.contextmanager
def connected() -> Iterator[None]:
    """A connection of this greenlet or thread. Inside another `connected` it is that one's, who closes it."""
    if not database.is_closed():
        yield
        return
    try:
        database.connect()
        yield
    finally:
        let_go()


def let_go() -> None:
    """Close the connection of this greenlet or thread, if it has one. Never raises: nobody could do better.

    A connection that is broken, or stands in a transaction that could not be ended, is dropped."""
    try:
        while database.transaction_depth():  # whoever began it is gone: nothing of it may reach the next user
            database.pop_transaction()
            database.rollback()
        database.close()
    except Exception as error:  # noqa: BLE001 - the step's own error is the one to be seen
        log.warning("connection_dropped", why=f"{type(error).__name__}: {error}")
        _drop()


def _drop() -> None:
    try:
        close = getattr(database.obj, "manual_close", database.close)  # a pool must not give it to the next
        close()
    except Exception as error:  # noqa: BLE001 - it may be broken in any way
        log.warning("connection_not_closed", why=f"{type(error).__name__}: {error}")
    finally:
        database.obj._state.reset()
