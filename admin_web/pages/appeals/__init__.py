"""Pages: appeals."""
