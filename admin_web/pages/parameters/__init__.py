"""Pages: numbers that an administrator can set."""
