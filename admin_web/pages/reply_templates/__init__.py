"""Pages: reply templates."""
