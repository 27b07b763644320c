"""What the public program may read of tickets, and the citizens' answers there."""
