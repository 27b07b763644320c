"""Drives the switch: receives events, decides, sends commands and records facts. It never opens a ticket."""
