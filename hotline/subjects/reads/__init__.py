"""Reads, shaped for the page or program that asks."""
