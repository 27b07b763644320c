"""Pages: the assessment of units."""
