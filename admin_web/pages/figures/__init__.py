"""Pages: figures, each with its formula, its parts and its rows."""
