"""Nuisance numbers."""
