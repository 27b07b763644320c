"""Pages: sealed."""
