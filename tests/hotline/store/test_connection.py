"""A connection for each step: what fails inside, before or after it spoils no other and no next one."""

import gevent
import gevent.event
import peewee
import pytest
from gevent.local import local

from hotline.store.connection import connected, let_go
from hotline.store.database import database

pytestmark = pytest.mark.unit


class Link:
    def __init__(self, made):
        self.made, self.open = made, True

    def cursor(self):
        return self

    def execute(self, sql, *_given):
        if self.made.fails == "execute":
            raise peewee.OperationalError("gone")


class Fake(peewee.Database):
    """A database whose connections fail where a test says so; each greenlet has its own state, as in the programs."""

    def __init__(self):
        super().__init__("fake")
        state = type("State", (peewee._ConnectionState, local), {})
        self._state, self.fails, self.links = state(), "", []

    def get_binary_type(self):
        return bytes

    def _connect(self):
        if self.fails == "enter":
            raise peewee.OperationalError("no connection")
        self.links.append(Link(self))
        return self.links[-1]

    def _close(self, conn):
        if self.fails == "exit":
            raise peewee.InterfaceError("not closed")
        conn.open = False

    def begin(self):
        self.execute_sql("BEGIN")

    def rollback(self):
        if self.fails == "rollback":
            raise peewee.InterfaceError("no rollback")


@pytest.fixture
def fake():
    made, before = Fake(), database.obj
    database.initialize(made)
    yield made
    database.initialize(before)


def test_the_cause_of_old_peewees_context_loses_its_list_at_close(fake):
    with pytest.raises(IndexError, match="pop from empty list"), database.connection_context():
        database.close()


@pytest.mark.parametrize("where", ["enter", "execute", "exit", "rollback", "closed inside", "left open"])
def test_a_step_that_fails_spoils_neither_the_other_greenlet_nor_the_next_step(fake, where):
    inside, go_on = gevent.event.Event(), gevent.event.Event()

    def long():
        with connected():
            own = database.connection()
            inside.set()
            go_on.wait()
            database.execute_sql("SELECT 1")
            return own is database.connection() and own.open

    def short():
        fake.fails = where
        with connected():
            if where == "closed inside":
                database.close()
            if where in ("rollback", "left open"):
                database.begin()
                database.push_transaction(object())
            database.execute_sql("SELECT 1")

    first = gevent.spawn(long)
    inside.wait()
    second = gevent.spawn(short)
    second.join()
    assert isinstance(second.exception, peewee.OperationalError) == (where in ("enter", "execute"))
    fake.fails = ""
    go_on.set()
    assert first.get() is True
    third = gevent.spawn(short)
    third.join()
    fake.fails = ""
    assert gevent.spawn(_afresh).get() is True
    assert database.is_closed()


def _afresh():
    with connected():
        database.execute_sql("SELECT 1")
        return not database.is_closed() and database.transaction_depth() == 0


def test_the_same_greenlet_can_begin_again_after_each_failure(fake):
    for where in ("enter", "execute", "exit", "rollback"):
        fake.fails = where
        try:
            with connected():
                database.push_transaction(object())
                database.execute_sql("SELECT 1")
        except peewee.OperationalError:
            pass
        fake.fails = ""
        assert (_afresh(), database.is_closed(), database.transaction_depth()) == (True, True, 0)


def test_a_connection_inside_a_connection_is_the_outer_ones(fake):
    with connected():
        with connected():
            own = database.connection()
        assert own.open
        assert database.connection() is own
    assert [one.open for one in fake.links] == [False]
    let_go()  # nothing to close: no harm
