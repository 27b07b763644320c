"""What the code and its papers promise about themselves."""
