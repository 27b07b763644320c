"""Pure rules: they take state and facts and return decisions."""
