"""Pages: units."""
