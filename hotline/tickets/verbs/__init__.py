"""Actions of people on tickets; each is one transaction."""
