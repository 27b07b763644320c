"""The stand-in switch."""
