"""Passwords are hashed in threads of their own: the one thread of the web goes on answering meanwhile."""

from gevent.threadpool import ThreadPool

from hotline.people.verbs import passwords

AT_ONCE = 2  # hashes at a time (64 MB each); further sign-ins wait their turn without holding anybody up


def start(at_once: int = AT_ONCE) -> ThreadPool:
    """From now on this process hashes in the pool. argon2 lets the interpreter go while it computes."""
    pool = ThreadPool(at_once)
    passwords.compute_by(lambda work, *given: pool.apply(work, given))
    return pool
