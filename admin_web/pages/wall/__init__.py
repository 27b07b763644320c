"""Pages: the wallboard of a screen, opened by the key in its address, and the page where keys are made."""
