"""What SQLite knows of its tables: without it, it takes a site's index where five rows burn. PostgreSQL looks."""

from .changes import is_postgresql
from .database import database, writing

SAMPLED = 1000  # entries of each index
TABLES = ("ticket", "ticket_step", "ticket_clock", "ticket_share", "follow_up")


def refresh() -> None:
    """Look at the tables of tickets again; milliseconds, however many there are."""
    if is_postgresql():
        return
    with writing():
        database.execute_sql(f"PRAGMA analysis_limit = {SAMPLED:d}")
        for table in TABLES:
            database.execute_sql(f'ANALYZE "{table}"')
