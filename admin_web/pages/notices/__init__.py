"""The outbox of short messages."""
