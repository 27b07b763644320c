"""The page for citizens: a separate program with its own, restricted database access."""
