"""Telephones kept out."""
