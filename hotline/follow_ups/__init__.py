"""Follow-ups: whether the citizen says that it is solved."""
