"""Promises of the hotline, told on virtual time."""
