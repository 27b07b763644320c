"""Pages: board."""
