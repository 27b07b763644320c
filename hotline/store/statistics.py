"""Statistics for SQLite: without ANALYZE it picks the site's index even when few rows have a deadline."""

from .changes import is_postgresql
from .database import database, writing

SAMPLED = 1000  # sampled entries per index
TABLES = ("ticket", "ticket_step", "ticket_clock", "ticket_share", "follow_up")


def refresh() -> None:
    """Run ANALYZE on the ticket tables; takes milliseconds for any size. PostgreSQL keeps its own statistics."""
    if is_postgresql():
        return
    with writing():
        database.execute_sql(f"PRAGMA analysis_limit = {SAMPLED:d}")
        for table in TABLES:
            database.execute_sql(f'ANALYZE "{table}"')
