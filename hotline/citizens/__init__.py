"""What the public program may read of tickets, and what citizens say through it."""
