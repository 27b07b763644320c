"""Jobs: work that is due because time has passed."""
