"""Pages: appointments."""
