"""Return visits: whether the citizen says that it is solved."""
