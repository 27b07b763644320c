"""Pure rules: state and facts in, decisions out."""
