"""What people do in the assessment, and the first set of rules."""
