"""Recordings as a whole: what is kept, what failed, what was purged."""
