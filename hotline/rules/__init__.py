"""Pure rules: state and facts in, decisions out. No row, clock or network."""
