"""What the commands of `scripts/` do, in Python."""
