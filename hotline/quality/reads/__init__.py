"""What pages ask of the inspection."""
