"""Verbs of the inspection."""
