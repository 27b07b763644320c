"""What an agent looks up for a caller who has his code and secret."""
