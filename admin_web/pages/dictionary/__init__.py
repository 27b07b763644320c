"""Pages: dictionary."""
