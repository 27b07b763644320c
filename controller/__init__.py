"""Drives the switch: hears events, decides, asks for commands and writes facts. It never opens a ticket."""
