"""Pages: an overview of all recordings: kept, failed and purged ones."""
