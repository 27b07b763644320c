"""The id of a call that we make: it follows from the order, so that whoever ordered it knows the call before it is."""

import datetime as dt
import uuid

_OURS = uuid.UUID("6f1d2c0e-7a53-4d0b-9a55-1c5d0b6a2f4e")


def call_of(order: int, placed_at: dt.datetime) -> str:
    """Of an order's number and its moment (aware UTC); another one in every database."""
    return str(uuid.uuid5(_OURS, f"{order}@{placed_at.timestamp():.6f}"))
