"""An outgoing call's id, computed from its order, so that the page knows it before the call exists."""

import datetime as dt
import uuid

NEVER_RANG = dt.timedelta(minutes=2)  # an order without a call after this time will make none
_OURS = uuid.UUID("6f1d2c0e-7a53-4d0b-9a55-1c5d0b6a2f4e")


def call_of(order: int, placed_at: dt.datetime) -> str:
    """The id from an order's number and time (aware UTC); it differs between databases."""
    return str(uuid.uuid5(_OURS, f"{order}@{placed_at.timestamp():.6f}"))
