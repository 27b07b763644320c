"""Pages: one person's data."""
