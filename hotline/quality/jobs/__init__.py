"""What happens in the inspection because time passed."""
