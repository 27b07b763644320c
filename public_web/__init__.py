"""The page for citizens: a program of its own, on a way into the database of its own."""
