"""Passwords are hashed in threads of their own, which give way: the one thread of the web goes on answering."""

import functools
import os
from collections.abc import Callable
from typing import Any

from gevent.threadpool import ThreadPool

from hotline.people.verbs import passwords

AT_ONCE = max(1, min(4, (os.cpu_count() or 2) // 2))  # hashes at a time (64 MB each); further sign-ins wait their turn
GIVES_WAY = 10  # niceness above that of the web: the processor is the web's whenever it wants it


def start(at_once: int = AT_ONCE) -> ThreadPool:
    """From now on this process hashes in the pool. argon2 lets the interpreter go while it computes, but its lanes are
    threads too, and as many as they are they would share the processor with the web's one."""
    pool = ThreadPool(at_once)
    lowly = functools.partial(_giving_way, min(19, os.getpriority(os.PRIO_PROCESS, 0) + GIVES_WAY))
    passwords.compute_by(lambda work, *given: pool.apply(lowly, (work, *given)))
    return pool


def _giving_way(niceness: int, work: Callable[..., Any], *given: Any) -> Any:
    """On Linux this is the niceness of the thread alone, and argon2's threads inherit it."""
    os.setpriority(os.PRIO_PROCESS, 0, niceness)
    return work(*given)
