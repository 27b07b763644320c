"""Pages: what is for the reader himself."""
