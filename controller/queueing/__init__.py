"""Who is next: positions, ladder, presence."""
