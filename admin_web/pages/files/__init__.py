"""Pages: files."""
