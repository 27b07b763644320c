"""Hours of lines, special days and the legal calendar."""
