"""Pages: reports of periods."""
