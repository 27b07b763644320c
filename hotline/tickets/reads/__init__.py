"""Reads, each shaped for the page or program that uses it."""
