"""Verbs of people, one file a noun; each does the whole of one thing in one transaction."""
