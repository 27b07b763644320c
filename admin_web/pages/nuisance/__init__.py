"""Numbers that call to disturb."""
