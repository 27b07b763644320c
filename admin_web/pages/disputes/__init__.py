"""Pages: disputes."""
