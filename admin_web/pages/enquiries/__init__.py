"""Pages: enquiries that an agent makes for a caller who has his code and secret."""
