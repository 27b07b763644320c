"""Pages: reports that a person puts together, and his overview."""
