"""Pages: login."""
