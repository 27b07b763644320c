"""What pages ask of the assessment."""
