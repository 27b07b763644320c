"""Pages: official classes of subjects."""
